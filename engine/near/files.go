package near

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/vcs"
)

// read takes up the files that changed, as they were and as they are, and
// returns the addresses in them.
func (w *work) read(changes []vcs.FileChange) (touched map[addr.Addr]bool, err error) {
	if err := w.compareFolders(changes); err != nil {
		return nil, err
	}
	touched = make(map[addr.Addr]bool)
	bytes := w.memo.Bytes
	for _, change := range changes {
		number, id, was, err := w.memo.find(change.Path)
		if err != nil {
			return nil, err
		}
		if was {
			if id != change.Before {
				return nil, errDamaged
			}
			w.world.changed[number] = true
			facts, known := w.Memory.Recall(planFile(change.Path), id)
			if !known {
				return nil, far("the facts of a changed file are not known any more")
			}
			w.foundBefore = append(w.foundBefore, facts.Findings...)
			touch(touched, facts)
			w.world.load(number)
		}
		if file, is := w.planFileNow(change, was); is {
			facts, err := w.Memory.Read(w.folder, file)
			if err != nil || !facts.Complete {
				return nil, far("a changed file cannot be read in full")
			}
			w.foundAfter = append(w.foundAfter, facts.Findings...)
			touch(touched, facts)
			w.world.take(facts, after)
			bytes += facts.Bytes
		}
	}
	if bytes > load.DefaultLimits().TotalBytes {
		return nil, far("the plan may be too large")
	}
	return touched, nil
}

func touch(touched map[addr.Addr]bool, facts compile.Facts) {
	for i := range facts.Len() {
		if a := facts.Records.Addr(i); a.ID != "" {
			touched[a] = true
		}
	}
}

// compareFolders finds out what is said about the names of files and folders,
// which only matter where some come or go.
func (w *work) compareFolders(changes []vcs.FileChange) (err error) {
	listed := map[string]bool{".": true}
	added := 0
	for _, change := range changes {
		switch base := path.Base(change.Path); {
		case path.Ext(base) == ".cue", change.Path == "plan.yaml",
			base == "plan.yaml" && (change.Before == "" || change.After == ""):
			return far("the language, the settings or what belongs to the plan may have changed")
		case change.Before == "" || change.After == "":
			added++
			for dir := path.Dir(change.Path); dir != "."; dir = path.Dir(dir) {
				listed[dir] = true
			}
		}
	}
	if added == 0 {
		w.folder, err = load.Find(sparse{w.Tree, nil}, load.DefaultLimits())
		return err
	}
	if w.folder, err = load.Find(sparse{w.Tree, listed}, load.DefaultLimits()); err != nil {
		return err
	}
	old, err := load.Find(sparse{w.Tree.Earlier(w.memo.Tree), listed}, load.DefaultLimits())
	if err != nil {
		return err
	}
	if !w.folder.Complete || !old.Complete || w.memo.Entries+mostDeep*added > load.DefaultLimits().Entries {
		return far("a folder cannot be read in full")
	}
	w.foundBefore, w.foundAfter = append(w.foundBefore, old.Findings...), append(w.foundAfter, w.folder.Findings...)
	return nil
}

// mostDeep is how many names one new file brings at most: its own and those of
// its folders.
const mostDeep = 40

// planFileNow returns the file of a change if it belongs to the plan now. A
// file that only changed does so if it did before.
func (w *work) planFileNow(change vcs.FileChange, was bool) (load.File, bool) {
	if change.After == "" || change.Before != "" && !was {
		return load.File{}, false
	}
	if was {
		return planFile(change.Path), true
	}
	i, ok := slices.BinarySearchFunc(w.folder.Files, change.Path, func(f load.File, name string) int { return strings.Compare(f.Name, name) })
	if !ok {
		return load.File{}, false
	}
	return w.folder.Files[i], true
}

// sparse shows of a file system only some folders; the others are empty.
type sparse struct {
	fs.FS
	listed map[string]bool
}

// ReadDir lists a folder.
func (s sparse) ReadDir(name string) ([]fs.DirEntry, error) {
	if !s.listed[name] {
		return nil, nil
	}
	return fs.ReadDir(s.FS, name)
}

// Hash returns the object id of a file or folder.
func (s sparse) Hash(name string) (string, error) {
	return s.FS.(interface{ Hash(string) (string, error) }).Hash(name)
}

// Keep returns the memo of a run over a whole plan, for [Open]. The plan can be
// read in full and has no CUE; ok is false if it can not be kept: then nothing
// is near it.
func Keep(whole Whole) (block []byte, ok bool) {
	all, known := reaches(whole.Analyses)
	room := whole.Room
	if !known || !room.Enough() || whole.Entries > load.DefaultLimits().Entries {
		return nil, false
	}
	names := make([]string, len(whole.Files))
	for i, file := range whole.Files {
		if file.ID == "" || !isPlanFile(file.Name) || file.Facts.Len() > mostLoaded {
			return nil, false
		}
		names[i] = file.ID + " " + file.Name
	}
	block, err := encode(whole.About, whole.Findings, names, rowsOf(newLister(all), whole.Files))
	return block, err == nil
}

// Whole is a run over a whole plan that can be read in full.
type Whole struct {
	About
	Files    []compile.FileFacts
	Findings diag.List
	Analyses []Analysis
}
