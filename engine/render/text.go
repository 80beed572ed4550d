package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// shownFindings is the number of findings that a text shows; JSON has all.
const shownFindings = 50

// Style says how text is drawn.
type Style struct {
	Color bool // ANSI colours, as a second sign beside words
}

// Text writes a report for a terminal.
func Text(w io.Writer, r any, style Style) error {
	t := &textWriter{style: style}
	switch r := r.(type) {
	case report.Check:
		t.check(r)
	case report.Review:
		t.review(r)
	case report.Diff:
		t.diff(r)
	case report.Rollup:
		t.rollup(r)
	case report.Why:
		t.why(r)
	case report.Transfer:
		t.transfer(r)
	case report.Post:
		t.post(r)
	case report.Sheeted:
		t.sheet(r.Sheet())
	default:
		return &UnsupportedError{Format: "text"}
	}
	_, err := io.WriteString(w, withoutCommands(t.String()))
	return err
}

// textWriter collects text; nothing is written before all is drawn.
type textWriter struct {
	strings.Builder
	style Style
}

func (t *textWriter) line(format string, args ...any) {
	fmt.Fprintf(t, format, args...)
	t.WriteByte('\n')
}

// The colours, as ANSI codes.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
	bold   = "1"
	dim    = "2"
)

// paint colours a text where colours are wanted.
func (t *textWriter) paint(color, text string) string {
	if !t.style.Color || color == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// severityColor returns the colour of a severity.
func severityColor(severity string) string {
	switch severity {
	case "error":
		return red
	case "warning":
		return yellow
	}
	return cyan
}

// check draws the findings of a plan and closes with the verdict.
func (t *textWriter) check(r report.Check) {
	t.findings(r.Findings)
	if len(r.Findings) > 0 {
		t.line("")
	}
	if !r.Complete {
		t.line("%s", t.paint(red, "incomplete: some files could not be read; what they hold was not checked"))
	}
	total := 0
	for _, sum := range r.Records {
		total += sum.Count
	}
	verdict := t.paint(green, "ok")
	if r.Verdict == report.Fail {
		verdict = t.paint(red, "failed")
	}
	t.line("%s: %s %s, %s (%s)", Visible(r.Input), verdict, countsText(r.Counts), count(total, "record"), recordsText(r.Records))
	if r.Baseline != nil {
		t.line("%s", baselineText(*r.Baseline))
	}
}

// baselineText says what a baseline did.
func baselineText(b report.BaselineUse) string {
	text := "The baseline leaves out " + count(b.Known, "known finding")
	if b.Settled > 0 {
		text += fmt.Sprintf("; %d of its entries are settled: shrink it with --write-baseline", b.Settled)
	}
	return text + "."
}

// countsText prints counts of findings in words.
func countsText(c report.Counts) string {
	return fmt.Sprintf("%s, %s, %s", count(c.Error, "error"), count(c.Warning, "warning"), count(c.Info, "info"))
}

// recordsText prints how much of each collection there is.
func recordsText(sums []report.CollectionSum) string {
	if len(sums) == 0 {
		return "nothing"
	}
	parts := make([]string, 0, len(sums))
	for _, sum := range sums {
		parts = append(parts, fmt.Sprintf("%d %s", sum.Count, Visible(sum.Collection)))
	}
	return strings.Join(parts, ", ")
}

// findings draws the first findings and says how many more there are.
func (t *textWriter) findings(findings []report.Finding) {
	for i, f := range findings {
		if i == shownFindings {
			t.line("… and %s more: --format json lists all", count(len(findings)-i, "finding"))
			return
		}
		t.finding(f)
	}
}

// finding draws one finding: a line in the form that editors know, the line of
// the file with the place marked, and related places.
func (t *textWriter) finding(f report.Finding) {
	place := ""
	if f.File != "" {
		place = placeText(f.File, f.Line, f.Column) + ": "
	}
	status := ""
	if f.Status != "" {
		status = " (" + f.Status + ")"
	}
	t.line("%s%s %s %s%s: %s", t.paint(bold, place), t.paint(severityColor(f.Severity), Visible(f.Severity)), Visible(f.Code), Visible(f.Slug), Visible(status), Visible(f.Message))
	t.excerpt(f)
	for _, r := range f.Related {
		t.line("   %s: %s", placeText(r.File, r.Line, r.Column), Visible(r.Message))
	}
}

// placeText prints file:line:column, or the file alone.
func placeText(file string, line, column int) string {
	if line == 0 {
		return Visible(file)
	}
	return fmt.Sprintf("%s:%d:%d", Visible(file), line, column)
}

// excerpt draws the line of the file with carets below the place.
func (t *textWriter) excerpt(f report.Finding) {
	if f.Excerpt == nil {
		return
	}
	runes := []rune(f.Excerpt.Text)
	start := min(max(f.Excerpt.Start, 0), len(runes))
	end := min(start+max(f.Excerpt.Width, 0), len(runes))
	before, marked, rest := lineText(runes[:start]), lineText(runes[start:end]), lineText(runes[end:])
	t.line("%5d | %s%s%s", f.Line, before, marked, rest)
	t.line("      | %s%s", strings.Repeat(" ", columns(before)), t.paint(severityColor(f.Severity), strings.Repeat("^", max(columns(marked), 1))))
}

// lineText draws a part of a line of a file; tabs take one column, so that the
// carets stand below what they mark.
func lineText(runes []rune) string { return Visible(strings.ReplaceAll(string(runes), "\t", " ")) }
