package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/near"
)

// Memos of runs over whole plans lie beside the facts that they are about, and
// are named after the build and the plan folder.
const (
	memoPrefix = "near-"
	mostMemos  = 4         // kept, of all builds and plans together
	memoLimit  = 256 << 20 // bytes of one
)

// near asks about the plan in memos of similar plans, the latest first, until
// one of them can tell. It returns false where none can.
func (c *command) near(source engine.Source, ask func(*near.Memo) error) bool {
	tree, inGit := source.Files.(near.Tree)
	if c.kept == nil || !inGit {
		return false
	}
	id, err := tree.Hash(".")
	if err != nil {
		return false
	}
	defer calm()()
	go func() { _, _ = c.memory.BuiltIn() }() // it is needed in a moment
	own, prefix := c.memoFile(id), c.memoFile("")
	names := c.memoFiles()
	slices.SortStableFunc(names, func(a, b string) int {
		return boolean(b == own) - boolean(a == own)
	})
	for _, name := range names {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		file := openPlain(name, memoLimit)
		memo, err := near.Open(file, file.size)
		if err == nil {
			err = ask(memo)
			file.close()
		}
		if err == nil {
			// The next run starts from the same memo: what this one found out
			// about a few files is not worth writing all facts anew.
			c.kept = nil
			return true
		}
		if !errors.Is(err, near.ErrUnlike) {
			return false
		}
	}
	return false
}

// calm lets the memory of a short piece of work lie, up to a limit, and returns
// what ends that.
func calm() (end func()) {
	const most = 128 << 20 // bytes
	limit := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, most))
	percent := debug.SetGCPercent(-1)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// keepMemo keeps the memo of a run over a whole plan, and lets go of the oldest.
func (c *command) keepMemo(loaded *engine.Loaded) {
	if c.kept == nil {
		return
	}
	tree, block, ok := loaded.Memo()
	if !ok || len(block) > memoLimit || os.MkdirAll(filepath.Dir(c.cacheFile()), 0o700) != nil {
		return
	}
	// A memo that cannot be written, or removed, costs time and space, not truth.
	if writeFile(c.memoFile(tree), block) != nil {
		return
	}
	names := c.memoFiles()
	for _, name := range names[min(len(names), mostMemos):] {
		_ = os.Remove(name)
	}
}

// memoFile returns where the memo of a plan folder with an object id is kept.
func (c *command) memoFile(tree string) string {
	folder, facts := filepath.Split(c.cacheFile())
	return filepath.Join(folder, memoPrefix+strings.TrimPrefix(facts, factsPrefix)+"-"+tree)
}

// memoFiles returns the memos that are kept, the latest first.
func (c *command) memoFiles() []string {
	folder := filepath.Dir(c.cacheFile())
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	type memo struct {
		name string
		info fs.FileInfo
	}
	var memos []memo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && strings.HasPrefix(entry.Name(), memoPrefix) {
			memos = append(memos, memo{filepath.Join(folder, entry.Name()), info})
		}
	}
	slices.SortStableFunc(memos, func(a, b memo) int { return b.info.ModTime().Compare(a.info.ModTime()) })
	names := make([]string, len(memos))
	for i := range memos {
		names[i] = memos[i].name
	}
	return names
}
