package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// shownChanges is the number of changes that a text shows; JSON has all.
const shownChanges = 200

// sign returns the sign and the colour of an action.
func sign(action string) (mark, color string) {
	switch action {
	case "added":
		return "+", green
	case "removed":
		return "-", red
	case "moved":
		return "<>", cyan
	case "renamed":
		return "->", cyan
	}
	return "~", yellow
}

// review draws a pull-request report: verdict, what to do, changes, totals,
// findings.
func (t *textWriter) review(r report.Review) {
	t.line("%s  %s against %s (merge base %s)", t.paint(bold, Visible(r.Plan)), shortHash(r.Head), shortHash(r.Base), shortHash(r.MergeBase))
	t.line("")
	t.verdict(r)
	t.line("")
	t.gates(r.Gates, r.Approvals)
	t.changes(r.Changes, summaryText(r.Summary))
	t.cost(r.Cost)
	for _, st := range r.ScenarioTables() {
		t.line("%s", t.paint(bold, plainStyle.title(st.Heading)))
		t.WriteString(sheetTable(st, plainStyle).text(t))
		t.line("")
	}
	t.letters(r)
	t.rollupChanges(r.Rollup)
	if len(r.Landed) > 0 {
		t.line("Landed on the target since, on the same records: %s", Visible(strings.Join(r.Landed, ", ")))
		t.line("")
	}
	for _, other := range r.Also {
		t.line("Beside it: %s", otherText(other, Visible))
	}
	if len(r.Also) > 0 {
		t.line("")
	}
	t.findingsByStatus(r.Findings)
}

