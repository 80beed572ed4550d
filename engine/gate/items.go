package gate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/syntax"
)

// item is one entry of a list of the review, as policies see it.
type item struct {
	address string
	content string // what is excused if the item is
	file    string
	line    int
	column  int
	secret  bool // it holds figures that may not be told
	hidden  bool // nor may it be told of whom
	node    syntax.Node
}

// lists are the lists of a review, made when a policy asks for them.
type lists struct {
	in     Input
	hashes *hashes
	made   map[string][]item
	places map[string]report.Change // by address
	digest string                   // of all changes, once it is needed
	before map[string]map[string]any
}

func newLists(in Input) *lists {
	return &lists{in: in, hashes: newHashes(in), made: map[string][]item{}}
}

// of returns a list; nothing where the review has none of the name.
func (l *lists) of(name string) []item {
	if made, ok := l.made[name]; ok {
		return made
	}
	var made []item
	switch name {
	case "changes":
		made = l.changes()
	case "spans":
		made = spans(l.in.Base, l.in.Merged)
		for i := range made {
			l.place(&made[i], made[i].address)
		}
	case "cost":
		made = l.cost()
	case "pay":
		made = l.pay()
	case "ratios":
		made = l.ratios()
	default:
		made = l.document(name)
	}
	l.made[name] = made
	return made
}

// changes are the entries of changes[]: fields by path instead of in a list,
// and with them the collection, the whole record and the day from which it
// matters. Nothing is withheld here; what is shown of it later may be.
func (l *lists) changes() []item {
	all := make([]item, 0, len(l.in.Changes))
	for _, c := range l.in.Changes {
		fields := map[string]any{}
		for _, f := range c.Fields {
			fields[f.Path] = map[string]any{"before": valueOf(f.Before), "after": valueOf(f.After), "facet": f.Facet.String(), "derived": f.Derived}
		}
		n := jsonNode("", map[string]any{
			"address": c.Addr.String(), "from": c.From.String(), "collection": c.Addr.Collection, "action": c.Action.String(),
			"direct": c.Direct(), "facets": anys(c.Facets.Names()), "fields": fields, "effective": dayText(l.effective(c)),
			"previous": l.previous("changes", c.Addr.String()),
		})
		if r, ok := l.find(c.Addr); ok {
			whole := *r
			whole.Key = recordKey
			n.Children = append(n.Children, whole)
		}
		one := item{address: c.Addr.String(), content: l.hashes.of(c), secret: l.hashes.confidential(c), node: n}
		l.place(&one, one.address)
		all = append(all, one)
	}
	return all
}

// valueOf returns the text of a value; nil for none.
func valueOf(n *syntax.Node) any {
	if n == nil {
		return nil
	}
	return diff.Print(n)
}

func anys(texts []string) []any {
	list := make([]any, 0, len(texts))
	for _, text := range texts {
		list = append(list, text)
	}
	return list
}

// recordKey is the field of a change that holds the whole record; the last one.
const recordKey = "record"

// find returns the record after the change, or before if it is gone.
func (l *lists) find(a addr.Addr) (*syntax.Node, bool) {
	for _, p := range []*plan.Plan{l.in.Merged, l.in.Base} {
		if r, ok := p.Find(a); ok {
			return &r.Node, true
		}
	}
	return nil, false
}

// effective returns the first day on which the change makes a difference; no
// date where the record has none. Where only the end differs, that is the
// earlier end.
func (l *lists) effective(c review.Change) period.Date {
	var days []period.Date
	note := func(text string) {
		if day, err := period.ParseDate(text); err == nil {
			days = append(days, day)
		} else if p, err := period.Parse(text); err == nil && l.in.Merged.Choices.Calendar != nil {
			days = append(days, l.in.Merged.Choices.Calendar.Range(p).From)
		}
	}
	onlyEnd := c.Action == diff.Changed
	for _, f := range c.Fields {
		onlyEnd = onlyEnd && (f.Path == "to" || f.Derived)
	}
	for _, n := range []*syntax.Node{c.BeforeNode, c.AfterNode} {
		if onlyEnd {
			note(n.TextOf("to"))
			continue
		}
		note(n.TextOf("from"))
		note(n.TextOf("period"))
	}
	if len(days) == 0 {
		return period.Date{}
	}
	return slices.MinFunc(days, period.Date.Compare)
}

