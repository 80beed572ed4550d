package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/plans"
	"github.com/salesplan/salesplan/schemas"
)

// compiled returns the built-in language, narrowed by CUE text if there is any.
func compiled(t testing.TB, own string) *schema.Schema {
	t.Helper()
	var files []cuelang.File
	if own != "" {
		files = []cuelang.File{{Name: "own.cue", Text: []byte(own)}}
	}
	instance, findings, err := cuelang.Compile(schemas.Current, files, cuelang.InProcess{})
	if err != nil || len(findings) > 0 {
		t.Fatalf("compiling the language: %v, %v", findings, err)
	}
	return instance.Schema
}

// validator is a third party's reading of the JSON Schema.
func validator(t testing.TB, language *schema.Schema) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(language.JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("plan.json", document); err != nil {
		t.Fatal(err)
	}
	checked, err := compiler.Compile("plan.json")
	if err != nil {
		t.Fatal(err)
	}
	return checked
}

var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// valueOf returns a YAML tree as JSON values, numbers with the digits written.
func valueOf(y *yaml.Node) any {
	switch y.Kind {
	case yaml.DocumentNode:
		return valueOf(y.Content[0])
	case yaml.MappingNode:
		fields := map[string]any{}
		for i := 0; i < len(y.Content); i += 2 {
			fields[y.Content[i].Value] = valueOf(y.Content[i+1])
		}
		return fields
	case yaml.SequenceNode:
		items := []any{}
		for _, item := range y.Content {
			items = append(items, valueOf(item))
		}
		return items
	}
	switch plain := y.Style == 0; {
	case plain && (y.Value == "true" || y.Value == "false"):
		return y.Value == "true"
	case plain && plainNumber.MatchString(y.Value):
		return json.Number(y.Value)
	}
	return y.Value
}

func readYAML(t testing.TB, text string) any {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	return valueOf(&document)
}

