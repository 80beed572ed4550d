package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Process is a sales process with its stages and categories in order.
type Process struct {
	*plan.SalesProcess
	Stages     []plan.SalesStage
	Categories []plan.ForecastCategory // the surest first

	stages, categories map[string]int16 // by id and by name
}

// ProcessOf returns the sales process of a plan with an id; the only one if id
// is "". It fails if there is none, or several of which none is named.
func ProcessOf(p *plan.Plan, id string) (*Process, error) {
	all := p.Selling.Processes
	var names []string
	for i := range all {
		names = append(names, all[i].ID())
	}
	at := slices.Index(names, id)
	switch {
	case len(all) == 0:
		return nil, fmt.Errorf("the plan has no %s: one with its stages says how snapshots are read", plan.ProcessKind)
	case id == "" && len(all) == 1:
		at = 0
	case id == "":
		return nil, fmt.Errorf("the plan has %d sales processes, name one of them: %s", len(all), strings.Join(names, ", "))
	case at < 0:
		return nil, fmt.Errorf("the plan has no %s; its processes are %s", addr.New(plan.ProcessKind, id), strings.Join(names, ", "))
	}
	return newProcess(p, &all[at]), nil
}

func newProcess(p *plan.Plan, definition *plan.SalesProcess) *Process {
	one := &Process{SalesProcess: definition, stages: map[string]int16{}, categories: map[string]int16{}}
	for _, stage := range p.Selling.Stages {
		if stage.Process == definition.ID() {
			one.Stages = append(one.Stages, stage)
		}
	}
	slices.SortStableFunc(one.Stages, func(a, b plan.SalesStage) int { return cmp.Compare(a.Order, b.Order) })
	for _, category := range p.Selling.Categories {
		if category.Process == definition.ID() {
			one.Categories = append(one.Categories, category)
		}
	}
	slices.SortStableFunc(one.Categories, func(a, b plan.ForecastCategory) int { return cmp.Compare(a.Order, b.Order) })
	// Ids win over names.
	for i := range one.Stages {
		one.stages[one.Stages[i].Name] = int16(i)
	}
	for i := range one.Stages {
		one.stages[one.Stages[i].ID()] = int16(i)
	}
	for i := range one.Categories {
		one.categories[one.Categories[i].Name] = int16(i)
	}
	for i := range one.Categories {
		one.categories[one.Categories[i].ID()] = int16(i)
	}
	return one
}

// stageNames lists the stages for a message.
func (p *Process) stageNames() string {
	names := make([]string, 0, len(p.Stages))
	for i := range p.Stages {
		names = append(names, p.Stages[i].ID())
	}
	return strings.Join(names, ", ")
}

// categoryNames lists the categories for a message.
func (p *Process) categoryNames() string {
	names := make([]string, 0, len(p.Categories))
	for i := range p.Categories {
		names = append(names, p.Categories[i].ID())
	}
	return strings.Join(names, ", ")
}

// probability returns the chance of a deal that is open; 0 where none is
// stated.
func (p *Process) probability(stage, category int16) money.Decimal {
	stated := p.Stages[stage].Probability
	if p.Weight == "category" {
		stated = nil
		if category >= 0 {
			stated = p.Categories[category].Probability
		}
	}
	if stated == nil {
		return money.Decimal{}
	}
	return *stated
}