// dayText prints a day, "" for none.
func dayText(d period.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// document returns a list of the review as its JSON form has it.
func (l *lists) document(name string) []item {
	var all []item
	for _, entry := range entriesOf(&l.in.Review, name) {
		text, err := json.Marshal(entry)
		if err != nil {
			continue
		}
		entry["previous"] = l.previous(name, keyOf(entry))
		n := jsonNode("", entry)
		one := item{address: n.TextOf("node"), content: string(text), node: n}
		if causes, ok := n.Field("causes"); ok && len(causes.Children) > 0 {
			l.place(&one, causes.Children[0].Text)
		}
		all = append(all, one)
	}
	return all
}

// entriesOf returns a list of a review as its JSON form has it; nothing where it
// has none of the name.
func entriesOf(r *report.Review, name string) []map[string]any {
	text, err := json.Marshal(r)
	if err != nil {
		return nil
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(text, &parts) != nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(parts[name]))
	decoder.UseNumber()
	var entries []map[string]any
	if decoder.Decode(&entries) != nil {
		return nil
	}
	return entries
}

// keyOf tells the entries of a list of a review apart.
func keyOf(entry map[string]any) string {
	if address, ok := entry["address"].(string); ok {
		return address
	}
	return fmt.Sprint(entry["dimension"], entry["node"], entry["measure"], entry["period"])
}

// previous returns the entry of the review before that has a key; nil where there
// is none. Fields of changes are by path, as in the review now.
func (l *lists) previous(name, key string) any {
	if l.in.Previous == nil {
		return nil
	}
	if l.before[name] == nil {
		entries := map[string]any{}
		for _, entry := range entriesOf(l.in.Previous, name) {
			if fields, ok := entry["fields"].([]any); ok {
				entry["fields"] = byPath(fields)
			}
			entries[keyOf(entry)] = entry
		}
		if l.before == nil {
			l.before = map[string]map[string]any{}
		}
		l.before[name] = entries
	}
	return l.before[name][key]
}

// byPath makes a map of the fields of a change.
func byPath(fields []any) map[string]any {
	all := map[string]any{}
	for _, one := range fields {
		if field, ok := one.(map[string]any); ok {
			all[fmt.Sprint(field["path"])] = field
		}
	}
	return all
}

// cost are the levels of the cost of pay.
func (l *lists) cost() []item {
	var all []item
	for _, level := range l.in.Cost {
		n := jsonNode("", map[string]any{"attainment": level.Attainment, "before": level.Before.String(), "after": level.After.String(), "mixed": level.Mixed})
		all = append(all, item{content: l.whole(), secret: true, node: n})
	}
	return all
}

// pay are the people whose pay differs at equal results.
func (l *lists) pay() []item {
	var all []item
	for _, effect := range l.in.Pay {
		one := item{address: addr.New(plan.PositionKind, effect.Position).String(), content: l.whole(), secret: true}
		one.node = jsonNode("", map[string]any{
			"address": one.address, "attainment": effect.Attainment, "direction": effect.Direction,
			"before": effect.Before.String(), "after": effect.After.String(),
		})
		if one.hidden = !l.in.Unmasked; !one.hidden {
			l.place(&one, one.address)
		}
		all = append(all, one)
	}
	return all
}

// whole is the content of what follows from the change as a whole, so that the
// hash of a waiver tells nothing about pay.
func (l *lists) whole() string {
	if l.digest == "" {
		var contents []string
		for _, c := range l.in.Changes {
			contents = append(contents, l.hashes.of(c))
		}
		slices.Sort(contents)
		l.digest = hash(contents...)
	}
	return l.digest
}

// place shows an item where a changed record stands.
func (l *lists) place(one *item, address string) {
	if l.places == nil {
		l.places = make(map[string]report.Change, len(l.in.Review.Changes))
		for _, c := range l.in.Review.Changes {
			l.places[c.Address] = c
		}
	}
	c := l.places[address]
	one.file, one.line, one.column = c.File, c.Line, c.Column
}

// figures are the fields whose texts are numbers for policies.
var figures = map[string]bool{"after": true, "attainment": true, "before": true, "change": true, "percent": true}

func jsonNode(key string, value any) syntax.Node {
	n := syntax.Node{Key: key, Kind: syntax.Null}
	switch value := value.(type) {
	case bool:
		n.Kind, n.Text = syntax.Bool, "false"
		if value {
			n.Text = "true"
		}
	case json.Number:
		n.Kind, n.Text = syntax.Int, value.String()
	case string:
		n.Kind, n.Text = syntax.String, value
		if d, err := money.ParseDecimal(value); err == nil && figures[key] {
			n.Kind, n.Text = syntax.Int, d.String()
			if d.Scale() > 0 {
				n.Kind = syntax.Number
			}
		}
	case []any:
		n.Kind = syntax.List
		for _, one := range value {
			n.Children = append(n.Children, jsonNode("", one))
		}
	case map[string]any:
		n.Kind = syntax.Map
		for _, name := range sortedKeys(value) {
			n.Children = append(n.Children, jsonNode(name, value[name]))
		}
	}
	return n
}

func sortedKeys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func scalar(key string, kind syntax.Kind, text string) syntax.Node {
	return syntax.Node{Key: key, Kind: kind, Text: text}
}
