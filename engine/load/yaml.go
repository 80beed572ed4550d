package load

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// The one collection that is a single record, and the id of that record.
const (
	settingsCollection = "plan"
	settingsID         = "settings"
)

// readYAML returns the records of a YAML file, and whether these are all that
// the file holds.
func readYAML(text string, limits Limits, found *findings) (records []record.Record, complete bool) {
	// Line ends are the only difference that line and column do not see.
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if crowded(text, limits.Nodes) {
		found.add(diag.LimitExceeded, 0, 0, "the file has more than %d lines and commas: split it, or write bulk records as .csv", limits.Nodes)
		return nil, false
	}
	if root, ok := readFast(text, limits); ok {
		return recordsOf(&root, found.file), true
	}
	return readSlowly(text, limits, found)
}

// readSlowly is readYAML by the YAML parser, which knows all of YAML.
func readSlowly(text string, limits Limits, found *findings) (records []record.Record, complete bool) {
	document, ok := parseYAML(text, found)
	if !ok || document == nil || empty(document) {
		return nil, ok
	}
	r := yamlReader{limits: limits, found: found, text: yamlText{text: text}, complete: true}
	records = r.records(document)
	if r.stopped {
		return nil, false
	}
	return records, r.complete
}

// recordsOf splits a document in which nothing is wrong into its records, as
// [yamlReader.records] does with any.
func recordsOf(root *syntax.Node, file string) []record.Record {
	records := make([]record.Record, 0, countRecords(root))
	for i := range root.Children {
		collection := &root.Children[i]
		add := func(id string, node syntax.Node) {
			records = append(records, record.Record{Addr: addr.New(collection.Key, id), File: file, Node: node})
		}
		switch {
		case collection.Key == settingsCollection && collection.Kind == syntax.Map:
			add(settingsID, *collection)
		case collection.Kind == syntax.Map:
			for _, entry := range collection.Children {
				add(entry.Key, entry)
			}
		case collection.Kind == syntax.List:
			for _, item := range collection.Children {
				add("", item)
			}
		default:
			add("", *collection)
		}
	}
	return records
}

// countRecords returns at least as many as there are records in a document.
func countRecords(root *syntax.Node) int {
	count := 0
	for i := range root.Children {
		count += max(1, len(root.Children[i].Children))
	}
	return count
}

// parseYAML returns the top of the one document in text, nil if there is none.
func parseYAML(text string, found *findings) (document *yaml.Node, ok bool) {
	if line := directiveLine(text); line > 0 {
		found.add(diag.Unreadable, line, 1, "a line that begins with %% sets up the YAML reader, which a plan file may not do: delete it")
		return nil, false
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	document, err := nextDocument(decoder)
	if errors.Is(err, io.EOF) {
		return nil, true
	}
	if err != nil {
		addSyntaxError(text, err, found)
		return nil, false
	}
	second, err := nextDocument(decoder)
	switch {
	case errors.Is(err, io.EOF):
		return document.Content[0], true
	case err != nil && documentEnded(text, err):
		addSecondDocument(found, lineOfProblem(text, problemOf(err)), 1)
	case err != nil:
		addSyntaxError(text, err, found)
	default:
		addSecondDocument(found, second.Line, second.Column)
	}
	return nil, false
}

func addSecondDocument(found *findings, line, column int) {
	found.add(diag.SeveralDocuments, line, column, "a second YAML document begins here: a plan file is one document, so delete the line with --- or ... before it")
}

// documentEnded reports whether the parser stumbled over text behind the line
// that ends a document.
func documentEnded(text string, err error) bool {
	return strings.Contains(text, "\n...") && strings.Contains(err.Error(), "did not find expected <document start>")
}

// crowded reports whether text would have more nodes than allowed if its lines
// and commas were all there to part nodes. Parsing it to count them would be
// the expense that the limit is to prevent.
func crowded(text string, nodes int) bool {
	return strings.Count(text, "\n")+strings.Count(text, ",") > nodes
}

// nextDocument parses up to the end of a document. Whatever goes wrong inside
// the parser is an error.
func nextDocument(decoder *yaml.Decoder) (document *yaml.Node, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("yaml: %v", cause)
		}
	}()
	document = new(yaml.Node)
	err = decoder.Decode(document)
	return document, err
}

// directiveLine returns the line of a YAML directive, 0 if there is none.
// Directives stand before everything else.
func directiveLine(text string) int {
	for line, number := range lines(text) {
		switch trimmed := strings.TrimSpace(line); {
		case len(trimmed) == 0 || trimmed[0] == '#':
		case line[0] == '%':
			return number
		default:
			return 0
		}
	}
	return 0
}

// records splits a document into its records.
func (r *yamlReader) records(document *yaml.Node) []record.Record {
	if document.Kind != yaml.MappingNode {
		if !r.forbidden(document) {
			r.found.add(diag.Unreadable, document.Line, document.Column, "a plan file begins with the name of a collection, such as territory, and a colon")
		}
		r.complete = false
		return nil
	}
	var records []record.Record
	r.entries(document, 1, func(key syntax.Node, value *yaml.Node) {
		records = append(records, r.collection(key, value)...)
	})
	return records
}

// collection returns the records that stand under the key of a collection: the
// entries of a map by their id, or the items of a list, which have none.
func (r *yamlReader) collection(key syntax.Node, value *yaml.Node) []record.Record {
	var records []record.Record
	add := func(id string, node syntax.Node) {
		records = append(records, record.Record{Addr: addr.New(key.Key, id), File: r.found.file, Node: node})
	}
	switch {
	case empty(value): // told with its key
	case r.forbidden(value):
		r.complete = false
	case value.Kind == yaml.MappingNode && key.Key == settingsCollection:
		r.found.subject = addr.New(settingsCollection, settingsID)
		add(settingsID, named(key, r.value(value, 2)))
	case value.Kind == yaml.MappingNode:
		r.entries(value, 2, func(id syntax.Node, entry *yaml.Node) {
			r.found.subject = addr.New(key.Key, id.Key)
			add(id.Key, named(id, r.value(entry, 3)))
			r.found.subject = addr.Addr{}
		})
	case value.Kind == yaml.SequenceNode:
		for _, item := range value.Content {
			add("", r.item(item, 3))
		}
	default:
		add("", named(key, r.value(value, 2)))
	}
	r.found.subject = addr.Addr{}
	return records
}
