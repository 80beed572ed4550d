package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// reviewPage draws the pull-request comment.
func reviewPage(r report.Review) page {
	p := page{
		head:     marker(r) + fmt.Sprintf("## %s %s: %s\n\n%s\n\n", verdictMark(r.Verdict), planName(r.Plan), headline(r), advice(r, markdownStyle)),
		sections: []section{countSection(r), failingSection(r), gateSection(r.Gates), approvalSection(r.Approvals)},
		tail:     howComputed(r),
	}
	p.sections = append(p.sections, changeSections(r.Changes)...)
	p.sections = append(p.sections, costSections(r.Cost)...)
	for _, st := range r.ScenarioTables() {
		p.sections = append(p.sections, sheetTable(st, markdownStyle).section("### "+markdownStyle.title(st.Heading), st.Noun))
	}
	p.sections = append(p.sections, letterSections(r)...)
	p.sections = append(p.sections, totalSection(r.Rollup))
	p.sections = append(p.sections, statusSections(r)...)
	return p
}

// headline says the verdict and the counts by class.
func headline(r report.Review) string {
	verdict := map[string]string{report.Pass: "passed", report.Fail: "failed"}[r.Verdict]
	if verdict == "" {
		verdict = "could not be computed"
	}
	if len(r.Changes) == 0 && r.Verdict == report.Pass {
		return "passed, no effect on the plan"
	}
	open := report.Counts{
		Error: r.Counts.New.Error + r.Counts.Still.Error, Warning: r.Counts.New.Warning + r.Counts.Still.Warning, Info: r.Counts.New.Info + r.Counts.Still.Info,
	}
	if n := r.Counts.Waived; n != (report.Counts{}) {
		return fmt.Sprintf("%s, %s, %d waived", verdict, countsText(open), n.Error+n.Warning+n.Info)
	}
	return verdict + ", " + countsText(open)
}

// advice is the one thing to do.
func advice(r report.Review, in style) string {
	switch {
	case r.Verdict == report.Incomplete:
		return "Some files could not be read, so nothing is said about what they hold. Mend these first: " + firstFinding(r, "SYN", in)
	case r.Verdict == report.Fail:
		return "To do: settle " + firstFinding(r, "", in)
	case len(r.Changes) == 0:
		return "Nothing to do: only formatting, comments or the place of records in files changed."
	case r.Counts.New.Warning > 0:
		return fmt.Sprintf("To do: look at %s that this change brings.", count(r.Counts.New.Warning, "warning"))
	}
	return "Nothing in the way: read the changes and approve."
}

// firstFinding names the first finding that fails the review, of a family of
// codes if given: new ones before old ones.
func firstFinding(r report.Review, family string, in style) string {
	for _, status := range []string{"new", "still"} {
		for _, f := range r.Findings {
			if f.Status != status || !failing(f, r.FailOn) || !strings.HasPrefix(f.Code, family) {
				continue
			}
			place := ""
			if f.File != "" {
				place = " at " + in.value(placeText(f.File, f.Line, f.Column))
			}
			return fmt.Sprintf("%s%s: %s.", in.value(f.Code+" "+f.Slug), place, in.value(f.Message))
		}
	}
	return "see the findings below."
}

// failing reports whether an open finding fails the review.
func failing(f report.Finding, failOn string) bool {
	return f.Status != "fixed" && f.Waiver == "" && severityRank(f.Severity) >= severityRank(failOn)
}

// severityRank orders severities from least to worst; unknown ones come first.
func severityRank(severity string) int {
	return slices.Index([]string{"info", "warning", "error"}, severity)
}

// countSection counts the changes by collection and action.
func countSection(r report.Review) section {
	direct, indirect := splitDirect(r.Changes)
	t := newTable("Collection", "Removed", "Changed", "Moved", "Added", "Renamed")
	for _, collection := range collectionsOf(r.Summary) {
		a := r.Summary[collection]
		t.add(code(collection), number(a.Removed), number(a.Changed), number(a.Moved), number(a.Added), number(a.Renamed))
	}
	s := t.section(fmt.Sprintf("**%s, %d indirect**", count(len(direct), "direct change"), len(indirect)), "collection")
	s.kept = true
	if text := timingText(r.Changes); text != "" {
		s.close += "\n" + text + "\n"
	}
	return s
}

