package capacity_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// realData is where published tables lie beside the repository, on machines that
// have them. They are not part of the project.
const realData = "../../../shared/data/real"

// tableOf reads a published table without its head.
func tableOf(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join(realData, name))
	if err != nil {
		t.Skip("the published tables do not lie beside this repository")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %v", name, err)
	}
	return rows[1:]
}

// hierarchy is a territory tree, parents before children.
type hierarchy struct {
	ids    []string
	parent map[string]string
	leaves int
}

// add takes up a way down from the top, the last node being a leaf; "" is left out.
func (h *hierarchy) add(way ...string) {
	at := "all"
	if h.parent == nil {
		h.parent, h.ids = map[string]string{"all": ""}, []string{"all"}
	}
	for _, name := range way {
		if name == "" {
			continue
		}
		id := "n-" + strings.Trim(strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return '-'
		}, strings.ToLower(name)), "-")
		for strings.Contains(id, "--") {
			id = strings.ReplaceAll(id, "--", "-")
		}
		if _, known := h.parent[id]; !known {
			h.parent[id] = at
			h.ids = append(h.ids, id)
		}
		at = id
	}
	h.leaves++
}

// TestGoalsOfRealHierarchies shares a goal out over the states of the US Census
// and over the countries of ISO 3166, and demands that goals, quotas and capacity
// agree at every node.
func TestGoalsOfRealHierarchies(t *testing.T) {
	var states, countries hierarchy
	for _, row := range tableOf(t, "us-census-regions-divisions.csv") {
		states.add(row[2], row[3], "state "+row[1])
	}
	for _, row := range tableOf(t, "iso3166-m49-regions.csv") {
		countries.add(row[5], row[6], row[7], "country "+row[2])
	}
	for name, h := range map[string]hierarchy{"census": states, "iso": countries} {
		t.Run(name, func(t *testing.T) { cascade(t, h) })
	}
}

func cascade(t *testing.T, h hierarchy) {
	t.Helper()
	if h.leaves < 50 {
		t.Fatalf("only %d leaves", h.leaves)
	}
	hasChild := map[string]bool{}
	for _, parent := range h.parent {
		hasChild[parent] = true
	}
	var tree, seats, owners strings.Builder
	tree.WriteString("id,name,parent,container\n")
	seats.WriteString("id,role\n")
	owners.WriteString("territory,position,coverage\n")
	for _, id := range h.ids {
		fmt.Fprintf(&tree, "%s,%s,%s,true\n", id, id, h.parent[id])
		if !hasChild[id] {
			fmt.Fprintf(&seats, "s-%s,ae\n", id)
			fmt.Fprintf(&owners, "%s,s-%s,owner\n", id, id)
		}
	}
	files := map[string]string{
		"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + base + "allocation: {all: {method: top_down, measure: arr, year: FY27, grain: quarter, territory: all, total: 1000000000.01, weights: [{by: even, among: siblings}], seasonality: [20, 24, 24, 32]}}\n" +
			"capacity: {all: " + choices{productivity: "quota", vacant: "counted"}.String() + "}\n",
		"territory.csv": tree.String(), "position.csv": seats.String(), "assignment.csv": owners.String(),
	}
	compiled, _ := testplan.Load(t, files)
	result, err := allocate.Compute(compiled.Plan, nil)
	if err != nil || len(result.Findings) > 0 {
		t.Fatal(err, result.Findings)
	}
	var quotas, goals strings.Builder
	quotas.WriteString("territory,measure,period,amount\n")
	goals.WriteString("territory,measure,period,amount\n")
	for _, q := range result.Proposals[0].Quotas {
		fmt.Fprintf(&goals, "%s,arr,%s,%s\n", q.Holder.ID, q.Period, q.Amount)
		fmt.Fprintf(&quotas, "%s,arr,%s,%s\n", q.Holder.ID, q.Period, q.Amount)
	}
	if len(result.Proposals[0].Quotas) != 4*len(h.ids) {
		t.Fatalf("%d quotas for %d nodes", len(result.Proposals[0].Quotas), len(h.ids))
	}
	files["quota.csv"], files["goal.csv"] = quotas.String(), goals.String()
	compiled, _ = testplan.Load(t, files)
	if found := capacity.Check(compiled.Plan); len(found) > 0 {
		t.Fatalf("%v", found[:min(len(found), 3)])
	}
	agree(t, compiled.Plan, h)

	// A cent more for one leaf is told by the node above it, and by nobody else.
	rows := strings.Split(strings.TrimSpace(files["goal.csv"]), "\n")
	cells := strings.Split(rows[len(rows)-1], ",")
	cells[3] = more(t, cells[3])
	rows[len(rows)-1] = strings.Join(cells, ",")
	files["goal.csv"] = strings.Join(rows, "\n") + "\n"
	compiled, _ = testplan.Load(t, files)
	var told []string
	for _, f := range capacity.Check(compiled.Plan) {
		if f.Code == "GOA001" {
			told = append(told, f.Subject.ID)
		}
	}
	if want := []string{h.parent[cells[0]] + "/arr@" + cells[2]}; !slices.Equal(told, want) {
		t.Errorf("told by %v, want %v", told, want)
	}
}

// more adds a cent.
func more(t *testing.T, text string) string {
	t.Helper()
	amount, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	cent, _ := money.New(1, 2)
	sum, err := amount.Add(cent)
	if err != nil {
		t.Fatal(err)
	}
	return sum.String()
}

// agree demands that goal, quotas and capacity are the same at every node in every
// quarter and in the year.
func agree(t *testing.T, p *plan.Plan, h hierarchy) {
	t.Helper()
	year := fiscal(t, "FY27")
	a, err := capacity.Assess(p, year)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range h.ids {
		for _, when := range append(year.Parts(period.Quarter), year) {
			l := a.Line(territory(id), "arr", when)
			if l.Goal == nil || l.Quota == nil || l.Capacity == nil || l.Goal.Cmp(*l.Quota) != 0 || l.Goal.Cmp(*l.Capacity) != 0 {
				t.Fatalf("%s in %s: %+v", id, when, l)
			}
		}
	}
}
