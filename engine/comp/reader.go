package comp

import (
	"fmt"
	"strconv"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// reader reads the fields of one node of a record that the schema has checked:
// what is there has the form it should have.
type reader struct {
	origin Origin
	node   *syntax.Node
}

func join(path, field string) string {
	switch {
	case field == "":
		return path
	case path == "":
		return field
	default:
		return path + "." + field
	}
}

// key returns the name of the map entry that is read.
func (f reader) key() string { return f.node.Key }

func (f reader) has(field string) bool {
	_, ok := f.node.Field(field)
	return ok
}

func (f reader) text(field string) string { return f.node.TextOf(field) }

func (f reader) flag(field string) bool { return f.text(field) == "true" }

func (f reader) number(field string) int {
	n, _ := strconv.Atoi(f.text(field))
	return n
}

func (f reader) decimal(field string) money.Decimal {
	d, _ := money.ParseDecimal(f.text(field))
	return d
}

// optional returns nil where the field is not written.
func (f reader) optional(field string) *money.Decimal {
	if !f.has(field) {
		return nil
	}
	d := f.decimal(field)
	return &d
}

func (f reader) rounding(field string) money.Rounding {
	mode, _ := money.ParseRounding(f.text(field))
	return mode
}

func (f reader) currency() money.Currency {
	c, _ := money.ParseCurrency(f.text("currency"))
	return c
}

func (f reader) date(field string) period.Date {
	d, _ := period.ParseDate(f.text(field))
	return d
}

func (f reader) period(field string) period.Period {
	p, _ := period.Parse(f.text(field))
	return p
}

// dates reads the half-open range of the fields from and to.
func (f reader) dates() period.Range { return period.Range{From: f.date("from"), To: f.date("to")} }

// group returns a reader of a field that is a group of fields.
func (f reader) group(field string) (reader, bool) {
	n, ok := f.node.Field(field)
	return reader{origin: f.origin.under(field), node: n}, ok
}

// entries returns readers of the entries of a map, in the order written.
func (f reader) entries(field string) []reader {
	return f.below(field, func(_ int, n *syntax.Node) string { return syntax.Join(join(f.origin.Path, field), n.Key) })
}

// items returns readers of the items of a list.
func (f reader) items(field string) []reader {
	return f.below(field, func(i int, _ *syntax.Node) string { return fmt.Sprintf("%s[%d]", join(f.origin.Path, field), i) })
}

func (f reader) below(field string, path func(int, *syntax.Node) string) []reader {
	n, ok := f.node.Field(field)
	if !ok {
		return nil
	}
	readers := make([]reader, len(n.Children))
	for i := range n.Children {
		readers[i] = reader{origin: Origin{Addr: f.origin.Addr, Path: path(i, &n.Children[i]), record: f.origin.record}, node: &n.Children[i]}
	}
	return readers
}

func (f reader) texts(field string) []string {
	var texts []string
	for _, item := range f.items(field) {
		texts = append(texts, item.node.Text)
	}
	return texts
}

func (f reader) decimals(field string) []money.Decimal {
	list, ok := f.node.Field(field)
	if !ok {
		return nil
	}
	return reader{node: list}.numbers()
}

// numbers returns the items of a list of numbers.
func (f reader) numbers() []money.Decimal {
	numbers := make([]money.Decimal, 0, len(f.node.Children))
	for i := range f.node.Children {
		d, _ := money.ParseDecimal(f.node.Children[i].Text)
		numbers = append(numbers, d)
	}
	return numbers
}

// figures returns the numbers of a map by key.
func (f reader) figures(field string) []Figure {
	var figures []Figure
	for _, entry := range f.entries(field) {
		d, _ := money.ParseDecimal(entry.node.Text)
		figures = append(figures, Figure{ID: entry.key(), Value: d})
	}
	return figures
}

func (f reader) conditions(field string) []plan.Condition {
	var conditions []plan.Condition
	for _, c := range f.items(field) {
		conditions = append(conditions, plan.Condition{
			Field: c.text("field"), Operator: c.text("operator"), Values: c.texts("values"), Place: c.node.Place(f.origin.record.File),
		})
	}
	return conditions
}
