package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/ci/templates"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/plans"
)

func (c *command) verbInit() *cobra.Command {
	var out output
	var with []string
	var ci string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a small plan that passes check, to start from",
		Long: `init writes a plan to a new folder. With --ci it also writes the files by which GitHub or GitLab review every
change to the plan, to the root of the repository; a folder that is a plan already is left as it is then.`,
		Example: `  salesplan init plans/fy27
  salesplan init plans/fy27 --with ops --ci github
  salesplan check plans/fy27`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := c.start(cmd.Context(), args[0], with, ci)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.Stderr, "to have git merge the plan by record, run: %s\n", driverCommand)
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	cmd.Flags().StringArrayVar(&with, "with", nil, "also write a starter for "+strings.Join(additions, ", ")+": the responsibility map of sales operations, a comp plan with some credits; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("with", cobra.FixedCompletions(additions, cobra.ShellCompDirectiveNoFileComp))
	cmd.Flags().StringVar(&ci, "ci", "", "also write the CI files of a platform: "+strings.Join(templates.Platforms, ", "))
	_ = cmd.RegisterFlagCompletionFunc("ci", cobra.FixedCompletions(templates.Platforms, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// start writes the files that a plan begins with, and those of a CI platform if
// one is named.
func (c *command) start(ctx context.Context, folder string, with []string, ci string) (report.Transfer, error) {
	var files []planFile
	var err error
	if ci == "" || !holdsPlan(c.path(folder)) {
		if files, err = c.starter(folder, with); err != nil {
			return report.Transfer{}, err
		}
	}
	if ci == "" {
		written, err := writeAll(c.path(folder), files)
		return report.NewTransfer("init", folder, written), err
	}
	p, err := c.pipelineFor(ctx, ci, folder)
	if err != nil {
		return report.Transfer{}, err
	}
	written, err := writeAll(p.root, append(under(p.folder, files), p.files...))
	into, relErr := filepath.Rel(c.Dir, p.root)
	if relErr != nil {
		into = p.root
	}
	return report.NewTransfer("init", filepath.ToSlash(into), written), err
}

// starter returns the files of a new plan for an empty folder.
func (c *command) starter(folder string, with []string) ([]planFile, error) {
	if err := mustBeEmpty(c.path(folder), folder); err != nil {
		return nil, err
	}
	files, err := embedded(plans.Starter, "starter")
	if err != nil {
		return nil, err
	}
	files = append(files, planFile{path: ".gitattributes", text: []byte(attributes)})
	for _, addition := range with {
		if !slices.Contains(additions, addition) {
			return nil, &usageError{verb: "init ", message: fmt.Sprintf("--with %s: choose from %s", addition, strings.Join(additions, ", "))}
		}
		more, err := embedded(plans.Additions, "additions/"+addition)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

// additions are the folders of plans.Additions.
var additions = []string{"ops", "comp"}

// mustBeEmpty refuses a folder that already holds something.
func mustBeEmpty(folder, name string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name a new folder", name)
	}
	return nil
}

// embedded returns the files below a folder of an embedded file system.
func embedded(files fs.FS, folder string) ([]planFile, error) {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return nil, err
	}
	var found []planFile
	err = fs.WalkDir(sub, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sub, name)
		found = append(found, planFile{name, text})
		return err
	})
	return found, err
}
