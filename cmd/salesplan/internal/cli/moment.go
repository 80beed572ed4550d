package cli

import (
	"context"
	"fmt"
	"os"
	"path"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/vcs"
)

// moment says of when a plan is to be read: what is in effect on a day, and as
// the repository knew it then; and under which of its scenarios.
type moment struct{ asOf, knownAt, scenario string }

func (m *moment) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&m.asOf, "as-of", "", "count only what is in effect on a day, YYYY-MM-DD, and as if it stayed so")
	scenarioFlag(cmd, &m.scenario)
	cmd.Flags().StringVar(&m.knownAt, "known-at", "", "read the plan as a revision has it, or as the last commit of a day, YYYY-MM-DD, has it")
}

// loadMoment loads the plan that INPUT names as it was known, under a scenario, and as
// it is in effect at a moment. known is the commit that it was read from, "" without --known-at.
func (c *command) loadMoment(ctx context.Context, input string, m moment) (loaded *engine.Loaded, known string, err error) {
	day := period.Date{}
	if m.asOf != "" {
		if day, err = period.ParseDate(m.asOf); err != nil {
			return nil, "", fmt.Errorf("--as-of: %w", err)
		}
	}
	if m.knownAt == "" {
		loaded, err = c.load(ctx, input)
	} else {
		loaded, known, err = c.loadKnown(ctx, input, m.knownAt)
	}
	loaded, err = layOver(loaded, m.scenario, err)
	if err == nil && !day.IsZero() {
		loaded.AsOf(day)
	}
	return loaded, known, err
}

// loadKnown loads the plan in a folder as a revision has it.
func (c *command) loadKnown(ctx context.Context, input, revision string) (*engine.Loaded, string, error) {
	folder := c.path(orDot(input))
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, "", fmt.Errorf("there is no folder %s: --known-at reads a folder as a revision has it", input)
	}
	repository, err := vcs.Open(ctx, folder, vcs.DefaultLimits())
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = repository.Close() }()
	commit, err := known(repository, revision)
	if err != nil {
		return nil, "", fmt.Errorf("--known-at: %w", err)
	}
	source, err := snapshotPlan(repository, commit, orDot(input), path.Clean(repository.Prefix()))
	if err != nil {
		return nil, "", err
	}
	loaded, err := c.read(source)
	return loaded, commit.Hash, err
}

// known returns the commit of a revision, or the last one of a day in the line
// of first parents of HEAD.
func known(repository *vcs.Repository, revision string) (vcs.Commit, error) {
	day, err := period.ParseDate(revision)
	if err != nil {
		return repository.Resolve(revision)
	}
	commit, err := repository.Resolve("HEAD")
	for err == nil && commit.Date > day.String() {
		var parents []vcs.Commit
		var cut bool
		parents, cut, err = repository.Parents(commit)
		switch {
		case cut:
			return vcs.Commit{}, fmt.Errorf("%s: %w", revision, vcs.ErrShallow)
		case err == nil && len(parents) == 0:
			return vcs.Commit{}, fmt.Errorf("there is no commit of %s or before", revision)
		case err == nil:
			commit = parents[0]
		}
	}
	return commit, err
}
