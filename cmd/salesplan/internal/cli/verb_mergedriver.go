package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/vcs"
)

// attributes tell git which files the merge driver merges.
const attributes = `# "salesplan merge-driver --help" says how to switch this on.
*.yaml merge=salesplan
*.csv merge=salesplan
`

// driverCommand switches the merge driver on in one clone. Git does not let a
// repository do that by itself.
const driverCommand = `git config merge.salesplan.driver "salesplan merge-driver %O %A %B %P --marker-size %L"`

func (c *command) verbMergeDriver() *cobra.Command {
	var markerSize int
	cmd := &cobra.Command{
		Use:   "merge-driver BASE OURS THEIRS PATH",
		Short: "Merge one plan file by record and field, for git",
		Long: `merge-driver merges three versions of a plan file and writes the result over OURS, as git asks of a merge
driver. Edits of different fields never conflict, wherever they stand. Where both sides changed one field, both stand
between conflict markers that name record and field. Comments and layout stay. A file that cannot be read as a
.yaml or .csv plan file is merged line by line, as git does by itself.

To have git use it, commit a .gitattributes file with these lines ("salesplan init" writes one into a new plan) …

  *.yaml merge=salesplan
  *.csv merge=salesplan

… and once in every clone run

  ` + driverCommand + `

Exit codes: 0 merged, 1 conflicts are left, 2 could not merge.`,
		Args: cobra.ExactArgs(4),
		RunE: func(cmd *cobra.Command, args []string) error {
			conflict, err := c.mergeDriver(cmd.Context(), driverFiles{args[0], args[1], args[2], args[3]}, markerSize)
			if conflict {
				c.exit = exitFindings
			}
			return err
		},
	}
	cmd.Flags().IntVar(&markerSize, "marker-size", 0, "length of conflict markers, as git passes it in %L")
	return cmd
}

// driverFiles are the arguments of a merge driver: three files, and the path in
// the repository that they are versions of.
type driverFiles struct{ base, ours, theirs, path string }

// mergeDriver merges by record if it can, else by lines.
func (c *command) mergeDriver(ctx context.Context, f driverFiles, markerSize int) (conflict bool, err error) {
	base, ours, theirs := c.path(f.base), c.path(f.ours), c.path(f.theirs)
	var texts [3][]byte
	for i, name := range []string{base, ours, theirs} {
		if texts[i], err = readPlain(name, merge.MostBytes); err != nil {
			break
		}
	}
	var merged merge.Merged
	if err == nil {
		// Without git's own merge the comments of theirs are not taken over.
		lines, _, lineErr := vcs.MergeLines(ctx, base, ours, theirs, vcs.Lines{Ours: true})
		if lineErr != nil {
			lines = nil
		}
		merged, err = engine.MergeFile(f.path, merge.Versions{Base: texts[0], Ours: texts[1], Theirs: texts[2], Lines: lines, MarkerSize: markerSize})
	}
	if err != nil {
		fmt.Fprintf(c.Stderr, "salesplan: %s is merged line by line: %s\n", printable(f.path), oneLine(err.Error()))
		if merged.Text, conflict, err = vcs.MergeLines(ctx, base, ours, theirs, vcs.Lines{MarkerSize: markerSize}); err != nil {
			return false, err
		}
	}
	for _, one := range merged.Conflicts {
		fmt.Fprintf(c.Stderr, "salesplan: %s: %s\n", printable(f.path), oneLine(one.Describe()))
	}
	return conflict || len(merged.Conflicts) > 0, writeFile(ours, merged.Text)
}
