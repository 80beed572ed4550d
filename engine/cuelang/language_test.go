package cuelang_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/schemas"
)

func builtIn(t testing.TB) *schema.Schema {
	t.Helper()
	instance, findings, err := cuelang.Compile(schemas.Current, nil, cuelang.InProcess{})
	if err != nil || len(findings) > 0 {
		t.Fatalf("compiling the language: %v, %v", findings, err)
	}
	return instance.Schema
}

func TestTheLanguageIsCompiledWhole(t *testing.T) {
	instance, _, err := cuelang.Compile(schemas.Current, nil, cuelang.InProcess{})
	if err != nil {
		t.Fatal(err)
	}
	for _, fallback := range instance.Fallbacks {
		t.Errorf("%s falls back to CUE: %+v", fallback.Collection, fallback.Reasons)
	}
	var got []string
	for _, c := range instance.Schema.Collections {
		got = append(got, c.Name)
		t.Log(c.Name, c.Shape, c.Key, c.Doc, len(c.Record.Fields.Named))
	}
	if want := collectionsAsWritten(t); !slices.Equal(got, want) {
		t.Errorf("got the collections %v, written are %v", got, want)
	}
}

// collectionsAsWritten returns the names of the fields of #Plan.
func collectionsAsWritten(t *testing.T) []string {
	t.Helper()
	text, err := fs.ReadFile(schemas.Files, schemas.Current+"/plan.cue")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(text), "#Plan: {\n")
	body, _, _ = strings.Cut(body, "\n}\n")
	var names []string
	for _, field := range regexp.MustCompile(`(?m)^\t([a-z_]+)[?!]:`).FindAllStringSubmatch(body, -1) {
		names = append(names, field[1])
	}
	return names
}