// number prints a count; zero as nothing, so that the eye finds the rest.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// collectionsOf returns the collections that changed, sorted.
func collectionsOf(summary map[string]report.Actions) []string {
	var names []string
	for name, actions := range summary {
		if actions.Total() > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// totalSection lists the totals that differ.
func totalSection(all []report.RollupChange) section {
	t := newTable("Node", "Measure", "Period", "Before", "After", "Change", "%", "Unit")
	for _, row := range telling(all) {
		node := "**whole plan**"
		if row.Node != "" {
			node = markdownStyle.indent(row.Depth) + code(row.Node)
		}
		t.add(node, code(row.Measure), code(row.Period), figure(row.Before, grouped), figure(row.After, grouped),
			figure(row.Change, signed), figure(row.Percent, percentText), unitText(row.Unit))
	}
	s := t.section("### Totals", "total")
	s.close += "\nShorter periods, causes, totals by manager and by role: `--format json`.\n"
	return s
}

// costSections show what the change does to the cost of pay.
func costSections(c *report.ReviewCost) []section {
	if c == nil || len(c.Causes) == 0 {
		return nil
	}
	var sections []section
	for _, st := range c.Tables() {
		sections = append(sections, sheetTable(st, markdownStyle).section("### "+markdownStyle.title(st.Heading), st.Noun))
	}
	sections[0].kept = true
	sections[0].close += "\n" + c.Sentence() + "\n"
	return sections
}

// letterSections list which letters have to be issued.
func letterSections(r report.Review) []section {
	st, ok := r.LetterTable()
	if !ok {
		return nil
	}
	s := sheetTable(st, markdownStyle).section("### "+markdownStyle.title(st.Heading), st.Noun)
	s.close += "\n" + r.LetterSentence() + "\n"
	return []section{s}
}

// howComputed says what was compared and how to do it again.
func howComputed(r report.Review) string {
	var b strings.Builder
	b.WriteString("<details>\n<summary>How this was computed</summary>\n\n")
	base := code(shortHash(r.Base))
	fmt.Fprintf(&b, "- Compared: %s merged into %s, against %s. Both grew from %s.\n", code(shortHash(r.Head)), base, base, code(shortHash(r.MergeBase)))
	if len(r.Landed) > 0 {
		const most = 20
		var landed []string
		for _, address := range r.Landed[:min(len(r.Landed), most)] {
			landed = append(landed, brief(address, 120))
		}
		fmt.Fprintf(&b, "- Landed on the target since, on the same records: %s%s.\n", strings.Join(landed, ", "), moreText(len(r.Landed)-most))
	}
	for _, other := range r.Also[:min(len(r.Also), mostOthers)] {
		fmt.Fprintf(&b, "- Beside it: %s.\n", otherText(other, func(text string) string { return brief(text, 120) }))
	}
	if more := len(r.Also) - mostOthers; more > 0 {
		fmt.Fprintf(&b, "- And %s more.\n", count(more, "open change"))
	}
	fmt.Fprintf(&b, "- Findings of severity %s and above fail the review.\n", code(r.FailOn))
	if len(r.Gates) > 0 {
		fmt.Fprintf(&b, "- Held against %s of the target (%s)%s.\n", count(len(r.Gates), "gate"), gateCounts(r.Gates), asOfText(r))
	}
	if command := commandOf(r); command != "" {
		fmt.Fprintf(&b, "- `%s` gives the same report.\n", command)
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// mostOthers is the number of other open changes that a comment names.
const mostOthers = 20

// commandOf returns the command that gives the report again, "" where that is
// not certain.
func commandOf(r report.Review) string {
	answered := slices.ContainsFunc(r.Approvals, func(a report.Approval) bool { return a.Standing != "asked" }) // from a file
	if !isCommit(r.Base) || len(r.Also) > 0 || answered {                                                       // other changes have names, which may move
		return ""
	}
	command := "salesplan review --base " + r.Base
	switch {
	case isCommit(r.Head):
		command += " --head " + r.Head
	case r.Head != "worktree":
		return ""
	}
	if r.FailOn == "warning" || r.FailOn == "info" {
		command += " --fail-on " + r.FailOn
	}
	switch {
	case isDay(r.AsOf):
		command += " --as-of " + r.AsOf
	case r.AsOf != "":
		return ""
	}
	return command
}

// asOfText names the day of the review.
func asOfText(r report.Review) string {
	if r.AsOf == "" {
		return ""
	}
	return " as of " + code(r.AsOf)
}

// isDay reports whether a text is digits in the form of a day.
func isDay(text string) bool {
	return len(text) == 10 && text[4] == '-' && text[7] == '-' && strings.Trim(text[:4]+text[5:7]+text[8:], "0123456789") == ""
}
