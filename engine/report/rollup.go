package report

import (
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/totals"
)

// Rollup is the result of the verb rollup.
type Rollup struct {
	Header
	Input     string  `json:"input"` // as the user named it
	Plan      string  `json:"plan"`  // the plan's own name
	Dimension string  `json:"dimension"`
	Totals    []Total `json:"totals"` // in tree order, then measure, then period
}

// Total is one number of a rollup.
type Total struct {
	Node    string  `json:"node"` // address; "" for the whole plan
	Name    string  `json:"name,omitempty"`
	Depth   int     `json:"depth"`
	Measure string  `json:"measure"`
	Period  string  `json:"period"`
	Unit    string  `json:"unit"`   // currency code, or count
	Rolled  string  `json:"rolled"` // sum of the parts
	Stated  *string `json:"stated"` // what the node states beside its parts; null if nothing
}

// RollupInput is what a rollup found.
type RollupInput struct {
	Source    string
	Dimension totals.Dimension
	Plan      *plan.Plan
	Result    *totals.Result
	Complete  bool
}

// NewRollup shows the totals of one dimension.
func NewRollup(in RollupInput) Rollup {
	r := Rollup{
		Header: NewHeader("rollup", in.Complete), Input: in.Source, Plan: in.Plan.Choices.Name,
		Dimension: in.Dimension.String(), Totals: []Total{},
	}
	for _, t := range in.Result.Totals {
		if t.Dimension == in.Dimension {
			r.Totals = append(r.Totals, totalOf(t))
		}
	}
	return r
}

func totalOf(t totals.Total) Total {
	shown := Total{
		Node: t.Node.String(), Name: t.Name, Depth: t.Depth, Measure: t.Measure, Period: t.Period.String(),
		Unit: t.Unit, Rolled: t.Rolled.String(),
	}
	if t.HasStated {
		stated := t.Stated.String()
		shown.Stated = &stated
	}
	return shown
}

// rollupChanges shows the totals that differ.
func rollupChanges(changes []totals.Change) []RollupChange {
	shown := make([]RollupChange, 0, len(changes))
	for _, c := range changes {
		one := RollupChange{
			Dimension: c.Dimension.String(), Node: c.Node.String(), Depth: c.Depth, Measure: c.Measure, Period: c.Period.String(),
			Unit: c.Unit, Before: c.Before.String(), After: c.After.String(), Change: c.Difference.String(),
		}
		if c.HasPercent {
			one.Percent = c.Percent.String()
		}
		shown = append(shown, one)
	}
	return shown
}

// Why is the result of the verb why.
type Why struct {
	Header
	Input string `json:"input"`
	Trace Trace  `json:"trace"`
}

// Trace says how a number came about.
type Trace struct {
	Label  string  `json:"label"`
	Value  string  `json:"value"`
	File   string  `json:"file,omitempty"`
	Line   int     `json:"line,omitempty"`
	Column int     `json:"column,omitempty"`
	Parts  []Trace `json:"parts,omitempty"`
}

// NewWhy shows a trace. Files are named below prefix.
func NewWhy(input, prefix string, complete bool, trace totals.Trace) Why {
	return Why{Header: NewHeader("why", complete), Input: input, Trace: traceOf(trace, prefix)}
}

func traceOf(t totals.Trace, prefix string) Trace {
	shown := Trace{Label: t.Label, Value: t.Value, File: below(prefix, t.Place), Line: t.Place.Line, Column: t.Place.Column}
	for _, part := range t.Parts {
		shown.Parts = append(shown.Parts, traceOf(part, prefix))
	}
	return shown
}
