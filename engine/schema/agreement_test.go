package schema_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// probes are put in the place of every value of a record.
var probes = []syntax.Node{
	{Kind: syntax.Bool, Text: "true"},
	{Kind: syntax.Int, Text: "0"},
	{Kind: syntax.Int, Text: "1"},
	{Kind: syntax.Int, Text: "13"},
	{Kind: syntax.Int, Text: "-7"},
	{Kind: syntax.Int, Text: "1000000000000001"},
	{Kind: syntax.Number, Text: "0.5"},
	{Kind: syntax.Number, Text: "1.000000001"},
	{Kind: syntax.Number, Text: "-0.5"},
	{Kind: syntax.String},
	{Kind: syntax.String, Text: "emea.dach"},
	{Kind: syntax.String, Text: "EUR"},
	{Kind: syntax.String, Text: "DE"},
	{Kind: syntax.String, Text: "v1"},
	{Kind: syntax.String, Text: "FY28"},
	{Kind: syntax.String, Text: "FY27-M12"},
	{Kind: syntax.String, Text: "2028-02-29"},
	{Kind: syntax.String, Text: "2027-02-29"},
	{Kind: syntax.String, Text: "territory/x"},
	{Kind: syntax.String, Text: "none"},
	{Kind: syntax.String, Text: "months"},
	{Kind: syntax.String, Text: "5-4-4"},
	{Kind: syntax.String, Text: "start"},
	{Kind: syntax.String, Text: "two\nlines"},
	{Kind: syntax.List},
	{Kind: syntax.List, Children: []syntax.Node{{Kind: syntax.String, Text: "x"}, {Kind: syntax.Int, Text: "1"}}},
	{Kind: syntax.Map},
	{Kind: syntax.Map, Children: []syntax.Node{{Key: "own", Kind: syntax.Int, Text: "1"}}},
}

// TestEditorsAndChecksAgree changes every value of every record of the samples
// in every way that it knows, and holds the verdict of a third party's
// validator against that of Check.
func TestEditorsAndChecksAgree(t *testing.T) {
	language := compiled(t, "")
	checked := validator(t, language)
	tried := 0
	for _, text := range []string{sample, strings.Replace(sample, months, weeks, 1)} {
		tree, findings, err := load.Plan(fstest.MapFS{"plan.yaml": {Data: []byte(text)}}, load.DefaultLimits())
		if err != nil || len(findings) > 0 {
			t.Fatal(findings, err)
		}
		for _, r := range tree.Records {
			for _, changed := range mutations(r.Node) {
				r.Node = changed
				tried++
				agree(t, language, checked, r)
			}
		}
	}
	if tried < 5000 {
		t.Errorf("only %d records were tried", tried)
	}
}

// TestEditorsAndChecksAgreeOnConstructs does the same for types that an
// organisation's CUE may compile to and the built-in language does not hold.
func TestEditorsAndChecksAgreeOnConstructs(t *testing.T) {
	for name, construct := range constructs(t) {
		t.Run(name, func(t *testing.T) {
			language := &schema.Schema{Version: "test", Collections: []schema.Collection{{
				Name: "thing", Shape: schema.Keyed, ID: &schema.Type{Kinds: schema.String},
				Record: group(true, schema.Field{Name: "value", Presence: schema.Required, Type: construct}),
			}}}
			checked := validator(t, language)
			for _, value := range append(slices.Clone(probes), groups...) {
				value.Key = "value"
				r := record.Record{File: "plan.yaml", Node: syntax.Node{Kind: syntax.Map, Key: "one", Children: []syntax.Node{value}}}
				r.Addr.Collection, r.Addr.ID = "thing", "one"
				agree(t, language, checked, r)
			}
		})
	}
}

// groups are tried beside probes where groups are constructed.
var groups = []syntax.Node{
	fields(text("kind", "a")), fields(text("kind", "b")), fields(text("kind", "c")), fields(whole("own", "5")),
	fields(text("kind", "b"), whole("own", "5")), fields(text("kind", "a"), whole("own", "5")),
	fields(truth("flag", "true")), fields(truth("flag", "false"), whole("own", "5")), fields(truth("flag", "true"), whole("own", "5")),
	fields(text("kind", "a"), truth("flag", "true")), fields(text("kind", "a"), truth("flag", "false")),
	fields(text("kind", "b"), truth("flag", "true"), whole("own", "1")), fields(text("kind", "a"), truth("flag", "true"), whole("own", "1")),
	fields(whole("own", "-1")), fields(text("own", "x")), fields(text("one", "x"), whole("two", "1")), fields(whole("two", "1")),
}

