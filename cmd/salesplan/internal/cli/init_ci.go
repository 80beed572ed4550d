package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/ci/templates"
	"github.com/salesplan/salesplan/engine/vcs"
)

// pipeline are the CI files to write: where, and which.
type pipeline struct {
	root   string // the folder that they are written to
	folder string // of the plan below it, with slashes
	files  []planFile
}

// pipelineFor prepares the CI files of a platform for the plan in a folder, as
// the user named it.
func (c *command) pipelineFor(ctx context.Context, platform, folder string) (p pipeline, err error) {
	if p.root, p.folder, err = c.inRepository(ctx, folder); err != nil {
		return p, err
	}
	files, err := templates.For(platform, templates.Choices{Plan: p.folder, Version: c.pinnedVersion()})
	if err != nil {
		return p, &usageError{verb: "init ", message: "--ci: " + err.Error()}
	}
	for _, f := range files {
		if err := c.add(&p, f); err != nil {
			return p, err
		}
	}
	return p, nil
}

// add adds a CI file unless it is there already. One that somebody changed is
// left to them.
func (c *command) add(p *pipeline, f templates.File) error {
	old, err := os.ReadFile(filepath.Join(p.root, filepath.FromSlash(f.Path)))
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && string(old) == f.Text:
		p.files = append(p.files, planFile{path: f.Path, text: []byte(f.Text)})
		return nil
	case err != nil:
		return err
	case f.Path == templates.Pipeline:
		fmt.Fprintf(c.Stderr, "add to %s what the plan needs:\n%s", f.Path, f.Text)
		return nil
	}
	return fmt.Errorf("%s is there already and differs: move it away first", f.Path)
}

// inRepository returns the folder that CI files belong in and where a folder
// lies below it: the root of the repository, or the working directory where
// there is no repository yet.
func (c *command) inRepository(ctx context.Context, folder string) (root, below string, err error) {
	root, prefix := c.Dir, ""
	repository, err := vcs.Open(ctx, c.Dir, vcs.DefaultLimits())
	switch {
	case err == nil:
		defer func() { _ = repository.Close() }()
		root, prefix = repository.Root(), repository.Prefix()
	case !errors.Is(err, vcs.ErrNotRepository):
		return "", "", err
	}
	if root == "" {
		return "", "", errors.New("this repository has no working folder to write CI files to")
	}
	below = filepath.Join(filepath.FromSlash(prefix), folder)
	if filepath.IsAbs(folder) {
		if below, err = filepath.Rel(root, folder); err != nil {
			return "", "", err
		}
	}
	if !filepath.IsLocal(below) {
		return "", "", fmt.Errorf("%s is not in the repository that the CI files are for", folder)
	}
	return root, filepath.ToSlash(below), nil
}

// released matches versions that can be installed again.
var released = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// pinnedVersion returns the version that CI is to install: that of this build,
// or the newest state where this build has none.
func (c *command) pinnedVersion() string {
	if version := buildVersion(); released.MatchString(version) {
		return version
	}
	fmt.Fprintf(c.Stderr, "this build has no version, so the CI files install the newest salesplan: pin SALESPLAN_VERSION in them\n")
	return "main"
}

// holdsPlan reports whether a folder is a plan already.
func holdsPlan(folder string) bool {
	return slices.ContainsFunc(planFiles, func(name string) bool {
		_, err := os.Stat(filepath.Join(folder, name))
		return err == nil
	})
}

// under moves files below a folder.
func under(folder string, files []planFile) []planFile {
	moved := make([]planFile, 0, len(files))
	for _, f := range files {
		moved = append(moved, planFile{path: strings.TrimPrefix(folder+"/"+f.path, "./"), text: f.text})
	}
	return moved
}
