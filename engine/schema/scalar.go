package schema

import (
	"slices"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/syntax"
)

// rule names a kind of constraint. The zero rule is none.
type rule uint8

const (
	kindRule rule = iota + 1
	enumRule
	notRule
	boundRule
	patternRule
	runesRule
	formatRule
	anyRule
)

// breach is the first constraint of a type that a value does not fulfil.
type breach struct {
	rule rule
	of   *Type // the type whose constraint it is: an alternative, or the type itself
	at   int   // index of the constraint in its list
}

// check returns what a scalar breaks, if anything.
func (t *Type) check(n *syntax.Node) (breach, bool) {
	switch kind := kindOf(n.Kind); {
	case kind&t.Kinds == 0:
		return breach{kindRule, t, 0}, true
	case t.Enum != nil && !hasScalar(t.Enum, n):
		return breach{enumRule, t, 0}, true
	case slices.ContainsFunc(t.Not, func(s Scalar) bool { return s.equals(n) }):
		return breach{notRule, t, 0}, true
	case kind == String:
		if b, broken := t.checkString(n.Text); broken {
			return b, true
		}
	case kind&Number != 0:
		if b, broken := t.checkNumber(n.Text); broken {
			return b, true
		}
	}
	return t.checkAny(n)
}

func (t *Type) checkString(text string) (breach, bool) {
	for i := range t.Patterns {
		if !t.Patterns[i].holds(text) {
			return breach{patternRule, t, i}, true
		}
	}
	if len(t.Runes) > 0 {
		n := utf8.RuneCountInString(text)
		for i := range t.Runes {
			if !t.Runes[i].holds(n) {
				return breach{runesRule, t, i}, true
			}
		}
	}
	if t.Format == Date && !calendarDay(text) {
		return breach{formatRule, t, 0}, true
	}
	return breach{}, false
}

func (t *Type) checkNumber(text string) (breach, bool) {
	for i := range t.Bounds {
		if b := &t.Bounds[i]; !b.Op.holds(compareDecimals(text, b.Limit)) {
			return breach{boundRule, t, i}, true
		}
	}
	if t.Format == Decimal {
		if _, err := money.ParseDecimal(text); err != nil {
			return breach{formatRule, t, 0}, true
		}
	}
	return breach{}, false
}

// checkAny looks at the alternatives. Where only one of them is for values of
// this kind, its breach is the one to tell.
func (t *Type) checkAny(n *syntax.Node) (breach, bool) {
	if len(t.Any) == 0 {
		return breach{}, false
	}
	var told breach
	for _, alternative := range t.Any {
		b, broken := alternative.check(n)
		switch {
		case !broken:
			return breach{}, false
		case b.rule == kindRule:
		case told.rule == 0:
			told = b
		default:
			told = breach{anyRule, t, 0}
		}
	}
	if told.rule == 0 {
		told = breach{anyRule, t, 0}
	}
	return told, true
}

// accepts reports whether a scalar fulfils the type.
func (t *Type) accepts(n *syntax.Node) bool {
	_, broken := t.check(n)
	return !broken
}

// Accepts reports whether a constant fulfils the type.
func (t *Type) Accepts(s Scalar) bool {
	n := s.node()
	return t.accepts(&n)
}

// acceptsText reports whether a name or an id fulfils the type.
func (t *Type) acceptsText(text string) bool {
	return t.accepts(&syntax.Node{Kind: syntax.String, Text: text})
}

func (s Size) holds(n int) bool { return n >= s.Min && (s.Max < 0 || n <= s.Max) }

func hasScalar(list []Scalar, n *syntax.Node) bool {
	return slices.ContainsFunc(list, func(s Scalar) bool { return s.is(n) })
}

// is reports whether a node holds the constant. Numbers are compared by value
// within their kind.
func (s Scalar) is(n *syntax.Node) bool {
	if s.Kind != n.Kind {
		return false
	}
	return s.Text == n.Text || s.Kind == syntax.Number && compareDecimals(s.Text, n.Text) == 0
}

// equals is like is, but a number is its value whatever its kind: 3.0 is 3.
func (s Scalar) equals(n *syntax.Node) bool {
	if (kindOf(s.Kind)|kindOf(n.Kind))&^Number == 0 {
		return compareDecimals(s.Text, n.Text) == 0
	}
	return s.is(n)
}

// node returns the constant as a node that nobody wrote.
func (s Scalar) node() syntax.Node { return syntax.Node{Kind: s.Kind, Text: s.Text} }

// calendarDay reports whether text, YYYY-MM-DD, is a day of the calendar.
// Text of another form is the pattern's to refuse.
func calendarDay(text string) bool {
	if len(text) != 10 || !allDigits(text[:4]) || !allDigits(text[5:7]) || !allDigits(text[8:]) {
		return true
	}
	year, month, day := digits(text[:4]), digits(text[5:7]), digits(text[8:])
	days := [...]int{1: 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if month < 1 || month > 12 {
		return false
	}
	last := days[month]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		last = 29
	}
	return day >= 1 && day <= last
}

// digits returns the value of few decimal digits.
func digits(text string) int {
	n := 0
	for i := range len(text) {
		n = n*10 + int(text[i]-'0')
	}
	return n
}
