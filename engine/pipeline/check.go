package pipeline

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Check applies the rules for sales processes to a plan and returns the
// findings, sorted. It says nothing about broken records, and nothing about
// what is missing while one of the process is broken.
func Check(p *plan.Plan) diag.List {
	var found diag.List
	hidden := false
	for a := range p.Broken {
		hidden = hidden || a.Collection == plan.SalesStageKind || a.Collection == plan.CategoryKind || a.Collection == plan.ProcessKind
	}
	for i := range p.Selling.Processes {
		process := newProcess(p, &p.Selling.Processes[i])
		found = append(found, process.sameOrders()...)
		found = append(found, process.fallingProbabilities()...)
		found = append(found, process.mismatchedParents()...)
		if !hidden {
			found = append(found, process.gaps()...)
		}
	}
	return diag.Sorted(found)
}

// Reach says what decides the findings of [Check].
func Reach() reach.Reach {
	return reach.Reach{Whole: []string{plan.ProcessKind, plan.SalesStageKind, plan.CategoryKind}}
}

// gaps reports a process that cannot tell what it has to.
func (p *Process) gaps() diag.List {
	var found diag.List
	states := map[plan.DealState]bool{}
	for i := range p.Stages {
		states[p.Stages[i].State] = true
	}
	for _, state := range []plan.DealState{plan.DealOpen, plan.DealWon, plan.DealLost} {
		if !states[state] {
			found = append(found, diag.New(diag.ProcessGap, p.Addr, p.Place(), "the process \"%s\" has no stage for deals that are %s", p.Name, state))
		}
	}
	if p.Weight == "stage" {
		for i := range p.Stages {
			if s := &p.Stages[i]; s.State == plan.DealOpen && s.Probability == nil {
				found = append(found, diag.New(diag.ProcessGap, s.Addr, s.Place(), "deals are weighted by stage, but \"%s\" states no probability: it counts as 0", s.Name))
			}
		}
	}
	if p.Weight == "category" {
		for i := range p.Categories {
			if c := &p.Categories[i]; c.State == plan.DealOpen && c.Probability == nil {
				found = append(found, diag.New(diag.ProcessGap, c.Addr, c.Place(), "deals are weighted by category, but \"%s\" states no probability: it counts as 0", c.Name))
			}
		}
		if len(p.Categories) == 0 {
			found = append(found, diag.New(diag.ProcessGap, p.Addr, p.PlaceOf("weight"), "deals are weighted by category, but the process \"%s\" has none", p.Name))
		}
	}
	return found
}

// sameOrders reports stages, and categories, that claim one place.
func (p *Process) sameOrders() diag.List {
	var found diag.List
	for i := 1; i < len(p.Stages); i++ {
		if a, b := &p.Stages[i-1], &p.Stages[i]; a.Order == b.Order {
			f := diag.New(diag.ProcessGap, b.Addr, b.PlaceOf("order"), "\"%s\" and \"%s\" have the same place, %d, in the process: which comes first is not known", a.Name, b.Name, b.Order)
			found = append(found, f.At("order").With(a.PlaceOf("order"), "the other one"))
		}
	}
	for i := 1; i < len(p.Categories); i++ {
		if a, b := &p.Categories[i-1], &p.Categories[i]; a.Order == b.Order {
			f := diag.New(diag.ProcessGap, b.Addr, b.PlaceOf("order"), "\"%s\" and \"%s\" have the same place, %d: which is surer is not known", a.Name, b.Name, b.Order)
			found = append(found, f.At("order").With(a.PlaceOf("order"), "the other one"))
		}
	}
	return found
}

// fallingProbabilities reports open stages with a smaller chance than an
// earlier one.
func (p *Process) fallingProbabilities() diag.List {
	var found diag.List
	var highest *plan.SalesStage
	for i := range p.Stages {
		s := &p.Stages[i]
		if s.State != plan.DealOpen || s.Probability == nil {
			continue
		}
		if highest != nil && s.Probability.Cmp(*highest.Probability) < 0 {
			f := diag.New(diag.ProbabilityFalls, s.Addr, s.PlaceOf("probability"), "a deal in \"%s\" is less likely to be won (%s) than in the earlier stage \"%s\" (%s)",
				s.Name, percent(*s.Probability), highest.Name, percent(*highest.Probability))
			found = append(found, f.At("probability").With(highest.PlaceOf("probability"), "the earlier stage"))
			continue
		}
		highest = s
	}
	return found
}

// percent prints a chance.
func percent(d money.Decimal) string {
	hundredfold, err := d.Mul(whole(100))
	if err != nil {
		return d.String()
	}
	return hundredfold.String() + " %"
}

// mismatchedParents reports categories that refine one for deals of another
// state.
func (p *Process) mismatchedParents() diag.List {
	var found diag.List
	for i := range p.Categories {
		c := &p.Categories[i]
		at, known := p.categories[c.Parent]
		if c.Parent == "" || !known || p.Categories[at].ID() != c.Parent || p.Categories[at].State == c.State {
			continue
		}
		parent := &p.Categories[at]
		f := diag.New(diag.ProcessGap, c.Addr, c.PlaceOf("parent"), "\"%s\" is for deals that are %s, but refines \"%s\", which is for those that are %s", c.Name, c.State, parent.Name, parent.State)
		found = append(found, f.At("parent").With(parent.PlaceOf("state"), "the category that it refines"))
	}
	return found
}
