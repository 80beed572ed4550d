package cli

import (
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/report"
)

func (c *command) verbFmt() *cobra.Command {
	var out output
	var check bool
	cmd := &cobra.Command{
		Use:   "fmt [DIR]",
		Short: "Bring the files of a plan into canonical form; comments stay",
		Long: `fmt rewrites the YAML and CSV files of a plan in one layout: two spaces of indentation, fields in the order
of the language, at most one empty line at a time, columns in order. What they say stays the same, and so do comments,
the order of records, and quotes that somebody wrote. Files in CUE are left to "cue fmt".

Exit codes: 0 fine, 1 files would change (with --check), 2 a file cannot be read.`,
		Example: `  salesplan fmt plans/fy27
  salesplan fmt --check`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			result, err := c.format(orDot(first(args)), check)
			if err != nil {
				return err
			}
			switch {
			case !result.Complete:
				c.exit = exitIncomplete
			case check && len(result.Files) > 0:
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; list the files that would change, and exit with 1 if there are any")
	out.flags(cmd)
	return cmd
}

// format formats the files of the plan in or below a folder, or says which it
// would.
func (c *command) format(input string, check bool) (report.Transfer, error) {
	dir := c.path(input)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return report.Transfer{}, fmt.Errorf("there is no folder %s: fmt changes files of the working folder", input)
	}
	source, err := openFolder(input, dir, ".")
	if err != nil {
		return report.Transfer{}, err
	}
	files, findings, err := engine.Format(source)
	if err != nil {
		return report.Transfer{}, err
	}
	into := path.Join(filepath.ToSlash(input), source.Path)
	written := []report.Written{}
	var change []planFile
	for _, f := range files {
		if f.Changed {
			change = append(change, planFile{path: f.Path, text: f.Text})
			written = append(written, report.Written{Path: f.Path, Action: "would change"})
		}
	}
	if !check && len(change) > 0 {
		if written, err = writeAll(filepath.Join(dir, filepath.FromSlash(source.Path)), change); err != nil {
			return report.Transfer{}, err
		}
	}
	language, err := c.memory.BuiltIn()
	if err != nil {
		return report.Transfer{}, err
	}
	return report.NewTransfer("fmt", into, written).Found(into, findings, language.Confidence()), nil
}
