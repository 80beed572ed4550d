package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/rollup"
)

func (c *command) verbRollup() *cobra.Command {
	var out output
	var by string
	var when moment
	var nodes nodeFlags
	cmd := &cobra.Command{
		Use:   "rollup [INPUT]",
		Short: "Total quotas and headcount by territory, manager, role, measure and period",
		Long: `rollup totals quotas and headcount along a tree, by role or for the whole plan.

--by node holds goal, quotas, capacity, cost and headcount of every node that has a goal or an envelope against each
other; with --measures that is shown for all nodes of a tree, too. Cost that gives away the pay of few people is
withheld unless --unmask is given.`,
		Example: `  salesplan rollup plans/fy27
  salesplan rollup main --by manager --format json
  salesplan rollup plans/fy27 --by node --measures goal,quota,capacity --hire account_executive@2026-05-01
  salesplan rollup plans/fy27 --as-of 2026-07-01 --known-at 2026-03-31`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if nodes.asked(by) {
				return c.rollupNodes(cmd, first(args), by, when, nodes, out)
			}
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
	nodes.flags(cmd)
	names := append(rollup.DimensionNames(), byNode)
	cmd.Flags().StringVar(&by, "by", rollup.Territory.String(), "what to total by: "+strings.Join(names, ", "))
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// byNode stands for the nodes of both trees that have a goal or an envelope.
const byNode = "node"

// nodeFlags are the flags of what is held against each other by node.
type nodeFlags struct {
	measures          []string
	grain, year, hire string
	unmask            bool
}

func (f *nodeFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.measures, "measures", nil, "hold against each other by node: "+strings.Join(report.NodeFigures(), ", ")+"; all with --by node")
	cmd.Flags().StringVar(&f.grain, "grain", "", "with --measures or --by node, the shortest periods shown: year, half, quarter (the default) or month")
	cmd.Flags().StringVar(&f.year, "year", "", "with --measures or --by node, the fiscal year; the first of the plan if left out")
	cmd.Flags().StringVar(&f.hire, "hire", "", "with --measures or --by node, ROLE@DATE: how many people of the role, there from that day, close each gap")
	cmd.Flags().BoolVar(&f.unmask, "unmask", false, "with --measures or --by node, show cost that gives away the pay of single people")
}

// asked reports whether nodes are asked for.
func (f *nodeFlags) asked(by string) bool {
	return by == byNode || len(f.measures) > 0 || f.grain != "" || f.year != "" || f.hire != "" || f.unmask
}

// rollupNodes shows what is held against each other by node.
func (c *command) rollupNodes(cmd *cobra.Command, input, by string, when moment, flags nodeFlags, out output) error {
	in, err := flags.read(by, when)
	if err != nil {
		return &usageError{verb: "rollup ", message: err.Error()}
	}
	loaded, known, err := c.loadMoment(cmd.Context(), input, when)
	if err != nil {
		return err
	}
	result, err := engine.Nodes(loaded, in)
	result.KnownAt = known
	if err != nil {
		return err
	}
	if !result.Complete {
		c.exit = exitIncomplete
	}
	return c.emit(out, result)
}

// grains are the periods that lines of nodes are shown by.
var grains = map[string]period.Kind{"year": period.Year, "half": period.Half, "": period.Quarter, "quarter": period.Quarter, "month": period.Month}

// read checks the flags.
func (f *nodeFlags) read(by string, when moment) (in engine.NodesInput, err error) {
	in = engine.NodesInput{Dimension: by, Figures: f.measures, Unmasked: f.unmask}
	figures := report.NodeFigures()
	if len(in.Figures) == 0 {
		in.Figures = figures
	}
	for _, figure := range in.Figures {
		if !slices.Contains(figures, figure) {
			return in, fmt.Errorf("%q is no measure of nodes: choose of %s", figure, strings.Join(figures, ", "))
		}
	}
	var known bool
	if in.Grain, known = grains[f.grain]; !known {
		return in, fmt.Errorf("%q is no grain: choose one of year, half, quarter, month", f.grain)
	}
	if !slices.Contains([]string{byNode, rollup.Territory.String(), rollup.Manager.String()}, by) {
		return in, fmt.Errorf("nodes are of trees: with --measures, --by is node, territory or manager, not %s", by)
	}
	if when.asOf != "" {
		return in, errors.New("figures of nodes are of a whole year: --as-of is for totals of quotas and headcount")
	}
	if in.Year, err = optionalPeriod("--year", f.year); err != nil {
		return in, err
	}
	in.Hire, err = candidateOf(f.hire)
	return in, err
}

// candidateOf reads ROLE@DATE, nil for nothing.
func candidateOf(text string) (*capacity.Candidate, error) {
	if text == "" {
		return nil, nil
	}
	role, day, _ := strings.Cut(text, "@")
	works, err := period.ParseDate(day)
	if err != nil || role == "" {
		return nil, fmt.Errorf("--hire %q: write ROLE@DATE, such as account_executive@2026-05-01", text)
	}
	return &capacity.Candidate{Role: role, Works: works}, nil
}
