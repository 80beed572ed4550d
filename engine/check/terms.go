package check

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/plan"
)

// mostTerms is how many alternatives a rule may have to be compared with
// others. Rules beyond it are rare and would cost more than they tell.
const mostTerms = 200

// term is one alternative of a rule: every field has one of its values. It is
// sorted by field, and no field stands twice.
type term []fieldValues

// fieldValues is a field with the values it may have, sorted.
type fieldValues struct {
	field  string
	values []string
}

// fields names the constrained fields.
func (t term) fields() string {
	names := make([]string, len(t))
	for i := range t {
		names[i] = t[i].field
	}
	return strings.Join(names, "\x00")
}

// termsOf writes a rule as alternatives of which each says which values its
// fields may have. ok is false for rules that say anything else than equals,
// or that have too many alternatives.
func termsOf(rule *plan.AssignmentRule) (terms []term, ok bool) {
	for _, c := range rule.Conditions {
		if c.Operator != "equals" {
			return nil, false
		}
	}
	f := allOf(len(rule.Conditions))
	if rule.Filter != "" {
		var err error
		if f, err = parseFilter(rule.Filter); err != nil {
			return nil, false
		}
	}
	return expand(f, rule.Conditions)
}

// expand multiplies a filter out into its alternatives.
func expand(f filter, conditions []plan.Condition) ([]term, bool) {
	switch f.operator {
	case condition:
		if f.number < 1 || f.number > len(conditions) {
			return nil, false
		}
		c := conditions[f.number-1]
		values := slices.Clone(c.Values)
		slices.Sort(values)
		return []term{{{field: c.Field, values: slices.Compact(values)}}}, true
	case or:
		var all []term
		for _, part := range f.parts {
			terms, ok := expand(part, conditions)
			if all = append(all, terms...); !ok || len(all) > mostTerms {
				return nil, false
			}
		}
		return all, true
	case and:
		all := []term{nil}
		for _, part := range f.parts {
			terms, ok := expand(part, conditions)
			if !ok || len(all)*len(terms) > mostTerms {
				return nil, false
			}
			all = multiply(all, terms)
		}
		return all, true
	case not:
	}
	return nil, false
}

// multiply returns the alternatives in which both sides hold.
func multiply(left, right []term) []term {
	product := make([]term, 0, len(left)*len(right))
	for _, a := range left {
		for _, b := range right {
			if both, possible := merge(a, b); possible {
				product = append(product, both)
			}
		}
	}
	return product
}

// merge returns the term in which a and b hold; possible is false if a field
// has no value left.
func merge(a, b term) (both term, possible bool) {
	both = slices.Clone(a)
	for _, more := range b {
		at, found := slices.BinarySearchFunc(both, more.field, func(f fieldValues, field string) int {
			return strings.Compare(f.field, field)
		})
		if !found {
			both = slices.Insert(both, at, more)
			continue
		}
		values := common(both[at].values, more.values)
		if len(values) == 0 {
			return nil, false
		}
		both[at] = fieldValues{field: more.field, values: values}
	}
	return both, true
}

// common returns the values that stand in both sorted lists.
func common(a, b []string) []string {
	var shared []string
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			shared = append(shared, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return shared
}
