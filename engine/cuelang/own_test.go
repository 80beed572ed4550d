package cuelang_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/schemas"
)

// compile compiles files given as name and text in turn.
func compile(t testing.TB, files ...string) (*cuelang.Instance, diag.List) {
	t.Helper()
	var own []cuelang.File
	for i := 0; i < len(files); i += 2 {
		own = append(own, cuelang.File{Name: files[i], Text: []byte(files[i+1])})
	}
	instance, findings, err := cuelang.Compile(schemas.Current, own, cuelang.InProcess{})
	if err != nil {
		t.Fatal(err)
	}
	return instance, findings
}

func shownFindings(found diag.List) []string {
	var shown []string
	for _, f := range diag.Sorted(found) {
		line := fmt.Sprintf("%s %s %s %s: %s", f.Place, f.Code, f.Subject, f.Field, f.Message)
		for _, r := range f.Related {
			line += fmt.Sprintf(" [%s %s]", r.Place, r.Message)
		}
		shown = append(shown, line)
	}
	return shown
}

func shownRecords(records []record.Record) []string {
	var shown []string
	for i := range records {
		shown = append(shown, fmt.Sprintf("%s %s %s", records[i].Place(), records[i].Addr, outline(&records[i].Node)))
	}
	return shown
}

func TestRecordsWrittenInCUE(t *testing.T) {
	tests := []struct {
		name, text string
		want       string
	}{
		{"literal", "package plan\n\nplan: {name: \"Größe\", years: [\"FY27\"]}\nterritory: emea: name: \"EMEA\"\nterritory: \"emea.dach\": {\n\tname: \"DACH\"\n\tparent: \"emea\"\n}\nquota: [{territory: \"emea\", amount: -12.50}]\n", `
own.cue:3:1 plan/settings "plan": {"name": "Größe", "years": ["FY27"]}
own.cue:4:12 territory/emea "emea": {"name": "EMEA"}
own.cue:5:12 territory/emea.dach "emea.dach": {"name": "DACH", "parent": "emea"}
own.cue:9:9 quota/ {"territory": "emea", "amount": -12.50}`},
		{"template", "_region: {name: string, container: true}\nterritory: emea: _region & {name: \"EMEA\"}\n", `
own.cue:2:12 territory/emea "emea": {"name": "EMEA", "container": true}`},
		{"comprehension", "_codes: [\"de\", \"fr\"]\nterritory: {\n\tfor c in _codes {\n\t\t\"emea.\\(c)\": {name: c, parent: \"emea\"}\n\t}\n}\n", `
own.cue:4:3 territory/emea.de "emea.de": {"name": "de", "parent": "emea"}
own.cue:4:3 territory/emea.fr "emea.fr": {"name": "fr", "parent": "emea"}`},
		{"arithmetic", "quota: [for q in [1, 2] {territory: \"emea\", measure: \"m\", period: \"FY27-Q\\(q)\", amount: 1000.50 * q}]\n", `
own.cue:1:25 quota/ {"territory": "emea", "measure": "m", "period": "FY27-Q1", "amount": 1000.50}
own.cue:1:25 quota/ {"territory": "emea", "measure": "m", "period": "FY27-Q2", "amount": 2001.00}`},
		{"constraints are no records", "territory: [string]: extra?: {...}\nplan: currency?: \"EUR\"\nquota: [...{reason!: string}]\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			instance, findings := compile(t, "own.cue", test.text)
			if len(findings) > 0 {
				t.Errorf("findings: %v", shownFindings(findings))
			}
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), strings.Join(shownRecords(instance.Records), "\n")); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOwnConstraints(t *testing.T) {
	tests := []struct {
		name, own, plan string
		want            string
	}{
		{"form of a field", "territory: [string]: name: =~\"^[A-Z]\"\n", "territory:\n  a: {name: a}\n  b: {name: B}\n", `
plan.yaml:2:13 SCH011 territory/a name: name must have the form ^[A-Z], not "a" [own.cue:1:28 the constraint is declared here]`},
		{"demanded field", "territory: [=~\"^emea\"]: extra: cost_center!: =~\"^CC-\"\n", "territory:\n  emea: {name: E}\n  emea.a: {name: A, extra: {cost_center: X}}\n  emea.b: {name: A, extra: {cost_center: CC-1}}\n  apac: {name: A}\n", `
plan.yaml:2:3 SCH011 territory/emea extra.cost_center: extra has no cost_center, which it needs [own.cue:1:32 the constraint is declared here]
plan.yaml:3:42 SCH011 territory/emea.a extra.cost_center: extra.cost_center must have the form ^CC-, not "X" [own.cue:1:46 the constraint is declared here]`},
		{"two constraints on one record", "territory: {\n\t[=~\"^emea\"]: name: =~\"E\"\n\t[=~\"dach$\"]: name: =~\"D\"\n}\n", "territory:\n  emea.dach: {name: E}\n  emea: {name: E}\n", `
plan.yaml:2:21 SCH011 territory/emea.dach name: name must have the form D, not "E" [own.cue:3:21 the constraint is declared here]`},
		{"list collection", "quota: [...{amount: <=1000, reason!: string}]\n", "quota:\n  - {territory: a, measure: m, period: FY27, amount: 1001}\n", `
plan.yaml:2:5 SCH011 quota/a/m@FY27 reason: quota has no reason, which it needs [own.cue:1:29 the constraint is declared here]
plan.yaml:2:54 SCH011 quota/a/m@FY27 amount: amount must be at least 0 and at most 1000, not 1001 [own.cue:1:21 the constraint is declared here]`},
		{"settings", "plan: currency!: \"EUR\" | \"USD\"\n", "plan: {name: x, currency: GBP}\n", `
plan.yaml:1:27 SCH011 plan/settings currency: currency must be one of "EUR", "USD", not "GBP" [own.cue:1:18 the constraint is declared here]`},
		{"if", "territory: [string]: {\n\tcontainer: bool\n\tif container {type!: string}\n}\n", "territory:\n  a: {name: A, container: true}\n  b: {name: B}\n", `
plan.yaml:2:3 SCH011 territory/a type: territory has no type, which it needs [own.cue:3:16 the constraint is declared here]`},
		{"definition and constant", "_max: 5\n#Narrow: {level?: <=_max, ...}\nrole: [string]: #Narrow\n", "role:\n  a: {name: A, level: 6}\n", `
plan.yaml:2:23 SCH011 role/a level: level must be at least 0 and at most 5, not 6 [own.cue:2:19 the constraint is declared here]`},
		{"fallback to CUE", "plan: over_assignment?: {min: number, max: >=min}\n", "plan: {name: x, over_assignment: {min: 2, max: 1}}\n", `
plan.yaml:1:48 SCH011 plan/settings over_assignment.max: over_assignment.max must fulfil >=2, and 1 does not [own.cue:1:44 the constraint is declared here]`},
		{"fallback in a list", "quota: [...{amount: number, extra?: floor: <=amount}]\n", "quota:\n  - {territory: a, measure: m, period: FY27, amount: 5, extra: {floor: 6}}\n  - {territory: a, measure: m, period: FY28, amount: 5, extra: {floor: 4}}\n", `
plan.yaml:2:72 SCH011 quota/a/m@FY27 extra.floor: extra.floor must fulfil <=5, and 6 does not [own.cue:1:44 the constraint is declared here]`},
		{"computed constraint", "_strict: true\nterritory: {\n\tif _strict {\n\t\t[=~\"^emea\"]: type!: \"emea\"\n\t}\n}\n", "territory:\n  emea: {name: E, type: apac}\n  us: {name: U}\n", `
plan.yaml:2:25 SCH011 territory/emea type: type cannot be both "emea" and "apac" [own.cue:4:23 the constraint is declared here]`},
		{"id in the value", "territory: [ID=string]: extra?: id: ID\n", "territory:\n  emea: {name: E, extra: {id: x}}\n  us: {name: U, extra: {id: us}}\n", `
plan.yaml:2:31 SCH011 territory/emea extra.id: extra.id cannot be both "emea" and "x" [own.cue:1:37 the constraint is declared here]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			instance, findings := compile(t, "own.cue", test.own)
			if len(findings) > 0 {
				t.Errorf("findings: %v", shownFindings(findings))
			}
			var found diag.List
			for _, r := range recordsOf(t, instance.Schema, "plan.yaml", test.plan) {
				_, more := instance.Schema.Check(r)
				found = slices.Concat(found, more)
			}
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), strings.Join(shownFindings(found), "\n")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindingsAboutCUEFiles(t *testing.T) {
	tests := []struct {
		name, text string
		want       string
	}{
		{"contradiction of types", "territory: [string]: name: int\n", `own.cue:1:28 SCH010  : territory.name is text in the plan language and can never be a whole number`},
		{"contradiction of bounds", "role: [string]: level?: >40\n", `own.cue:1:25 SCH010  : no value of role.level fulfils both this constraint and the plan language`},
		{"contradiction of choices", "assignment: [...{coverage: \"ownr\"}]\n", `own.cue:1:28 SCH010  : no value of assignment.coverage fulfils both this constraint and the plan language`},
		{"field that is not there", "territory: [string]: colour!: string\n", `own.cue:1:22 SCH010  : territory has no field "colour" in the plan language, so nothing can be demanded of it`},
		{"unknown collection", "teritory: [string]: name: string\n", `own.cue:1:1 SCH009 teritory/ : "teritory" is not a collection of the plan language; did you mean "territory"?; begin its name with an underscore if only CUE uses it`},
		{"import", "import \"example.com/x\"\n\n_a: x.b\n", `own.cue:1:8 SYN012  : "example.com/x" may not be imported: a plan may use the packages list, math, regexp, strconv, strings, struct, time`},
		{"tool", "import \"tool/exec\"\n\n_a: exec.Run\n", `own.cue:1:8 SYN012  : "tool/exec" may not be imported: a plan may use the packages list, math, regexp, strconv, strings, struct, time`},
		{"embed", "@extern(embed)\n\n_a: _ @embed(file=x.txt)\n", `own.cue:1:1 SYN012  : the attribute @extern is not of the plan language
own.cue:3:7 SYN012  : the attribute @embed is not of the plan language`},
		{"build tag", "@if(prod)\n\npackage x\n", `own.cue:1:1 SYN012  : the attribute @if is not of the plan language`},
		{"syntax", "territory: {\n\tnorth: {name: \"North\"}\n", `own.cue:2:24 SYN013  : the syntax is wrong: expected '}', found 'EOF'`},
		{"undeclared name", "territory: north: name: _nme\n", `own.cue:1:25 SYN013  : the name "_nme" is not declared`},
		{"conflict", "_a: 1\n_a: 2\n", `own.cue:1:5 SYN013  : _a cannot be both 2 and 1 [own.cue:2:5 this is part of it]`},
		{"description", "_r: {name: string}\nterritory: north: _r\n", `own.cue:1:12 SYN013  : territory.north.name has no value yet, only a description of it`},
		{"written twice", "territory: north: name: \"a\"\nterritory: north: name: \"b\"\n", `own.cue:2:19 SYN003  : "name" is written twice [own.cue:1:19 first written here]`},
		{"null", "territory: north: name: null\n", `own.cue:1:25 SCH003  : null is no value: leave the field out`},
		{"demanded record", "territory: north!: name: string\n", `own.cue:1:12 SYN012  : a constraint cannot demand that there is a record "north": write it with ? instead of !`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := compile(t, "own.cue", test.text)
			if diff := cmp.Diff(test.want, strings.Join(shownFindings(findings), "\n")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
