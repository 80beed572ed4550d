package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

func (c *command) verbVerify() *cobra.Command {
	var out output
	var plan string
	var signed bool
	cmd := &cobra.Command{
		Use:   "verify FILE... --plan PLAN",
		Short: "Prove that letters come from a plan, and are what was issued",
		Long: `verify takes out of each document the values that made it, looks for the issue in the register of the plan, makes the
letter again from the commit that it was issued from, and compares bytes. It also says whose key signed the proof in
the document and the commit; the keys are the signing_key records of the plan. Name the plan as you trust it, such as
main:plans/fy27. A folder stands for the letters in it.

Exit codes: 0 every document is true, 1 one is altered, exchanged or not from this plan, 2 of one nobody can tell.`,
		Example: `  salesplan verify letters/ae-dach-1--p-0214--account_executive.pdf --plan main:plans/fy27
  salesplan verify letters --plan plans/fy27 --format json
  salesplan verify signed.pdf --plan plans/fy27 --signed`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := c.verify(cmd.Context(), args, plan, signed)
			if err != nil {
				return err
			}
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringVar(&plan, "plan", ".", "the plan: a folder, a revision, or REVISION:FOLDER")
	cmd.Flags().BoolVar(&signed, "signed", false, "demand that a key of the plan signed each document")
	out.flags(cmd)
	return cmd
}

// verify looks at every document.
func (c *command) verify(ctx context.Context, names []string, input string, signed bool) (report.Verification, error) {
	source, err := c.open(ctx, input)
	if err != nil {
		return report.Verification{}, err
	}
	loaded, err := c.read(source)
	if err != nil {
		return report.Verification{}, err
	}
	repository, err := c.repositoryOf(ctx, input)
	if err == nil {
		defer func() { _ = repository.Close() }()
	}
	history := planHistory{command: c, repository: repository, missing: err, folder: source.Path, known: map[string]*engine.Loaded{}}
	if info, statErr := os.Stat(c.path(orDot(input))); statErr == nil && info.IsDir() && err == nil {
		history.folder = path.Clean(repository.Prefix())
	}
	files, err := c.documents(names)
	if err != nil {
		return report.Verification{}, err
	}
	defer c.progress("verifying")()
	documents, err := engine.Verify(engine.VerifyInput{
		Plan: loaded, At: history.at, Commit: history.commit, Files: files,
		Read: func(name string) ([]byte, error) { return readPlain(c.path(name), press.MaxDocumentBytes) },
	})
	if err != nil {
		return report.Verification{}, err
	}
	for _, name := range names {
		if info, err := os.Stat(c.path(name)); err != nil || !info.IsDir() {
			continue
		}
		within := func(file string) ([]byte, error) {
			return readPlain(filepath.Join(c.path(name), filepath.Base(file)), press.MaxDocumentBytes)
		}
		text, err := within(letter.ManifestName)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return report.Verification{}, err
		}
		signature, err := within(letter.SignatureName)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return report.Verification{}, err
		}
		documents = append(documents, engine.VerifyManifest(loaded, filepath.ToSlash(filepath.Join(name, letter.ManifestName)), text, signature, within))
	}
	return report.NewVerification(loaded.Plan.Choices.Name, loaded.Complete, signed, documents), nil
}

// repositoryOf opens the repository that a plan is in.
func (c *command) repositoryOf(ctx context.Context, input string) (*vcs.Repository, error) {
	folder := c.path(orDot(input))
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		folder = c.Dir
	}
	return vcs.Open(ctx, folder, vcs.DefaultLimits())
}

// documents lists the files to verify; a folder stands for the letters in it.
func (c *command) documents(names []string) ([]string, error) {
	var files []string
	for _, name := range names {
		info, err := os.Stat(c.path(name))
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, name)
			continue
		}
		entries, err := os.ReadDir(c.path(name))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			ending := strings.TrimPrefix(filepath.Ext(entry.Name()), ".")
			if entry.Type().IsRegular() && entry.Name() != letter.ManifestName && slices.ContainsFunc(press.Formats(), func(format string) bool { return press.Extension(format) == ending }) {
				files = append(files, filepath.ToSlash(filepath.Join(name, entry.Name())))
			}
		}
	}
	return files, nil
}

// planHistory reads a plan as commits have it, each once.
type planHistory struct {
	*command
	repository *vcs.Repository
	missing    error // why there is no repository
	folder     string
	known      map[string]*engine.Loaded
}

// at loads the plan of a commit.
func (h planHistory) at(revision string) (*engine.Loaded, error) {
	if loaded, ok := h.known[revision]; ok {
		return loaded, nil
	}
	if h.missing != nil {
		return nil, h.missing
	}
	commit, err := h.repository.Resolve(revision)
	if err != nil {
		return nil, err
	}
	source, err := snapshotPlan(h.repository, commit, commit.Hash, h.folder)
	if err != nil {
		return nil, err
	}
	loaded, err := h.read(source)
	if err == nil {
		h.known[revision] = loaded
	}
	return loaded, err
}

// commit returns the bytes of a commit.
func (h planHistory) commit(revision string) ([]byte, error) {
	if h.missing != nil {
		return nil, h.missing
	}
	commit, err := h.repository.Resolve(revision)
	if err != nil {
		return nil, err
	}
	return h.repository.CommitBytes(commit)
}
