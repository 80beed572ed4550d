package load_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
)

// meaning prints what records say, without files, places and order.
func meaning(records []record.Record) string {
	var all []string
	for _, r := range records {
		var fields []string
		for _, f := range r.Node.Children {
			fields = append(fields, fmt.Sprintf("%s=%s %q", f.Key, f.Kind, f.Text))
		}
		slices.Sort(fields)
		all = append(all, r.Addr.String()+" "+strings.Join(fields, " "))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// File borders, the order of files and the order of keys mean nothing.
func TestOrderMeansNothing(t *testing.T) {
	whole, _ := read(t, map[string]string{
		"plan.yaml": "plan:\n  name: x\nrole:\n  ae: {name: a, level: 1}\n  se: {name: s, level: 2}\nquota:\n- {position: p, amount: 1}\n- {position: q, amount: 2}\n",
	})
	parts, _ := read(t, map[string]string{
		"plan.yaml": "quota: [{amount: 2, position: q}]\nrole:\n  se: {level: 2, name: s}\n", "z/a.yaml": "plan: {name: x}\n",
		"b.yaml": "role:\n  ae:\n    level: 1\n    name: a\n", "a.yaml": "quota:\n  - amount: 1\n    position: p\n",
	})
	if diff := cmp.Diff(meaning(whole.Records), meaning(parts.Records)); diff != "" {
		t.Errorf("one file and many files differ:\n%s", diff)
	}
}

// The same files give the same bytes, on any number of processors.
func TestA27SameInputSameBytes(t *testing.T) {
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("d%d/f%d.yaml", i%7, i)] = fmt.Sprintf("role:\n  r%d: {name: x, bad: [017, NO, 1e3], on: &a b, same: 1, same: 2}\n", i)
		files[fmt.Sprintf("d%d/quota.f%d.csv", i%5, i)] = "a,b\n1,ü\n1,2,3\n\u200b,\n"
		files[fmt.Sprintf("d%d/f%d.yml", i%3, i)] = ""
	}
	var first string
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for run := range 12 {
		runtime.GOMAXPROCS(1 + run%4)
		tree, findings, err := load.Plan(folder(files), load.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		bytes, err := json.Marshal([]any{findings, tree.Records})
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(bytes)
		}
		if diff := cmp.Diff(first, string(bytes)); diff != "" {
			t.Fatalf("run %d differs:\n%s", run, diff)
		}
	}
}
