package rollup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/syntax"
)

// settings begin most plans of the tests: FY27 is February 2026 to January 2027.
const settings = `
plan:
  name: Test
  currency: EUR
  calendar: {kind: months, start_month: 2, named_by: end}
  fx_rates: {USD: 0.92, GBP: 1.17, KWD: 900000}
measure:
  arr: {name: ARR, unit: money}
  deals: {name: Deals, unit: count}
role:
  lead: {name: Lead, manager: true}
  rep: {name: Rep}
`

// recordsOf reads the records of compact YAML, with the ids and defaults that
// the schema would give.
func recordsOf(t testing.TB, text string) []record.Record {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	if len(root.Content) == 0 {
		return nil
	}
	var records []record.Record
	for _, collection := range nodeOf(root.Content[0]).Children {
		switch {
		case collection.Key == plan.Settings:
			records = append(records, recordOf(plan.SettingsAddr, collection))
		case collection.Kind == syntax.List:
			for _, item := range collection.Children {
				records = append(records, recordOf(addr.New(collection.Key, listID(item)), item))
			}
		default:
			for _, entry := range collection.Children {
				records = append(records, recordOf(addr.New(collection.Key, entry.Key), entry))
			}
		}
	}
	return records
}

// listID forms an id of all fields that may be in a key.
func listID(n syntax.Node) string {
	var parts []string
	for _, field := range []string{"territory", "account", "position", "person", "coverage", "from"} {
		if text := n.TextOf(field); text != "" {
			parts = append(parts, text)
		}
	}
	if n.TextOf("measure") != "" {
		return strings.Join(append(parts, n.TextOf("measure")), "/") + "@" + n.TextOf("period")
	}
	return strings.Join(parts, "/")
}

func recordOf(a addr.Addr, n syntax.Node) record.Record {
	if a.Collection == plan.AssignmentKind {
		for key, text := range map[string]string{"share": "1", "coverage": plan.Owner} {
			if _, ok := n.Field(key); !ok {
				n.Children = append(n.Children, syntax.Node{Key: key, Text: text, Kind: syntax.String})
			}
		}
	}
	return record.Record{Addr: a, File: "plan.yaml", Node: n}
}

func nodeOf(y *yaml.Node) syntax.Node {
	n := syntax.Node{Text: y.Value, Line: int32(y.Line), Column: int32(y.Column), Kind: syntax.String}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = syntax.Map
		for i := 0; i < len(y.Content); i += 2 {
			child := nodeOf(y.Content[i+1])
			child.Key, child.KeyLine, child.KeyColumn = y.Content[i].Value, int32(y.Content[i].Line), int32(y.Content[i].Column)
			n.Children = append(n.Children, child)
		}
	case yaml.SequenceNode:
		n.Kind = syntax.List
		for _, item := range y.Content {
			n.Children = append(n.Children, nodeOf(item))
		}
	}
	return n
}

// planOf builds a plan of compact YAML texts.
func planOf(t testing.TB, texts ...string) *plan.Plan {
	t.Helper()
	var records []record.Record
	for _, text := range texts {
		records = append(records, recordsOf(t, text)...)
	}
	return plan.Build(record.NewList(record.Slice(records)), nil, map[addr.Addr]bool{})
}

// compute rolls up a plan that has no findings.
func compute(t testing.TB, texts ...string) *rollup.Result {
	t.Helper()
	result, findings := rollup.Compute(planOf(t, texts...))
	if len(findings) > 0 {
		t.Fatalf("unexpected findings: %v", findingLines(findings))
	}
	return result
}

func findingLines(findings diag.List) []string {
	lines := []string{}
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%d %s %s: %s", f.Place.Line, f.Code, f.Subject, f.Message))
	}
	return lines
}

// rows writes the totals of a dimension, one a line: depth, node, measure,
// period, stated / rolled. Only the named measures and periods are written;
// none means all.
func rows(r *rollup.Result, d rollup.Dimension, only ...string) string {
	var b strings.Builder
	b.WriteByte('\n')
	for row := range r.Rows(d) {
		if !wanted(only, row.Measure) || !wanted(only, row.Period.String()) {
			continue
		}
		fmt.Fprintf(&b, "%s%s %s %s: %s\n", strings.Repeat("  ", row.Depth), row.Node.ID, row.Measure, row.Period, cellText(row.Cell))
	}
	return b.String()
}

// wanted reports whether a word is among those of its kind that are wanted.
func wanted(only []string, word string) bool {
	kind := strings.HasPrefix(word, "FY")
	restricted := false
	for _, o := range only {
		if o == word {
			return true
		}
		restricted = restricted || strings.HasPrefix(o, "FY") == kind
	}
	return !restricted
}

func cellText(c rollup.Cell) string {
	text := figureText(c.Stated) + " / " + figureText(c.Rolled)
	if c.Partial {
		text += " partial"
	}
	return text
}

func figureText(f rollup.Figure) string {
	switch {
	case f.TooLarge:
		return "too large"
	case !f.Known:
		return "-"
	}
	return f.Value.String()
}

// allRows writes every total of a result.
func allRows(r *rollup.Result) string {
	var b strings.Builder
	for _, d := range []rollup.Dimension{rollup.Territory, rollup.Manager, rollup.Role, rollup.Total} {
		b.WriteString(d.String())
		b.WriteString(rows(r, d))
	}
	return b.String()
}

func key(t testing.TB, d rollup.Dimension, node, measure, when string) rollup.Key {
	t.Helper()
	k := rollup.Key{Dimension: d, Measure: measure, Period: periodOf(t, when)}
	if node != "" {
		var err error
		if k.Node, err = addr.Parse(node); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

func periodOf(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func decimal(t testing.TB, text string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func addresses(list []addr.Addr) string {
	var texts []string
	for _, a := range list {
		texts = append(texts, a.String())
	}
	return strings.Join(texts, " ")
}

// shuffled returns the records of a plan in another order.
func shuffled(records []record.Record, swap func(n int, swap func(i, j int))) record.List {
	records = slices.Clone(records)
	swap(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	return record.NewList(record.Slice(records))
}
