package render

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// GitLab writes the findings of a check or a review as a GitLab code quality
// report: at most 5,000, the worst first. The last entry counts the others.
func GitLab(w io.Writer, r any) error {
	o, ok := outcomeOf(r)
	if !ok {
		return &UnsupportedError{Format: "gitlab"}
	}
	findings, hidden := o.shown()
	names := fingerprints(findings)
	issues := make([]gitlabIssue, 0, len(findings)+1)
	for i, f := range findings {
		severity, message := gitlabSeverity(f.Severity), messageOf(f)
		if f.Waiver != "" {
			severity, message = gitlabSeverity("info"), line(waivedText(f, Visible), longestMessage)
		}
		issues = append(issues, o.gitlabIssue(names[i], gitlabIssue{
			Description: codeOf(f) + ": " + message, Check: codeOf(f), Severity: severity,
			Location: gitlabLocation{o.fileOf(f), gitlabLines{max(f.Line, 1)}},
		}))
	}
	for _, note := range o.gitlabNotes(hidden) {
		issues = append(issues, o.gitlabIssue(note, gitlabIssue{
			Description: note, Check: "salesplan", Severity: "info", Location: gitlabLocation{o.fileOf(report.Finding{}), gitlabLines{1}},
		}))
	}
	return JSON(w, issues)
}

type (
	gitlabIssue struct {
		Description string         `json:"description"`
		Check       string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

// gitlabIssue finishes an issue: its fingerprint tells plans apart, and its
// path is one that GitLab accepts.
func (o outcome) gitlabIssue(name string, issue gitlabIssue) gitlabIssue {
	issue.Fingerprint = fmt.Sprintf("%x", sha256.Sum256([]byte(o.folder+"\x00"+name)))
	issue.Location.Path = strings.TrimPrefix(Visible(issue.Location.Path), "./")
	return issue
}

// gitlabNotes says what the list of findings does not.
func (o outcome) gitlabNotes(hidden int) (notes []string) {
	if !o.complete {
		notes = append(notes, "Incomplete: some files could not be read; nothing is said about what they hold.")
	}
	if hidden > 0 {
		notes = append(notes, count(hidden, "finding")+" more: the JSON report lists all.")
	}
	return notes
}

// gitlabSeverity returns the severity as GitLab names it.
func gitlabSeverity(severity string) string {
	switch severity {
	case "error":
		return "critical"
	case "warning":
		return "minor"
	}
	return "info"
}
