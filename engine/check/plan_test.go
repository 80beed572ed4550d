package check_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// planOf builds a plan of compact YAML, with the ids, defaults and references
// that the schema would give. Records marked with broken: true are broken.
func planOf(t testing.TB, text string) *plan.Plan {
	t.Helper()
	return buildPlan(recordsOf(t, text))
}

// recordsOf reads the records of compact YAML.
func recordsOf(t testing.TB, text string) []record.Record {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	var records []record.Record
	for _, collection := range nodeOf(root.Content[0]).Children {
		switch {
		case collection.Key == plan.Settings:
			records = append(records, recordOf(plan.SettingsAddr, collection))
		case collection.Kind == syntax.List:
			for _, item := range collection.Children {
				records = append(records, recordOf(addr.New(collection.Key, listID(collection.Key, item)), item))
			}
		default:
			for _, entry := range collection.Children {
				records = append(records, recordOf(addr.New(collection.Key, entry.Key), entry))
			}
		}
	}
	return records
}

func buildPlan(records []record.Record) *plan.Plan {
	var references []plan.Reference
	broken := make(map[addr.Addr]bool)
	for i := range records {
		r := &records[i]
		if r.Node.TextOf("broken") == "true" {
			broken[r.Addr] = true
		}
		references = append(references, referencesOf(r)...)
	}
	return plan.Build(record.NewList(record.Slice(records)), references, broken)
}

func nodeOf(y *yaml.Node) syntax.Node {
	n := syntax.Node{Text: y.Value, Line: int32(y.Line), Column: int32(y.Column)}
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
	default:
		n.Kind = syntax.String
	}
	return n
}

func listID(collection string, n syntax.Node) string {
	switch collection {
	case plan.QuotaKind:
		return n.TextOf("territory") + n.TextOf("position") + "/" + n.TextOf("measure") + "@" + n.TextOf("period")
	case plan.MoveKind:
		return n.TextOf("from")
	case plan.HolderKind:
		return strings.Join([]string{n.TextOf("position"), n.TextOf("person"), n.TextOf("from")}, "/")
	default:
		return strings.Join([]string{n.TextOf("territory") + n.TextOf("account"), n.TextOf("position"), n.TextOf("coverage"), n.TextOf("from")}, "/")
	}
}

// recordOf gives a record the defaults of the schema.
func recordOf(a addr.Addr, n syntax.Node) record.Record {
	setDefault := func(n *syntax.Node, key, text string) {
		if _, ok := n.Field(key); !ok {
			n.Children = append(n.Children, syntax.Node{Key: key, Text: text, Kind: syntax.String})
		}
	}
	n.Kind = syntax.Map
	switch a.Collection {
	case plan.TerritoryKind:
		setDefault(&n, "container", "false")
	case plan.RuleKind:
		setDefault(&n, "active", "true")
		setDefault(&n, "object", "account")
	case plan.AssignmentKind:
		setDefault(&n, "share", "1")
		setDefault(&n, "coverage", "owner")
	case plan.HolderKind, plan.QuotaKind, plan.MoveKind:
	}
	return record.Record{Addr: a, File: "plan.yaml", Node: n}
}

// referenceFields are the fields that hold ids, by collection.
var referenceFields = map[string]map[string]string{
	plan.RoleKind:       {"measures": plan.MeasureKind},
	plan.PositionKind:   {"role": plan.RoleKind, "manager": plan.PositionKind},
	plan.HolderKind:     {"position": plan.PositionKind, "person": plan.PersonKind},
	plan.TerritoryKind:  {"parent": plan.TerritoryKind, "type": plan.TypeKind, "rules": plan.RuleKind, "named_accounts": plan.AccountKind},
	plan.AccountKind:    {"parent": plan.AccountKind},
	plan.AssignmentKind: {"territory": plan.TerritoryKind, "account": plan.AccountKind, "position": plan.PositionKind},
	plan.QuotaKind:      {"territory": plan.TerritoryKind, "position": plan.PositionKind, "measure": plan.MeasureKind},
}

func referencesOf(r *record.Record) []plan.Reference {
	var references []plan.Reference
	add := func(path, collection string, n *syntax.Node) {
		references = append(references, plan.Reference{From: r.Addr, Field: path, Collections: []string{collection}, ID: n.Text, Place: n.Place(r.File)})
	}
	for field, collection := range referenceFields[r.Addr.Collection] {
		n, ok := r.Node.Field(field)
		if !ok {
			continue
		}
		if n.Kind != syntax.List {
			add(field, collection, n)
		}
		for i := range n.Children {
			item, path := &n.Children[i], fmt.Sprintf("%s[%d]", field, i)
			for _, key := range []string{"rule", "account"} {
				if inner, ok := item.Field(key); ok {
					item, path = inner, path+"."+key
				}
			}
			add(path, collection, item)
		}
	}
	return references
}

// findingsOf runs all rules over a plan and returns the findings as lines, of
// the named codes only if there are any. It fails the test if the result
// depends on the order of the records.
func findingsOf(t testing.TB, text string, codes ...diag.Code) []string {
	t.Helper()
	records := recordsOf(t, text)
	lines := linesOf(check.Run(check.Input{Plan: buildPlan(slices.Clone(records))}, check.Rules()), codes)
	shuffled := slices.Clone(records)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if again := linesOf(check.Run(check.Input{Plan: buildPlan(shuffled)}, check.Rules()), codes); !slices.Equal(lines, again) {
		t.Errorf("the findings depend on the order of the records:\n%s\nand\n%s", strings.Join(lines, "\n"), strings.Join(again, "\n"))
	}
	return lines
}

func linesOf(list diag.List, codes []diag.Code) []string {
	lines := []string{}
	for _, f := range list {
		if len(codes) == 0 || slices.Contains(codes, f.Code) {
			lines = append(lines, fmt.Sprintf("%d:%d %s %s %s", f.Place.Line, f.Place.Column, f.Code, f.Subject, f.Message))
		}
	}
	return lines
}

type givenPlan struct{ name, text string }

// everyPlan returns the plans of all test data.
func everyPlan(t testing.TB) []givenPlan {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []givenPlan
	for _, file := range files {
		for _, s := range sectionsOf(readFile(t, file)) {
			if s.name != "findings" {
				all = append(all, givenPlan{file + ": " + s.name, s.text})
			}
		}
	}
	return all
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func nodeOfTrue(key string) syntax.Node {
	return syntax.Node{Key: key, Text: "true", Kind: syntax.Bool}
}
