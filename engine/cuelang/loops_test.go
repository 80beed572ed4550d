package cuelang_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/schemas"
)

// TestLoopsThatMakeRecordsAreNoConstraints tells loops that yield records from
// loops that yield constraints: only the latter need CUE for every record.
func TestLoopsThatMakeRecordsAreNoConstraints(t *testing.T) {
	for text, fallbacks := range map[string]int{
		`position: {for r in ["a", "b"] {"sdr-\(r)": title: r}}`:                0,
		`position: {for r in ["a", "b"] if r != "a" {"sdr-\(r)": title: r}}`:    0,
		`position: {for r in ["a"] {for s in ["b"] {"\(r)-\(s)": title: r}}}`:   0,
		`_n: "x", position: "\(_n)-1": title: "X"`:                              0,
		`position: {for r in ["a", "b"] {[=~"^a"]: title: r}}`:                  1,
		`position: {for r in ["a", "b"] {"\(r)"?: title: r}}`:                   1,
		`position: {for r in ["a", "b"] {for s in ["b"] {[=~"^a"]: title: s}}}`: 1,
	} {
		instance, _, err := cuelang.Compile(schemas.Current, []cuelang.File{{Name: "own.cue", Text: []byte(text)}}, cuelang.InProcess{})
		if err != nil {
			t.Fatal(err)
		}
		if len(instance.Fallbacks) != fallbacks {
			t.Errorf("%s: %d fallbacks, want %d: %v", text, len(instance.Fallbacks), fallbacks, instance.Fallbacks)
		}
	}
}
