package render

import (
	"fmt"
	"io"

	"github.com/salesplan/salesplan/engine/report"
)

// Markdown writes a report for a pull request or a step summary, at most
// MarkdownBudget bytes long. What does not fit is left out in whole rows and
// sections, and the text says so; verdict, failing findings and removals take
// the room they need first.
func Markdown(w io.Writer, r any) error { return writePage(w, r, MarkdownBudget, "markdown") }

// Summary writes what [Markdown] writes, at most SummaryBudget bytes long.
func Summary(w io.Writer, r any) error { return writePage(w, r, SummaryBudget, "summary") }

func writePage(w io.Writer, r any, budget int, format string) error {
	var p page
	switch r := r.(type) {
	case report.Review:
		p = reviewPage(r)
	case report.Check:
		p = checkPage(r)
	case report.Diff:
		p = diffPage(r)
	case report.Rollup:
		p = rollupPage(r)
	case report.Sheeted:
		p = sheetPage(r.Sheet())
	default:
		return &UnsupportedError{Format: format}
	}
	_, err := io.WriteString(w, p.text(budget))
	return err
}

// checkPage draws the findings of a plan.
func checkPage(r report.Check) page {
	verdict := "passed"
	if r.Verdict == report.Fail {
		verdict = "failed"
	}
	if !r.Complete {
		verdict += ", incomplete: some files could not be read"
	}
	known := ""
	if r.Baseline != nil {
		known = baselineText(*r.Baseline) + "\n\n"
	}
	return page{
		head:     fmt.Sprintf("## %s %s: %s, %s\n\n", verdictMark(r.Verdict), planName(r.Plan), verdict, countsText(r.Counts)) + known,
		sections: []section{findingSection("Findings", worstFirst(r.Findings))},
	}
}

// planName shows the name of a plan, if it has one.
func planName(name string) string {
	if name == "" {
		return "The plan"
	}
	return brief(name, 120)
}

// verdictMark is the sign of a verdict; words say it, too.
func verdictMark(verdict string) string {
	switch verdict {
	case report.Pass:
		return "✅"
	case report.Fail:
		return "❌"
	}
	return "⛔"
}

// diffPage draws a comparison of two plans.
func diffPage(r report.Diff) page {
	head := fmt.Sprintf("## Changes from %s to %s\n\n", code(r.Before), code(r.After))
	if !r.Complete {
		head += "Incomplete: some files could not be read, so records may only look removed or added.\n\n"
	} else if len(r.Changes) == 0 {
		head += "No changes.\n"
	}
	return page{head: head, sections: changeSections(r.Changes)}
}

// rollupPage draws totals as one table a measure.
func rollupPage(r report.Rollup) page {
	p := page{head: fmt.Sprintf("## %s by %s\n\n", planName(r.Plan), word(r.Dimension, "total", "territory", "manager", "role"))}
	if when := momentText(r, code); when != "" {
		p.head += "Totals" + when + ".\n\n"
	}
	if !r.Complete {
		p.head += "Incomplete: `salesplan check` names what is left out.\n\n"
	}
	for _, measure := range measuresOf(r.Totals) {
		t := measureTable(r, measure, markdownStyle)
		heading := "### " + code(measure)
		p.sections = append(p.sections, t.section(heading, "row"))
	}
	return p
}
