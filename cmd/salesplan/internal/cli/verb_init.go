package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/plans"
)

func (c *command) verbInit() *cobra.Command {
	var out output
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a small plan that passes check, to start from",
		Example: `  salesplan init plans/fy27
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
			written, err := writeAll(folder, files)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.Stderr, "to have git merge the plan by record, run: %s\n", driverCommand)
			return c.emit(out, report.NewTransfer("init", args[0], written))
		},
	}
	out.flags(cmd)
	return cmd
}

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