func TestEveryFileOfTheExamplesFitsTheJSONSchema(t *testing.T) {
	files := 0
	for _, of := range []struct {
		plan fs.FS
		own  string // CUE of the folder that narrows the language
	}{{plans.Example, "brindlemark/policy.cue"}, {plans.Starter, "starter/policy.cue"}} {
		own, err := fs.ReadFile(of.plan, of.own)
		if err != nil {
			t.Fatal(err)
		}
		builtIn, narrowed := validator(t, compiled(t, "")), validator(t, compiled(t, string(own)))
		err = fs.WalkDir(of.plan, ".", func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".yaml" {
				return err
			}
			files++
			text, err := fs.ReadFile(of.plan, name)
			if err != nil {
				return err
			}
			document := readYAML(t, string(text))
			if err := builtIn.Validate(document); err != nil {
				t.Errorf("%s, built-in language: %v", name, err)
			}
			if err := narrowed.Validate(document); err != nil {
				t.Errorf("%s, language of the plan: %v", name, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 10 {
		t.Errorf("only %d files were looked at", files)
	}
}

// sample is a file with a record of every collection.
const sample = `
plan:
  name: Sample
  schema: v1
  currency: EUR
  calendar:
    kind: months
    start_month: 2
    named_by: end
  years: [FY27]
  fx_rates: {USD: 0.92}
  over_assignment: {min: 1, max: 1.10}
measure:
  new_arr: {name: New ARR, unit: money, quota_by: territory, quota_grain: quarter}
role:
  seller: {name: Seller, level: 4, manager: false, measures: [new_arr]}
position:
  ae-1: {title: Seller, role: seller, manager: vp, from: 2026-02-01}
person:
  p-1: {country: DE, from: 2026-02-01, to: 2027-02-01}
territory_type:
  region: {name: Region, priority: 100}
territory:
  emea:
    name: EMEA
    container: true
    rules: [{rule: dach, inherited: true}]
    named_accounts: [{account: acc-1, reason: bought here}]
    access: {account: edit, case: none}
    extra: {cost_center: CC-1000, heads: 12, core: true}
assignment_rule:
  dach:
    active: true
    object: account
    conditions: [{field: country, operator: equals, values: ["DE", "AT"]}]
    filter: "1"
account:
  acc-1: {name: Customer, country: DE, employees: 420, potential: 95000.50, parent: acc-2}
holder:
  - {position: ae-1, person: p-1, from: 2026-02-01}
assignment:
  - {territory: emea, position: ae-1, coverage: owner, share: 0.5, to: 2026-08-01}
quota:
  - {territory: emea, measure: new_arr, period: FY27-Q2, amount: 1200000.50, currency: USD}
move:
  - {from: territory/mid-west, to: territory/midwest, reason: spelling}
`

// weeks are the lines of a calendar of weeks, in place of those of sample.
const (
	months = "kind: months\n    start_month: 2\n    named_by: end"
	weeks  = "kind: 4-4-5\n    end_month: 1\n    end_weekday: saturday\n    anchor: nearest\n    named_by: end"
)

func TestTheJSONSchemaRejectsWhatIsWrong(t *testing.T) {
	checked := validator(t, compiled(t, ""))
	for _, accepted := range []string{sample, strings.Replace(sample, months, weeks, 1)} {
		if err := checked.Validate(readYAML(t, accepted)); err != nil {
			t.Fatalf("the samples must fit: %v", err)
		}
	}
	for _, change := range []struct{ mistake, old, new string }{
		{"an unknown collection", "role:\n", "roles:\n"},
		{"a list for a map", "person:\n  p-1: {", "person:\n  - {"},
		{"a map for a list", "move:\n  - {", "move:\n  m-1: {"},
		{"a text for a collection", "territory_type:\n  region: {name: Region, priority: 100}", "territory_type: region"},
		{"a text for a record", "{name: Region, priority: 100}", "Region"},
		{"an unknown field", "currency: EUR", "curency: EUR"},
		{"an unknown field of a group", "inherited: true", "inherits: true"},
		{"an unknown field of a listed record", "coverage: owner", "coverage: owner, covers: all"},
		{"a missing field", "name: New ARR, ", ""},
		{"a missing field of a setting", "  name: Sample\n", ""},
		{"a missing field of a group", ", reason: bought here", ""},
		{"a missing field of a listed record", ", amount: 1200000.50", ""},
		{"an empty name", "name: Sample", `name: ""`},
		{"a constant that is none", "unit: money", "unit: hours"},
		{"another version", "schema: v1", "schema: v2"},
		{"a text for a truth", "container: true", `container: "true"`},
		{"a text for a number", "amount: 1200000.50", `amount: "1200000.50"`},
		{"a number for a text", "name: EMEA", "name: 12"},
		{"a fraction for a whole number", "level: 4", "level: 4.5"},
		{"a text for a list", "measures: [new_arr]", "measures: new_arr"},
		{"a number below its bound", "amount: 1200000.50", "amount: -1"},
		{"a number above its bound", "level: 4", "level: 31"},
		{"a number at an exclusive bound", "share: 0.5", "share: 0"},
		{"a number just above its bound", "amount: 1200000.50", "amount: 1000000000000000.000000000000000001"},
		{"an id in capitals", "  emea:\n", "  EMEA:\n"},
		{"a reference in capitals", "manager: vp", "manager: VP"},
		{"a list item that is no id", "measures: [new_arr]", `measures: ["New ARR"]`},
		{"a day that is not in the calendar", "to: 2026-08-01", "to: 2026-02-30"},
		{"a day in another form", "to: 2026-08-01", "to: 01.08.2026"},
		{"a period in another form", "period: FY27-Q2", "period: Q2-FY27"},
		{"a currency in small letters", "currency: USD", "currency: usd"},
		{"a name that is no currency", "fx_rates: {USD: 0.92}", "fx_rates: {dollar: 0.92}"},
		{"an address without a collection", "to: territory/midwest", "to: midwest"},
		{"a year in another form", "years: [FY27]", "years: [2027]"},
		{"an empty list", `values: ["DE", "AT"]`, "values: []"},
		{"a number in a list of texts", `values: ["DE", "AT"]`, `values: ["DE", 7]`},
		{"an own field with a bad name", "cost_center: ", "Cost Center: "},
		{"an own field that is a list", "cost_center: CC-1000", "cost_center: [CC-1000]"},
		{"both of two fields", "{territory: emea, measure", "{territory: emea, position: ae-1, measure"},
		{"none of two fields", "{territory: emea, measure", "{measure"},
		{"a calendar without a kind", "kind: months\n    ", ""},
		{"a calendar of no kind", "kind: months", "kind: weeks"},
		{"a field of another kind of calendar", months, months + "\n    anchor: last"},
		{"a field of months in a calendar of weeks", months, weeks + "\n    start_month: 2"},
		{"a calendar of weeks without its fields", "kind: months", "kind: 5-4-4"},
		{"a calendar of weeks with a wrong day", months, strings.Replace(weeks, "saturday", "caturday", 1)},
		{"a month that is none", "start_month: 2", "start_month: 13"},
	} {
		t.Run(change.mistake, func(t *testing.T) {
			if strings.Count(sample, change.old) != 1 {
				t.Fatalf("%q does not stand once in the sample", change.old)
			}
			if checked.Validate(readYAML(t, strings.Replace(sample, change.old, change.new, 1))) == nil {
				t.Error("the validator accepts it")
			}
		})
	}
}

func TestTheJSONSchemaOfAPlanHasItsOwnConstraints(t *testing.T) {
	checked := validator(t, compiled(t, `
territory: [string]: extra!: cost_center!: =~"^CC-[0-9]{4}$"
territory: [=~"^emea"]: access!: _
account: "acc-1"?: country!: "DE" | "AT"
`))
	const fine = `
territory:
  emea: {name: EMEA, access: {}, extra: {cost_center: CC-1000}}
  amer: {name: Americas, extra: {cost_center: CC-2000}}
account:
  acc-1: {country: AT}
  acc-2: {}
`
	if err := checked.Validate(readYAML(t, fine)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"CC-1000", "1000"},
		{", extra: {cost_center: CC-2000}", ""},
		{"access: {}, ", ""},
		{"name: EMEA, ", ""},
		{"country: AT", "country: FR"},
		{"{country: AT}", "{}"},
	} {
		if checked.Validate(readYAML(t, strings.Replace(fine, change[0], change[1], 1))) == nil {
			t.Errorf("%q in place of %q is accepted", change[1], change[0])
		}
	}
}

func TestTheSameLanguageIsPrintedAlike(t *testing.T) {
	for _, own := range []string{"", `territory: [=~"^emea"]: access!: _`} {
		one, other := compiled(t, own), compiled(t, own)
		if !bytes.Equal(one.JSONSchema(), other.JSONSchema()) || one.Reference() != other.Reference() {
			t.Errorf("two prints differ with %q", own)
		}
		if !json.Valid(one.JSONSchema()) {
			t.Error("the JSON Schema is not JSON")
		}
	}
}

// TestALanguageCanBeStored holds that a schema is plain data: stored as JSON
// and read again it says and refuses the same.
func TestALanguageCanBeStored(t *testing.T) {
	language := compiled(t, `territory: [=~"^emea"]: extra!: cost_center!: =~"^CC-[0-9]{4}$"`)
	stored, err := json.Marshal(language)
	if err != nil {
		t.Fatal(err)
	}
	var read schema.Schema
	if err := json.Unmarshal(stored, &read); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read.JSONSchema(), language.JSONSchema()) || read.Reference() != language.Reference() {
		t.Error("the language has changed")
	}
	raw := record.Record{Addr: addr.New("territory", "EMEA"), File: "plan.yaml", Node: fields(text("name", "EMEA"))}
	_, before := language.Check(raw)
	_, after := read.Check(raw)
	if diff := cmp.Diff(before, after); diff != "" || len(after) == 0 {
		t.Errorf("findings (-before +after):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`{"Expr": "("}`), new(schema.Pattern)); err == nil {
		t.Error("a pattern that is no regular expression is read")
	}
}

// describe prints a document for the message of a failed test.
func describe(document any) string {
	text, err := json.Marshal(document)
	if err != nil {
		return fmt.Sprint(document)
	}
	return string(text)
}
