package report

import (
	"strings"

	"github.com/salesplan/salesplan/engine/ops"
)

// OpsGrid is the result of the verb ops grid.
type OpsGrid struct {
	Header
	Input     string        `json:"input"`
	Plan      string        `json:"plan"`
	Currency  string        `json:"currency"`
	Total     OpsTally      `json:"total"`
	Quadrants []OpsQuadrant `json:"quadrants"` // the last has neither nature nor labor where work is not classified
	Misplaced []OpsActivity `json:"misplaced"` // routine work of roles that are there for strategic work
}

// OpsQuadrant is the work of one nature and kind of labour.
type OpsQuadrant struct {
	Nature string `json:"nature"` // routine, non_routine
	Labor  string `json:"labor"`  // cognitive, manual
	Share  string `json:"share"`  // of all hours, half even to 4 digits
	OpsTally
}

// NewOpsGrid shows the labour grid of a map.
func NewOpsGrid(in OpsInput) OpsGrid {
	grid := in.Map.Grid()
	r := OpsGrid{
		Header: NewHeader("ops grid", in.Complete), Input: in.Input, Plan: in.Plan, Currency: in.Map.Currency.String(),
		Total: tallyOf(grid.Total), Quadrants: []OpsQuadrant{}, Misplaced: []OpsActivity{},
	}
	for _, q := range grid.Quadrants {
		r.Quadrants = append(r.Quadrants, OpsQuadrant{Nature: q.Nature, Labor: q.Labor, Share: q.Share.String(), OpsTally: tallyOf(q.Tally)})
	}
	for i := range grid.Misplaced {
		r.Misplaced = append(r.Misplaced, opsActivity(&grid.Misplaced[i]))
	}
	return r
}

// Sheet shows the grid as tables.
func (r OpsGrid) Sheet() Sheet {
	s := Sheet{Title: "Labor grid", Subject: r.Plan, Incomplete: r.missing(incompleteMap), Facts: []Fact{
		{"Hours a year", []Cell{FigureOf(r.Total.Hours)}},
		{"Cost a year", []Cell{FigureOf(r.Total.Cost), Value(r.Currency)}},
	}}
	t := SheetTable{Heading: "Quadrants", Noun: "quadrant", Head: []string{"Work", "Activities", "Hours", "Share", "Outer ring", "Cost " + r.Currency}}
	for _, q := range r.Quadrants {
		t.add(Words(quadrantName(q)), number(q.Activities), FigureOf(q.Hours), Percent(percentOf(&q.Share)), Percent(percentOf(q.OuterShare)), FigureOf(q.Cost))
	}
	misplaced := SheetTable{Heading: "Routine work of roles that are there for strategic work", Noun: "activity", Head: []string{"Activity", "Role", "Hours", "Cost " + r.Currency}}
	for _, a := range r.Misplaced {
		misplaced.add(Value(a.Name), Value(a.OwnerRole), FigureOf(a.Hours), optional(a.Cost))
	}
	s.Tables = []SheetTable{t, misplaced}
	return s
}

// quadrantName names a quadrant.
func quadrantName(q OpsQuadrant) string {
	if q.Nature == "" {
		return "not classified"
	}
	name := "routine"
	if q.Nature == "non_routine" {
		name = "non-routine"
	}
	return name + ", " + q.Labor
}

// OpsReallocation is the result of the verb ops reallocate.
type OpsReallocation struct {
	Header
	Input     string        `json:"input"`
	Plan      string        `json:"plan"`
	Currency  string        `json:"currency"`
	Scenarios []OpsScenario `json:"scenarios"` // in order of address
}

// OpsScenario is what a proposal does in a year.
type OpsScenario struct {
	Address      string        `json:"address"`
	Name         string        `json:"name"`
	HoursBefore  string        `json:"hours_before"` // of the moved work
	HoursAfter   string        `json:"hours_after"`
	HoursRemoved string        `json:"hours_removed"` // before minus after: worked by nobody any more
	CostBefore   string        `json:"cost_before"`
	CostAfter    string        `json:"cost_after"`
	Savings      string        `json:"savings"`
	Transition   string        `json:"transition"`     // once
	Payback      *string       `json:"payback_months"` // transition / monthly savings, half up to one digit; null without savings
	CostComplete bool          `json:"cost_complete"`  // false where a move has no known cost and counts with its hours only
	Moves        []OpsMoved    `json:"moves"`
	Freed        []OpsFreed    `json:"freed"`
	Sourcing     []OpsSourcing `json:"sourcing"` // of the whole map
}

// OpsMoved is one activity that is done elsewhere.
type OpsMoved struct {
	Activity    string  `json:"activity"` // address
	Name        string  `json:"name"`
	Role        string  `json:"role"`
	From        string  `json:"from"` // sourcing before; "" where none is stated
	To          string  `json:"to"`
	HoursBefore string  `json:"hours_before"`
	HoursAfter  string  `json:"hours_after"`
	CostBefore  *string `json:"cost_before"` // null where the cost of the move is not known
	CostAfter   *string `json:"cost_after"`
	Transition  *string `json:"transition"`
}

// OpsFreed are hours of a role that become free, and what they are for.
type OpsFreed struct {
	Role   string      `json:"role"`
	Freed  string      `json:"freed"`
	Funded []OpsFunded `json:"funded"`
	Left   string      `json:"left"` // below 0 if more is planned than becomes free
}

