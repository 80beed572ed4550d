package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
)

func (c *command) verbOps() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ops",
		Short: "How sales operations is organised and run: responsibilities, work, maturity",
		Long: `ops reports on the responsibility map of a plan: who answers for what, how many hours and how much money the
activities take, what moving them elsewhere would free, and which stage of maturity the map shows.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		opsReport(c, "map", "The responsibility map: hours and cost by segment, function, role and team; as a picture with --format svg",
			"  salesplan ops map plans/fy27\n  salesplan ops map plans/fy27 --format svg > map.svg", pictured, engine.OpsMap),
		opsReport(c, "grid", "The labor grid: routine or not, cognitive or manual, and routine work on strategic roles",
			"  salesplan ops grid plans/fy27", sheets, engine.OpsGrid),
		opsReport(c, "maturity", "Which stage of maturity the map shows, with what speaks for and against it",
			"  salesplan ops maturity plans/fy27 --format markdown", sheets, engine.OpsMaturity),
		c.verbOpsReallocate(), c.verbOpsForecast(), c.verbOpsCycle(), c.verbOpsAnnounce(),
	)
	return cmd
}

// The formats of reports that are shown as sheets, and of those that have a
// picture.
var (
	sheets   = []string{"text", "markdown", "json", "html"}
	pictured = append(slices.Clip(sheets), "svg")
)

// reported is a report that says whether it is complete.
type reported interface{ IsComplete() bool }

// sheetFlags adds --format and --out to a verb whose report is a sheet.
func (o *output) sheetFlags(cmd *cobra.Command, formats []string) {
	cmd.Flags().StringVar(&o.format, "format", "text", "format of the report on stdout: "+strings.Join(formats, ", "))
	cmd.Flags().StringArrayVar(&o.files, "out", nil, "also write the report to a file, as FORMAT=FILE; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
}

// opsReport is a verb that reports on the responsibility map of one plan.
func opsReport[R reported](c *command, name, short, example string, formats []string, report func(*engine.Loaded) (R, error)) *cobra.Command {
	var out output
	cmd := &cobra.Command{
		Use: name + " [INPUT]", Short: short, Example: example, Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := c.load(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			result, err := report(loaded)
			if err != nil {
				return err
			}
			if judged, ok := any(result).(interface{ HasErrors() bool }); ok && judged.HasErrors() {
				c.exit = exitFindings
			}
			return c.emitWhole(out, result)
		},
	}
	out.sheetFlags(cmd, formats)
	return cmd
}

// emitWhole writes a report; one that is not complete makes the run incomplete.
func (c *command) emitWhole(out output, result reported) error {
	if !result.IsComplete() {
		c.exit = exitIncomplete
	}
	return c.emit(out, result)
}

func (c *command) verbOpsReallocate() *cobra.Command {
	var out output
	var proposals []string
	cmd := &cobra.Command{
		Use:     "reallocate [INPUT]",
		Short:   "Compare proposals to have work done elsewhere: hours and cost freed, transition, what they fund",
		Example: "  salesplan ops reallocate plans/fy27\n  salesplan ops reallocate plans/fy27 --proposal offshore-care",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := c.load(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			result, err := engine.OpsReallocate(loaded, proposals)
			if err != nil {
				return err
			}
			return c.emitWhole(out, result)
		},
	}
	out.sheetFlags(cmd, sheets)
	cmd.Flags().StringArrayVar(&proposals, "proposal", nil, "id of a reallocation; may be repeated; all if left out")
	return cmd
}
