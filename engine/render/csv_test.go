package render_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/render"
)

func TestCSVTables(t *testing.T) {
	for name, want := range map[string]struct {
		r     any
		lines []string
	}{
		"check": {fullCheck(), []string{
			"severity,code,slug,address,field,file,line,column,message",
			"error,QUO004,quota-outside-band,quota/a/arr@FY27,amount,plan/quota.csv,3,5,the quotas differ",
		}},
		"review": {fullReview(), []string{
			"address,from,name,action,direct,facets,field,facet,before,after,derived,causes,file,line,column,direction",
			"territory/gone,,Gone,removed,true,amount,,,,,false,,plan/a.yaml,7,3,",
			"territory/b,territory/a,Bavaria,renamed,true,amount,name,wording,Old,New,false,,plan/a.yaml,7,3,",
		}},
		"rollup": {fullRollup(), []string{
			"node,depth,measure,period,unit,rolled,stated,ratio,partial",
			",0,arr,FY27,EUR,1200,1000,1.2,false",
		}},
	} {
		got := strings.Split(drawn(t, "csv", want.r), "\n")
		if diff := cmp.Diff(want.lines, got[:len(want.lines)]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// formulas are cells that spreadsheets compute.
var formulas = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠A1", `=HYPERLINK("http://example.com","x")`,
	"=cmd|' /C calc'!A0", `"=1"`, `'=1`, "-5", "-5.20", "1e5", "0x10", "--5", "=",
}

// table reads CSV and demands that no cell is a formula: only numbers may begin
// with a sign.
func table(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, row := range rows {
		for _, cell := range row {
			trimmed := strings.TrimLeft(cell, " \t\r\n\"")
			if trimmed != "" && strings.ContainsRune("=+-@＝＋－＠\t\r", []rune(trimmed)[0]) && strings.Trim(trimmed[1:], "0123456789.") != "" {
				t.Fatalf("the cell %q is a formula", cell)
			}
		}
	}
	return rows
}

func sameTable(t *testing.T, path, bad string, want, got [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s = %.60q: %d rows, want %d", path, bad, len(got), len(want))
	}
	for i, row := range got {
		for j, cell := range row {
			wanted := strings.ReplaceAll(want[i][j], harmless, render.Visible(bad))
			if cell != wanted && cell != "'"+wanted && !sameWords(cell, wanted) {
				t.Fatalf("%s = %.60q: the cell %q, want %q", path, bad, cell, wanted)
			}
		}
	}
}

// TestCSVHoldsNaughtyValues: so do the tables of the other reports.
func TestCSVHoldsNaughtyValues(t *testing.T) {
	for _, r := range []any{fullDiff(), fullRollup()} {
		set := func(value string) {
			for _, at := range leaves(t, r) {
				at.set(value)
			}
		}
		set(harmless)
		want := table(t, drawn(t, "csv", r))
		for _, bad := range append(slices.Clone(naughty), formulas...) {
			set(bad)
			quiet(t, "every field", bad, drawn(t, "csv", r))
			sameTable(t, "every field", bad, want, table(t, drawn(t, "csv", r)))
		}
	}
}
