package report

import "fmt"

// Sentence says in one line whom the change of cost concerns.
func (c *ReviewCost) Sentence() string {
	p := c.People
	text := fmt.Sprintf("Pay at equal results: %s better, %s worse, %s mixed; %s joined, %s left; the cost of %s changes.",
		people(p.Better), people(p.Worse), people(p.Mixed), people(p.Joined), people(p.Left), people(p.Affected))
	if c.Masked && c.hides() {
		text += fmt.Sprintf(" Amounts are withheld where they would tell what one person is paid (groups of fewer than %d).", c.SmallestGroup)
	}
	if !c.Complete {
		text += " The pay of some people could not be computed: see salesplan cost."
	}
	return text
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// hides reports whether a delta is withheld.
func (c *ReviewCost) hides() bool {
	hidden := c.SameBookings.Delta == nil
	for _, cause := range c.Causes {
		for _, delta := range cause.Delta {
			hidden = hidden || delta == nil
		}
	}
	return hidden
}

// Tables shows the cost: what changes at each level and from which cause, and,
// where pay is unmasked, who gains and loses.
func (c *ReviewCost) Tables() []SheetTable {
	levels := c.levelTable()
	if len(c.Persons) == 0 {
		return []SheetTable{levels}
	}
	return []SheetTable{levels, c.personTable()}
}

func (c *ReviewCost) levelTable() SheetTable {
	t := SheetTable{Heading: "Cost in " + c.Year + ", " + c.Currency, Noun: "cause", Head: []string{"Cause", "People"}}
	for _, level := range c.Levels {
		t.Head = append(t.Head, "at "+level.name())
	}
	t.Head = append(t.Head, "same bookings")
	for _, cause := range c.Causes {
		cells := []Cell{Words(words(cause.Cause)), number(cause.People)}
		for _, delta := range cause.Delta {
			cells = append(cells, change(delta))
		}
		t.add(append(cells, Words(""))...)
	}
	sums := []struct {
		label string
		of    func(ReviewCostSum) *string
		cell  func(*string) Cell
	}{
		{"before", func(s ReviewCostSum) *string { return s.Before }, amountOrWithheld},
		{"after", func(s ReviewCostSum) *string { return s.After }, amountOrWithheld},
		{"change", func(s ReviewCostSum) *string { return s.Delta }, change},
	}
	for _, sum := range sums {
		if c.Masked && sum.label != "change" {
			continue
		}
		cells := []Cell{Words(sum.label), number(c.People.Affected)}
		for _, level := range c.Levels {
			cells = append(cells, sum.cell(sum.of(level.ReviewCostSum)))
		}
		t.add(append(cells, sum.cell(sum.of(c.SameBookings)))...)
	}
	return t
}

func (c *ReviewCost) personTable() SheetTable {
	t := SheetTable{Heading: "Pay at equal results", Noun: "person", Head: []string{"Position", "Person", "Effect"}}
	for _, level := range c.Levels {
		t.Head = append(t.Head, "before at "+level.name(), "after at "+level.name())
	}
	for _, p := range c.Persons {
		cells := []Cell{Value(p.Position), Value(p.Person), Words(p.Direction)}
		for level := range p.Before {
			cells = append(cells, FigureOf(p.Before[level]), FigureOf(p.After[level]))
		}
		t.add(cells...)
	}
	return t
}

// words names a cause as people do.
func words(cause string) string {
	switch cause {
	case "comp_plan":
		return "rates and comp plans"
	case "base_pay":
		return "pay at target"
	}
	return cause
}

func change(text *string) Cell {
	if text == nil {
		return Words(withheld)
	}
	return Signed(*text)
}
