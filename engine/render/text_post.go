package render

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/report"
)

// post draws what became of a comment.
func (t *textWriter) post(r report.Post) {
	change := "the change"
	if r.Change > 0 {
		change = fmt.Sprintf("change %d", r.Change)
	}
	says := map[string]string{
		"created":   "a comment was added",
		"updated":   "the comment was brought up to date",
		"replaced":  "the verdict changed: a new comment was added, the old one hidden",
		"unchanged": "the comment says it already",
		"outdated":  "nothing was posted, the change has another head by now",
	}[r.Outcome]
	if says == "" {
		says = "nothing was posted: " + Visible(r.Reason)
	}
	t.line("%s %s: %s", Visible(r.Repository), change, says)
}
