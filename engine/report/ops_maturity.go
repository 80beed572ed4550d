package report

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/ops"
)

// OpsMaturity is the result of the verb ops maturity.
type OpsMaturity struct {
	Header
	Input   string         `json:"input"`
	Plan    string         `json:"plan"`
	Reached string         `json:"reached"` // address of the stage; "" if not even the first is reached
	Next    string         `json:"next"`    // address of the stage after it; "" at the last one
	Missing []OpsCriterion `json:"missing"` // of the next stage
	Stages  []OpsStage     `json:"stages"`  // in order of level
}

// OpsStage is a stage with its criteria.
type OpsStage struct {
	Address  string         `json:"address"`
	Name     string         `json:"name"`
	Level    int            `json:"level"`
	Criteria []OpsCriterion `json:"criteria"`
}

// OpsCriterion is a criterion with its evidence.
type OpsCriterion struct {
	Address  string  `json:"address"`
	Text     string  `json:"text"`
	Standing string  `json:"standing"` // met, not met, not known
	Metric   string  `json:"metric"`
	Of       string  `json:"of,omitempty"` // kind of team or collection that the metric looks at
	Value    *string `json:"value"`        // null for a stated answer and where nothing is known
	Wanted   string  `json:"wanted,omitempty"`
	Evidence string  `json:"evidence,omitempty"`
}

// NewOpsMaturity shows where the sales operations stand.
func NewOpsMaturity(in OpsInput, m ops.Maturity) OpsMaturity {
	r := OpsMaturity{Header: NewHeader("ops maturity", in.Complete), Input: in.Input, Plan: in.Plan, Missing: []OpsCriterion{}, Stages: []OpsStage{}}
	if m.Reached >= 0 {
		r.Reached = m.Stages[m.Reached].Addr.String()
	}
	if next, ok := m.Next(); ok {
		r.Next = next.Addr.String()
		r.Missing = criteriaOf(next.Missing())
	}
	for i := range m.Stages {
		s := &m.Stages[i]
		r.Stages = append(r.Stages, OpsStage{Address: s.Addr.String(), Name: s.Name, Level: s.Level, Criteria: criteriaOf(s.Criteria)})
	}
	return r
}

func criteriaOf(criteria []ops.CriterionResult) []OpsCriterion {
	shown := make([]OpsCriterion, 0, len(criteria))
	for _, c := range criteria {
		one := OpsCriterion{
			Address: c.Addr.String(), Text: c.Text, Standing: c.Standing.String(), Metric: c.Metric, Of: c.Kind + c.Collection, Wanted: c.Wanted, Evidence: c.Evidence,
		}
		if c.Value != nil {
			value := c.Value.String()
			one.Value = &value
		}
		shown = append(shown, one)
	}
	return shown
}

// Sheet shows the stage reached, then what speaks for and against each stage.
func (r OpsMaturity) Sheet() Sheet {
	s := Sheet{Title: "Maturity of sales operations", Subject: r.Plan, Incomplete: r.missing(incompleteMap)}
	s.Facts = append(s.Facts, Fact{"Reached", []Cell{r.stageCell(r.Reached, "not even the first stage")}}, Fact{"Next", []Cell{r.stageCell(r.Next, "none, this is the last stage")}})
	missing := criteriaTable("Missing for the next stage", r.Missing)
	s.Tables = append(s.Tables, missing)
	for _, stage := range r.Stages {
		s.Tables = append(s.Tables, criteriaTable(fmt.Sprintf("Stage %d", stage.Level), stage.Criteria))
	}
	return s
}

// stageCell names a stage.
func (r OpsMaturity) stageCell(address, none string) Cell {
	for _, stage := range r.Stages {
		if stage.Address == address {
			return Value(fmt.Sprintf("%d %s", stage.Level, stage.Name))
		}
	}
	return Words(none)
}

func criteriaTable(heading string, criteria []OpsCriterion) SheetTable {
	t := SheetTable{Heading: heading, Noun: "criterion", Head: []string{"Criterion", "Standing", "Found", "Wanted", "Evidence"}}
	for _, c := range criteria {
		evidence := c.Evidence
		if evidence == "" && c.Metric != "stated" {
			evidence = c.Metric
			if c.Of != "" {
				evidence += " " + c.Of
			}
		}
		t.add(Value(c.Text), Words(c.Standing), optional(c.Value), Words(c.Wanted), Value(evidence))
	}
	return t
}

// sumsOf returns the hours that are funded and those that are left, of all
// roles.
func sumsOf(freed []OpsFreed) (funded, left string) {
	var forWork, rest money.Sum
	for _, f := range freed {
		for _, one := range f.Funded {
			addText(&forWork, one.Hours)
		}
		addText(&rest, f.Left)
	}
	return totalText(&forWork), totalText(&rest)
}

// addText adds a number that a report holds as text.
func addText(sum *money.Sum, text string) {
	if d, err := money.ParseDecimal(text); err == nil {
		sum.Add(d)
	}
}

func totalText(sum *money.Sum) string {
	total, err := sum.Total()
	if err != nil {
		return ""
	}
	return total.String()
}
