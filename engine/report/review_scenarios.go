package report

import "strconv"

// ReviewScenario is a figure of the plan under a scenario that landing the change
// moves.
type ReviewScenario struct {
	Scenario string  `json:"scenario"` // id; "" for the plan itself
	Figure   string  `json:"figure"`   // goal, quotas, capacity, cost at an attainment, seats, planned hires
	Measure  string  `json:"measure,omitempty"`
	Before   *string `json:"before"` // null where there is none, or no such scenario
	After    *string `json:"after"`
}

// ReviewScenarios lists the figures that differ between two plans, each under its
// own scenarios. Cost is compared only where pay is unmasked: how it differs is
// what few people are paid.
func ReviewScenarios(before, after Scenarios, unmasked bool) []ReviewScenario {
	was := map[string]ScenarioColumn{}
	for _, column := range before.Columns {
		was[column.Scenario] = column
	}
	moved := []ReviewScenario{}
	for _, column := range after.Columns {
		old := map[ReviewScenario]*string{}
		if earlier, known := was[column.Scenario]; known {
			for _, f := range figuresOf(earlier, unmasked) {
				old[f.key()] = f.After
			}
		}
		for _, f := range figuresOf(column, unmasked) {
			f.Before = old[f.key()]
			if !sameFigure(f.Before, f.After) {
				moved = append(moved, f)
			}
		}
	}
	return moved
}

// key is what a figure is without its values.
func (f ReviewScenario) key() ReviewScenario {
	f.Before, f.After = nil, nil
	return f
}

func sameFigure(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// figuresOf are the figures of a column, as those after.
func figuresOf(c ScenarioColumn, unmasked bool) []ReviewScenario {
	var all []ReviewScenario
	add := func(figure, measure string, value *string) {
		all = append(all, ReviewScenario{Scenario: c.Scenario, Figure: figure, Measure: measure, After: value})
	}
	for _, line := range c.Lines {
		add("goal", line.Measure, line.Goal)
		add("quotas", line.Measure, line.Quota)
		add("capacity", line.Measure, line.Capacity)
	}
	if unmasked {
		for _, level := range c.Levels {
			add("cost at "+level.Attainment, "", level.Cost)
		}
	}
	for _, count := range []struct {
		figure string
		n      int
	}{{"seats", c.Positions}, {"planned hires", c.Hires}} {
		add(count.figure, "", new(strconv.Itoa(count.n)))
	}
	return all
}

// scenarioTable shows the figures that the change moves.
func (r Review) scenarioTable() SheetTable {
	t := SheetTable{Heading: "Under scenarios", Noun: "figure", Head: []string{"Scenario", "Figure", "Measure", "before", "after"}}
	for _, f := range r.Scenarios {
		name := Words("plan")
		if f.Scenario != "" {
			name = Value(f.Scenario)
		}
		t.add(name, Words(f.Figure), Value(f.Measure), figureCell(f.Before), figureCell(f.After))
	}
	return t
}

// ScenarioTables shows what the change moves under scenarios; nothing where that
// was not asked for or nothing moves.
func (r Review) ScenarioTables() []SheetTable {
	if len(r.Scenarios) == 0 {
		return nil
	}
	return []SheetTable{r.scenarioTable()}
}

func figureCell(text *string) Cell {
	if text == nil {
		return Words("")
	}
	return FigureOf(*text)
}
