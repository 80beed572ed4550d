package report

import (
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Rollup is the result of the verb rollup.
type Rollup struct {
	Header
	Input     string  `json:"input"` // as the user named it
	Plan      string  `json:"plan"`  // the plan's own name
	Dimension string  `json:"dimension"`
	AsOf      string  `json:"as_of,omitempty"`    // the day on which what counts is in effect; absent: all dates count
	KnownAt   string  `json:"known_at,omitempty"` // the commit that the plan was read from, where one was asked for
	Totals    []Total `json:"totals"`             // in tree order, then measure, then period
}

// Total is one number of a rollup.
type Total struct {
	Node    string `json:"node"` // address; "" for the whole plan
	Depth   int    `json:"depth"`
	Measure string `json:"measure"`
	Period  string `json:"period"`
	Unit    string `json:"unit"` // currency code, or count
	// Rolled is what counts at the node and below, Stated what is written for
	// the node itself; null where there is nothing, or a number too large.
	Rolled *string `json:"rolled"`
	Stated *string `json:"stated"`
	// Ratio is rolled divided by stated, rounded half even to 4 digits; null
	// where there are not both.
	Ratio *string `json:"ratio"`
	// Partial: a quota below is stated for a longer period only and is missing.
	Partial bool `json:"partial"`
}

// RollupInput is what a rollup found.
type RollupInput struct {
	Source    string
	Dimension rollup.Dimension
	Plan      *plan.Plan
	Result    *rollup.Result
	Complete  bool
}

// NewRollup shows the totals of one dimension.
func NewRollup(in RollupInput) Rollup {
	r := Rollup{
		Header: NewHeader("rollup", in.Complete), Input: in.Source, Plan: in.Plan.Choices.Name,
		Dimension: in.Dimension.String(), Totals: []Total{},
	}
	for row := range in.Result.Rows(in.Dimension) {
		r.Totals = append(r.Totals, totalOf(row))
	}
	for _, row := range ops.Workload(in.Plan, in.Dimension) {
		r.Totals = append(r.Totals, totalOf(row))
	}
	return r
}

func totalOf(row rollup.Row) Total {
	shown := Total{
		Node: row.Node.String(), Depth: row.Depth, Measure: row.Measure, Period: row.Period.String(), Unit: unitOf(row.Cell),
		Rolled: figureOf(row.Rolled), Stated: figureOf(row.Stated), Partial: row.Partial,
	}
	if ratio, ok := row.Ratio(); ok {
		text := ratio.String()
		shown.Ratio = &text
	}
	return shown
}

// figureOf prints a number, nil where there is none.
func figureOf(f rollup.Figure) *string {
	if !f.Known {
		return nil
	}
	text := f.Value.String()
	return &text
}

func unitOf(c rollup.Cell) string {
	if code := c.Currency.String(); code != "" {
		return code
	}
	return "count"
}

// rollupChanges shows the totals that differ.
func rollupChanges(changes []rollup.Change) []RollupChange {
	shown := make([]RollupChange, 0, len(changes))
	for _, c := range changes {
		cell := c.After
		if !cell.Rolled.Known {
			cell = c.Before
		}
		shown = append(shown, RollupChange{
			Dimension: c.Dimension.String(), Node: c.Node.String(), Depth: c.Depth, Measure: c.Measure, Period: c.Period.String(),
			Unit: unitOf(cell), Before: orZero(c.Before.Rolled), After: orZero(c.After.Rolled),
			Change: figureText(c.Difference), Percent: figureText(c.Percent), Causes: texts(c.Causes),
		})
	}
	return shown
}

// orZero prints a total; nothing counts as 0, a number too large as "".
func orZero(f rollup.Figure) string {
	if f.TooLarge {
		return ""
	}
	return f.Value.String()
}

// figureText prints a number, "" where there is none.
func figureText(f rollup.Figure) string {
	if !f.Known {
		return ""
	}
	return f.Value.String()
}

// Why is the result of the verb why.
type Why struct {
	Header
	Input string `json:"input"`
	Trace Trace  `json:"trace"`
}

// Trace says how a number came about: its parts sum to it, its notes name
// conversions, roundings and what was not added.
type Trace struct {
	Label  string    `json:"label"`
	Value  string    `json:"value"`
	File   string    `json:"file,omitempty"`
	Line   int       `json:"line,omitempty"`
	Column int       `json:"column,omitempty"`
	Notes  []Related `json:"notes,omitempty"`
	Parts  []Trace   `json:"parts,omitempty"`
}

// NewWhy shows a trace. Files are named below prefix.
func NewWhy(input, prefix string, complete bool, trace rollup.Trace) Why {
	return Why{Header: NewHeader("why", complete), Input: input, Trace: traceOf(trace, prefix)}
}

func traceOf(t rollup.Trace, prefix string) Trace {
	shown := Trace{Label: t.Label, Value: t.Value, File: below(prefix, t.Place), Line: t.Place.Line, Column: t.Place.Column}
	for _, note := range t.Notes {
		shown.Notes = append(shown.Notes, Related{
			File: below(prefix, note.Place), Line: note.Place.Line, Column: note.Place.Column, Message: note.Text,
		})
	}
	for _, part := range t.Parts {
		shown.Parts = append(shown.Parts, traceOf(part, prefix))
	}
	return shown
}
