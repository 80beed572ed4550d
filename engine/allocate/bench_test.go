package allocate_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/syntax"
)

// made writes a record from pairs of field and value.
func made(collection, id string, fields ...string) record.Record {
	n := syntax.Node{Kind: syntax.Map}
	for i := 0; i < len(fields); i += 2 {
		n.Children = append(n.Children, syntax.Node{Key: fields[i], Text: fields[i+1], Kind: syntax.String})
	}
	return record.Record{Addr: addr.New(collection, id), Node: n}
}

// company is a plan of 25,000 territories on ten levels with quarterly quotas
// for three measures, and an allocation of each.
func company(t testing.TB, territories int) *plan.Plan {
	t.Helper()
	base := planOf(t, "")
	var records []record.Record
	for r := range base.Records.All() {
		records = append(records, *r)
	}
	records = append(records, made(plan.MeasureKind, "units", "name", "Units", "unit", "count"))
	for i := range territories {
		id, parent := "t"+strconv.Itoa(i), ""
		if i > 0 {
			parent = "t" + strconv.Itoa((i-1)/3)
		}
		records = append(records, made(plan.TerritoryKind, id, "name", id, "parent", parent),
			made(allocate.WeightKind, id+"/w", "territory", id, "name", "w", "value", strconv.Itoa(1+i%97)))
		for _, measure := range []string{"arr", "deals", "units"} {
			for q := range 4 {
				when := fmt.Sprintf("FY27-Q%d", q+1)
				records = append(records, made(plan.QuotaKind, id+"/"+measure+"@"+when, "territory", id, "measure", measure, "period", when, "amount", "100"))
			}
		}
	}
	for _, measure := range []string{"arr", "deals", "units"} {
		a := made(allocate.Kind, measure, "method", "top_down", "measure", measure, "year", "FY27", "grain", "quarter", "territory", "t0", "total", "900000000", "rounding", "half_up")
		a.Node.Children = append(a.Node.Children,
			syntax.Node{Key: "weights", Kind: syntax.List, Children: []syntax.Node{made("", "", "by", "listed", "name", "w", "share", "1").Node}},
			syntax.Node{Key: "seasonality", Kind: syntax.List, Children: []syntax.Node{{Kind: syntax.Int, Text: "20"}, {Kind: syntax.Int, Text: "24"}, {Kind: syntax.Int, Text: "24"}, {Kind: syntax.Int, Text: "32"}}},
			syntax.Node{Key: "over_assignment", Kind: syntax.Map, Children: []syntax.Node{{Key: "form", Kind: syntax.String, Text: "ratio"}, {Key: "levels", Kind: syntax.List, Children: []syntax.Node{{Kind: syntax.Number, Text: "1.02"}, {Kind: syntax.Number, Text: "1.05"}}}}})
		records = append(records, a)
	}
	return plan.Build(record.NewList(record.Slice(records)), nil, map[addr.Addr]bool{})
}

// BenchmarkAllocateAndRollUp shares three measures out over 25,000 territories on
// ten levels and four quarters, and rolls the result up.
func BenchmarkAllocateAndRollUp(b *testing.B) {
	p := company(b, 25_000)
	b.ReportAllocs()
	for b.Loop() {
		result, err := allocate.Compute(p, nil)
		if err != nil || len(result.Findings) > 0 || len(result.Proposals) != 3 {
			b.Fatal(err, result.Findings)
		}
		set := 0
		for i := range result.Proposals {
			for j := range result.Proposals[i].Quotas {
				if q := &result.Proposals[i].Quotas[j]; q.Before != nil {
					q.Before.Amount = q.Amount
					set++
				}
			}
		}
		if set != 300_000 {
			b.Fatalf("%d quotas are set", set)
		}
		totals, findings := rollup.Compute(p)
		if len(findings) > 0 {
			b.Fatal(findings[0])
		}
		root := rollup.Key{Dimension: rollup.Territory, Node: addr.New(plan.TerritoryKind, "t0"), Measure: "arr", Period: result.Proposals[0].Year}
		if cell, ok := totals.Cell(root); !ok || cell.Stated.Value != decimalOf(900_000_000) {
			b.Fatalf("the root states %v", cell.Stated)
		}
	}
}

// BenchmarkAllocate is the same without rolling up.
func BenchmarkAllocate(b *testing.B) {
	p := company(b, 25_000)
	b.ReportAllocs()
	for b.Loop() {
		if result, err := allocate.Compute(p, nil); err != nil || len(result.Proposals) != 3 {
			b.Fatal(err, result.Findings)
		}
	}
}

func decimalOf(n int64) money.Decimal {
	whole, _ := money.New(n, 0)
	return whole
}
