package cli

import (
	"context"
	"errors"
	"fmt"
	"path"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

// workTreeName stands for files that are not committed.
const workTreeName = "worktree"

// reviewOptions are the flags of review.
type reviewOptions struct {
	base, head, plan, failOn string
	asOf, approvals          string
	previous                 string
	also                     []string
	unmask, scenarios        bool
	out                      output
}

func (c *command) verbReview() *cobra.Command {
	var o reviewOptions
	cmd := &cobra.Command{
		Use:   "review --base REV [--head REV]",
		Short: "Report what landing a change does: the pull-request report",
		Long: `review merges the head into the base record by record, compares the result with the base, and reports the
verdict, every change by consequence, how totals move, and which findings are new, fixed or still there.
Without --head the files of the working folder are the head.`,
		Example: `  salesplan review --base origin/main
  salesplan review --base main --head my-branch --format markdown
  salesplan review --base main --also her-branch --also his-branch
  salesplan review --base main --out json=review.json --out markdown=comment.md`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.base == "" {
				return &usageError{verb: "review ", message: "review needs --base REV, the revision that the change is to land on"}
			}
			result, err := c.review(cmd.Context(), o)
			if err != nil {
				return err
			}
			c.exit = exitOf(result.Verdict)
			return c.emit(o.out, result)
		},
	}
	cmd.Flags().StringVar(&o.base, "base", "", "revision that the change is to land on, such as origin/main")
	cmd.Flags().StringVar(&o.head, "head", "", "revision of the change; the working folder if left out")
	cmd.Flags().StringVar(&o.plan, "plan", "", "the plan's folder in the repository, where there are several")
	cmd.Flags().StringArrayVar(&o.also, "also", nil, "another open change to the same base: name what does not go together with it; may be repeated")
	cmd.Flags().StringVar(&o.asOf, "as-of", "", "day of the review, such as 2027-01-31: waivers and freezes depend on it")
	cmd.Flags().StringVar(&o.approvals, "approvals", "", "file of approvals given on the platform; what is not approved then fails the review")
	cmd.Flags().StringVar(&o.previous, "previous", "", "JSON of an earlier review of the change, which policies may compare with")
	cmd.Flags().BoolVar(&o.scenarios, "scenarios", false, "also show which figures differ under the scenarios of the plan")
	unmaskFlag(cmd, &o.unmask)
	o.out.flags(cmd)
	failOnFlag(cmd, &o.failOn)
	return cmd
}

// review loads the three revisions and works out the report.
func (c *command) review(ctx context.Context, o reviewOptions) (report.Review, error) {
	severity, err := diag.ParseSeverity(o.failOn)
	if err != nil {
		return report.Review{}, err
	}
	known, err := c.gate(o)
	if err != nil {
		return report.Review{}, err
	}
	repository, err := vcs.Open(ctx, c.Dir, vcs.DefaultLimits())
	if err != nil {
		return report.Review{}, err
	}
	defer func() { _ = repository.Close() }()
	r := reviewer{command: c, repository: repository}
	ends, err := r.resolve(o)
	if err != nil {
		return report.Review{}, err
	}
	if len(o.also) == 0 && !o.scenarios {
		if result, ok := r.near(ends, engine.ReviewNearInput{FailOn: severity, Unmasked: o.unmask, Gate: known}); ok {
			return result, nil
		}
	}
	in, err := r.load(ends)
	if err != nil {
		return report.Review{}, err
	}
	in.FailOn, in.Unmasked, in.Gate = severity, o.unmask, known
	in.Scenarios = o.scenarios
	if in.Also, err = r.others(ends, in, o.also); err != nil {
		return report.Review{}, err
	}
	if in.Gate.Approvals, err = r.approved(ends, in); err != nil {
		return report.Review{}, err
	}
	result := engine.Review(in)
	c.keepMemo(in.Target)
	return result, nil
}

// reviewer loads the revisions of one review.
type reviewer struct {
	*command
	repository *vcs.Repository
}

// ends are the revisions of a review.
type ends struct {
	base, target, head vcs.Commit
	source             engine.Source // the plan of the head
	named              report.Revisions
}

// resolve finds base, head and merge base.
func (r reviewer) resolve(o reviewOptions) (e ends, err error) {
	if e.target, err = r.repository.Resolve(o.base); err != nil {
		return e, fmt.Errorf("--base: %w", err)
	}
	if e.head, e.source, err = r.head(o); err != nil {
		return e, err
	}
	if e.base, err = r.repository.MergeBase(e.target, e.head); err != nil {
		return e, err
	}
	e.named = report.Revisions{Base: e.target.Hash, Head: e.head.Hash, MergeBase: e.base.Hash}
	if o.head == "" {
		e.named.Head = workTreeName
	}
	return e, nil
}

