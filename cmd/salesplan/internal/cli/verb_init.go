package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/plans"
)

func (c *command) verbInit() *cobra.Command {
	var out output
	var with []string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a small plan that passes check, to start from",
		Example: `  salesplan init plans/fy27
  salesplan init plans/fy27 --with ops
  salesplan check plans/fy27`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := c.path(args[0])
			if err := mustBeEmpty(folder, args[0]); err != nil {
				return err
			}
			files, err := embedded(plans.Starter, "starter")
			if err != nil {
				return err
			}
			files = append(files, planFile{path: ".gitattributes", text: []byte(attributes)})
			for _, addition := range with {
				if !slices.Contains(additions, addition) {
					return &usageError{verb: "init ", message: fmt.Sprintf("--with %s: choose from %s", addition, strings.Join(additions, ", "))}
				}
				more, err := embedded(plans.Additions, "additions/"+addition)
				if err != nil {
					return err
				}
				files = append(files, more...)
			}
			written, err := writeAll(folder, files)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.Stderr, "to have git merge the plan by record, run: %s\n", driverCommand)
			return c.emit(out, report.NewTransfer("init", args[0], written))
		},
	}
	out.flags(cmd)
	cmd.Flags().StringArrayVar(&with, "with", nil, "also write a starter for "+strings.Join(additions, ", ")+": the responsibility map of sales operations; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("with", cobra.FixedCompletions(additions, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// additions are the folders of plans.Additions.
var additions = []string{"ops"}

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
