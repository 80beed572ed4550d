package credit_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
)

// read returns the sound rows and the findings of a file, one line each.
func read(t testing.TB, text string, limits credit.Limits) (rows, findings []string, complete bool) {
	t.Helper()
	found, complete, err := credit.Read(credit.File{Name: "c.csv", Text: strings.NewReader(text)}, limits, func(c *credit.Credit) {
		rows = append(rows, fmt.Sprintf("%d %s %s %s %s%s%s %s %s%s ×%s", c.Line, c.Kind, c.ID, c.Date, c.Position, c.Person, c.Account, c.Measure, c.Amount, c.Currency, c.Share))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		findings = append(findings, fmt.Sprintf("%s %s %s", f.Place, f.Code, f.Message))
	}
	return rows, findings, complete
}

func TestRead(t *testing.T) {
	text := "\uFEFFid,date,position,person,account,measure,amount,currency,share,kind,of,event,note\n" +
		"d1,2026-02-10,ae-1,,,arr,100.50,USD,0.6,,,,\n" +
		"d1,2026-02-10,,ann,,arr,100.50,USD,0.4,sale,,,\"two\nlines\"\n" +
		"d2,2026-02-11,,,acme,arr,-5,,,overlay,,,é\n" +
		"x1,2026-03-01,,,,,,,,cancel,d1,,\n" +
		"e1,2026-03-01,,,,,,,,event,d1,paid,\n"
	rows, findings, complete := read(t, text, credit.DefaultLimits())
	want := []string{
		"2 sale d1 2026-02-10 ae-1 arr 100.5USD ×0.6", "3 sale d1 2026-02-10 ann arr 100.5USD ×0.4", "5 overlay d2 2026-02-11 acme arr -5 ×1",
		"6 cancel x1 2026-03-01   0 ×1", "7 event e1 2026-03-01   0 ×1",
	}
	if diff := cmp.Diff(want, rows); diff != "" || findings != nil || !complete {
		t.Error(diff, findings, complete)
	}
}

// TestBadRowsHideNothing: every mistake of a file is told at its place, and the
// sound rows between them count.
func TestBadRowsHideNothing(t *testing.T) {
	text := "id,date,position,person,measure,amount,share,kind,of,event\n" +
		"d1,10.02.2026,ae-1,,arr,1e3,,,,\n" +
		",2026-02-10,ae-1,ann,,,2,,,\n" +
		"ok1,2026-02-10,ae-1,,arr,1,,,,\n" +
		"d2,2026-02-10,ae-1,,arr,1\n" +
		"d3,2026-02-10,ae\"1,,arr,1,,,,\n" +
		"d4,2026-02-10,ü,x,arr,1,,,,\n" +
		"d5,2026-02-10,ae-1,,arr,1,,refund,,\n" +
		"d6,2026-02-10,,,,-3,,cancel,,\n" +
		"d7,2026-02-10,,,,,,event,,\n" +
		"d8,2026-02-10,ae\x00,,arr,1,,,,\n" +
		"ok2,2026-02-10,ae-1,,arr,1,,,,\n"
	rows, findings, complete := read(t, text, credit.DefaultLimits())
	if len(rows) != 2 || complete {
		t.Error(rows, complete)
	}
	want := []string{
		`c.csv:2:4 CRD001 "10.02.2026" is not a date: write YYYY-MM-DD, such as 2027-02-28; the row is not counted`,
		`c.csv:2:25 CRD001 "1e3" is not a plain decimal number: write the digits out, without an exponent; the row is not counted`,
		`c.csv:3:1 CRD001 the row has no id: every deal needs one; the row is not counted`,
		`c.csv:3:1 CRD001 the row names 2 of position, person and account: name exactly one; the row is not counted`,
		`c.csv:3:22 CRD001 the row has no measure; the row is not counted`,
		`c.csv:3:23 CRD001 the row has no amount; the row is not counted`,
		`c.csv:3:24 CRD001 a share is above 0 and at most 1, such as 0.6 for 60 %, not 2; the row is not counted`,
		`c.csv:5:1 CRD001 the row has 6 cells and the header has 10: the row is not read`,
		`c.csv:6:1 CRD001 the quotes of this row do not fit: put a whole cell in quotes and write "" for each quote in it; the row is not read`,
		`c.csv:7:1 CRD001 the row names 2 of position, person and account: name exactly one; the row is not counted`,
		`c.csv:8:28 CRD001 "refund" is not a kind of row: write sale, overlay, cancel or event; the row is not counted`,
		`c.csv:9:1 CRD001 a row of kind cancel names in column "of" the id of the deal that it is about; the row is not counted`,
		`c.csv:9:18 CRD001 a cancellation states the amount that fell through as a number above 0, or leaves it out for the whole deal; the row is not counted`,
		`c.csv:10:1 CRD001 a row of kind event names in column "event" what happened, such as paid; the row is not counted`,
		`c.csv:10:1 CRD001 a row of kind event names in column "of" the id of the deal that it is about; the row is not counted`,
		"c.csv:11:15 CRD001 the cell holds bytes that are not UTF-8 or characters that cannot be seen: the row is not read",
	}
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}

// TestPlacesInCharacters: columns of findings count characters, whatever stands
// before the cell.
func TestPlacesInCharacters(t *testing.T) {
	_, findings, _ := read(t, "id,note,date,position,measure,amount\nd1,\"zwei\nZeilén\",2026-02-30,ae,arr,1\nd2,éü,2026-02-30,ae,arr,1\n", credit.DefaultLimits())
	if len(findings) != 2 || !strings.HasPrefix(findings[0], "c.csv:3:9 ") || !strings.HasPrefix(findings[1], "c.csv:4:7 ") {
		t.Error(findings)
	}
}

func TestHeaders(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "the file has no header",
		"id,date,measure,amount\n":           "none of the columns position, person, account",
		"id,position,measure,amount\n":       `no column "date"`,
		"id,id,date,position,measure,amount": `names "id" twice`,
		"id, date,position,measure,amount\n": "no plain name",
	} {
		_, findings, complete := read(t, text, credit.DefaultLimits())
		if !strings.Contains(strings.Join(findings, "\n"), want) || complete {
			t.Errorf("%q: %v", text, findings)
		}
	}
}

