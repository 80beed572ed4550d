package load

import (
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
)

// Tree is what the files of a plan folder say, before anybody asks what it
// means. Names of files are slash paths below the plan folder.
type Tree struct {
	// Records are the records of all YAML and CSV files in order of file name,
	// then place. In each, Addr has the collection and, where the file gives
	// one, the id: a key of the collection or a CSV cell. The node of such a
	// record has the id as its Key, at the place where the id stands.
	Records []record.Record

	// CUE are the CUE files, not evaluated, in order of name.
	CUE []CUEFile

	// Complete is false when a file, a row or a record is not in the tree
	// although it may be part of the plan. A finding says which and why.
	Complete bool

	texts map[string]string
}

// CUEFile is a file in CUE.
type CUEFile struct {
	Name string // slash path below the plan folder
	Text []byte // valid UTF-8 without hidden characters
}

// Text returns the text of a plan file, and whether it was read.
func (t *Tree) Text(name string) (string, bool) {
	text, ok := t.texts[name]
	return text, ok
}

// Plan reads the plan folder that is the root of fsys. Folders below it are
// read too, unless they are a plan of their own. The findings are in order of
// place. The error is not nil only if the folder itself cannot be listed.
//
// What fsys lists is read only if it is a regular file. A file system that
// leaves out links, submodules and the like by itself can have them reported
// by a method Refused, which yields the path and the kind of each.
func Plan(fsys fs.FS, limits Limits) (*Tree, diag.List, error) {
	folder, err := Find(fsys, limits)
	if err != nil {
		return nil, nil, err
	}
	readings := make([]Reading, len(folder.Files))
	opened := make([]bool, len(folder.Files))
	folder.Each(func(i int) {
		file := folder.Files[i]
		readings[i], opened[i] = folder.Open(file)
		if opened[i] {
			readings[i] = folder.Parse(file, readings[i].Text, nil)
		}
	})
	if folder.TooLarge() {
		readings = nil
	}
	tree := &Tree{Complete: folder.Complete, texts: make(map[string]string, len(folder.Files))}
	found := []diag.List{folder.Findings}
	for i, r := range readings {
		file := folder.Files[i]
		found = append(found, r.Findings)
		tree.Complete = tree.Complete && r.Complete
		if opened[i] {
			tree.texts[file.Name] = r.Text
		}
		if file.Kind == CUE && r.Complete {
			tree.CUE = append(tree.CUE, CUEFile{Name: file.Name, Text: []byte(r.Text)})
		}
		tree.Records = append(tree.Records, r.Records...)
		for j := range r.Rows.Len() {
			tree.Records = append(tree.Records, *r.Rows.Record(j))
		}
	}
	return tree, diag.Sorted(found...), nil
}

// Each calls work with the index of every file, on as many processors as there
// are.
func (f *Folder) Each(work func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(f.Files)) {
		group.Go(func() {
			for i := int(next.Add(1) - 1); i < len(f.Files); i = int(next.Add(1) - 1) {
				work(i)
			}
		})
	}
	group.Wait()
}
