package engine_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestNearWithLetters: where a plan says something about letters, a change of what
// they say is looked at in the whole plan; any other change, and any change of
// plans without letters, is worked out from its neighbourhood.
func TestNearWithLetters(t *testing.T) {
	files := func(more fstest.MapFS) fstest.MapFS {
		all := fstest.MapFS{
			"plan.yaml": {Data: []byte(`plan: {name: Demo, currency: EUR, years: [FY27], calendar: {kind: months, start_month: 1, named_by: end}}
measure: {sales: {name: Sales, unit: money}}
role: {ae: {name: Seller}}
`)},
			"position.yaml": {Data: []byte("position: {a: {title: A, role: ae}, b: {title: B, role: ae}}\n")},
			"comp.yaml": {Data: []byte(`comp_plan:
  ae: {name: Sellers, roles: [ae], from: 2027-01-01, rounding: {mode: half_up, at: component}, components: {c: {measure: sales, window: month, pay_every: month, rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.1}]}}}}
`)},
			"weight.csv": {Data: []byte("position,name,value\na,potential,1\nb,potential,2\n")},
		}
		maps.Copy(all, more)
		return all
	}
	letters := fstest.MapFS{"letters.yaml": {Data: []byte(`letter_template: {all: {company: Acme Ltd, language: en}}
issued_letter: [{position: a, comp_plan: ae, issue: 1, effective: 2027-01-01, revision: "9b291ac7160fca3c957b1655f79ba9f8bdec5379", inputs: "b3e2e2831f444cef60f507ea05fa9206893981cb4c846b3721035ca9c4793029"}]
`)}}
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
		{"what letters do not say", files(letters), with("weight.csv", "potential,2", "potential,3", files(letters)), true},
		{"a title", files(letters), with("position.yaml", "title: B", "title: C", files(letters)), false},
		{"a title in a plan without letters", files(nil), with("position.yaml", "title: B", "title: C", files(nil)), true},
		{"a rate", files(letters), with("comp.yaml", "0.1", "0.2", files(letters)), false},
		{"a template", files(letters), with("letters.yaml", "Acme Ltd", "Acme", files(letters)), false},
		{"the first letters", files(nil), files(letters), false},
		{"the last letters", files(letters), files(nil), false},
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
			if err != nil {
				return
			}
			want, _ := checkedWhole(t, tree{c.after, known}, store)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
