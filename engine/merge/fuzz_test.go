package merge_test

import (
	"bytes"
	"testing"

	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/merge"
)

// FuzzFile: whatever three texts say, merging them is refused, or leaves
// conflicts between markers, or gives a text that can be read; and a side that
// changed nothing gives the other one, in what it says.
func FuzzFile(f *testing.F) {
	language := testplan.Build(f, "").Schema
	f.Add(fileBase, swap(fileBase, "name: North ", "name: Norden "), swap(fileBase, "name: North ", "name: Nord "), true)
	f.Add(csvBase, swap(csvBase, "100,", "200,"), csvBase+"x,y,z,1,\n", false)
	f.Add("plan: {name: a}\n", "plan: {name: b}\n", "", true)
	f.Add("a: [1, 2]\n", "a: [2]\nb: |+\n  x\n\n", "a:\n  - {x: 1}\n", true)
	f.Fuzz(func(t *testing.T, base, ours, theirs string, yaml bool) {
		name, read := "quota.csv", edit.ReadCSV
		if yaml {
			name, read = "t.yaml", edit.ReadYAML
		}
		got, err := merge.File(name, merge.Versions{Base: []byte(base), Ours: []byte(ours), Theirs: []byte(theirs)}, language)
		if err == nil && len(got.Conflicts) == 0 && len(bytes.TrimSpace(got.Text)) > 0 {
			if _, err := read(got.Text); err != nil {
				t.Fatalf("%v\n%s", err, got.Text)
			}
		}
		if err == nil && len(got.Conflicts) > 0 && !bytes.Contains(got.Text, []byte("<<<<<<< ours")) {
			t.Fatalf("%v without markers\n%s", got.Conflicts, got.Text)
		}
		taken, err := merge.File(name, merge.Versions{Base: []byte(base), Ours: []byte(base), Theirs: []byte(theirs)}, language)
		if err != nil || len(bytes.TrimSpace([]byte(theirs))) == 0 || len(bytes.TrimSpace(taken.Text)) == 0 {
			return
		}
		want, _ := read([]byte(theirs))
		said, err := read(taken.Text)
		if err != nil || len(taken.Conflicts) > 0 || yaml && !said.Equal(&want) {
			t.Fatalf("%v %v\n%s", err, taken.Conflicts, taken.Text)
		}
	})
}
