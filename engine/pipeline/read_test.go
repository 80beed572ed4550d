package pipeline_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/pipeline"
)

// FuzzSnapshot: whatever a snapshot holds, reading it ends without a panic, in
// findings or in deals of which categories hold each once.
func FuzzSnapshot(f *testing.F) {
	f.Add("id,stage,category,amount,close_date\na,meet,upside,100,2026-03-01\n")
	f.Add("\ufeffid,stage,category,amount,close_date\r\n\"a\"\"b\",meet,\"up\nside\",1e3,2026-03-01")
	f.Add("id,id\n\"")
	f.Add(",,,,\n\x00,\xff\n")
	p := sellingPlan(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, findings, err := pipeline.Compute(p, pipeline.Query{Period: quarter(t), By: "category"}, nil, snapshot(t, "2026-03-31", text))
		if err != nil {
			t.Fatal(err)
		}
		if s.Complete != (findings.Worst() < diag.Error) {
			t.Errorf("complete is %v with %v", s.Complete, findings)
		}
		deals := 0
		for _, c := range s.Latest.Categories {
			deals += c.Deals
		}
		if deals != s.Latest.Deals {
			t.Errorf("%d deals, %d in categories", s.Latest.Deals, deals)
		}
	})
}

// TestReadingInPieces: how a file arrives means nothing.
func TestReadingInPieces(t *testing.T) {
	text := "id,stage,category,amount,close_date,name\r\na,meet,upside,100,2026-03-01,\"x, \"\"y\"\"\nz\"\r\n\r\nb,won,won,5,2026-03-01,ü\n"
	p := sellingPlan(t)
	for name, reader := range map[string]func() io.Reader{
		"whole":      func() io.Reader { return strings.NewReader(text) },
		"by bytes":   func() io.Reader { return iotest.OneByteReader(strings.NewReader(text)) },
		"data + EOF": func() io.Reader { return iotest.DataErrReader(strings.NewReader(text)) },
	} {
		one := snapshot(t, "2026-03-31", "")
		one.Open = func() (io.ReadCloser, error) { return io.NopCloser(reader()), nil }
		s, findings, err := pipeline.Compute(p, pipeline.Query{By: "name"}, nil, one)
		if err != nil || len(findings) > 0 || s.Latest.Deals != 2 || s.Nodes[0].Name != "x, \"y\"\nz" {
			t.Errorf("%s: %v %v %+v", name, err, findings, s.Nodes)
		}
	}
	broken := snapshot(t, "2026-03-31", "")
	broken.Open = func() (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(errors.New("no disk"))), nil }
	if _, _, err := pipeline.Compute(p, pipeline.Query{}, nil, broken); err == nil {
		t.Error("a file that cannot be read is no error")
	}
}

// TestManyMistakes: of many alike the first are shown and the rest counted.
func TestManyMistakes(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,stage,category,amount,close_date\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "d%d,nowhere,upside,1,2026-03-01\n", i)
	}
	_, findings, err := pipeline.Compute(sellingPlan(t), pipeline.Query{}, nil, snapshot(t, "2026-03-31", b.String()))
	if err != nil || len(findings) != 21 || findings[0].Message != "980 more findings of this kind are left out" {
		t.Errorf("%v %d findings, the first %v", err, len(findings), findings[0])
	}
}

func TestConditions(t *testing.T) {
	for _, text := range []string{"", "amount", "=x", "amount>=1,000", "!"} {
		if c, err := pipeline.ParseCondition(text); err == nil {
			t.Errorf("%q is read as %+v", text, c)
		}
	}
	text := "id,stage,category,amount,close_date,note\na,meet,upside,100,2026-03-01,x=y\nb,meet,upside,99.50,2026-03-05,\n"
	for condition, want := range map[string]int{
		"amount>=100": 1, "amount>99": 2, "amount<99.5": 0, "amount<=99.50": 1, "amount=100.00": 1, "amount!=100": 1,
		"note=x=y": 1, "note=": 1, "note!=": 1, "close_date>2026-03-01": 1, "id=a": 1,
	} {
		c, err := pipeline.ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		s, findings, err := pipeline.Compute(sellingPlan(t), pipeline.Query{Where: []pipeline.Condition{c}}, nil, snapshot(t, "2026-03-31", text))
		if err != nil || len(findings) > 0 || s.Latest.Deals != want {
			t.Errorf("%s: %d deals, want %d (%v %v)", condition, s.Latest.Deals, want, err, findings)
		}
	}
}

// TestUnitsHaveNoCurrency: where the measure counts units, amounts are numbers
// of these.
func TestUnitsHaveNoCurrency(t *testing.T) {
	p := testplan.Build(t, strings.Replace(selling, "unit: money", "unit: count", 1)).Plan
	text := "id,stage,category,amount,close_date,currency\na,meet,upside,15,2026-03-01,\nb,meet,upside,15,2026-03-01,EUR\n"
	s, findings, err := pipeline.Compute(p, pipeline.Query{}, nil, snapshot(t, "2026-03-31", text))
	if err != nil || len(findings) != 1 || findings[0].Code != diag.BadDealCell || s.Currency.String() != "" || s.Latest.Weighted.String() != "1.5" {
		t.Errorf("%v %v %s", err, findings, s.Latest.Weighted)
	}
}
