package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/report"
)

func (c *command) verbQuota() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "quota",
		Short: "Set quotas: share figures out down the tree, or let them grow up it",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.verbQuotaAllocate())
	return cmd
}

func (c *command) verbQuotaAllocate() *cobra.Command {
	var out output
	var input string
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "allocate [ALLOCATION…]",
		Short: "Carry out allocations, and write the quotas into the plan files in place",
		Long: `allocate works out quotas as the plan says under "allocation": a figure is shared out down the tree by weights, or
quotas grow out of baselines. Parts sum to the whole exactly, at every level and over the year. Quotas with
"locked: true" stay. Without the name of an ALLOCATION all of them are carried out, from the top down.

Only amounts that differ are touched; comments and layout stay. New quotas are appended to the file with those of
their neighbours. If anything is wrong, nothing is written.

Exit codes: 0 fine, 1 an allocation cannot be carried out, 2 a file cannot be read.`,
		Example: `  salesplan quota allocate --plan plans/fy27 --dry-run
  salesplan quota allocate emea-new-arr --plan plans/fy27`,
		RunE: func(_ *cobra.Command, args []string) error {
			result, err := c.allocate(input, args, dryRun)
			if err != nil {
				return err
			}
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	out.sheetFlags(cmd, sheets)
	cmd.Flags().StringVar(&input, "plan", ".", "the folder of the plan")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "write nothing; show what would change")
	return cmd
}

// allocate carries out allocations of the plan in or below a folder.
func (c *command) allocate(input string, ids []string, dryRun bool) (report.Allocation, error) {
	dir := c.path(input)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return report.Allocation{}, fmt.Errorf("there is no folder %s: quota allocate changes files of the working folder", input)
	}
	source, err := openFolder(input, dir, ".")
	if err != nil {
		return report.Allocation{}, err
	}
	folder := filepath.Join(dir, filepath.FromSlash(source.Path))
	source.Path = filepath.ToSlash(filepath.Join(filepath.Clean(input), filepath.FromSlash(source.Path)))
	loaded, err := c.read(source)
	if err != nil {
		return report.Allocation{}, err
	}
	result, files, err := engine.Allocate(loaded, ids)
	if err != nil || dryRun {
		return result, err
	}
	change := make([]planFile, len(files))
	for i, f := range files {
		change[i] = planFile{path: f.Name, text: f.Text}
	}
	written, err := writeAll(folder, change)
	for i, f := range written {
		result.Files[i].Action = f.Action
	}
	result.DryRun = false
	return result, err
}
