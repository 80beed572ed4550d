package schema

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// origin returns where the organisation's own constraint stands that is
// broken; the zero Place for the built-in language.
func (b breach) origin() source.Place {
	switch b.rule {
	case boundRule:
		return b.of.Bounds[b.at].Origin
	case patternRule:
		return b.of.Patterns[b.at].Origin
	case runesRule:
		return b.of.Runes[b.at].Origin
	case enumRule, kindRule, notRule, anyRule:
		return b.of.Origin
	default: // no CUE of an organisation gives a format
		return source.Place{}
	}
}

// code returns the code of the finding about a breach.
func (b breach) code(at *step) diag.Code {
	switch b.rule {
	case kindRule:
		return diag.WrongType
	case enumRule, notRule, anyRule:
		return diag.NotAllowed
	case boundRule, runesRule:
		return diag.OutOfRange
	case patternRule:
		if len(refs(at)) > 0 && !b.origin().Known() {
			return diag.BadID
		}
		return diag.BadFormat
	default:
		return diag.BadFormat
	}
}

// sentence says what the value must be and is not, without naming the field.
func (b breach) sentence(n *syntax.Node) string {
	switch t := b.of; b.rule {
	case enumRule:
		return notAllowed(t.Enum, n)
	case notRule:
		if n.Kind == syntax.String && n.Text == "" {
			return "must not be empty"
		}
		return "must not be " + shown(n)
	case boundRule:
		return fmt.Sprintf("must be %s, not %s", t.boundWords(), shown(n))
	case patternRule:
		return t.patternWords(b.at) + ", not " + shown(n)
	case runesRule:
		return fmt.Sprintf("must have %s, not %s", t.Runes[b.at].words("character"), shown(n))
	case formatRule:
		return t.formatWords(n)
	default:
		return "is none of what is allowed here: " + shown(n)
	}
}

// notAllowed says which constants are allowed.
func notAllowed(enum []Scalar, n *syntax.Node) string {
	words := make([]string, 0, len(enum))
	for _, c := range enum {
		words = append(words, c.Text)
	}
	hint := ""
	if n.Kind == syntax.String {
		hint = didYouMean(n.Text, words)
	}
	if len(enum) == 1 {
		return fmt.Sprintf("must be %s, not %s%s", choices(enum), shown(n), hint)
	}
	return fmt.Sprintf("must be one of %s, not %s%s", choices(enum), shown(n), hint)
}

// boundWords prints the bounds on numbers: at least 0 and at most 30.
func (t *Type) boundWords() string {
	words := make([]string, len(t.Bounds))
	for i, b := range t.Bounds {
		words[i] = b.Op.String() + " " + b.Limit
	}
	return joined(words, "and")
}

// patternWords says which form a string must have.
func (t *Type) patternWords(i int) string {
	p := &t.Patterns[i]
	if p.Origin.Known() {
		if p.Not {
			return "must not have the form " + p.Expr
		}
		return "must have the form " + p.Expr
	}
	switch t.Format {
	case Date:
		return "must be a day, written as YYYY-MM-DD, such as 2027-02-01"
	case Currency:
		return "must be the code of a currency, such as EUR"
	case Period:
		return "must be a fiscal period, such as FY27, FY27-H1, FY27-Q2 or FY27-M05"
	case Address:
		return "must be the address of a record, such as territory/mid-west"
	default: // its pattern says it
	}
	if p.Not {
		return "must not have the form " + p.Expr
	}
	return "must have the form " + p.Expr
}

// formatWords says what is wrong with a value of the right form.
func (t *Type) formatWords(n *syntax.Node) string {
	if t.Format == Date {
		return "must be a day of the calendar, and there is no " + n.Text
	}
	_, err := money.ParseDecimal(n.Text)
	return fmt.Sprintf("must be an exact number: %v", err)
}

// words prints the limits of a count of things.
func (s Size) words(thing string) string {
	switch {
	case s.Max < 0:
		return "at least " + count(s.Min, thing)
	case s.Min == s.Max:
		return "exactly " + count(s.Min, thing)
	case s.Min <= 0:
		return "at most " + count(s.Max, thing)
	}
	return fmt.Sprintf("%d to %s", s.Min, count(s.Max, thing))
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// wrongType reports a value of a kind that is not allowed.
func (c *checker) wrongType(n *syntax.Node, t *Type, at *step) {
	field := at.path()
	sentence := fmt.Sprintf("%s must be %s, not %s%s", named(field), t.Kinds, described(n), kindHint(n, t))
	if len(t.Enum) > 0 {
		sentence = named(field) + " " + notAllowed(t.Enum, n)
	}
	c.report(diag.WrongType, n.Place(c.file), field, t.Origin, sentence)
}

// kindHint says how to write what was probably meant.
func kindHint(n *syntax.Node, t *Type) string {
	whole, decimal := decimalText(n.Text)
	truth := n.Text == "true" || n.Text == "false"
	switch {
	case kindOf(n.Kind)&Scalars == 0:
		return ""
	case t.Kinds&String != 0:
		return ": put it in quotes"
	case n.Kind != syntax.String:
		return ""
	case truth && t.Kinds&Bool != 0, decimal && whole && t.Kinds&Int != 0, decimal && !whole && t.Kinds&Fraction != 0:
		return ": write it without quotes"
	case t.Kinds&Number != 0:
		return ": write plain digits, such as 1250 or 12.50"
	case t.Kinds&Bool != 0:
		return ": write true or false in small letters, without quotes"
	}
	return ""
}

// refs returns the collections that the value at a step refers to.
func refs(at *step) []string {
	for ; at != nil; at = at.parent {
		if at.field != nil {
			return at.field.Refs
		}
		if at.name != "" {
			return nil
		}
	}
	return nil
}

// article prints names of collections as a sentence does: a territory or an
// account.
func article(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = "a " + strings.ReplaceAll(name, "_", " ")
		if strings.ContainsRune("aeiou", rune(name[0])) {
			words[i] = "an" + words[i][1:]
		}
	}
	return joined(words, "or")
}

// named returns the field as the beginning of a sentence.
func named(field string) string {
	if field == "" {
		return "the record"
	}
	return field
}

// appendIndex appends [i].
func appendIndex(path []byte, i int) []byte {
	return append(strconv.AppendInt(append(path, '['), int64(i), 10), ']')
}
