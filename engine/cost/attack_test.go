package cost_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
)

const smallestGroup = 5

// staff is a random company: everybody has a role, which has a comp plan, a
// manager, a territory and a salary.
type staff struct {
	role, manager, territory, salary []int
	plans                            []int // comp plan by role
	parent                           []int // of each territory; -1 for the top
}

func randomStaff(r *rand.Rand, people int) staff {
	roles := 2 + r.IntN(4)
	s := staff{parent: []int{-1}}
	for range roles {
		s.plans = append(s.plans, r.IntN(roles))
	}
	for range 3 + r.IntN(5) {
		s.parent = append(s.parent, r.IntN(len(s.parent)))
	}
	for i := range people {
		s.role = append(s.role, r.IntN(1+r.IntN(roles))) // some roles are rare
		manager := -1
		if i > 0 {
			manager = r.IntN(1 + min(i-1, 6))
		}
		s.manager = append(s.manager, manager)
		s.territory = append(s.territory, r.IntN(len(s.parent)))
		s.salary = append(s.salary, 40_000+r.IntN(90_000))
	}
	return s
}

func (s staff) files() map[string]string {
	var positions, pay, assignments, quotas, records strings.Builder
	positions.WriteString("id,role,manager\n")
	pay.WriteString("position,base_salary\n")
	assignments.WriteString("territory,position,coverage,from\n")
	quotas.WriteString("position,measure,period,amount\n")
	for i := range s.role {
		manager := ""
		if s.manager[i] >= 0 {
			manager = fmt.Sprintf("s%d", s.manager[i])
		}
		fmt.Fprintf(&positions, "s%d,r%d,%s\n", i, s.role[i], manager)
		fmt.Fprintf(&pay, "s%d,%d\n", i, s.salary[i])
		fmt.Fprintf(&assignments, "t%d,s%d,owner,2026-01-01\n", s.territory[i], i)
		fmt.Fprintf(&quotas, "s%d,sales,FY27,400000\n", i)
	}
	records.WriteString("role:\n")
	for role := range s.plans {
		fmt.Fprintf(&records, "  r%d: {name: R, manager: true}\n", role)
	}
	records.WriteString("territory_type: {any: {name: Any}}\nterritory:\n")
	for t, parent := range s.parent {
		fmt.Fprintf(&records, "  t%d: {name: T, type: any", t)
		if parent >= 0 {
			fmt.Fprintf(&records, ", parent: t%d", parent)
		}
		records.WriteString("}\n")
	}
	records.WriteString("comp_plan:\n")
	for p := range s.plans {
		var roles []string
		for role, of := range s.plans {
			if of == p {
				roles = append(roles, fmt.Sprintf("r%d", role))
			}
		}
		if len(roles) == 0 {
			continue
		}
		fmt.Fprintf(&records, `  c%d:
    name: C
    roles: [%s]
    target_incentive: 40000
    rounding: {mode: half_up, at: component}
    components:
      new: {measure: sales, weight: 1, window: year, pay_every: year, windfall: {above: 1000000, treatment: review}, rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, value: 1}]}}
`, p, strings.Join(roles, ", "))
	}
	return map[string]string{
		"position.csv": positions.String(), "pay.csv": pay.String(), "assignment.csv": assignments.String(), "quota.csv": quotas.String(),
		"more.yaml": records.String(), "plan.yaml": `
plan: {name: Demo, currency: EUR, calendar: {kind: months, start_month: 1, named_by: end}, years: [FY27], cost: {attainments: [1]}}
measure: {sales: {name: Sales, unit: money}}
`,
	}
}

func (s staff) plan(t testing.TB) *plan.Plan {
	t.Helper()
	result, _ := testplan.Load(t, s.files()) // findings about shares of territories are not the point
	return result.Plan
}

