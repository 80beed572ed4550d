package cli

import (
	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
)

func (c *command) verbDiff() *cobra.Command {
	var out output
	var exitCode, unmask bool
	cmd := &cobra.Command{
		Use:   "diff BEFORE [AFTER]",
		Short: "Show what changed between two plans, record by record",
		Long: `diff compares two plans by the addresses of their records: added, removed, moved in a hierarchy, renamed
(as declared), changed with old and new values. Regrouping files or reordering keys is no change.
AFTER is the working folder if it is left out.`,
		Example: `  salesplan diff main
  salesplan diff v1.0:plans/fy27 plans/fy27 --format json
  salesplan diff HEAD~1 HEAD --exit-code`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			after := ""
			if len(args) == 2 {
				after = args[1]
			}
			sides := make([]*engine.Loaded, 2)
			for i, input := range []string{args[0], after} {
				var err error
				if sides[i], err = c.load(cmd.Context(), input); err != nil {
					return err
				}
			}
			result := engine.Diff(sides[0], sides[1], unmask)
			switch {
			case !result.Complete:
				c.exit = exitIncomplete
			case exitCode && len(result.Changes) > 0:
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	unmaskFlag(cmd, &unmask)
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 if there are changes")
	return cmd
}
