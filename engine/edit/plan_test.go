package edit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
)

// planOf compiles files and returns how to read them.
func planOf(t *testing.T, files map[string]string) (*plan.Plan, func(string) ([]byte, bool)) {
	t.Helper()
	result, findings := testplan.Load(t, files)
	for _, f := range findings {
		t.Fatalf("%s %s", f.Place, f.Message)
	}
	return result.Plan, func(name string) ([]byte, bool) { s, ok := files[name]; return []byte(s), ok }
}

func parseAddr(t *testing.T, s string) addr.Addr {
	t.Helper()
	a, err := addr.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func smallPlan() map[string]string {
	return map[string]string{
		"plan.yaml":  strings.TrimLeft(testplan.Settings, "\n") + "measure:\n  arr: {name: ARR, unit: money}\n",
		"terr.yaml":  "territory:\n  a: {name: A} # first\n  b:\n    name: B\n",
		"quota.yaml": "quota:\n  # of a\n  - {territory: a, measure: arr, period: FY27, amount: 100}\n  # of b\n  - {territory: b, measure: arr, period: FY27, amount: 100}\n",
		"quota.csv":  "territory,measure,period,amount\na,arr,FY28,\"100\"\nb,arr,FY28,100\n",
	}
}

func TestPlan(t *testing.T) {
	for _, c := range []struct {
		name string
		edit edit.Edit
		file string
		want string // the only difference: old => new
	}{
		{"item of a list", edit.Edit{Addr: addr.New("quota", "b/arr@FY27"), Field: "amount", Value: whole("250")}, "quota.yaml", "territory: b, measure: arr, period: FY27, amount: 100 => territory: b, measure: arr, period: FY27, amount: 250"},
		{"row", edit.Edit{Addr: addr.New("quota", "a/arr@FY28"), Field: "amount", Value: number("250.50")}, "quota.csv", `"100" => "250.50"`},
		{"field of a record", edit.Edit{Addr: addr.New("territory", "a"), Field: "name", Value: text("AA")}, "terr.yaml", "name: A} => name: AA}"},
		{"new group", edit.Edit{Addr: addr.New("territory", "a"), Field: "extra.deep.k", Value: text("v")}, "terr.yaml", "name: A} => name: A, extra: {deep: {k: v}}}"},
		{"settings", edit.Edit{Addr: plan.SettingsAddr, Field: "fx_rates.GBP", Value: number("1.17")}, "plan.yaml", "USD: 0.9} => USD: 0.9, GBP: 1.17}"},
		{"record goes", edit.Edit{Addr: addr.New("quota", "a/arr@FY27")}, "quota.yaml", "  # of a\n  - {territory: a, measure: arr, period: FY27, amount: 100}\n => "},
		{"row goes", edit.Edit{Addr: addr.New("quota", "b/arr@FY28")}, "quota.csv", "b,arr,FY28,100\n => "},
		{"new record", edit.Edit{Addr: addr.New("territory", "c"), Value: new(field("c", group(field("name", text("C")))))}, "terr.yaml", "    name: B\n =>     name: B\n  c:\n    name: C\n"},
		{"new item", edit.Edit{Addr: addr.New("quota", "a/arr@FY29"), File: "quota.yaml", Value: group(field("territory", text("a")), field("amount", whole("1")))}, "quota.yaml", "{territory: b, measure: arr, period: FY27, amount: 100}\n => {territory: b, measure: arr, period: FY27, amount: 100}\n  - {territory: a, amount: 1}\n"},
		{"new row", edit.Edit{Addr: addr.New("quota", "a/arr@FY29"), File: "quota.csv", Value: group(field("territory", text("a")), field("amount", whole("1")))}, "quota.csv", "b,arr,FY28,100\n => b,arr,FY28,100\na,,,1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := smallPlan()
			p, read := planOf(t, files)
			got, err := edit.Plan(p, read, []edit.Edit{c.edit})
			if err != nil || len(got) != 1 || got[0].Name != c.file {
				t.Fatalf("%v %+v", err, got)
			}
			old, now, _ := strings.Cut(c.want, " => ")
			if want := strings.Replace(files[c.file], old, now, 1); want != string(got[0].Text) {
				t.Error(cmp.Diff(want, string(got[0].Text)))
			}
		})
	}
}

func TestPlanRefuses(t *testing.T) {
	p, read := planOf(t, smallPlan())
	for name, e := range map[string]edit.Edit{
		"no such record":    {Addr: addr.New("territory", "x"), Field: "name", Value: text("X")},
		"list in a cell":    {Addr: addr.New("quota", "a/arr@FY28"), Field: "amount", Value: list()},
		"first of its kind": {Addr: addr.New("role", "x"), Value: group(field("name", text("X")))},
		"unreadable file":   {Addr: addr.New("role", "x"), Value: group(field("name", text("X"))), File: "no.yaml"},
	} {
		if files, err := edit.Plan(p, read, []edit.Edit{e}); err == nil {
			t.Errorf("%s: %+v", name, files)
		}
	}
}

// TestThousandEdits changes 1,000 amounts in many files of both kinds at once.
// Each file differs in exactly those scalars, byte for byte.
func TestThousandEdits(t *testing.T) {
	files, want := map[string]string{}, map[string]string{}
	write := func(name, before string, edited bool, old, now string) {
		files[name] += before
		if edited {
			before = strings.Replace(before, old, now, 1)
		}
		want[name] += before
	}
	files["plan.yaml"] = strings.TrimLeft(testplan.Settings, "\n") + "measure:\n  arr: {name: ARR, unit: money}\n"
	var edits []edit.Edit
	for f := range 20 {
		yaml, csv, terr := fmt.Sprintf("q/%d.yaml", f), fmt.Sprintf("q/quota.%d.csv", f), fmt.Sprintf("t/%d.yaml", f)
		write(terr, "territory:\r\n", false, "", "")
		write(yaml, "# Quotas.\nquota:\n", false, "", "")
		write(csv, "\ufeffterritory,measure,period,amount,reason\r\n", false, "", "")
		for i := range 60 {
			id := fmt.Sprintf("t%d-%d", f, i)
			edited := i%6 != 0
			write(terr, fmt.Sprintf("  %s: {name: \"Name\"}   # é\r\n", id), false, "", "")
			if i%2 == 0 {
				write(yaml, fmt.Sprintf("  # Quota of %s.\n  - {territory: %s,  measure: arr, period: FY27, amount: 1%03d} # why\n", id, id, i), edited, fmt.Sprintf("amount: 1%03d", i), fmt.Sprintf("amount: 2%03d.50", i))
			} else {
				write(csv, fmt.Sprintf("%s,arr,FY27,1%03d,\"said \"\"so\"\", %d\"\r\n", id, i, i), edited, fmt.Sprintf("1%03d", i), fmt.Sprintf("2%03d.50", i))
			}
			if edited {
				edits = append(edits, edit.Edit{Addr: parseAddr(t, "quota/"+id+"/arr@FY27"), Field: "amount", Value: number(fmt.Sprintf("2%03d.50", i))})
			}
		}
	}
	p, read := planOf(t, files)
	got, err := edit.Plan(p, read, edits)
	if err != nil || len(edits) != 1_000 || len(got) != 40 {
		t.Fatalf("%v, %d edits, %d files", err, len(edits), len(got))
	}
	spliced := 0
	for _, f := range got {
		spliced += len(f.Splices)
		if diff := cmp.Diff(want[f.Name], string(f.Text)); diff != "" {
			t.Errorf("%s: %s", f.Name, diff)
		}
	}
	if spliced != 1_000 {
		t.Errorf("%d splices", spliced)
	}
}
