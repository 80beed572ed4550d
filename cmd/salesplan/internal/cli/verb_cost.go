package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
)

func (c *command) verbCost() *cobra.Command {
	var out output
	var by, year, failOn string
	var in engine.CostInput
	var when moment
	var names []string
	for _, dimension := range cost.Dimensions() {
		names = append(names, string(dimension))
	}
	cmd := &cobra.Command{
		Use:   "cost [INPUT]",
		Short: "Work out what the plan costs in a year at assumed attainments",
		Long: `cost adds up salaries, incentive pay and what the employer pays on top, for a fiscal year in which everybody attains
the same share of every quota: 80, 100 and 120 %, or what the plan states under plan.cost.

Amounts of groups smaller than plan.cost.smallest_group (5) are withheld, and so are others from which they would
follow. --unmask shows them.`,
		Example: `  salesplan cost plans/fy27
  salesplan cost main --by role --curves
  salesplan cost plans/fy27 --by position --unmask --format csv`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if !slices.Contains(names, by) {
				return &usageError{verb: "cost ", message: fmt.Sprintf("%q is not a dimension of cost: choose one of %s", by, strings.Join(names, ", "))}
			}
			in.Dimension = cost.Dimension(by)
			if in.Year, err = optionalPeriod("--year", year); err != nil {
				return &usageError{verb: "cost ", message: err.Error()}
			}
			if in.FailOn, err = diag.ParseSeverity(failOn); err != nil {
				return &usageError{verb: "cost ", message: err.Error()}
			}
			if in.AsOf, err = optionalDate("--as-of", when.asOf); err != nil {
				return &usageError{verb: "cost ", message: err.Error()}
			}
			loaded, known, err := c.loadMoment(cmd.Context(), first(args), when)
			if err != nil {
				return err
			}
			defer c.progress("computing cost")()
			result, err := engine.Cost(loaded, in)
			if err != nil {
				return err
			}
			result.AsOf, result.KnownAt = when.asOf, known
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	failOnFlag(cmd, &failOn)
	when.flags(cmd)
	cmd.Flags().StringVar(&by, "by", string(cost.Total), "what to total by: "+strings.Join(names, ", "))
	cmd.Flags().StringVar(&year, "year", "", "fiscal year, such as FY27; the first of the plan if left out")
	cmd.Flags().BoolVar(&in.Curves, "curves", false, "also show what each comp plan pays from 0 to 200 % attainment")
	cmd.Flags().BoolVar(&in.Unmasked, "unmask", false, "show amounts that give away the pay of single people")
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}
