package render

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/report"
)

// failingSection lists what fails the review, the worst first.
func failingSection(r report.Review) section {
	s := findingSection("What fails", worstFirst(only(r.Findings, func(f report.Finding) bool { return failing(f, r.FailOn) })))
	s.kept = true
	return s
}

// statusSections list the findings that do not fail the review: new ones, then
// folded what is fixed and what is still there.
func statusSections(r report.Review) []section {
	parts := []struct {
		status, title string
		folded        bool
	}{{"new", "Other new findings", false}, {"waived", "Waived", true}, {"fixed", "Fixed", true}, {"still", "Still there", true}}
	var sections []section
	for _, part := range parts {
		list := only(r.Findings, func(f report.Finding) bool { return classOf(f) == part.status && !failing(f, r.FailOn) })
		s := findingSection(part.title, worstFirst(list))
		if part.folded {
			s.folded, s.heading = true, fmt.Sprintf("%s (%d)", part.title, len(list))
		}
		sections = append(sections, s)
	}
	return sections
}

// classOf returns the status of a finding; waived ones are a class of their own.
func classOf(f report.Finding) string {
	if f.Waiver != "" && f.Status != "fixed" {
		return "waived"
	}
	return f.Status
}

// only picks findings.
func only(findings []report.Finding, wanted func(report.Finding) bool) []report.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f report.Finding) bool { return !wanted(f) })
}

// findingSection lists findings in a table.
func findingSection(title string, findings []report.Finding) section {
	t := newTable("Severity", "Finding", "Where", "What")
	for _, f := range findings {
		severity := word(f.Severity, "info", "warning", "error")
		what := code(f.Message)
		switch classOf(f) {
		case "still":
			severity += ", still there"
		case "waived":
			what = waivedText(f, code)
		}
		t.add(severity, code(f.Code+" "+f.Slug), code(placeText(f.File, f.Line, f.Column)), what)
	}
	return t.section(fmt.Sprintf("### %s (%d)", title, len(findings)), "finding")
}
