// Command gentemplates writes the CI files of ci/templates from their CUE. Run
// it in the root of the repository.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cuelang.org/go/cue"
	"gopkg.in/yaml.v3"
)

const folder = "ci/templates"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gentemplates:", err)
		os.Exit(1)
	}
}

// templates is what the CUE holds.
type templates struct {
	Notes   map[string]string
	Scripts map[string]string
}

func run() error {
	text, err := os.ReadFile(filepath.Join(folder, "templates.cue"))
	if err != nil {
		return err
	}
	// Package cuecontext would link readers of formats that this module has not.
	instance, err := new(cue.Runtime).Compile("templates.cue", text) //nolint:staticcheck // see above
	if err != nil {
		return err
	}
	all := instance.Value()
	if err := all.Validate(cue.Concrete(true)); err != nil {
		return err
	}
	var t templates
	if err := all.Decode(&t); err != nil {
		return err
	}
	for name, script := range t.Scripts {
		if err := write(filepath.Join(folder, name), script, 0o755); err != nil {
			return err
		}
	}
	files, err := all.LookupPath(cue.ParsePath("files")).Fields()
	if err != nil {
		return err
	}
	for files.Next() {
		text, err := yamlText(files.Value(), t.Notes)
		if err != nil {
			return err
		}
		name := files.Selector().Unquoted()
		if below, root := strings.CutPrefix(name, "/"); root {
			name = below
		} else {
			name = filepath.Join(folder, name)
		}
		if err := write(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// yamlText writes a file: what it is about, then its documents.
func yamlText(file cue.Value, notes map[string]string) (string, error) {
	about, err := file.LookupPath(cue.ParsePath("about")).String()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for line := range strings.SplitSeq(about, "\n") {
		b.WriteString("# " + line + "\n")
	}
	b.WriteString("# Made from ci/templates/templates.cue of salesplan.\n")
	documents, err := file.LookupPath(cue.ParsePath("documents")).List()
	if err != nil {
		return "", err
	}
	for n := 0; documents.Next(); n++ {
		node, err := nodeOf(documents.Value())
		if err != nil {
			return "", err
		}
		if n > 0 {
			b.WriteString("---\n")
		}
		var text strings.Builder
		encoder := yaml.NewEncoder(&text)
		encoder.SetIndent(2)
		if err := encoder.Encode(node); err != nil {
			return "", err
		}
		b.WriteString(noted(text.String(), notes))
	}
	return b.String(), nil
}

// nodeOf returns a value as YAML, its fields in the order in which they are
// written.
func nodeOf(v cue.Value) (*yaml.Node, error) {
	node := &yaml.Node{}
	switch v.Kind() {
	case cue.StructKind:
		node.Kind = yaml.MappingNode
		fields, err := v.Fields()
		if err != nil {
			return nil, err
		}
		for fields.Next() {
			value, err := nodeOf(fields.Value())
			if err != nil {
				return nil, err
			}
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: fields.Selector().Unquoted()}, value)
		}
		if len(node.Content) == 0 {
			node.Style = yaml.FlowStyle // {}
		}
	case cue.ListKind:
		node.Kind = yaml.SequenceNode
		items, err := v.List()
		if err != nil {
			return nil, err
		}
		for items.Next() {
			item, err := nodeOf(items.Value())
			if err != nil {
				return nil, err
			}
			node.Content = append(node.Content, item)
		}
	case cue.StringKind:
		text, err := v.String()
		if err != nil {
			return nil, err
		}
		node.SetString(text)
	default:
		text, err := v.MarshalJSON() // numbers and booleans are the same in YAML
		if err != nil {
			return nil, err
		}
		node.Kind, node.Value = yaml.ScalarNode, string(text)
	}
	return node, nil
}

// noted adds the comments that notes have for lines.
func noted(text string, notes map[string]string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if note, ok := notes[strings.TrimLeft(line, " -")]; ok {
			lines[i] = line + " # " + note
		}
	}
	return strings.Join(lines, "\n")
}

func write(name, text string, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), mode)
}
