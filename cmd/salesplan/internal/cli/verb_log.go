package cli

import (
	"fmt"
	"path"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/vcs"
)

// historyOptions are the flags of the verbs that look back.
type historyOptions struct {
	rev, plan string
	unmask    bool
}

func (o *historyOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.rev, "rev", "HEAD", "revision from which on to look back")
	cmd.Flags().StringVar(&o.plan, "plan", "", "the plan's folder in the repository, where there are several")
	unmaskFlag(cmd, &o.unmask)
}

func (c *command) verbLog() *cobra.Command {
	var out output
	var o historyOptions
	var field string
	cmd := &cobra.Command{
		Use:   "log ADDRESS [--field FIELD]",
		Short: "Show who changed a record when, field by field",
		Long: `log follows one record through the commits of the repository, the newest first: who changed which field when,
from what to what. Moving a record to another file is no change. Declared renames are followed. Files that are not
committed are not looked at.`,
		Example: `  salesplan log territory/emea.dach
  salesplan log quota/emea.dach/new_arr@FY27-Q2 --field amount --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.lookBack(cmd, o, args[0], func(past engine.Past, a addr.Addr) error {
				result, err := engine.Log(past, a, field)
				if err != nil {
					return err
				}
				return c.emitWhole(out, result)
			})
		},
	}
	cmd.Flags().StringVar(&field, "field", "", "show changes of one field, such as amount or extra.cost_center")
	o.flags(cmd)
	out.sheetFlags(cmd, sheets)
	return cmd
}

func (c *command) verbBlame() *cobra.Command {
	var out output
	var o historyOptions
	cmd := &cobra.Command{
		Use:   "blame ADDRESS",
		Short: "Show which commit last set each field of a record",
		Example: `  salesplan blame territory/emea.dach
  salesplan blame plan/settings --rev v1.0`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.lookBack(cmd, o, args[0], func(past engine.Past, a addr.Addr) error {
				result, err := engine.Blame(past, a)
				if err != nil {
					return fmt.Errorf("%w in %s: \"salesplan log\" also finds records that are gone", err, o.rev)
				}
				return c.emitWhole(out, result)
			})
		},
	}
	o.flags(cmd)
	out.sheetFlags(cmd, sheets)
	return cmd
}

// lookBack opens the repository and the plan of a revision, and shows the past
// of one record.
func (c *command) lookBack(cmd *cobra.Command, o historyOptions, address string, show func(engine.Past, addr.Addr) error) error {
	a, err := addr.Parse(address)
	if err != nil {
		return &usageError{verb: verbPath(cmd), message: err.Error()}
	}
	repository, err := vcs.Open(cmd.Context(), c.Dir, vcs.DefaultLimits())
	if err != nil {
		return err
	}
	defer func() { _ = repository.Close() }()
	past, err := c.past(repository, o)
	if err != nil {
		return err
	}
	return show(past, a)
}

// past loads the plan of a revision.
func (c *command) past(repository *vcs.Repository, o historyOptions) (engine.Past, error) {
	commit, err := repository.Resolve(o.rev)
	if err != nil {
		return engine.Past{}, fmt.Errorf("--rev: %w", err)
	}
	source, err := snapshotPlan(repository, commit, o.rev, path.Join(repository.Prefix(), o.plan))
	if err != nil {
		return engine.Past{}, err
	}
	loaded, err := c.read(source)
	if err != nil {
		return engine.Past{}, err
	}
	load := func(older vcs.Commit) (*engine.Loaded, error) {
		at, found, err := planAt(repository, older, source.Path)
		if err != nil || !found {
			return nil, err
		}
		return c.read(at)
	}
	return engine.Past{Repository: repository, Commit: commit, Plan: loaded, Unmasked: o.unmask, Load: load}, nil
}
