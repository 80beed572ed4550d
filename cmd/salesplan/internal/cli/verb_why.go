package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

func (c *command) verbWhy() *cobra.Command {
	var out output
	var input, scenario string
	var credits []string
	cmd := &cobra.Command{
		Use:   "why NODE/MEASURE@PERIOD",
		Short: "Show how a total came about: every part with its place",
		Long: `why traces a total of rollup down to the lines that it is made of. NODE is the address of a territory,
position or role, or "plan" for the whole plan.

capacity/NODE/MEASURE@PERIOD traces what seats can achieve, by seat and month.

payout/POSITION/COMPONENT@PERIOD, with --credits, traces what a component pays; payout/POSITION@PERIOD what is paid in all.`,
		Example: `  salesplan why territory/emea.dach/new_arr@FY27-Q2 --input plans/fy27
  salesplan why plan/new_arr@FY27
  salesplan why payout/ae-1/new@FY27-Q1 --input plans/fy27 --credits credits.csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if target, ok := strings.CutPrefix(args[0], "payout/"); ok {
				if scenario != "" {
					return &usageError{verb: "why ", message: "credits are of the plan itself: --scenario is for totals and capacity"}
				}
				return c.whyPayout(cmd, target, input, credits, out)
			}
			if len(credits) > 0 {
				return &usageError{verb: "why ", message: "--credits are for payout/POSITION/COMPONENT@PERIOD"}
			}
			target, ofCapacity := strings.CutPrefix(args[0], "capacity/")
			key, err := totalKey(target)
			if err != nil {
				return &usageError{verb: "why ", message: err.Error()}
			}
			loaded, err := c.loadUnder(cmd.Context(), input, scenario)
			if err != nil {
				return err
			}
			if ofCapacity {
				return c.whyCapacity(loaded, key, out)
			}
			result, err := engine.Why(loaded, key)
			if err != nil {
				return fmt.Errorf("%w: \"salesplan rollup\" lists all totals", err)
			}
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringArrayVar(&credits, "credits", nil, "credits file, for payouts; may be repeated")
	scenarioFlag(cmd, &scenario)
	cmd.Flags().StringVar(&input, "input", "", "plan to read: a folder, REV or REV:DIR; the working folder if left out")
	out.flags(cmd)
	return cmd
}

// whyCapacity traces what the seats of a node can achieve.
func (c *command) whyCapacity(loaded *engine.Loaded, key rollup.Key, out output) error {
	if key.Dimension == rollup.Role {
		return &usageError{verb: "why ", message: "capacity is of a territory, a position or \"plan\", not of a role"}
	}
	result, err := engine.WhyCapacity(loaded, key.Node, key.Measure, key.Period)
	if err != nil {
		return fmt.Errorf("%w: \"salesplan rollup --measures capacity\" lists all", err)
	}
	return c.emit(out, result)
}

// whyPayout traces POSITION/COMPONENT@PERIOD, or POSITION@PERIOD.
func (c *command) whyPayout(cmd *cobra.Command, target, input string, credits []string, out output) error {
	node, text, _ := strings.Cut(target, "@")
	position, component, _ := strings.Cut(node, "/")
	at, err := period.Parse(text)
	switch {
	case err != nil || position == "":
		return &usageError{verb: "why ", message: fmt.Sprintf("payout/%s is no payout: write payout/POSITION/COMPONENT@PERIOD, such as payout/ae-1/new@FY27-Q1", target)}
	case len(credits) == 0:
		return &usageError{verb: "why ", message: "a payout comes about from credits: name them with --credits FILE"}
	}
	loaded, err := c.load(cmd.Context(), input)
	if err != nil {
		return err
	}
	var in engine.PayoutInput
	closeAll, err := c.openCredits(&in, credits, "")
	defer closeAll()
	if err != nil {
		return err
	}
	result, err := engine.WhyPayout(loaded, in, position, component, at)
	if err != nil {
		return fmt.Errorf("%w: \"salesplan payout\" lists all payouts", err)
	}
	return c.emit(out, result)
}

// totalKey reads NODE/MEASURE@PERIOD.
func totalKey(text string) (rollup.Key, error) {
	rest, periodText, ok := strings.Cut(text, "@")
	slash := strings.LastIndexByte(rest, '/')
	if !ok || slash < 0 {
		return rollup.Key{}, fmt.Errorf("%q is no total: write NODE/MEASURE@PERIOD, such as territory/emea.dach/new_arr@FY27-Q2", text)
	}
	p, err := period.Parse(periodText)
	if err != nil {
		return rollup.Key{}, err
	}
	key := rollup.Key{Dimension: rollup.Total, Measure: rest[slash+1:], Period: p}
	node := rest[:slash]
	// A quota's address names the total of its territory.
	node = strings.TrimPrefix(node, "quota/")
	if node == "plan" {
		return key, nil
	}
	if !strings.Contains(node, "/") {
		node = plan.TerritoryKind + "/" + node
	}
	if key.Node, err = addr.Parse(node); err != nil {
		return rollup.Key{}, err
	}
	dimension, ok := map[string]rollup.Dimension{
		plan.TerritoryKind: rollup.Territory, plan.PositionKind: rollup.Manager, plan.RoleKind: rollup.Role,
	}[key.Node.Collection]
	if !ok {
		return rollup.Key{}, fmt.Errorf("%s is neither a territory, a position, a role nor \"plan\"", node)
	}
	key.Dimension = dimension
	return key, nil
}
