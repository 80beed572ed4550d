// Package forge brings the comment of a review to a pull request of GitHub or a
// merge request of GitLab. It is the only package that knows the network; it
// sends its token to one address and nowhere else, and follows no redirect.
//
// It does not know what a comment says, but for its mark. Its entry points are
// [NewGitHub], [NewGitLab] and [Post].
package forge

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/salesplan/salesplan/engine/render"
)

// Forge is what posting needs of a platform.
type Forge interface {
	// Change reads a pull or merge request with all comments that are ours and
	// not hidden, oldest first.
	Change(ctx context.Context, number int) (Change, error)
	// Find returns the numbers of the open changes whose head is a commit.
	Find(ctx context.Context, head string) ([]int, error)
	// Add adds a comment to a change that was read.
	Add(ctx context.Context, change Change, body string) error
	// Edit replaces the text of a comment of ours.
	Edit(ctx context.Context, change Change, comment Existing, body string) error
	// Hide folds a comment of ours away as outdated.
	Hide(ctx context.Context, change Change, comment Existing) error
	// Approvals returns who approves a change as it stands, and which commit each
	// of them looked at.
	Approvals(ctx context.Context, number int) ([]Approval, error)
}

// Approval is an approval that somebody gave and did not take back.
type Approval struct {
	Login  string `json:"login"` // of a user, or of a team as organisation/team
	Commit string `json:"commit"`
}

// Change is a pull or merge request as it is now.
type Change struct {
	Number int
	Head   string // commit
	Ours   []Existing
	id     string // as the platform names it
}

// Existing is a comment that we wrote.
type Existing struct {
	ID, Body string
}

// Comment is what is to be said about a change.
type Comment struct {
	Head string // commit that it is about
	Mark render.Mark
	Body string
}

// Outcome says what became of a comment.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"   // there was none
	Updated   Outcome = "updated"   // the one there was changed in place, which notifies nobody
	Replaced  Outcome = "replaced"  // the verdict changed: a new one, and the old one is hidden
	Unchanged Outcome = "unchanged" // it is there already
	Outdated  Outcome = "outdated"  // the change has another head by now: nothing was posted
)

// Wait waits for a time or until the context ends.
type Wait func(ctx context.Context, duration time.Duration) error

// Post sees to it that one comment on a change says what is to be said of a
// plan. It never speaks about a head that the change has moved on from. Each
// try begins with reading what is there, so that neither another run at the
// same time nor an answer that got lost makes two comments stay.
func Post(ctx context.Context, f Forge, number int, comment Comment, wait Wait) (Outcome, error) {
	p := poster{forge: f, number: number, comment: comment}
	err := retry(ctx, wait, func() error { return p.post(ctx) })
	return p.outcome, err
}

// Find returns the numbers of the open changes whose head is a commit.
func Find(ctx context.Context, f Forge, head string, wait Wait) (numbers []int, err error) {
	err = retry(ctx, wait, func() error {
		numbers, err = f.Find(ctx, head)
		return err
	})
	return numbers, err
}

// Approvals returns the approvals of a change.
func Approvals(ctx context.Context, f Forge, number int, wait Wait) (given []Approval, err error) {
	err = retry(ctx, wait, func() error {
		given, err = f.Approvals(ctx, number)
		return err
	})
	return given, err
}

// retry does something again while the platform fails in a way that may pass.
func retry(ctx context.Context, wait Wait, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		failure, ours := errors.AsType[*Error](err)
		if !ours || !failure.Temporary || try == tries || failure.RetryAfter > longestWait {
			return err
		}
		pause := failure.RetryAfter
		if pause == 0 {
			pause = time.Second << (try - 1)
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
	}
}

// poster is one post over its tries.
type poster struct {
	forge   Forge
	number  int
	comment Comment
	outcome Outcome // of the first try that wrote; "" before
}

// post reads what is there, writes what is missing and hides what is too much.
func (p *poster) post(ctx context.Context) error {
	change, ours, err := p.read(ctx)
	if err != nil {
		return err
	}
	if change.Head != p.comment.Head {
		p.done(Outdated)
		return nil
	}
	last := len(ours) - 1
	switch {
	case last >= 0 && sameText(ours[last].Body, p.comment.Body):
		p.done(Unchanged)
	case last >= 0 && sameVerdict(ours[last], p.comment):
		if err := p.forge.Edit(ctx, change, ours[last], p.comment.Body); err != nil {
			return err
		}
		p.done(Updated)
	default:
		if err := p.forge.Add(ctx, change, p.comment.Body); err != nil {
			return err
		}
		if last < 0 {
			p.done(Created)
		} else {
			p.done(Replaced)
		}
		// Another run may have posted since: read again what is there now.
		if change, ours, err = p.read(ctx); err != nil {
			return err
		}
	}
	return p.hideOlder(ctx, change, ours)
}

// read reads the change and which of our comments are about the same plan.
func (p *poster) read(ctx context.Context) (Change, []Existing, error) {
	change, err := p.forge.Change(ctx, p.number)
	var ours []Existing
	for _, existing := range change.Ours {
		if mark, ok := render.ReadMark(existing.Body); ok && mark.Plan == p.comment.Mark.Plan {
			ours = append(ours, existing)
		}
	}
	return change, ours, err
}

// done notes the outcome, unless an earlier try wrote already.
func (p *poster) done(outcome Outcome) {
	if p.outcome == "" {
		p.outcome = outcome
	}
}

// hideOlder hides all but the newest of our comments about the plan: those of
// another verdict, and those of a run that posted at the same time.
func (p *poster) hideOlder(ctx context.Context, change Change, ours []Existing) error {
	for _, older := range ours[:max(len(ours)-1, 0)] {
		if err := p.forge.Hide(ctx, change, older); err != nil {
			return err
		}
	}
	return nil
}

// sameVerdict reports whether a comment said the same verdict.
func sameVerdict(existing Existing, comment Comment) bool {
	mark, _ := render.ReadMark(existing.Body)
	return mark.Verdict == comment.Mark.Verdict
}

// sameText compares comments as platforms keep them: with other line ends and
// without blanks at the end.
func sameText(a, b string) bool {
	plain := func(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }
	return plain(a) == plain(b)
}
