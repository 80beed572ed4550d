package cuelang_test

import (
	"regexp"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

var (
	wholeNumber    = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	fractionNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)\.[0-9]+$`)
)

// recordsOf reads a plan file as load does, without its care.
func recordsOf(t testing.TB, language *schema.Schema, file, text string) []record.Record {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var records []record.Record
	for _, collection := range nodeOf(document.Content[0]).Children {
		c, known := language.Collection(collection.Key)
		switch {
		case known && c.Shape == schema.Single:
			records = append(records, record.Record{Addr: addr.New(collection.Key, schema.SettingsID), File: file, Node: collection})
		case collection.Kind == syntax.Map:
			for _, entry := range collection.Children {
				records = append(records, record.Record{Addr: addr.New(collection.Key, entry.Key), File: file, Node: entry})
			}
		case collection.Kind == syntax.List:
			for _, item := range collection.Children {
				records = append(records, record.Record{Addr: addr.New(collection.Key, ""), File: file, Node: item})
			}
		default:
			records = append(records, record.Record{Addr: addr.New(collection.Key, ""), File: file, Node: collection})
		}
	}
	return records
}

func nodeOf(y *yaml.Node) syntax.Node {
	n := syntax.Node{Line: int32(y.Line), Column: int32(y.Column)}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = syntax.Map
		for i := 0; i < len(y.Content); i += 2 {
			key, child := y.Content[i], nodeOf(y.Content[i+1])
			child.Key, child.KeyLine, child.KeyColumn = key.Value, int32(key.Line), int32(key.Column)
			n.Children = append(n.Children, child)
		}
	case yaml.SequenceNode:
		n.Kind = syntax.List
		for _, item := range y.Content {
			n.Children = append(n.Children, nodeOf(item))
		}
	default:
		n.Kind, n.Text = scalarKind(y), y.Value
	}
	return n
}

func scalarKind(y *yaml.Node) syntax.Kind {
	switch plain := y.Style == 0; {
	case plain && (y.Value == "true" || y.Value == "false"):
		return syntax.Bool
	case plain && wholeNumber.MatchString(y.Value):
		return syntax.Int
	case plain && fractionNumber.MatchString(y.Value):
		return syntax.Number
	}
	return syntax.String
}
