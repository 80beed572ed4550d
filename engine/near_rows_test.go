package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestNearReadsRows: facts of CSV files are not kept between runs, and a change
// of one, or beside one, is worked out from its neighbourhood all the same.
func TestNearReadsRows(t *testing.T) {
	var quotas strings.Builder
	quotas.WriteString("territory,measure,period,amount\n")
	territories := "territory:\n  top: {name: Top, container: true}\n"
	for i := range 40 {
		territories += fmt.Sprintf("  t%02d: {name: T%02d, parent: top, container: true}\n", i, i)
		fmt.Fprintf(&quotas, "t%02d,sales,FY27-Q1,100\n", i)
	}
	files := func(quotas, territories string) fstest.MapFS {
		return fstest.MapFS{
			"plan.yaml": {Data: []byte(`plan: {name: Demo, currency: EUR, calendar: {kind: months, start_month: 1, named_by: end}}
measure: {sales: {name: Sales, unit: money, quota_by: territory, quota_grain: quarter}}
`)},
			"territories.yaml": {Data: []byte(territories)}, "quota.csv": {Data: []byte(quotas)}, "quota.top.csv": {Data: []byte("territory,measure,period,amount\ntop,sales,FY27-Q1,4000\n")},
		}
	}
	known, store := map[string]fstest.MapFS{}, &facts{}
	_, memo := checkedWhole(t, tree{files(quotas.String(), territories), known}, store)
	if memo == nil {
		t.Fatal("there is no memo")
	}
	changes := map[string]fstest.MapFS{
		"in the rows":     files(strings.Replace(quotas.String(), "t07,sales,FY27-Q1,100", "t07,sales,FY27-Q1,900", 1), territories),
		"beside the rows": files(quotas.String(), strings.Replace(territories, "name: T07, parent: top", "name: T07", 1)),
	}
	for name, changed := range changes {
		got, err := checkedNear(tree{changed, known}, store, memo)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, _ := checkedWhole(t, tree{changed, known}, store)
		if diff := cmp.Diff(want, got); diff != "" || len(got.Findings) == 0 {
			t.Errorf("%s: %d findings (-whole +near):\n%s", name, len(got.Findings), diff)
		}
	}
}
