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
	t.line("%s by %s%s", t.paint(bold, Visible(r.Plan)), Visible(r.Dimension), momentText(r, Visible))
	for _, measure := range measuresOf(r.Totals) {
		t.line("")
		t.WriteString(measureTable(r, measure, plainStyle).text(t))
	}
}

// momentText says of when totals are, "" where no moment was asked for.
func momentText(r report.Rollup, show func(string) string) string {
	text := ""
	if r.AsOf != "" {
		text += " as of " + show(r.AsOf)
	}
	if r.KnownAt != "" {
		text += " known at " + show(r.KnownAt)
	}
	return text
}

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

// measureTable arranges the totals of one measure. A quota that a node states
// beside its parts stands in brackets.
func measureTable(r report.Rollup, measure string, in style) *table {
	totals := slices.DeleteFunc(slices.Clone(r.Totals), func(total report.Total) bool { return total.Measure != measure })
	periods := periodsOf(totals)
	head := measure
	if unit := totals[len(totals)-1].Unit; unit != measure {
		head = fmt.Sprintf("%s (%s)", measure, unit)
	}
	t := newTable(in.value(head))
	for _, period := range periods {
		t.head = append(t.head, in.value(period))
	}
	for i, total := range totals {
		if i == 0 || total.Node != totals[i-1].Node {
			t.add(make([]string, len(t.head))...)
			t.rows[len(t.rows)-1][0] = in.indent(total.Depth) + in.value(orWhole(total.Node))
		}
		t.rows[len(t.rows)-1][1+slices.Index(periods, total.Period)] = totalText(total, in)
	}
	return t
}

// periodsOf returns the periods of totals, sorted.
func periodsOf(totals []report.Total) []string {
	var periods []string
	for _, total := range totals {
		if !slices.Contains(periods, total.Period) {
			periods = append(periods, total.Period)
		}
	}
	slices.Sort(periods)
	return periods
}

func orWhole(node string) string {
	if node == "" {
		return "whole plan"
	}
	return node
}

// totalText draws a total with what the node states itself in brackets, and a
// star where a part is missing.
func totalText(total report.Total, in style) string {
	text := "?"
	if total.Rolled != nil {
		text = in.figure(*total.Rolled)
	} else if total.Stated == nil {
		return ""
	}
	if total.Partial {
		text += "*"
	}
	if total.Stated != nil && (total.Rolled == nil || *total.Stated != *total.Rolled) {
		text += " (" + in.figure(*total.Stated) + ")"
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