// OpsFunded is work for which hours become free.
type OpsFunded struct {
	Name  string `json:"name"`
	Hours string `json:"hours"`
}

// OpsSourcing are the hours of the whole map that are done in one way.
type OpsSourcing struct {
	Sourcing string `json:"sourcing"` // "" for what states none
	Before   string `json:"before"`
	After    string `json:"after"`
}

// NewOpsReallocation shows proposals side by side.
func NewOpsReallocation(in OpsInput, scenarios []ops.Scenario) OpsReallocation {
	r := OpsReallocation{
		Header: NewHeader("ops reallocate", in.Complete), Input: in.Input, Plan: in.Plan, Currency: in.Map.Currency.String(), Scenarios: []OpsScenario{},
	}
	for i := range scenarios {
		r.Scenarios = append(r.Scenarios, scenarioOf(&scenarios[i]))
	}
	return r
}

func scenarioOf(s *ops.Scenario) OpsScenario {
	shown := OpsScenario{
		Address: s.Addr.String(), Name: s.Name, HoursBefore: s.Before.String(), HoursAfter: s.After.String(), HoursRemoved: s.Removed.String(),
		CostBefore: s.CostBefore.String(), CostAfter: s.CostAfter.String(), Savings: s.Savings.String(), Transition: s.Transition.String(),
		CostComplete: s.Complete, Moves: []OpsMoved{}, Freed: []OpsFreed{}, Sourcing: []OpsSourcing{},
	}
	if s.Payback != nil {
		months := s.Payback.Format(1)
		shown.Payback = &months
	}
	for i := range s.Moves {
		m := &s.Moves[i]
		one := OpsMoved{
			Activity: m.Addr.String(), Name: m.Name, Role: m.OwnerRole, From: m.Sourcing, To: m.To, HoursBefore: m.Hours.String(), HoursAfter: m.After.String(),
		}
		if m.CostKnown {
			before, after, once := m.Cost.String(), m.CostAfter.String(), m.Transition.String()
			one.CostBefore, one.CostAfter, one.Transition = &before, &after, &once
		}
		shown.Moves = append(shown.Moves, one)
	}
	for _, f := range s.Freed {
		one := OpsFreed{Role: f.Role, Freed: f.Freed.String(), Left: f.Left.String(), Funded: []OpsFunded{}}
		for _, funded := range f.Funded {
			one.Funded = append(one.Funded, OpsFunded{Name: funded.Name, Hours: funded.Hours.String()})
		}
		shown.Freed = append(shown.Freed, one)
	}
	for _, way := range s.Sourcing {
		shown.Sourcing = append(shown.Sourcing, OpsSourcing{Sourcing: way.Sourcing, Before: way.Before.String(), After: way.After.String()})
	}
	return shown
}

// Sheet shows the proposals side by side, then each of them.
func (r OpsReallocation) Sheet() Sheet {
	s := Sheet{Title: "Reallocation of work", Subject: r.Plan, Incomplete: r.missing(incompleteMap)}
	side := SheetTable{Heading: "Proposals", Noun: "proposal", Head: []string{
		"Proposal", "Hours moved", "Hours removed", "Savings " + r.Currency, "Transition " + r.Currency, "Payback months", "Hours for other work", "Hours left",
	}}
	for _, one := range r.Scenarios {
		funded, left := sumsOf(one.Freed)
		payback := optional(one.Payback)
		if one.Payback == nil {
			payback = Words("never")
		}
		if !one.CostComplete {
			payback = Words("not known")
		}
		side.add(Value(one.Name), FigureOf(one.HoursBefore), FigureOf(one.HoursRemoved), FigureOf(one.Savings), FigureOf(one.Transition), payback, FigureOf(funded), FigureOf(left))
	}
	s.Tables = append(s.Tables, side)
	for _, one := range r.Scenarios {
		s.Tables = append(s.Tables, one.moveTable(r.Currency), one.freedTable(), one.sourcingTable())
	}
	return s
}

func (s OpsScenario) moveTable(currency string) SheetTable {
	t := SheetTable{Heading: "Moves of " + s.Address, Noun: "move", Head: []string{"Activity", "Role", "From", "To", "Hours", "After", "Cost " + currency, "After", "Once"}}
	for _, m := range s.Moves {
		from := Words(orWord(m.From, "not stated"))
		t.add(Value(m.Name), Value(m.Role), from, Words(m.To), FigureOf(m.HoursBefore), FigureOf(m.HoursAfter), optional(m.CostBefore), optional(m.CostAfter), optional(m.Transition))
	}
	return t
}

func (s OpsScenario) freedTable() SheetTable {
	t := SheetTable{Heading: "Hours that become free by " + s.Address, Noun: "role", Head: []string{"Role", "Freed", "For", "Left"}}
	for _, f := range s.Freed {
		purposes := make([]string, 0, len(f.Funded))
		for _, funded := range f.Funded {
			purposes = append(purposes, funded.Name+" "+funded.Hours)
		}
		t.add(Value(f.Role), FigureOf(f.Freed), Value(strings.Join(purposes, ", ")), FigureOf(f.Left))
	}
	return t
}

func (s OpsScenario) sourcingTable() SheetTable {
	t := SheetTable{Heading: "Hours of the whole map with " + s.Address, Noun: "way", Head: []string{"Done", "Before", "After"}}
	for _, way := range s.Sourcing {
		t.add(Words(orWord(way.Sourcing, "not stated")), FigureOf(way.Before), FigureOf(way.After))
	}
	return t
}

func orWord(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
