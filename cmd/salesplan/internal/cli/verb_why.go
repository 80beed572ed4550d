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
	var input string
	cmd := &cobra.Command{
		Use:   "why NODE/MEASURE@PERIOD",
		Short: "Show how a total came about: every part with its place",
		Long: `why traces a total of rollup down to the lines that it is made of. NODE is the address of a territory,
position or role, or "plan" for the whole plan.`,
		Example: `  salesplan why territory/emea.dach/new_arr@FY27-Q2 --input plans/fy27
  salesplan why plan/new_arr@FY27`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := totalKey(args[0])
			if err != nil {
				return &usageError{verb: "why ", message: err.Error()}
			}
			loaded, err := c.load(cmd.Context(), input)
			if err != nil {
				return err
			}
			result, err := engine.Why(loaded, key)
			if err != nil {
				return fmt.Errorf("%w: \"salesplan rollup\" lists all totals", err)
			}
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "plan to read: a folder, REV or REV:DIR; the working folder if left out")
	out.flags(cmd)
	return cmd
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
