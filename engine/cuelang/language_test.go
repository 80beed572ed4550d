package cuelang_test

import (
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
	if len(got) != 13 {
		t.Errorf("got %d collections: %v", len(got), got)
	}
}
