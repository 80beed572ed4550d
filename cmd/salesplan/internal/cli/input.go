package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/vcs"
)

// plansBelow is how many folders deep a plan is looked for below an input that
// is not itself a plan.
const plansBelow = 3

// open finds the plan that an INPUT names: a folder, a revision, or
// REVISION:FOLDER. A folder wins over a revision of the same name.
func (c *command) open(ctx context.Context, input string) (engine.Source, error) {
	if input == "" {
		input = "."
	}
	dir := c.path(input)
	info, err := os.Stat(dir)
	switch {
	case err == nil && info.IsDir():
		return openFolder(input, dir, filepath.ToSlash(filepath.Clean(input)))
	case err == nil:
		return engine.Source{}, fmt.Errorf("%s is a file: name the plan folder that it is in", input)
	}
	return c.openRevision(ctx, input)
}

// load opens, reads and compiles the plan that an INPUT names.
func (c *command) load(ctx context.Context, input string) (*engine.Loaded, error) {
	source, err := c.open(ctx, input)
	if err != nil {
		return nil, err
	}
	return c.read(source)
}

// read reads and compiles a plan.
func (c *command) read(source engine.Source) (*engine.Loaded, error) {
	defer c.progress("reading " + source.Name)()
	return engine.Load(source, c.memory)
}

// path returns a path of the command line as the system knows it.
func (c *command) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.Dir, name)
}

// openFolder opens the plan in or below a folder of the system; at is what the
// folder is called in reports.
func openFolder(input, dir, at string) (engine.Source, error) {
	files, err := vcs.OpenWorkTree(dir, vcs.DefaultLimits())
	if err != nil {
		return engine.Source{}, err
	}
	return planIn(files, input, at)
}

// openRevision opens the plan in REVISION or REVISION:FOLDER.
func (c *command) openRevision(ctx context.Context, input string) (engine.Source, error) {
	revision, folder, named := strings.Cut(input, ":")
	repository, err := vcs.Open(ctx, c.Dir, vcs.DefaultLimits())
	if errors.Is(err, vcs.ErrNotRepository) {
		return engine.Source{}, fmt.Errorf("there is no folder %s, and this is no git repository in which it could be a revision", input)
	}
	if err != nil {
		return engine.Source{}, err
	}
	commit, err := repository.Resolve(revision)
	if err != nil {
		return engine.Source{}, fmt.Errorf("%s is neither a folder nor a revision: %w", input, err)
	}
	if !named {
		folder = repository.Prefix()
	}
	return snapshotPlan(repository, commit, input, folder)
}

// snapshotPlan opens the plan in a folder of a commit.
func snapshotPlan(repository *vcs.Repository, commit vcs.Commit, input, folder string) (engine.Source, error) {
	snapshot, err := repository.Snapshot(commit)
	if err != nil {
		return engine.Source{}, err
	}
	var files fs.FS = snapshot
	if folder = path.Clean("/" + folder)[1:]; folder != "" {
		if info, err := fs.Stat(snapshot, folder); err != nil || !info.IsDir() {
			return engine.Source{}, fmt.Errorf("%s: there is no folder %s in that revision", input, folder)
		}
		if files, err = fs.Sub(snapshot, folder); err != nil {
			return engine.Source{}, err
		}
	}
	return planIn(files, input, folder)
}

// planAt opens the plan that lies exactly in a folder of a commit; found is
// false if the commit has none there.
func planAt(repository *vcs.Repository, commit vcs.Commit, folder string) (source engine.Source, found bool, err error) {
	source = engine.Source{Name: commit.Hash, Path: folder}
	snapshot, err := repository.Snapshot(commit)
	if err != nil {
		return source, false, err
	}
	source.Files = snapshot
	if folder != "" && folder != "." {
		source.Files, err = fs.Sub(snapshot, folder)
		if errors.Is(err, fs.ErrNotExist) {
			return source, false, nil
		}
		if err != nil {
			return source, false, err
		}
	}
	for _, name := range planFiles {
		_, err := fs.Stat(source.Files, name)
		switch {
		case err == nil:
			return source, true, nil
		case !errors.Is(err, fs.ErrNotExist):
			return source, false, err
		}
	}
	return source, false, nil
}

// planFiles are the files that make a folder a plan.
var planFiles = []string{"plan.yaml", "plan.cue"}

// planIn finds the one plan in or below the root of files.
func planIn(files fs.FS, input, at string) (engine.Source, error) {
	folder, err := locatePlan(files, input)
	if err != nil {
		return engine.Source{}, err
	}
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return engine.Source{}, err
	}
	return engine.Source{Files: sub, Name: input, Path: path.Join(at, folder)}, nil
}

// locatePlan returns the folder that holds the plan: the root itself, or the
// only plan below it.
func locatePlan(files fs.FS, input string) (string, error) {
	found, err := plansIn(files, ".", plansBelow)
	switch {
	case err != nil:
		return "", err
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return "", fmt.Errorf("%s holds no plan: a plan folder has a plan.yaml or a plan.cue; \"salesplan init\" writes one", input)
	}
	return "", fmt.Errorf("%s holds %d plans, name one of them: %s", input, len(found), strings.Join(found[:min(len(found), 10)], ", "))
}

// plansIn returns the plan folders at or below folder, outermost ones only.
func plansIn(files fs.FS, folder string, depth int) ([]string, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, err
	}
	isPlan := func(e fs.DirEntry) bool {
		return e.Type().IsRegular() && slices.Contains(planFiles, e.Name())
	}
	if slices.ContainsFunc(entries, isPlan) {
		return []string{folder}, nil
	}
	var found []string
	for _, entry := range entries {
		if depth == 0 || !entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		below, err := plansIn(files, path.Join(folder, entry.Name()), depth-1)
		if err != nil {
			return nil, err
		}
		found = append(found, below...)
	}
	return found, nil
}
