package ops

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Standing says how a criterion stands. The zero Standing is invalid.
type Standing uint8

// The standings.
const (
	Holds   Standing = iota + 1 // the criterion is met
	Fails                       // it is not
	Unknown                     // the plan does not say: it counts as not met
)

// String returns met, not met or not known.
func (s Standing) String() string {
	names := [...]string{Holds: "met", Fails: "not met", Unknown: "not known"}
	if int(s) < len(names) && s != 0 {
		return names[s]
	}
	return "invalid"
}

// Maturity is where the sales operations of a company stand.
type Maturity struct {
	Stages  []StageResult // in order of level
	Reached int           // index in Stages of the last stage all of whose criteria, and all those before, are met; -1 for none
}

// StageResult is a stage with its criteria.
type StageResult struct {
	*plan.MaturityStage
	Criteria []CriterionResult // in order of address
}

// Missing returns the criteria of the stage that are not met.
func (s *StageResult) Missing() []CriterionResult {
	return slices.DeleteFunc(slices.Clone(s.Criteria), func(c CriterionResult) bool { return c.Standing == Holds })
}

// CriterionResult is a criterion with its evidence.
type CriterionResult struct {
	*plan.MaturityCriterion
	Standing Standing
	Value    *money.Decimal // what was looked at; nil for a stated answer and where nothing is known
	Wanted   string         // such as "at least 0.6"; "" for a stated answer
}

// Next returns the stage after the one reached; ok is false at the last one.
func (m *Maturity) Next() (next *StageResult, ok bool) {
	if m.Reached+1 >= len(m.Stages) {
		return nil, false
	}
	return &m.Stages[m.Reached+1], true
}

// Assess works out which stage the map shows. Criteria of a stage that is not
// sound are left out.
func Assess(m *Map) Maturity {
	result := Maturity{Reached: -1}
	for i := range m.plan.Operations.Stages {
		result.Stages = append(result.Stages, StageResult{MaturityStage: &m.plan.Operations.Stages[i]})
	}
	slices.SortStableFunc(result.Stages, func(a, b StageResult) int { return cmp.Compare(a.Level, b.Level) })
	for i := range m.plan.Operations.Criteria {
		c := &m.plan.Operations.Criteria[i]
		at := slices.IndexFunc(result.Stages, func(s StageResult) bool { return s.ID() == c.Stage })
		if at >= 0 {
			result.Stages[at].Criteria = append(result.Stages[at].Criteria, m.judge(c))
		}
	}
	for i := range result.Stages {
		if len(result.Stages[i].Missing()) > 0 {
			break
		}
		result.Reached = i
	}
	return result
}

// judge holds one criterion against the map.
func (m *Map) judge(c *plan.MaturityCriterion) CriterionResult {
	r := CriterionResult{MaturityCriterion: c, Standing: Unknown}
	if c.Metric == "stated" {
		switch {
		case c.Met == nil:
		case *c.Met:
			r.Standing = Holds
		default:
			r.Standing = Fails
		}
		return r
	}
	r.Wanted = wanted(c)
	value, known := m.metric(c)
	if !known || r.Wanted == "" {
		return r
	}
	r.Value, r.Standing = &value, Holds
	if c.AtLeast != nil && value.Cmp(*c.AtLeast) < 0 || c.AtMost != nil && value.Cmp(*c.AtMost) > 0 {
		r.Standing = Fails
	}
	return r
}

// wanted says in words what a criterion asks for.
func wanted(c *plan.MaturityCriterion) string {
	switch {
	case c.AtLeast != nil && c.AtMost != nil:
		return fmt.Sprintf("%s to %s", c.AtLeast, c.AtMost)
	case c.AtLeast != nil:
		return fmt.Sprintf("at least %s", c.AtLeast)
	case c.AtMost != nil:
		return fmt.Sprintf("at most %s", c.AtMost)
	}
	return ""
}

// metric computes what a criterion looks at; known is false where the plan
// does not say enough.
func (m *Map) metric(c *plan.MaturityCriterion) (value money.Decimal, known bool) {
	teams := map[string]*plan.Team{}
	for i := range m.plan.Operations.Teams {
		teams[m.plan.Operations.Teams[i].ID()] = &m.plan.Operations.Teams[i]
	}
	of := func(w *Work) (plan.Team, bool) {
		if team, ok := teams[w.OwnerTeam]; ok {
			return *team, true
		}
		return plan.Team{}, false
	}
	switch c.Metric {
	case "central_teams":
		count := 0
		for _, team := range teams {
			if team.Central && team.Kind == c.Kind {
				count++
			}
		}
		return whole(count), true
	case "central_share":
		return m.share(func(w *Work) bool { team, ok := of(w); return ok && team.Central })
	case "kind_share":
		return m.share(func(w *Work) bool { team, ok := of(w); return ok && team.Kind == c.Kind })
	case "collection_central":
		return m.centrally(c.Collection, of)
	case "duplicated_functions":
		return m.duplicated(of)
	case "ad_hoc_share":
		return m.share(func(w *Work) bool { return w.Trigger == "ad_hoc" })
	case "strategic_share":
		return m.share(func(w *Work) bool { return w.Strategic })
	case "owned_share":
		return m.share(func(w *Work) bool { return w.OwnerRole != "" })
	case "kpis":
		return whole(len(m.plan.Cycle.KPIs)), true
	}
	return money.Decimal{}, false
}

// share returns the share of the hours for which something holds.
func (m *Map) share(holds func(*Work) bool) (share money.Decimal, known bool) {
	part := money.Decimal{}
	for i := range m.Work {
		if holds(&m.Work[i]) {
			part = plus(part, m.Work[i].Hours)
		}
	}
	return Ratio(part, m.Total.Hours)
}

// centrally returns 1 if every activity that maintains the collection is done
// by a central team, else 0; not known if none does.
func (m *Map) centrally(collection string, of func(*Work) (plan.Team, bool)) (value money.Decimal, known bool) {
	central := 1
	for i := range m.Work {
		if !slices.Contains(m.Work[i].Maintains, collection) {
			continue
		}
		known = true
		if team, ok := of(&m.Work[i]); !ok || !team.Central {
			central = 0
		}
	}
	return whole(central), known
}

// duplicated counts the functions that two or more regional teams do.
func (m *Map) duplicated(of func(*Work) (plan.Team, bool)) (value money.Decimal, known bool) {
	doing := map[string]map[string]bool{}
	for i := range m.Work {
		team, ok := of(&m.Work[i])
		if m.Work[i].Function == "" || !ok || team.Central {
			continue
		}
		if doing[m.Work[i].Function] == nil {
			doing[m.Work[i].Function] = map[string]bool{}
		}
		doing[m.Work[i].Function][team.ID()] = true
	}
	count := 0
	for _, by := range doing {
		if len(by) > 1 {
			count++
		}
	}
	return whole(count), len(m.Work) > 0
}

func whole(n int) money.Decimal {
	d, _ := money.New(int64(n), 0)
	return d
}
