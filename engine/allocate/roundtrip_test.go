package allocate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
)

// quotaText writes quotas as people do: with comments, blank lines, quotes, in
// one line and in several. Where an amount belongs stands its address in angle
// brackets.
func quotaText(r *rand.Rand, ids []string) string {
	var b strings.Builder
	b.WriteString("# Quotas.\n\nquota:\n")
	for i, id := range ids {
		when := fmt.Sprintf("FY27-Q%d", i%4+1)
		mark := "<" + id + "/arr@" + when + ">"
		if r.IntN(6) == 0 {
			fmt.Fprintf(&b, "\n  # %s, agreed in December: \"1000\"\n", id)
		}
		switch r.IntN(4) {
		case 0:
			fmt.Fprintf(&b, "  - {territory: %s, measure: arr, period: %s, amount: %s}\n", id, when, mark)
		case 1:
			fmt.Fprintf(&b, "  - { amount: %s,   territory: \"%s\", measure: 'arr', period: %s }   # amount: 17\n", mark, id, when)
		case 2:
			fmt.Fprintf(&b, "  - territory: %s\n    measure: arr   # what we count\n    period:   %s\n    amount:   %s   # was 12\n    reason: >-\n      amount: 5\n", id, when, mark)
		default:
			fmt.Fprintf(&b, "  -   territory: %s\n\n      # the figure\n      amount: %s\n      period: %s\n      measure: arr\n", id, mark, when)
		}
	}
	return b.String()
}

// filled puts amounts where their addresses stand.
func filled(text string, amounts map[string]string) string {
	var pairs []string
	for id, amount := range amounts {
		pairs = append(pairs, "<"+id+">", amount)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// TestThousandEditsTouchNothingElse: a thousand quotas of a commented tree of
// files get other amounts; the bytes of nothing else change.
func TestThousandEditsTouchNothingElse(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	const territories, files = 250, 5
	var tree strings.Builder
	tree.WriteString("territory:\n  root: {name: Root}\n")
	ids := make([][]string, files)
	for i := range territories {
		id := fmt.Sprintf("t%03d", i)
		fmt.Fprintf(&tree, "  %s: {name: T, parent: root}\n", id)
		for range 4 {
			ids[i%files] = append(ids[i%files], id)
		}
	}
	old := map[string]string{}
	for i := range territories {
		for q := range 4 {
			old[fmt.Sprintf("t%03d/arr@FY27-Q%d", i, q+1)] = fmt.Sprint(1 + r.IntN(900)) // all are to become larger
		}
	}
	templates, texts := map[string]string{}, map[string]string{
		"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + measures + tree.String() +
			"allocation: {all: {method: top_down, measure: arr, year: FY27, grain: quarter, territory: root, levels: 1, total: 4000000, weights: [{by: even, among: siblings}]}}\n" +
			"quota:\n",
	}
	for q := range 4 {
		texts["plan.yaml"] += fmt.Sprintf("  - {territory: root, measure: arr, period: FY27-Q%d, amount: 1000000, locked: true}\n", q+1)
	}
	for i := range files {
		name := fmt.Sprintf("quotas/part-%d.yaml", i)
		templates[name] = quotaText(r, ids[i])
		texts[name] = filled(templates[name], old)
	}
	loaded, findings := testplan.Load(t, texts)
	for _, f := range findings {
		t.Fatalf("%s %s", f.Place, f.Message)
	}
	result := computed(t, loaded.Plan)
	edits := result.Edits(loaded.Plan)
	if len(edits) != 1000 {
		t.Fatalf("%d edits, want 1000", len(edits))
	}
	fresh := map[string]string{}
	for _, e := range edits {
		fresh[e.Addr.ID] = e.Value.Text
	}
	written, err := edit.Plan(loaded.Plan, func(name string) ([]byte, bool) { return []byte(texts[name]), true }, edits)
	if err != nil {
		t.Fatal(err)
	}
	if len(written) != files {
		t.Fatalf("%d files change, want %d", len(written), files)
	}
	splices := 0
	for _, f := range written {
		if want := filled(templates[f.Name], fresh); string(f.Text) != want {
			t.Errorf("%s has other bytes than those of its amounts changed", f.Name)
		}
		splices += len(f.Splices)
	}
	if splices != 1000 {
		t.Errorf("%d places change, want 1000", splices)
	}
}

// TestNewQuotasJoinTheirNeighbours: a quota that is not there yet is appended to
// the file with those of the same holder, else of those above it, else of the
// last of the measure, else of the allocation.
func TestNewQuotasJoinTheirNeighbours(t *testing.T) {
	settings := strings.TrimLeft(testplan.Settings, "\n") + measures
	allocation := "allocation: {a: {method: top_down, measure: arr, year: FY27, grain: half, currency: USD, territory: w, total: 80, weights: [{by: even, among: lowest}]}}\n"
	loaded, findings := testplan.Load(t, map[string]string{
		"plan.yaml":        settings + strings.TrimLeft(small, "\n") + allocation,
		"quota.east.csv":   "territory,measure,period,amount,currency\ne1,arr,FY27-H1,5,USD\ne,arr,FY27-H1,15,USD\n",
		"quota.south.yaml": "quota: [{territory: s, measure: arr, period: FY27-H1, amount: 5, currency: USD}]\n",
	})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	result := computed(t, loaded.Plan)
	for _, e := range result.Edits(loaded.Plan) {
		want := "quota.south.yaml" // the last quota of the measure by address
		if strings.HasPrefix(e.Addr.ID, "e") {
			want = "quota.east.csv"
		}
		if e.Field == "" && e.File != want {
			t.Errorf("%s goes to %s, want %s", e.Addr, e.File, want)
		}
		if e.Field == "" && e.Value.TextOf("currency") != "USD" {
			t.Errorf("%s is in %q", e.Addr, e.Value.TextOf("currency"))
		}
	}
	alone, _ := testplan.Load(t, map[string]string{"plan.yaml": settings + strings.TrimLeft(small, "\n"), "how.yaml": allocation})
	result = computed(t, alone.Plan)
	for _, e := range result.Edits(alone.Plan) {
		if e.File != "how.yaml" {
			t.Errorf("%s goes to %s", e.Addr, e.File)
		}
	}
	if !alone.Plan.Has(addr.New(plan.TerritoryKind, "w")) {
		t.Error("the plan is empty")
	}
}
