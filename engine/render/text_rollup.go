package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// diff draws a comparison of two plans.
func (t *textWriter) diff(r report.Diff) {
	if !r.Complete {
		t.line("%s", t.paint(red, "incomplete: some files could not be read, so records may only look removed or added"))
	}
	if len(r.Changes) == 0 && r.Complete {
		t.line("no changes")
		return
	}
	t.changes(r.Changes, summaryText(r.Summary))
}

// rollup draws totals as one table a measure: nodes down, periods across.
func (t *textWriter) rollup(r report.Rollup) {
	if !r.Complete {
		t.line("%s", t.paint(red, "incomplete: salesplan check names what is left out"))
	}
	t.line("%s by %s", t.paint(bold, Visible(r.Plan)), r.Dimension)
	for _, measure := range measuresOf(r.Totals) {
		t.line("")
		t.WriteString(t.tableText(measureTable(r, measure, plainCell)))
	}
}

// tableText draws a table in this writer's style.
func (t *textWriter) tableText(table *table) string { return table.text(t) }

// measuresOf returns the measures of totals in order of appearance.
func measuresOf(totals []report.Total) []string {
	var measures []string
	for _, total := range totals {
		if !slices.Contains(measures, total.Measure) {
			measures = append(measures, total.Measure)
		}
	}
	return measures
}

// cell says how the name of a node stands in a table.
type cell func(total report.Total) string

func plainCell(total report.Total) string {
	return strings.Repeat("  ", total.Depth) + Visible(orWhole(total.Node))
}

func orWhole(node string) string {
	if node == "" {
		return "whole plan"
	}
	return node
}

// measureTable arranges the totals of one measure. A quota that a node states
// beside its parts stands in brackets.
func measureTable(r report.Rollup, measure string, name cell) *table {
	var periods []string
	unit := ""
	for _, total := range r.Totals {
		if total.Measure == measure {
			unit = total.Unit
			if !slices.Contains(periods, total.Period) {
				periods = append(periods, total.Period)
			}
		}
	}
	slices.Sort(periods)
	head := fmt.Sprintf("%s (%s)", measure, unit)
	if unit == measure {
		head = measure
	}
	t := newTable(append([]string{head}, periods...)...)
	row, node := []string(nil), "\x00"
	for _, total := range r.Totals {
		if total.Measure != measure {
			continue
		}
		if total.Node != node {
			row, node = make([]string, len(periods)+1), total.Node
			row[0] = name(total)
			t.add(row...)
			row = t.rows[len(t.rows)-1]
		}
		row[1+slices.Index(periods, total.Period)] = totalText(total)
	}
	return t
}

// totalText draws a total with what the node states itself in brackets, and a
// star where a part is missing.
func totalText(total report.Total) string {
	text := "?"
	if total.Rolled != nil {
		text = grouped(*total.Rolled)
	} else if total.Stated == nil {
		return ""
	}
	if total.Partial {
		text += "*"
	}
	if total.Stated != nil && (total.Rolled == nil || *total.Stated != *total.Rolled) {
		text += " (" + grouped(*total.Stated) + ")"
	}
	return text
}

// why draws a trace as a tree, each part with its place.
func (t *textWriter) why(r report.Why) { t.trace(r.Trace, 0) }

func (t *textWriter) trace(trace report.Trace, depth int) {
	place := ""
	if trace.File != "" {
		place = "  " + t.paint(dim, placeText(trace.File, trace.Line, trace.Column))
	}
	t.line("%s%s  %s%s", strings.Repeat("  ", depth), t.paint(bold, Visible(trace.Value)), Visible(trace.Label), place)
	for _, note := range trace.Notes {
		t.line("%s  %s  %s", strings.Repeat("  ", depth), Visible(note.Message), t.paint(dim, placeText(note.File, note.Line, note.Column)))
	}
	for _, part := range trace.Parts {
		t.trace(part, depth+1)
	}
}

// rollupMarkdown draws totals as one table a measure.
func rollupMarkdown(r report.Rollup) string {
	return fit(func(a allowance) string {
		var b strings.Builder
		fmt.Fprintf(&b, "## %s by %s\n\n", code(r.Plan), r.Dimension)
		if !r.Complete {
			b.WriteString("Incomplete: `salesplan check` names what is left out.\n\n")
		}
		for _, measure := range measuresOf(r.Totals) {
			t := measureTable(r, measure, func(total report.Total) string {
				return strings.Repeat("&nbsp;&nbsp;", total.Depth) + code(orWhole(total.Node))
			})
			hidden := len(t.rows) - a.rows
			t.rows = t.rows[:min(len(t.rows), a.rows)]
			t.head[0] = code(t.head[0])
			b.WriteString(t.markdown())
			if hidden > 0 {
				fmt.Fprintf(&b, "\n… and %s more: `--format json` lists all.\n", count(hidden, "row"))
			}
			b.WriteString("\n")
		}
		return b.String()
	})
}

// diffMarkdown draws a comparison of two plans.
func diffMarkdown(r report.Diff) string {
	return fit(func(a allowance) string {
		var b strings.Builder
		fmt.Fprintf(&b, "## Changes from %s to %s\n\n", code(r.Before), code(r.After))
		if !r.Complete {
			b.WriteString("Incomplete: some files could not be read, so records may only look removed or added.\n\n")
		} else if len(r.Changes) == 0 {
			b.WriteString("No changes.\n")
		}
		b.WriteString(removalSection(r.Changes))
		b.WriteString(changeSection(r.Changes, a))
		return b.String()
	})
}
