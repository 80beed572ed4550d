package check

import (
	"strings"

	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// claimMarks are marks by which assignment rules that may clash find each other.
type claimMarks struct{ listed, sought []string }

// mostMarks is how many combinations of values one alternative of a rule may
// have to be found by each of them.
const mostMarks = 64

// claimTraits returns the marks of an assignment rule: its own id, since every
// rule clashes with itself, and for each alternative the combinations of values
// that it claims. An alternative of many combinations is found by all that
// look at the same fields, and seeks all of them.
func claimTraits(r *record.Record) claimMarks {
	if r.Addr.Collection != plan.RuleKind {
		return claimMarks{}
	}
	self := "rule\x00" + r.Addr.ID
	marks := claimMarks{listed: []string{self}, sought: []string{self}}
	rule := plan.RuleOf(r)
	terms, ok := termsOf(&rule)
	if !ok {
		return marks
	}
	for _, one := range terms {
		group := rule.Object + "\x00" + one.fields() + "\x00"
		marks.listed = append(marks.listed, group+"any")
		if combinations, few := one.combinations(); few {
			for _, values := range combinations {
				marks.listed = append(marks.listed, group+"="+values)
				marks.sought = append(marks.sought, group+"="+values)
			}
			marks.sought = append(marks.sought, group+"many")
		} else {
			marks.listed = append(marks.listed, group+"many")
			marks.sought = append(marks.sought, group+"any")
		}
	}
	return marks
}

// combinations returns all ways to take one value of each field; few is false
// if there are too many.
func (t term) combinations() (all []string, few bool) {
	all = []string{""}
	for _, f := range t {
		if len(all)*len(f.values) > mostMarks {
			return nil, false
		}
		var longer []string
		for _, head := range all {
			for _, value := range f.values {
				longer = append(longer, strings.Join([]string{head, value}, "\x00"))
			}
		}
		all = longer
	}
	return all, true
}
