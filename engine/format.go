package engine

import (
	"path"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/schemas"
)

// Formatted is a plan file in canonical form.
type Formatted struct {
	Path    string // slash path below the plan folder
	Text    []byte
	Changed bool // the file is not in this form
}

// Format returns the YAML and CSV files of a plan in canonical form, in order of
// path. A file that cannot be read or formatted is a finding. Files in CUE are
// left to cue fmt.
func Format(from Source) ([]Formatted, diag.List, error) {
	language, _, err := cuelang.Compile(schemas.Current, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	folder, err := load.Find(from.Files, load.DefaultLimits())
	if err != nil {
		return nil, nil, err
	}
	var files []Formatted
	findings := diag.List{}
	for _, file := range folder.Files {
		if file.Kind == load.CUE {
			continue
		}
		opened, ok := folder.Open(file)
		if !ok {
			findings = append(findings, opened.Findings...)
			continue
		}
		text, err := format(file, []byte(opened.Text), language.Schema.Order)
		if err != nil {
			findings = append(findings, diag.New(diag.Unreadable, addr.Addr{}, source.Place{File: file.Name}, "the file is not formatted: %s", err))
			continue
		}
		files = append(files, Formatted{Path: file.Name, Text: text, Changed: string(text) != opened.Text})
	}
	return files, diag.Sorted(folder.Findings, findings), nil
}

func format(file load.File, text []byte, order edit.Order) ([]byte, error) {
	if file.Kind == load.YAML {
		return edit.FormatYAML(text, order)
	}
	collection, _, _ := strings.Cut(path.Base(file.Name), ".")
	return edit.FormatCSV(text, collection, order)
}
