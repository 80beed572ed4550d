package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

func (c *command) verbExportCodeOwners() *cobra.Command {
	var out output
	var into string
	var check bool
	cmd := &cobra.Command{
		Use:   "codeowners [FOLDER] --into FILE",
		Short: "Write the owner rules of a plan as code owners of GitHub or GitLab",
		Long: `export codeowners names for each file of the plan everybody who may have to approve something in it. The
platform then asks them to look. What has to be approved by whom is for "salesplan review" to say: code owners
know files only, and one of them is enough.`,
		Example: `  salesplan export codeowners plans/fy27 --into .github/CODEOWNERS
  salesplan export codeowners plans/fy27 --into .github/CODEOWNERS --check`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if into == "" {
				return &usageError{verb: "export codeowners ", message: "export needs --into FILE, such as .github/CODEOWNERS"}
			}
			result, err := c.exportCodeOwners(cmd.Context(), orDot(first(args)), into, check)
			if err != nil {
				return err
			}
			if result.Files[0].Action == "would change" {
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "file to write")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; exit code 1 if the file is not up to date")
	out.flags(cmd)
	return cmd
}

// exportCodeOwners writes the owner rules of a plan in the working folder. A plan
// that could not be read in full is not exported: owners would be missing.
func (c *command) exportCodeOwners(ctx context.Context, folder, into string, check bool) (report.Transfer, error) {
	repository, err := vcs.Open(ctx, c.Dir, vcs.DefaultLimits())
	if err != nil {
		return report.Transfer{}, err
	}
	defer func() { _ = repository.Close() }()
	source, err := openFolder(folder, c.path(folder), filepath.ToSlash(filepath.Clean(folder)))
	if err != nil {
		return report.Transfer{}, err
	}
	loaded, err := c.read(source)
	if err != nil {
		return report.Transfer{}, err
	}
	if !loaded.Complete {
		return report.Transfer{}, fmt.Errorf("%s has files that cannot be read: run \"salesplan check\" first", source.Name)
	}
	text := gate.CodeOwners(loaded.Plan, path.Join(repository.Prefix(), loaded.Source.Path))
	written := report.Written{Path: filepath.ToSlash(filepath.Base(into)), Action: "unchanged"}
	there, err := os.ReadFile(c.path(into))
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return report.Transfer{}, err
	case err == nil && string(there) == text:
	case check:
		written.Action = "would change"
	default:
		written.Action = "written"
		if err := os.MkdirAll(filepath.Dir(c.path(into)), 0o755); err != nil {
			return report.Transfer{}, err
		}
		if err := os.WriteFile(c.path(into), []byte(text), 0o644); err != nil { //nolint:gosec // everybody may read who owns what
			return report.Transfer{}, err
		}
	}
	return report.NewTransfer("export", filepath.ToSlash(filepath.Dir(into)), []report.Written{written}), nil
}
