package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
)

func (c *command) verbScenario() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenario",
		Short: "What if: compare the plan with itself under declared changes",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.verbScenarioCompare(), c.verbScenarioList(), c.verbScenarioShow())
	return cmd
}

func (c *command) verbScenarioCompare() *cobra.Command {
	var out output
	var input, year string
	var in engine.ScenariosInput
	cmd := &cobra.Command{
		Use:   "compare [SCENARIO…]",
		Short: "Show goal, quotas, capacity, cost and disruption under scenarios side by side",
		Long: `compare lays scenarios over the plan, one by one, and shows what the plan comes to under each in a fiscal year,
beside the plan itself: goals, quotas, capacity, cost at the attainments of plan.cost, cost of sales, seats, accounts
that get another owner, and findings that come or go. Without the name of a SCENARIO all of them are shown.

Cost is withheld where it would give away the pay of few people, also by how it differs from another cost that is
shown, unless --unmask is given.

Exit codes: 0 fine, 1 something is wrong with a scenario, 2 could not compute.`,
		Example: `  salesplan scenario compare --plan plans/fy27
  salesplan scenario compare downturn hiring-push --plan plans/fy27 --format json`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if in.Year, err = optionalPeriod("--year", year); err != nil {
				return &usageError{verb: verbPath(cmd), message: err.Error()}
			}
			in.Names = args
			loaded, err := c.load(cmd.Context(), input)
			if err != nil {
				return err
			}
			defer c.progress("comparing scenarios")()
			result, err := engine.Scenarios(loaded, in)
			if err != nil {
				return err
			}
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	planFlag(cmd, &input)
	unmaskFlag(cmd, &in.Unmasked)
	cmd.Flags().StringVar(&year, "year", "", "fiscal year, such as FY27; the first of the plan if left out")
	return cmd
}

// planFlag adds --plan to a verb whose arguments are not the plan.
func planFlag(cmd *cobra.Command, input *string) {
	cmd.Flags().StringVar(input, "plan", ".", "plan to read: a folder, REV or REV:DIR")
}

func (c *command) verbScenarioList() *cobra.Command {
	var out output
	var input string
	var unmask bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the scenarios that the plan declares, and what is wrong with them",
		Example: `  salesplan scenario list --plan plans/fy27`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := c.load(cmd.Context(), input)
			if err != nil {
				return err
			}
			result := engine.ListScenarios(loaded, unmask)
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	planFlag(cmd, &input)
	unmaskFlag(cmd, &unmask)
	return cmd
}

func (c *command) verbScenarioShow() *cobra.Command {
	var out output
	var input string
	var unmask bool
	cmd := &cobra.Command{
		Use:     "show SCENARIO",
		Short:   "Show what a scenario changes, with all that it builds on, as a comparison of plans",
		Example: `  salesplan scenario show downturn --plan plans/fy27`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := c.load(cmd.Context(), input)
			if err != nil {
				return err
			}
			result, sound, err := engine.ShowScenario(loaded, args[0], unmask)
			if err != nil {
				return err
			}
			switch {
			case !result.Complete:
				c.exit = exitIncomplete
			case !sound:
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	planFlag(cmd, &input)
	unmaskFlag(cmd, &unmask)
	return cmd
}

// scenarioFlag adds --scenario to a verb that looks at one plan.
func scenarioFlag(cmd *cobra.Command, name *string) {
	cmd.Flags().StringVar(name, "scenario", "", "look at the plan as it is under one of its scenarios")
}

// loadUnder loads the plan that an INPUT names, as it is under a scenario, if one
// is named.
func (c *command) loadUnder(ctx context.Context, input, scenario string) (*engine.Loaded, error) {
	loaded, err := c.load(ctx, input)
	return layOver(loaded, scenario, err)
}

// layOver lays a scenario, if one is named, over a plan that was loaded without an
// error.
func layOver(loaded *engine.Loaded, scenario string, err error) (*engine.Loaded, error) {
	if err != nil || scenario == "" {
		return loaded, err
	}
	return loaded.Under(scenario)
}
