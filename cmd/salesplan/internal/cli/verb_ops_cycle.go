package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
)

func (c *command) verbOpsCycle() *cobra.Command {
	var out output
	var monthText, asOfText, failOn string
	var recap bool
	cmd := &cobra.Command{
		Use:   "cycle [INPUT] --month MONTH --as-of DATE",
		Short: "A month of sales and operations planning: inputs, demand and supply, figures, meeting, actions",
		Long: `cycle puts together the pack for the meeting of a month as of a day: which inputs are there and fresh, whether
supply meets demand, how figures stand against the same targets as last month, who comes, which actions are open.
The day is yours to name, so that the pack of a month can be made again at any time. --recap shows what was decided.`,
		Example: `  salesplan ops cycle plans/fy27 --month FY27-M05 --as-of 2026-07-10 --out html=pack.html
  salesplan ops cycle plans/fy27 --month FY27-M05 --as-of 2026-07-16 --recap --format markdown`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			usage := func(format string, args ...any) error {
				return &usageError{verb: "ops cycle ", message: fmt.Sprintf(format, args...)}
			}
			severity, err := diag.ParseSeverity(failOn)
			if err != nil {
				return err
			}
			month, err := period.Parse(monthText)
			if err != nil {
				return usage("--month: %s", err)
			}
			asOf, err := period.ParseDate(asOfText)
			if err != nil {
				return usage("--as-of: %s", err)
			}
			loaded, err := c.load(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			result, err := engine.Cycle(loaded, month, asOf, recap, severity)
			if err != nil {
				return err
			}
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringVar(&monthText, "month", "", "fiscal month, such as FY27-M05")
	cmd.Flags().StringVar(&asOfText, "as-of", "", "day as of which the month is looked at, such as 2026-07-10")
	cmd.Flags().BoolVar(&recap, "recap", false, "show what was decided and what is to be done, not the whole pack")
	out.sheetFlags(cmd, sheets)
	failOnFlag(cmd, &failOn)
	return cmd
}
