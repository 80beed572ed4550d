package check

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Matcher returns what tells whether a rule holds for a record, given what the
// record has in its fields, "" where it has nothing. Texts are compared as they are
// written, and numbers where an operator asks for an order. ok is false for a rule
// whose filter cannot be read.
func Matcher(rule *plan.AssignmentRule) (matches func(field func(name string) string) bool, ok bool) {
	f := allOf(len(rule.Conditions))
	if rule.Filter != "" {
		var err error
		if f, err = parseFilter(rule.Filter); err != nil {
			return nil, false
		}
	}
	fits := true
	f.numbers(func(number int) { fits = fits && number >= 1 && number <= len(rule.Conditions) })
	if !fits {
		return nil, false
	}
	return func(field func(string) string) bool {
		return f.met(func(number int) bool {
			c := &rule.Conditions[number-1]
			return holds(c, field(c.Field))
		})
	}, true
}

// met evaluates a filter.
func (f filter) met(met func(number int) bool) bool {
	fails := func(part filter) bool { return !part.met(met) }
	switch f.operator {
	case and:
		return !slices.ContainsFunc(f.parts, fails)
	case or:
		return slices.ContainsFunc(f.parts, func(part filter) bool { return part.met(met) })
	case not:
		return fails(f.parts[0])
	case condition:
	}
	return met(f.number)
}

// holds reports whether a condition holds for the text of a field: with any one of
// its values, or for a negation with none.
func holds(c *plan.Condition, text string) bool {
	base, negated := strings.CutPrefix(c.Operator, "not_")
	if c.Operator == "excludes" {
		base, negated = "includes", true
	}
	return slices.ContainsFunc(c.Values, func(value string) bool { return compares(base, text, value) }) != negated
}

// compares reports whether an operator holds between a text and one value. A field
// that includes something holds several texts with semicolons between.
func compares(operator, text, value string) bool {
	switch operator {
	case "equals":
		return text == value
	case "contains":
		return strings.Contains(text, value)
	case "starts_with":
		return strings.HasPrefix(text, value)
	case "includes":
		return slices.ContainsFunc(strings.Split(text, ";"), func(part string) bool { return strings.TrimSpace(part) == value })
	}
	left, wrong := money.ParseDecimal(text)
	right, alsoWrong := money.ParseDecimal(value)
	if wrong != nil || alsoWrong != nil {
		return false
	}
	switch order := left.Cmp(right); operator {
	case "less_than":
		return order < 0
	case "less_or_equal":
		return order <= 0
	case "greater_than":
		return order > 0
	case "greater_or_equal":
		return order >= 0
	}
	return false
}
