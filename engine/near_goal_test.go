package engine_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestNearWithGoals: where a plan has goals, envelopes, capacities or hires, a
// change of what decides about them is looked at in the whole plan; any other
// change, and any change of plans without, is worked out from its neighbourhood.
func TestNearWithGoals(t *testing.T) {
	files := func(more fstest.MapFS) fstest.MapFS {
		all := fstest.MapFS{
			"plan.yaml": {Data: []byte(`plan: {name: Demo, currency: EUR, years: [FY27], calendar: {kind: months, start_month: 1, named_by: end}}
measure: {sales: {name: Sales, unit: money, quota_grain: year}}
territory: {top: {name: Top, container: true}, west: {name: West, parent: top, container: true}, east: {name: East, parent: top, container: true}}
`)},
			"account.csv": {Data: []byte("id,name\nacc-1,One\nacc-2,Two\n")},
			"quota.csv":   {Data: []byte("territory,measure,period,amount\nwest,sales,FY27,500\neast,sales,FY27,400\n")},
		}
		maps.Copy(all, more)
		return all
	}
	goals := fstest.MapFS{"goal.csv": {Data: []byte("territory,measure,period,amount\ntop,sales,FY27,1000\n")}}
	with := func(name, old, replaced string, in fstest.MapFS) fstest.MapFS {
		changed := maps.Clone(in)
		text := strings.Replace(string(in[name].Data), old, replaced, 1)
		if text == string(in[name].Data) {
			t.Fatalf("%s has no %q", name, old)
		}
		changed[name] = &fstest.MapFile{Data: []byte(text)}
		return changed
	}
	for _, c := range []struct {
		name          string
		before, after fstest.MapFS
		near          bool
	}{
		{"an account", files(goals), with("account.csv", "Two", "Second", files(goals)), true},
		{"a quota", files(goals), with("quota.csv", "400", "700", files(goals)), false},
		{"a quota of a plan without goals", files(nil), with("quota.csv", "400", "700", files(nil)), true},
		{"a goal", files(goals), with("goal.csv", "1000", "700", files(goals)), false},
		{"the first goal", files(nil), files(goals), false},
		{"the last goal", files(goals), files(nil), false},
		{"a territory", files(goals), with("plan.yaml", "name: East", "name: Far east", files(goals)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			known, store := map[string]fstest.MapFS{}, &facts{}
			_, memo := checkedWhole(t, tree{c.before, known}, store)
			if memo == nil {
				t.Fatal("there is no memo")
			}
			got, err := checkedNear(tree{c.after, known}, store, memo)
			if (err == nil) != c.near {
				t.Fatalf("answered from the neighbourhood: %v, want %v: %v", err == nil, c.near, err)
			}
			if want, _ := checkedWhole(t, tree{c.after, known}, store); err == nil {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("-whole +near:\n%s", diff)
				}
			}
		})
	}
}