func TestLimits(t *testing.T) {
	limits := credit.Limits{Rows: 2, RowBytes: 200_000, Columns: 5, Repeats: 3}
	head := "id,date,position,measure,amount\n"
	row := "d,2026-02-10,ae,arr,1\n"
	rows, findings, complete := read(t, head+row+row+row, limits)
	if len(rows) != 2 || len(findings) != 1 || complete || !strings.Contains(findings[0], "more than 2 rows") {
		t.Error(rows, findings)
	}
	_, findings, _ = read(t, head+"d,2026-02-10,\"ae"+strings.Repeat("x", 400_000), limits)
	if len(findings) != 1 || !strings.Contains(findings[0], "longer than 200000 bytes") {
		t.Error(findings)
	}
	limits.Rows = 1000
	_, findings, _ = read(t, head+strings.Repeat("d,x,ae,arr,1\n", 10), limits)
	if len(findings) != 4 || !strings.Contains(findings[3], "7 more of CRD001") {
		t.Error(findings)
	}
	_, findings, _ = read(t, "id,date,position,measure,amount,more\n", limits)
	if len(findings) != 1 || !strings.Contains(findings[0], "more than 5") {
		t.Error(findings)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func TestUnreadable(t *testing.T) {
	_, complete, err := credit.Read(credit.File{Name: "c.csv", Text: io.MultiReader(strings.NewReader("id,date,position,measure,amount\n"), broken{})}, credit.DefaultLimits(), func(*credit.Credit) {})
	if err == nil || complete {
		t.Error(err, complete)
	}
}

func TestPayments(t *testing.T) {
	text := "position,component,period,amount\nae-1,new,FY27-Q1,100.5\nae-1,,FY27-Q1,-3\n,new,FY27,1\nae-1,new,Q1,x\n"
	payments, findings, complete, err := credit.ReadPayments(credit.File{Name: "p.csv", Text: strings.NewReader(text)}, credit.DefaultLimits())
	if len(payments) != 2 || payments[0].Period.String() != "FY27-Q1" || payments[1].Amount.String() != "-3" || complete || err != nil {
		t.Error(payments, complete, err)
	}
	if len(findings) != 3 || findings[0].Code != diag.BadCreditRow {
		t.Error(findings)
	}
}

// FuzzRead: no file makes the reader fail, and every row is either given out or
// told of.
func FuzzRead(f *testing.F) {
	f.Add("id,date,position,measure,amount\nd1,2026-02-10,ae,arr,1\n")
	f.Add("id,date,position,measure,amount,share,kind,of\n\"d1\",2026-02-10,ae,arr,1,0.5,cancel,\"x\ny\"\n\n,,\"")
	f.Fuzz(func(t *testing.T, text string) {
		limits := credit.Limits{Rows: 100, RowBytes: 1 << 16, Columns: 50, Repeats: 5}
		given := 0
		found, complete, err := credit.Read(credit.File{Name: "c", Text: strings.NewReader(text)}, limits, func(c *credit.Credit) {
			given++
			if c.ID == "" || c.Date.IsZero() || c.Kind < credit.Sale || c.Kind > credit.Event || c.Share.Sign() <= 0 || c.Line < 2 {
				t.Errorf("a bad row was given out: %+v", c)
			}
		})
		if err != nil || complete != (len(found) == 0) {
			t.Errorf("complete %v with %d findings, %v", complete, len(found), err)
		}
		for _, f := range found {
			if f.Message == "" || f.Place.File != "c" {
				t.Errorf("%+v", f)
			}
		}
	})
}
