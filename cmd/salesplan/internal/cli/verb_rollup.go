package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/rollup"
)

func (c *command) verbRollup() *cobra.Command {
	var out output
	var by string
	var when moment
	cmd := &cobra.Command{
		Use:   "rollup [INPUT]",
		Short: "Total quotas and headcount by territory, manager, role, measure and period",
		Example: `  salesplan rollup plans/fy27
  salesplan rollup main --by manager --format json
  salesplan rollup plans/fy27 --as-of 2026-07-01 --known-at 2026-03-31`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dimension, err := rollup.ParseDimension(by)
			if err != nil {
				return &usageError{verb: "rollup ", message: err.Error()}
			}
			loaded, known, err := c.loadMoment(cmd.Context(), first(args), when)
			if err != nil {
				return err
			}
			result := engine.Rollup(loaded, dimension)
			result.AsOf, result.KnownAt = when.asOf, known
			if !result.Complete {
				c.exit = exitIncomplete
			}
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	when.flags(cmd)
	names := rollup.DimensionNames()
	cmd.Flags().StringVar(&by, "by", rollup.Territory.String(), "what to total by: "+strings.Join(names, ", "))
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}