func fields(children ...syntax.Node) syntax.Node {
	return syntax.Node{Kind: syntax.Map, Children: children}
}

func text(key, value string) syntax.Node {
	return syntax.Node{Key: key, Kind: syntax.String, Text: value}
}

func whole(key, value string) syntax.Node {
	return syntax.Node{Key: key, Kind: syntax.Int, Text: value}
}

func truth(key, value string) syntax.Node {
	return syntax.Node{Key: key, Kind: syntax.Bool, Text: value}
}

func group(closed bool, named ...schema.Field) *schema.Type {
	return &schema.Type{Kinds: schema.Struct, Fields: &schema.Fields{Named: named, Closed: closed}}
}

func constructs(t *testing.T) map[string]*schema.Type {
	pattern := func(expr string, not bool) schema.Pattern {
		p, err := schema.NewPattern(expr, not, source.Place{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	constant := func(value string) schema.Scalar { return schema.Scalar{Kind: syntax.String, Text: value} }
	truth := func(value string) schema.Scalar { return schema.Scalar{Kind: syntax.Bool, Text: value} }
	bound := func(op schema.Op, limit string) *schema.Type {
		return &schema.Type{Kinds: schema.Number, Bounds: []schema.Bound{{Op: op, Limit: limit}}}
	}
	aText, aWhole, open := &schema.Type{Kinds: schema.String}, &schema.Type{Kinds: schema.Int}, &schema.Type{Kinds: schema.AnyKind}
	form := func(expr string) *schema.Type {
		return &schema.Type{Kinds: schema.String, Patterns: []schema.Pattern{pattern(expr, false)}}
	}
	kind := schema.Field{Name: "kind", Presence: schema.Regular, Type: &schema.Type{
		Kinds: schema.String, Enum: []schema.Scalar{constant("a"), constant("b")}, Default: &syntax.Node{Kind: syntax.String, Text: "a"},
	}}
	neededKind := schema.Field{Name: "kind", Presence: schema.Required, Type: &schema.Type{Kinds: schema.String, Enum: kind.Type.Enum}}
	flag := schema.Field{Name: "flag", Presence: schema.Optional, Type: &schema.Type{Kinds: schema.Bool}}
	own := schema.Field{Name: "own", Presence: schema.Required, Type: aWhole}
	maybeOwn := schema.Field{Name: "own", Presence: schema.Optional, Type: aWhole}
	switched := func(on []schema.Field, cases ...schema.Case) *schema.Type {
		var names []string
		for i := range on {
			names = append(names, on[i].Name)
		}
		for i := range cases {
			cases[i].Then.Named, cases[i].Then.Closed = append(slices.Clone(on), cases[i].Then.Named...), true
		}
		return &schema.Type{Kinds: schema.Struct, Fields: &schema.Fields{Named: on, Closed: true, Switch: &schema.Switch{On: names, Cases: cases}}}
	}
	holding := func(fields ...schema.Field) *schema.Fields { return &schema.Fields{Named: fields} }

	return map[string]*schema.Type{
		"anything":           open,
		"text or list":       {Kinds: schema.String | schema.List, Items: &schema.Items{Rest: aText}},
		"constant or list":   {Kinds: schema.String | schema.List, Enum: []schema.Scalar{constant("EUR")}, Items: &schema.Items{Rest: open}},
		"truth or group":     {Kinds: schema.Bool | schema.Struct, Fields: holding(own)},
		"alternatives":       {Kinds: schema.String | schema.Number, Any: []*schema.Type{form("^e"), bound(schema.Greater, "5")}},
		"alternatives, list": {Kinds: schema.Number | schema.List, Any: []*schema.Type{bound(schema.Less, "0"), bound(schema.Greater, "10")}},
		"not a text":         {Kinds: schema.Scalars, Not: []schema.Scalar{constant("DE"), constant("")}},
		"not a number":       {Kinds: schema.Number, Not: []schema.Scalar{{Kind: syntax.Int, Text: "1"}}},
		"not a form":         {Kinds: schema.Scalars, Patterns: []schema.Pattern{pattern("^E", true)}},
		"two forms":          {Kinds: schema.String, Patterns: []schema.Pattern{pattern("e", false), pattern("m", false)}},
		"lengths":            {Kinds: schema.String, Runes: []schema.Size{{Min: 2, Max: -1}, {Max: 3}}},
		"two bounds":         {Kinds: schema.Number, Bounds: []schema.Bound{{Op: schema.GreaterOrEqual, Limit: "0"}, {Op: schema.Greater, Limit: "0"}}},
		"items by place":     {Kinds: schema.List, Items: &schema.Items{First: []*schema.Type{aText, aWhole}}},
		"items, then more":   {Kinds: schema.List, Items: &schema.Items{First: []*schema.Type{aText}, Rest: aWhole}},
		"an empty list":      {Kinds: schema.List, Items: &schema.Items{}},
		"a list of one":      {Kinds: schema.List, Items: &schema.Items{Rest: open, Sizes: []schema.Size{{Min: 1, Max: 1}}}},
		"open":               group(false, own),
		"default":            switched([]schema.Field{kind}, schema.Case{When: []schema.Scalar{constant("a")}, Then: holding(maybeOwn)}, schema.Case{When: []schema.Scalar{constant("b")}, Then: holding(own)}),
		"optional":           switched([]schema.Field{flag}, schema.Case{When: []schema.Scalar{truth("true")}, Then: holding(own)}, schema.Case{When: []schema.Scalar{truth("false")}, Then: holding()}),
		"on two fields": switched([]schema.Field{neededKind, flag},
			schema.Case{When: []schema.Scalar{constant("a"), truth("true")}, Then: holding(own)}, schema.Case{When: []schema.Scalar{constant("a"), truth("false")}, Then: holding()},
			schema.Case{When: []schema.Scalar{constant("b"), truth("true")}, Then: holding(own)}, schema.Case{When: []schema.Scalar{constant("b"), truth("false")}, Then: holding()}),
		"by form": {Kinds: schema.Struct, Fields: &schema.Fields{Closed: true, ByForm: []schema.NamedByKey{
			{Name: form("^o"), Type: aWhole}, {Name: form("n$"), Type: bound(schema.Greater, "0")}, {Name: &schema.Type{Kinds: schema.String, Enum: []schema.Scalar{constant("kind")}}, Type: aText},
		}}},
	}
}

// agree fails unless Check and the validator of the JSON Schema say the same
// of a record.
func agree(t *testing.T, language *schema.Schema, checked *jsonschema.Schema, r record.Record) {
	t.Helper()
	_, findings := language.Check(r)
	collection, _ := language.Collection(r.Addr.Collection)
	document := jsonOf(&r.Node)
	switch collection.Shape {
	case schema.Keyed:
		document = map[string]any{r.Addr.ID: document}
	case schema.Listed:
		document = []any{document}
	}
	document = map[string]any{r.Addr.Collection: document}
	err := checked.Validate(document)
	if (err == nil) != (len(findings) == 0) {
		t.Errorf("%s\n Check says: %v\n the validator says: %v", describe(document), findings, err)
	}
}

// jsonOf returns a node as the validator takes it.
func jsonOf(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Map:
		fields := map[string]any{}
		for i := range n.Children {
			fields[n.Children[i].Key] = jsonOf(&n.Children[i])
		}
		return fields
	case syntax.List:
		items := []any{}
		for i := range n.Children {
			items = append(items, jsonOf(&n.Children[i]))
		}
		return items
	case syntax.Bool:
		return n.Text == "true"
	case syntax.Int, syntax.Number:
		return json.Number(n.Text)
	}
	return n.Text
}

// mutations returns copies of a tree, each with one change: a value replaced by
// a probe, an entry or item removed, or an entry added.
func mutations(n syntax.Node) []syntax.Node {
	var changed []syntax.Node
	for _, probe := range probes {
		probe.Key = n.Key
		changed = append(changed, probe)
	}
	if n.Kind == syntax.Map {
		with := n
		with.Children = append(slices.Clip(n.Children), whole("unheard_of", "1"))
		changed = append(changed, with)
	}
	for i := range n.Children {
		without := n
		without.Children = slices.Delete(slices.Clone(n.Children), i, i+1)
		changed = append(changed, without)
		for _, child := range mutations(n.Children[i]) {
			with := n
			with.Children = slices.Clone(n.Children)
			with.Children[i] = child
			changed = append(changed, with)
		}
	}
	return changed
}
