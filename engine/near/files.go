package near

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/vcs"
)

// compare finds out which files changed. All plans are compared before the
// first file is loaded.
func (s *state) compare() error {
	changes, ok, err := s.tree.Since(s.memo.Tree, mostChanged)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnlike, err)
	}
	if !ok {
		return fmt.Errorf("%w: too many files differ, or links are near", ErrUnlike)
	}
	s.changes = changes
	for _, change := range changes {
		at, id, was, err := s.memo.find(change.Path)
		if err != nil {
			return err
		}
		if was && id != change.Before {
			return errDamaged
		}
		if was {
			s.world.changed[at] |= s.in
			s.before[change.Path] = at
		}
	}
	return s.compareFolders()
}

// read takes up the files that changed, as they were and as they are, and adds
// the addresses in them to those touched.
func (s *state) read(touched map[addr.Addr]bool) error {
	bytes := s.memo.Bytes
	for _, change := range s.changes {
		at, was := s.before[change.Path]
		if was {
			facts, err := s.world.facts(change.Path, change.Before)
			if err != nil {
				return err
			}
			s.was = append(s.was, facts.Findings...)
			touch(touched, facts)
			s.world.load(at)
		}
		if file, is := s.planFileNow(change, was); is {
			facts, err := s.Memory.Read(s.folder, file)
			if err != nil || !facts.Complete {
				return far("a changed file cannot be read in full")
			}
			s.is = append(s.is, facts.Findings...)
			touch(touched, facts)
			s.world.take(facts, s.in)
			bytes += facts.Bytes
		}
	}
	if bytes > load.DefaultLimits().TotalBytes {
		return far("the plan may be too large")
	}
	return nil
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
func (s *state) compareFolders() (err error) {
	listed := map[string]bool{".": true}
	added := 0
	for _, change := range s.changes {
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
		s.folder, err = load.Find(sparse{s.tree, nil}, load.DefaultLimits())
		return err
	}
	if s.folder, err = load.Find(sparse{s.tree, listed}, load.DefaultLimits()); err != nil {
		return err
	}
	old, err := load.Find(sparse{s.tree.Earlier(s.memo.Tree), listed}, load.DefaultLimits())
	if err != nil {
		return err
	}
	if !s.folder.Complete || !old.Complete || s.memo.Entries+mostDeep*added > load.DefaultLimits().Entries {
		return far("a folder cannot be read in full")
	}
	s.was, s.is = append(s.was, old.Findings...), append(s.is, s.folder.Findings...)
	return nil
}

// mostDeep is how many names one new file brings at most: its own and those of
// its folders.
const mostDeep = 40

// planFileNow returns the file of a change if it belongs to the plan now. A
// file that only changed does so if it did before.
func (s *state) planFileNow(change vcs.FileChange, was bool) (load.File, bool) {
	if change.After == "" || change.Before != "" && !was {
		return load.File{}, false
	}
	if was {
		return planFile(change.Path), true
	}
	i, ok := slices.BinarySearchFunc(s.folder.Files, change.Path, func(f load.File, name string) int { return strings.Compare(f.Name, name) })
	if !ok {
		return load.File{}, false
	}
	return s.folder.Files[i], true
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
		if len(names[i]) > math.MaxUint16 {
			return nil, false
		}
	}
	about := whole.About
	about.Room = room
	for _, measure := range whole.Totals.Measures {
		about.Measures = append(about.Measures, measure.ID)
	}
	block, err := encode(about, whole.Findings, names, rowsOf(newLister(all), whole.Files), whole.Totals)
	return block, err == nil
}

// Whole is a run over a whole plan that can be read in full.
type Whole struct {
	About
	Files    []compile.FileFacts
	Findings diag.List
	Totals   *rollup.Result
	Analyses []Analysis // all that may ever be asked for
}