// timingText counts the changes by when they take effect, "" where that is not
// known of any.
func timingText(changes []report.Change) string {
	timings := []struct{ name, text string }{
		{"retroactive", "in a closed quarter"}, {"mid_period", "within this quarter"}, {"prospective", "from a later quarter on"},
	}
	var parts []string
	for _, timing := range timings {
		n := 0
		for i := range changes {
			if changes[i].Timing == timing.name {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, timing.text))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "They take effect: " + strings.Join(parts, ", ") + "."
}

// cost draws what the change does to the cost of pay.
func (t *textWriter) cost(c *report.ReviewCost) {
	if c == nil || len(c.Causes) == 0 {
		return
	}
	for _, st := range c.Tables() {
		t.line("%s", t.paint(bold, plainStyle.title(st.Heading)))
		t.WriteString(sheetTable(st, plainStyle).text(t))
	}
	t.line("%s", c.Sentence())
	t.line("")
}

// letters draws which letters have to be issued.
func (t *textWriter) letters(r report.Review) {
	st, ok := r.LetterTable()
	if !ok {
		return
	}
	st.Rows = st.Rows[:min(len(st.Rows), shownChanges)]
	t.line("%s", t.paint(bold, plainStyle.title(st.Heading)))
	t.WriteString(sheetTable(st, plainStyle).text(t))
	t.line("%s", r.LetterSentence())
	t.line("")
}

// otherText says what became of the comparison with another open change.
func otherText(other report.OpenChange, show func(string) string) string {
	text := fmt.Sprintf("%s (%s)", show(other.Revision), show(shortHash(other.Commit)))
	switch other.State {
	case report.Open:
		text += fmt.Sprintf(", open: %s", count(len(other.Conflicts), "conflict"))
	case report.Contained:
		text += ", which this change holds"
	case report.Arrived:
		text += ", which has landed"
	default:
		text += ", " + show(other.State)
	}
	if !other.Complete {
		text += "; some of its files could not be read"
	}
	return text
}

// verdict draws the verdict and the one thing to do.
func (t *textWriter) verdict(r report.Review) {
	word := map[string]string{
		report.Pass: t.paint(green, "PASSED"), report.Fail: t.paint(red, "FAILED"), report.Incomplete: t.paint(red, "INCOMPLETE"),
	}[r.Verdict]
	waived := ""
	if r.Counts.Waived != (report.Counts{}) {
		waived = "; waived: " + countsText(r.Counts.Waived)
	}
	t.line("%s  new: %s; still there: %s; fixed: %s%s", word, countsText(r.Counts.New), countsText(r.Counts.Still), countsText(r.Counts.Fixed), waived)
	t.line("%s", advice(r, plainStyle))
}

// changes draws the list of changes, direct ones first.
func (t *textWriter) changes(changes []report.Change, summary string) {
	direct, indirect := splitDirect(changes)
	t.line("%s", t.paint(bold, fmt.Sprintf("Changes: %d direct, %d indirect%s", len(direct), len(indirect), summary)))
	if text := timingText(changes); text != "" {
		t.line("%s", text)
	}
	for i, change := range append(direct, indirect...) {
		if i == len(direct) {
			t.line("Following from these:")
		}
		if i == shownChanges {
			t.line("  … and %s more: --format json lists all", count(len(changes)-i, "change"))
			break
		}
		t.change(change)
	}
	t.line("")
}

// splitDirect parts the changes that were made from those that follow.
func splitDirect(changes []report.Change) (direct, indirect []report.Change) {
	for _, change := range changes {
		if change.Direct {
			direct = append(direct, change)
		} else {
			indirect = append(indirect, change)
		}
	}
	return direct, indirect
}

// change draws one change with its fields. Of records that came or went, only
// the name is shown.
func (t *textWriter) change(c report.Change) {
	mark, color := sign(c.Action)
	title := c.Address
	if c.From != "" {
		title = c.From + " -> " + c.Address
	}
	name := ""
	if c.Name != "" {
		name = `  "` + Visible(c.Name) + `"`
	}
	t.line("  %s %-8s %s%s  %s", t.paint(color, fmt.Sprintf("%-2s", mark)), Visible(c.Action), Visible(title), name, t.paint(dim, placeText(c.File, c.Line, c.Column)))
	if c.Action == "added" || c.Action == "removed" {
		return
	}
	for _, f := range c.Fields {
		note := ""
		if f.Derived {
			note = "  (follows from " + Visible(strings.Join(c.Causes, ", ")) + ")"
		}
		t.line("       %s: %s%s", Visible(f.Path), t.fieldChange(f), note)
	}
}

// fieldChange draws old -> new with the difference of numbers.
func (t *textWriter) fieldChange(f report.Field) string {
	before, after := valueText(f, f.Before), valueText(f, f.After)
	if f.Masked {
		before, after = f.InsteadOfValues()
		before, after = cmp.Or(before, nothing), cmp.Or(after, nothing)
	}
	return before + " -> " + t.paint(bold, after)
}

// nothing stands where there is no value.
const nothing = "(none)"

// valueText draws a value; amounts are grouped, absent values say so.
func valueText(f report.Field, value *string) string {
	if value == nil {
		return nothing
	}
	if isAmount(f, *value) {
		return grouped(*value)
	}
	return shorten(Visible(*value), 120)
}

// rollupChanges draws the totals that differ.
func (t *textWriter) rollupChanges(all []report.RollupChange) {
	rows := telling(all)
	if len(rows) == 0 {
		return
	}
	table := newTable("Totals", "measure", "period", "before", "after", "change", "", "unit")
	for _, row := range rows[:min(len(rows), shownChanges)] {
		table.add(plainStyle.indent(row.Depth)+Visible(orWhole(row.Node)), Visible(row.Measure), Visible(row.Period), Visible(grouped(row.Before)),
			Visible(grouped(row.After)), Visible(signed(row.Change)), Visible(percentText(row.Percent)), Visible(row.Unit))
	}
	t.WriteString(table.text(t))
	if len(rows) > shownChanges {
		t.line("  … and %s more", count(len(rows)-shownChanges, "total"))
	}
	t.line("%s", t.paint(dim, restOfTotals))
	t.line("")
}

// restOfTotals says what a reader of the table does not see.
const restOfTotals = "Shorter periods, causes, totals by manager and by role: --format json."

// telling picks the totals that a reader wants first: of the whole plan and the
// territory tree, and the workload of roles, for the longest periods that differ.
func telling(all []report.RollupChange) []report.RollupChange {
	type series struct{ dimension, node, measure string }
	longest := map[series]int{}
	for _, row := range all {
		key := series{row.Dimension, row.Node, row.Measure}
		if n, seen := longest[key]; !seen || periodRank(row.Period) < n {
			longest[key] = periodRank(row.Period)
		}
	}
	var rows []report.RollupChange
	for _, row := range all {
		if row.Dimension != "total" && row.Dimension != "territory" && !strings.HasPrefix(row.Measure, "workload#") {
			continue
		}
		if periodRank(row.Period) == longest[series{row.Dimension, row.Node, row.Measure}] {
			rows = append(rows, row)
		}
	}
	return rows
}

// periodRank orders period ids by length: FY27, FY27-H1, FY27-Q1, FY27-M01.
func periodRank(id string) int {
	_, part, found := strings.Cut(id, "-")
	if !found || part == "" {
		return 0
	}
	return 1 + strings.IndexByte("HQM", part[0])
}

// findingsByStatus draws new findings in full, the others as a count.
func (t *textWriter) findingsByStatus(findings []report.Finding) {
	var fresh, fixed, waived []report.Finding
	still := 0
	for _, f := range findings {
		switch {
		case f.Status == "fixed":
			fixed = append(fixed, f)
		case f.Waiver != "":
			waived = append(waived, f)
		case f.Status == "new":
			fresh = append(fresh, f)
		default:
			still++
		}
	}
	if len(fresh) > 0 {
		t.line("%s", t.paint(bold, "New findings"))
		t.findings(worstFirst(fresh))
		t.line("")
	}
	if len(fixed) > 0 {
		t.line("%s", t.paint(bold, "Fixed"))
		t.findings(fixed)
		t.line("")
	}
	if len(waived) > 0 {
		t.line("%s", t.paint(bold, "Waived"))
		for _, f := range worstFirst(waived) {
			t.line("  %s  %s", Visible(f.Code+" "+f.Slug), waivedText(f, Visible))
		}
		t.line("")
	}
	if still > 0 {
		t.line("On the target already: %s; salesplan check lists them", count(still, "finding"))
	}
}

// worstFirst orders findings by severity and leaves ties as they are.
func worstFirst(findings []report.Finding) []report.Finding {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b report.Finding) int { return severityRank(b.Severity) - severityRank(a.Severity) })
	return sorted
}

// summaryText prints the counts of every collection that changed.
func summaryText(summary map[string]report.Actions) string {
	var b strings.Builder
	for _, collection := range collectionsOf(summary) {
		fmt.Fprintf(&b, "; %s %s", Visible(collection), actionsText(summary[collection]))
	}
	return b.String()
}

// actionsText prints counts of actions, zero ones left out.
func actionsText(a report.Actions) string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{a.Removed, "removed"}, {a.Changed, "changed"}, {a.Moved, "moved"}, {a.Added, "added"}, {a.Renamed, "renamed"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	return strings.Join(parts, ", ")
}
