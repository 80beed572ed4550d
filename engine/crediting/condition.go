package crediting

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// condition is one comparison of a column with values.
type condition struct {
	plan.Condition
	numbers []number // the values as numbers
}

type number struct {
	value money.Decimal
	ok    bool
}

func conditionsOf(written []plan.Condition) []condition {
	conditions := make([]condition, len(written))
	for i, one := range written {
		conditions[i].Condition = one
		for _, value := range one.Values {
			n, err := money.ParseDecimal(value)
			conditions[i].numbers = append(conditions[i].numbers, number{n, err == nil})
		}
	}
	return conditions
}

// holds reports whether the condition is fulfilled. Numbers are compared as
// numbers: 1.50 equals 1.5.
func (c *condition) holds(row *credit.Credit) (bool, *Problem) {
	if !row.HasColumn(c.Field) {
		return false, missingColumn(c.Field)
	}
	cell := row.Cell(c.Field)
	switch c.Operator {
	case "less_than", "less_or_equal", "greater_than", "greater_or_equal":
		return c.compares(cell)
	case "not_equals", "not_contains", "excludes":
		return !c.fits(cell), nil
	}
	return c.fits(cell), nil
}

// fits reports whether any value fits the cell, whatever the sense of the
// operator.
func (c *condition) fits(cell string) bool {
	for i, value := range c.Values {
		fits := false
		switch c.Operator {
		case "contains", "not_contains":
			fits = strings.Contains(cell, value)
		case "starts_with":
			fits = strings.HasPrefix(cell, value)
		case "includes", "excludes":
			for part := range strings.SplitSeq(cell, ";") {
				fits = fits || strings.TrimSpace(part) == value
			}
		default:
			fits = cell == value || c.equalNumbers(cell, i)
		}
		if fits {
			return true
		}
	}
	return false
}

func (c *condition) equalNumbers(cell string, i int) bool {
	if !c.numbers[i].ok || cell == "" {
		return false
	}
	n, err := money.ParseDecimal(cell)
	return err == nil && n == c.numbers[i].value
}

// compares compares numbers. An empty cell fits nothing.
func (c *condition) compares(cell string) (bool, *Problem) {
	if cell == "" {
		return false, nil
	}
	n, err := money.ParseDecimal(cell)
	if err != nil {
		return false, &Problem{Column: c.Field, Message: fmt.Sprintf("a comp plan compares column %q with a number: %s", c.Field, err)}
	}
	for _, bound := range c.numbers {
		if !bound.ok {
			continue
		}
		order := n.Cmp(bound.value)
		if c.Operator == "less_than" && order < 0 || c.Operator == "less_or_equal" && order <= 0 ||
			c.Operator == "greater_than" && order > 0 || c.Operator == "greater_or_equal" && order >= 0 {
			return true, nil
		}
	}
	return false, nil
}
