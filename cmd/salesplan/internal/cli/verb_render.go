package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/report"
)

func (c *command) verbRender() *cobra.Command {
	var out output
	cmd := &cobra.Command{
		Use:   "render REPORT.json",
		Short: "Turn a stored JSON report into any format",
		Long: `render reads a report that check, review, diff, rollup or why wrote as JSON, and writes it in any format that
the report has. The file is not trusted: a report of another major format_version, a broken one, or one that
contradicts itself is refused. - reads from standard input. The exit code says nothing about the verdict.`,
		Example: `  salesplan review --base main --out json=review.json
  salesplan render review.json --format markdown
  salesplan render review.json --format github --out sarif=review.sarif --out junit=review.xml`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			stored, err := c.stored(args[0])
			if err != nil {
				return err
			}
			return c.emit(out, stored)
		},
	}
	out.flags(cmd)
	return cmd
}

// stored reads a stored report; - is standard input.
func (c *command) stored(name string) (any, error) {
	var text []byte
	var err error
	if name == "-" {
		text, err = io.ReadAll(io.LimitReader(c.Stdin, report.MaxStoredBytes+1))
	} else {
		text, err = readPlain(c.path(name), report.MaxStoredBytes)
	}
	if err != nil {
		return nil, err
	}
	stored, err := report.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return stored, nil
}