// near works the review out from what lies near the change, where nothing
// landed since the head branched off and a similar plan is known.
func (r reviewer) near(e ends, in engine.ReviewNearInput) (result report.Review, ok bool) {
	if e.base.Hash != e.target.Hash {
		return result, false
	}
	target, found, err := planAt(r.repository, e.target, e.source.Path)
	if err != nil || !found {
		return result, false
	}
	ok = r.command.near(target, func(memo *near.Memo) (err error) {
		in.Target, in.Head, in.Revisions = target, e.source, e.named
		result, err = engine.ReviewNear(in, r.memory, memo)
		return err
	})
	return result, ok
}

// load loads the plan of each revision; one that is the same commit as another
// is loaded once.
func (r reviewer) load(e ends) (in engine.ReviewInput, err error) {
	in = engine.ReviewInput{Path: e.source.Path, Revisions: e.named}
	if in.Head, err = r.read(e.source); err != nil {
		return in, err
	}
	if in.Target, err = r.loadAt(e.target, e.source.Path); err != nil {
		return in, err
	}
	if in.Base = in.Target; e.base.Hash != e.target.Hash {
		in.Base, err = r.loadAt(e.base, e.source.Path)
	}
	return in, err
}

// head returns the commit of the head and where its plan lies. For the working
// folder that is the commit it grew from.
func (r reviewer) head(o reviewOptions) (vcs.Commit, engine.Source, error) {
	if o.head == "" {
		commit, err := r.repository.Resolve("HEAD")
		if err != nil {
			return vcs.Commit{}, engine.Source{}, err
		}
		if r.repository.Root() == "" {
			return vcs.Commit{}, engine.Source{}, errors.New("this repository has no working folder: name the change with --head REV")
		}
		source, err := openFolder(workTreeName, r.path(orDot(o.plan)), path.Join(r.repository.Prefix(), o.plan))
		return commit, source, err
	}
	commit, err := r.repository.Resolve(o.head)
	if err != nil {
		return vcs.Commit{}, engine.Source{}, fmt.Errorf("--head: %w", err)
	}
	source, err := snapshotPlan(r.repository, commit, o.head, path.Join(r.repository.Prefix(), o.plan))
	return commit, source, err
}

func orDot(folder string) string {
	if folder == "" {
		return "."
	}
	return folder
}

// loadAt reads the plan of a commit at the folder where the head has it, or,
// if the folder was moved since, the only plan that the commit has. A commit
// without a plan counts as an empty one: everything in the head is then new.
func (r reviewer) loadAt(commit vcs.Commit, folder string) (*engine.Loaded, error) {
	source, found, err := planAt(r.repository, commit, folder)
	switch {
	case err != nil:
		return nil, err
	case !found:
		moved, err := snapshotPlan(r.repository, commit, commit.Hash, r.repository.Prefix())
		if err != nil {
			return engine.Absent(source, r.memory) // no plan there, or several of which none is the head's
		}
		source = moved
	}
	return r.read(source)
}

// approved finds out what the commits hold that were approved as a whole. One
// that is not in the repository holds nothing that is known.
func (r reviewer) approved(e ends, in engine.ReviewInput) (*gate.Approvals, error) {
	given := in.Gate.Approvals
	if given == nil {
		return nil, nil //nolint:nilnil // nobody has been asked
	}
	holds := map[string][]string{}
	for _, approved := range given.Commits() {
		commit, err := r.repository.Resolve(approved)
		if err != nil || commit.Hash != approved {
			continue
		}
		if in.Head, err = r.loadAt(commit, e.source.Path); err != nil {
			return nil, err
		}
		base, err := r.repository.MergeBase(e.target, commit)
		if err != nil {
			return nil, fmt.Errorf("--approvals: %w", err)
		}
		if in.Base = in.Target; base.Hash != e.target.Hash {
			if in.Base, err = r.loadAt(base, e.source.Path); err != nil {
				return nil, err
			}
		}
		holds[approved] = engine.Approvable(in)
	}
	return given.Resolved(holds), nil
}

// others loads other open changes; those that have landed, or that the head
// holds, need not be.
func (r reviewer) others(e ends, in engine.ReviewInput, revisions []string) ([]engine.OpenChange, error) {
	var all []engine.OpenChange
	for _, revision := range revisions {
		commit, err := r.repository.Resolve(revision)
		if err != nil {
			return nil, fmt.Errorf("--also: %w", err)
		}
		one := engine.OpenChange{Name: revision, Commit: commit.Hash, State: report.Open}
		withHead, err := r.repository.MergeBase(e.head, commit)
		if err != nil {
			return nil, fmt.Errorf("--also %s: %w", revision, err)
		}
		base, err := r.repository.MergeBase(e.target, commit)
		if err != nil {
			return nil, fmt.Errorf("--also %s: %w", revision, err)
		}
		switch commit.Hash {
		case base.Hash:
			one.State = report.Arrived
		case withHead.Hash:
			one.State = report.Contained
		default:
			if one.Head, err = r.loadAt(commit, e.source.Path); err != nil {
				return nil, err
			}
			if one.Base = in.Target; base.Hash != e.target.Hash {
				if one.Base, err = r.loadAt(base, e.source.Path); err != nil {
					return nil, err
				}
			}
		}
		all = append(all, one)
	}
	return all, nil
}
