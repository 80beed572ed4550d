// Command reportschema prints the JSON Schema of the reports that salesplan
// writes, made from the structs of package report and their comments. Run it in
// the root of the repository.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// reports are the structs by kind, in the order of the schema.
var reports = []struct {
	kinds  []string
	sample any
}{
	{[]string{"check"}, report.Check{}},
	{[]string{"baseline"}, report.Baseline{}},
	{[]string{"diff"}, report.Diff{}},
	{[]string{"review"}, report.Review{}},
	{[]string{"rollup"}, report.Rollup{}},
	{[]string{"why"}, report.Why{}},
	{[]string{"init", "import", "export", "fmt"}, report.Transfer{}},
	{[]string{"log"}, report.Log{}},
	{[]string{"blame"}, report.Blame{}},
	{[]string{"post"}, report.Post{}},
	{[]string{"payout"}, report.Payout{}},
	{[]string{"statement"}, report.Statements{}},
	{[]string{"cost"}, report.Cost{}},
	{[]string{"doc"}, report.Letters{}},
	{[]string{"verify"}, report.Verification{}},
	{[]string{"rollup nodes"}, report.Nodes{}},
	{[]string{"metrics"}, report.Metrics{}},
	{[]string{"scenario compare"}, report.Scenarios{}},
	{[]string{"scenario list"}, report.ScenarioList{}},
	{[]string{"quota allocate"}, report.Allocation{}},
	{[]string{"ops map"}, report.OpsMap{}},
	{[]string{"ops grid"}, report.OpsGrid{}},
	{[]string{"ops maturity"}, report.OpsMaturity{}},
	{[]string{"ops reallocate"}, report.OpsReallocation{}},
	{[]string{"ops cycle"}, report.OpsCycle{}},
	{[]string{"ops forecast"}, report.OpsForecast{}},
	{[]string{"ops announce"}, report.OpsAnnouncement{}},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "reportschema:", err)
		os.Exit(1)
	}
}

func run() error {
	comments, err := commentsIn("engine/report")
	if err != nil {
		return err
	}
	s := schema{comments: comments, definitions: object{}}
	var choices []any
	for _, r := range reports {
		t := reflect.TypeOf(r.sample)
		s.define(t)
		s.definitions[t.Name()].(object)["properties"].(object)["kind"] = object{"enum": r.kinds}
		choices = append(choices, object{
			"if": object{"properties": object{"kind": object{"enum": r.kinds}}}, "then": object{"$ref": "#/definitions/" + t.Name()},
		})
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(object{
		"$schema": "http://json-schema.org/draft-07/schema#",
		"title":   "Reports of salesplan, format_version " + report.FormatVersion,
		"description": "Within one major format_version reports only grow: ignore fields that are not named here, " +
			"and accept words that are not known.",
		"type": "object", "required": []string{"format_version", "kind", "complete"},
		"properties": object{
			"format_version": object{"type": "string", "pattern": `^1\.[0-9]+$`}, "kind": object{"enum": allKinds()}, "complete": object{"type": "boolean"},
		},
		"allOf": choices, "definitions": s.definitions,
	})
}

func allKinds() (kinds []string) {
	for _, r := range reports {
		kinds = append(kinds, r.kinds...)
	}
	return kinds
}

type object = map[string]any

// schema collects the definitions of structs.
type schema struct {
	comments    map[string]string // by Type and Type.Field
	definitions object
}

// define adds the definition of a struct, once.
func (s *schema) define(t reflect.Type) {
	if _, done := s.definitions[t.Name()]; done {
		return
	}
	definition := object{"type": "object"}
	s.definitions[t.Name()] = definition // before its fields, which may hold it again
	if comment := s.comments[t.Name()]; comment != "" {
		definition["description"] = comment
	}
	properties, required := object{}, []string{}
	s.fields(t, properties, &required)
	definition["properties"], definition["required"] = properties, required
}

// fields adds the fields of a struct and of those embedded in it.
func (s *schema) fields(t reflect.Type, properties object, required *[]string) {
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" {
			s.fields(field.Type, properties, required)
			continue
		}
		property := s.typeOf(field.Type)
		if _, told := property["type"].([]string); field.Type.Kind() == reflect.Pointer && !told && options != "omitempty" {
			property = object{"anyOf": []any{property, object{"type": "null"}}}
		}
		if comment := s.comments[t.Name()+"."+field.Name]; comment != "" {
			if _, reference := property["$ref"]; reference { // draft 07 ignores what stands beside one
				property = object{"allOf": []any{property}}
			}
			property["description"] = comment
		}
		properties[name] = property
		if options != "omitempty" {
			*required = append(*required, name)
		}
	}
}

func (s *schema) typeOf(t reflect.Type) object {
	switch t.Kind() {
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer", "minimum": 0}
	case reflect.Slice:
		return object{"type": "array", "items": s.typeOf(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.typeOf(t.Elem())}
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.String {
			return object{"type": []string{"string", "null"}}
		}
		return s.typeOf(t.Elem())
	case reflect.Struct:
		s.define(t)
		return object{"$ref": "#/definitions/" + t.Name()}
	}
	panic(fmt.Sprintf("a report holds a %s: say what it is in JSON", t))
}

// commentsIn reads the comments of types and their fields in a package.
func commentsIn(folder string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok {
				noteTypes(general, comments)
			}
		}
	}
	return comments, nil
}

func noteTypes(general *ast.GenDecl, comments map[string]string) {
	for _, spec := range general.Specs {
		named, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		comments[named.Name.Name] = textOf(general.Doc, named.Doc)
		structure, ok := named.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range structure.Fields.List {
			for _, name := range field.Names {
				comments[named.Name.Name+"."+name.Name] = textOf(field.Doc, field.Comment)
			}
		}
	}
}

func textOf(groups ...*ast.CommentGroup) string {
	for _, group := range groups {
		if group != nil {
			return strings.Join(strings.Fields(group.Text()), " ")
		}
	}
	return ""
}
