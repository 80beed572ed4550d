package render

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// outcome is what the formats for findings show of a check or a review.
type outcome struct {
	kind     string // the verb
	plan     string // the plan's own name
	folder   string // of the plan, as files are named
	verdict  string
	failOn   string
	complete bool
	findings []report.Finding // open ones, worst first, new before old
}

// outcomeOf returns the outcome of a report; ok is false if it has no findings
// to show. What a review found fixed is not open.
func outcomeOf(r any) (o outcome, ok bool) {
	switch r := r.(type) {
	case report.Check:
		return outcome{r.Kind, r.Plan, r.Input, r.Verdict, r.FailOn, r.Complete, worstFirst(r.Findings)}, true
	case report.Review:
		open := only(r.Findings, func(f report.Finding) bool { return f.Status != "fixed" })
		slices.SortStableFunc(open, func(a, b report.Finding) int { return cmp.Compare(a.Status, b.Status) }) // new before still
		return outcome{r.Kind, r.Plan, r.Path, r.Verdict, r.FailOn, r.Complete, worstFirst(open)}, true
	}
	return outcome{}, false
}

// shown returns the findings that a format shows and how many it leaves out.
func (o outcome) shown() (findings []report.Finding, hidden int) {
	n := min(len(o.findings), mostResults)
	return o.findings[:n], len(o.findings) - n
}

// headline says the verdict and how many findings of each severity there are.
func (o outcome) headline() string {
	var counts report.Counts
	waived := 0
	for _, f := range o.findings {
		switch {
		case f.Waiver != "":
			waived++
		case f.Severity == "error":
			counts.Error++
		case f.Severity == "warning":
			counts.Warning++
		default:
			counts.Info++
		}
	}
	verdict := map[string]string{report.Pass: "passed", report.Fail: "failed"}[o.verdict]
	if verdict == "" || !o.complete {
		verdict = "incomplete, some files could not be read"
	}
	if waived > 0 {
		return fmt.Sprintf("%s: %s, %d waived", verdict, countsText(counts), waived)
	}
	return verdict + ": " + countsText(counts)
}

// messageOf returns what a finding says, as one line; never nothing.
func messageOf(f report.Finding) string {
	if text := line(f.Message, longestMessage); text != "" {
		return text
	}
	return "no message"
}

// codeOf returns the code of a finding, never nothing.
func codeOf(f report.Finding) string {
	if text := line(f.Code, longestCode); text != "" {
		return text
	}
	return "unknown"
}

// line puts a value on one line of at most limit characters.
func line(text string, limit int) string {
	return shorten(strings.TrimSpace(Visible(text)), limit)
}

// fileOf returns the file that a finding is shown at. Where it names none, that
// is the plan's own file: code scanning refuses findings without a place.
func (o outcome) fileOf(f report.Finding) string {
	if f.File != "" && len(f.File) <= longestPath {
		return f.File
	}
	if len(o.folder) > longestPath {
		return "plan.yaml"
	}
	return path.Join(o.folder, "plan.yaml")
}

// fingerprints gives each finding a name of its own that stays when lines move:
// a digest of code, address and field, or where there is no address of file and
// message; the n-th of several that are the same has n behind it.
func fingerprints(findings []report.Finding) []string {
	seen := map[string]int{}
	names := make([]string, 0, len(findings))
	for _, f := range findings {
		parts := []string{f.Code, f.Address, f.Field}
		if f.Address == "" {
			parts = append(parts, f.File, f.Message)
		}
		digest := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
		name := fmt.Sprintf("%x", digest[:16])
		seen[name]++
		names = append(names, fmt.Sprintf("%s:%d", name, seen[name]))
	}
	return names
}
