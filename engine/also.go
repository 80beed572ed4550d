package engine

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
)

// OpenChange is another change that is to land on the target of a review.
type OpenChange struct {
	Name   string // as the user named it
	Commit string
	State  string  // report.Open, or why there is nothing to compare
	Base   *Loaded // the merge base with the target; nil unless open
	Head   *Loaded
}

// alongside says for each open change what does not go together with the change
// under review, and adds a finding for each of that.
func (in ReviewInput) alongside(result *review.Result) []report.OpenChange {
	var shown []report.OpenChange
	for _, other := range in.Also {
		one := report.OpenChange{Revision: other.Name, Commit: other.Commit, State: other.State, Complete: true, Conflicts: []report.OpenConflict{}}
		if other.State == report.Open {
			together := review.Alongside(
				review.Input{Base: &in.Base.Side, Target: &in.Target.Side, Head: &in.Head.Side, Say: say},
				review.Input{Base: &other.Base.Side, Target: &in.Target.Side, Head: &other.Head.Side},
			)
			one.Complete = together.Complete
			for _, c := range together.Conflicts {
				one.Conflicts = append(one.Conflicts, report.OpenConflictOf(c, in.Path, in.Head.confidence(in.Unmasked)))
				result.Findings = append(result.Findings, review.Finding{Finding: openConflict(c, other.Name), Status: review.New})
			}
			for _, f := range together.Findings {
				result.Findings = append(result.Findings, review.Finding{Finding: openTogether(f, other.Name), Status: review.New})
			}
		}
		shown = append(shown, one)
	}
	review.SortFindings(result.Findings)
	return shown
}

// openConflict says which field both changes touch.
func openConflict(c merge.Conflict, name string) diag.Finding {
	place := c.HeadPlace // nowhere for a record that is removed here
	f := diag.New(diag.OpenConflict, c.Addr, place, "%s of %s is %s here, and %s in %q, which is open, too", c.Field, c.Addr, valueOf(c, false), valueOf(c, true), name)
	switch {
	case c.Field == "" && c.Head == nil:
		f.Message = diag.New(diag.OpenConflict, c.Addr, place, "%s is removed here, and changed in %q, which is open, too", c.Addr, name).Message
	case c.Field == "":
		f.Message = diag.New(diag.OpenConflict, c.Addr, place, "%s is changed here, and removed in %q, which is open, too", c.Addr, name).Message
	}
	return f.At(c.Field)
}

// valueOf shows one side of a conflict in a sentence.
func valueOf(c merge.Conflict, there bool) string {
	n := c.Head
	if there {
		n = c.Target
	}
	if n == nil {
		return "absent"
	}
	return `"` + diff.Print(n) + `"`
}

// openTogether says what the plan is found wrong for once both have landed.
func openTogether(f diag.Finding, name string) diag.Finding {
	joint := diag.New(diag.OpenTogether, f.Subject, f.Place, "once %q has landed, too, this is %s: %s", name, f.Code, f.Message)
	return joint.At(f.Field)
}
