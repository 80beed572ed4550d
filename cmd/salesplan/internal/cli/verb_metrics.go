package cli

import (
	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/rollup"
)

func (c *command) verbMetrics() *cobra.Command {
	var out output
	var by, year string
	var in engine.MetricsInput
	cmd := &cobra.Command{
		Use:   "metrics [INPUT]",
		Short: "Ratios of nodes, and the key figures that the plan computes",
		Long: `metrics shows what follows from several figures of a fiscal year: quotas for goals and for pay at 100 %, the
attainment that is needed, over-assignment by node and by level, seats at capacity, span of control, and the values of
all key figures ("kpi") with a formula. What gives away the pay of few people is withheld unless --unmask is given.`,
		Example: `  salesplan metrics plans/fy27
  salesplan metrics plans/fy27 --by manager --year FY27 --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if in.By, err = rollup.ParseDimension(by); err == nil && in.By != rollup.Territory && in.By != rollup.Manager {
				return &usageError{verb: "metrics ", message: "metrics are of trees: --by is territory or manager, not " + by}
			}
			if err == nil {
				in.Year, err = optionalPeriod("--year", year)
			}
			if err != nil {
				return &usageError{verb: "metrics ", message: err.Error()}
			}
			loaded, err := c.load(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			result, err := engine.Metrics(loaded, in)
			if err != nil {
				return err
			}
			if !result.Complete {
				c.exit = exitIncomplete
			}
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	cmd.Flags().StringVar(&by, "by", rollup.Territory.String(), "of which tree: territory, manager")
	cmd.Flags().StringVar(&year, "year", "", "the fiscal year; the first of the plan if left out")
	cmd.Flags().BoolVar(&in.Unmasked, "unmask", false, "also show what gives away the pay of single people")
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions([]string{rollup.Territory.String(), rollup.Manager.String()}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}