// group returns who counts at a node of a dimension.
func (s staff) group(by cost.Dimension, node string) []int {
	var group []int
	for i := range s.role {
		in := node == ""
		switch by {
		case cost.Total:
		case cost.Role:
			in = in || node == fmt.Sprintf("r%d", s.role[i])
		case cost.CompPlan:
			in = in || node == fmt.Sprintf("c%d", s.plans[s.role[i]])
		case cost.Position:
			in = in || node == fmt.Sprintf("s%d", i)
		case cost.Manager:
			for at := i; at >= 0; at = s.manager[at] {
				in = in || node == fmt.Sprintf("s%d", at)
			}
		case cost.Territory:
			for at := s.territory[i]; at >= 0; at = s.parent[at] {
				in = in || node == fmt.Sprintf("t%d", at)
			}
		}
		if in {
			group = append(group, i)
		}
	}
	return group
}

// TestNoPayFollowsFromAllReportsTogether solves the equations that the shown
// sums of all dimensions are, and demands that they have no solution for the pay
// of one person, or of a few together as a sum.
func TestNoPayFollowsFromAllReportsTogether(t *testing.T) {
	shown, cells := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 29))
		s := randomStaff(r, 12+r.IntN(50))
		result := compute(t, s.plan(t))
		if len(result.People) != len(s.role) {
			t.Fatalf("seed %d: %d people of %d", seed, len(result.People), len(s.role))
		}
		var known [][]*big.Rat
		for _, by := range cost.Dimensions() {
			for _, row := range result.Sums(s.plan(t), by, false) {
				group := s.group(by, row.Node)
				if len(group) != row.People {
					t.Fatalf("seed %d: %s %q has %d people, the test counts %d", seed, by, row.Node, row.People, len(group))
				}
				cells++
				if row.Withheld || row.People == 0 {
					continue
				}
				shown++
				equation := make([]*big.Rat, len(s.role))
				for i := range equation {
					equation[i] = new(big.Rat)
				}
				for _, i := range group {
					equation[i].SetInt64(1)
				}
				known = append(known, equation)
			}
		}
		for _, equation := range solved(known) {
			var about []int
			for i, n := range equation {
				if n.Sign() != 0 {
					about = append(about, i)
				}
			}
			if len(about) < smallestGroup {
				t.Errorf("seed %d: the pay of %v follows from the reports", seed, about)
			}
		}
	}
	t.Logf("%d of %d sums are shown", shown, cells)
	if shown*10 < cells {
		t.Errorf("only %d of %d sums are shown", shown, cells)
	}
}

// solved brings equations to reduced form and returns those that say something.
func solved(rows [][]*big.Rat) [][]*big.Rat {
	done := 0
	if len(rows) == 0 {
		return nil
	}
	for column := range rows[0] {
		at := slices.IndexFunc(rows[done:], func(row []*big.Rat) bool { return row[column].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[done], rows[done+at] = rows[done+at], rows[done]
		lead := new(big.Rat).Inv(rows[done][column])
		for i := range rows[done] {
			rows[done][i] = new(big.Rat).Mul(rows[done][i], lead)
		}
		for i, row := range rows {
			if factor := new(big.Rat).Set(row[column]); i != done && factor.Sign() != 0 {
				for j := range row {
					row[j] = new(big.Rat).Sub(row[j], new(big.Rat).Mul(factor, rows[done][j]))
				}
			}
		}
		if done++; done == len(rows) {
			break
		}
	}
	return rows[:done]
}

// TestLargeCompaniesShowTeams demands that most teams of eight, of a thousand
// that are spread over three hundred territories, are still shown.
func TestLargeCompaniesShowTeams(t *testing.T) {
	s := randomStaff(rand.New(rand.NewPCG(1, 1)), 8000)
	for i := range 300 {
		s.parent = append(s.parent, i%len(s.parent))
	}
	for i := range s.manager {
		s.manager[i], s.territory[i] = (i-1)/8, i%len(s.parent)
	}
	s.manager[0] = -1
	p := s.plan(t)
	shown := 0
	for _, row := range compute(t, p).Sums(p, cost.Manager, false) {
		if !row.Withheld {
			shown++
		}
	}
	if shown < 500 {
		t.Errorf("only %d teams are shown", shown)
	}
}
