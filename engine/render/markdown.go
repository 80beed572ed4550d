package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// MarkdownBudget is the largest comment in bytes: GitHub refuses texts above
// 65,536.
const MarkdownBudget = 65_000

// Markdown writes a report for a pull request or a step summary, at most
// MarkdownBudget bytes long. What does not fit is left out in whole rows and
// sections, and the text says so; verdict, failing findings and removals stay.
func Markdown(w io.Writer, r any) error {
	var text string
	switch r := r.(type) {
	case report.Review:
		text = reviewMarkdown(r)
	case report.Check:
		text = checkMarkdown(r)
	case report.Diff:
		text = diffMarkdown(r)
	case report.Rollup:
		text = rollupMarkdown(r)
	default:
		return &UnsupportedError{Format: "markdown"}
	}
	_, err := io.WriteString(w, text)
	return err
}

// allowance says how much of the parts that may be cut is shown.
type allowance struct {
	rows    int  // rows of each table
	details bool // folded details
}

// allowances are tried in order until the text fits.
var allowances = []allowance{{1 << 30, true}, {1 << 30, false}, {400, true}, {400, false}, {150, true}, {150, false}, {60, false}, {20, false}, {5, false}, {0, false}}

// fit draws with the largest allowance that keeps the text within the budget.
func fit(draw func(allowance) string) string {
	var text string
	for _, a := range allowances {
		if text = draw(a); len(text) <= MarkdownBudget {
			return text
		}
	}
	return cutLines(text)
}

// cutLines drops whole lines at the end of a text that cannot be made to fit
// otherwise, and says so.
func cutLines(text string) string {
	const note = "\n… the rest does not fit here: `--format json` has all of it.\n"
	text = text[:MarkdownBudget-len(note)]
	return text[:strings.LastIndexByte(text, '\n')+1] + note
}

// reviewMarkdown draws the pull-request comment.
func reviewMarkdown(r report.Review) string {
	return fit(func(a allowance) string {
		var b strings.Builder
		fmt.Fprintf(&b, "<!-- salesplan:%s v=1 head=%s base=%s merge_base=%s -->\n", markerWord(r.Path), markerWord(r.Head), markerWord(r.Base), markerWord(r.MergeBase))
		fmt.Fprintf(&b, "## %s %s: %s\n\n", verdictMark(r.Verdict), code(r.Plan), headline(r))
		fmt.Fprintf(&b, "%s\n\n", advice(r, markdownStyle))
		b.WriteString(reviewCounts(r))
		b.WriteString(failingSection(r))
		b.WriteString(removalSection(r.Changes))
		b.WriteString(changeSection(r.Changes, a))
		b.WriteString(rollupSection(r.Rollup, a))
		b.WriteString(findingSection(r.Findings, a))
		b.WriteString(howSection(r))
		return b.String()
	})
}

// markerWord keeps a marker's value from ending the comment it stands in.
func markerWord(text string) string {
	if text == "" {
		return "."
	}
	return strings.Map(func(r rune) rune {
		if plain(r) || strings.ContainsRune("._/", r) {
			return r
		}
		return '_'
	}, text)
}

// verdictMark is the sign of a verdict; the headline says it in words.
func verdictMark(verdict string) string {
	switch verdict {
	case report.Pass:
		return "✅"
	case report.Fail:
		return "❌"
	}
	return "⛔"
}

// headline says the verdict and the counts by class.
func headline(r report.Review) string {
	word := map[string]string{report.Pass: "passed", report.Fail: "failed", report.Incomplete: "could not be computed"}[r.Verdict]
	open := report.Counts{
		Error: r.Counts.New.Error + r.Counts.Still.Error, Warning: r.Counts.New.Warning + r.Counts.Still.Warning, Info: r.Counts.New.Info + r.Counts.Still.Info,
	}
	if len(r.Changes) == 0 && r.Verdict == report.Pass {
		return "passed, no effect on the plan"
	}
	return word + ", " + countsText(open)
}

// style says how a value stands in a sentence.
type style func(text string) string

func plainStyle(text string) string    { return Visible(text) }
func markdownStyle(text string) string { return code(text) }

// advice is the one thing to do.
func advice(r report.Review, value style) string {
	switch {
	case r.Verdict == report.Incomplete:
		return "Some files could not be read, so nothing is said about what they hold. Mend these first: " + firstFinding(r, "SYN", value)
	case r.Verdict == report.Fail:
		return "To do: settle " + firstFinding(r, "", value)
	case len(r.Changes) == 0:
		return "Nothing to do: only formatting, comments or the place of records in files changed."
	case r.Counts.New.Warning > 0:
		return fmt.Sprintf("To do: look at %s that this change brings.", count(r.Counts.New.Warning, "warning"))
	}
	return "Nothing in the way: read the changes and approve."
}

// firstFinding names the worst open finding, of a family of codes if given:
// new ones before old ones.
func firstFinding(r report.Review, family string, value style) string {
	for _, status := range []string{"new", "still"} {
		for _, f := range r.Findings {
			if f.Status == status && failing(f, r.FailOn) && strings.HasPrefix(f.Code, family) {
				return fmt.Sprintf("%s %s at %s: %s.", f.Code, f.Slug, value(placeText(f.File, f.Line, f.Column)), value(f.Message))
			}
		}
	}
	return "see the findings below."
}

// failing reports whether an open finding fails the review.
func failing(f report.Finding, failOn string) bool {
	return f.Status != "fixed" && severityRank(f.Severity) >= severityRank(failOn)
}

func severityRank(severity string) int {
	return slices.Index([]string{"info", "warning", "error"}, severity)
}

// reviewCounts is the sentence about how much changes.
func reviewCounts(r report.Review) string {
	direct, indirect := splitDirect(r.Changes)
	if len(r.Changes) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**, %d more follow from them.\n\n", count(len(direct), "direct change"), len(indirect))
	t := newTable("Collection", "Removed", "Changed", "Moved", "Added", "Renamed")
	for _, collection := range collectionsOf(r.Summary) {
		a := r.Summary[collection]
		t.add(code(collection), number(a.Removed), number(a.Changed), number(a.Moved), number(a.Added), number(a.Renamed))
	}
	return b.String() + t.markdown() + "\n"
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

// failingSection lists what fails the review. It is never cut.
func failingSection(r report.Review) string {
	var rows []report.Finding
	for _, f := range r.Findings {
		if failing(f, r.FailOn) {
			rows = append(rows, f)
		}
	}
	if len(rows) == 0 {
		return ""
	}
	return "### What fails\n\n" + findingTable(rows) + "\n"
}

// removalSection lists what is removed. It is never cut.
func removalSection(changes []report.Change) string {
	return addressList("Removed", ofAction(changes, "removed"), len(changes))
}

// ofAction picks the changes of one action.
func ofAction(changes []report.Change, action string) []report.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c report.Change) bool { return c.Action != action })
}

// addressList names records in one paragraph.
func addressList(title string, changes []report.Change, limit int) string {
	if len(changes) == 0 {
		return ""
	}
	names := make([]string, 0, len(changes))
	for _, c := range changes[:min(len(changes), limit)] {
		names = append(names, namedAddress(c))
	}
	return fmt.Sprintf("### %s (%d)\n\n%s%s\n\n", title, len(changes), strings.Join(names, ", "), moreText(len(changes)-limit))
}

// namedAddress is the address with the name that people use.
func namedAddress(c report.Change) string {
	text := code(c.Address)
	if c.From != "" {
		text = code(c.From) + " → " + text
	}
	if c.Name != "" && !strings.Contains(c.Name, "`") {
		text += " " + code(shorten(c.Name, 60))
	}
	return text
}

// changeSection lists what changes, but for removals.
func changeSection(changes []report.Change, a allowance) string {
	direct, indirect := splitDirect(changes)
	edited := slices.DeleteFunc(direct, func(c report.Change) bool { return c.Action == "removed" || c.Action == "added" })
	return changeTable("What changes", edited, a) + addressList("Added", ofAction(changes, "added"), a.rows) + changeTable("What follows", indirect, a)
}

func changeTable(title string, changes []report.Change, a allowance) string {
	if len(changes) == 0 {
		return ""
	}
	t := newTable("", "Record", "Field", "Before → after")
	for _, c := range changes[:min(len(changes), a.rows)] {
		mark, _ := sign(c.Action)
		paths, values := fieldCells(c)
		t.add("`"+mark+"` "+c.Action, namedAddress(c), paths, values)
	}
	rest := ""
	if hidden := len(changes) - a.rows; hidden > 0 {
		rest = fmt.Sprintf("\n… and %s more: `--format json` lists all.\n", count(hidden, "record"))
	}
	return fmt.Sprintf("### %s\n\n%s%s\n", title, t.markdown(), rest)
}

// fieldCells draws the fields of a change below each other in two cells.
func fieldCells(c report.Change) (paths, values string) {
	var left, right []string
	for _, f := range c.Fields {
		left = append(left, code(f.Path))
		value := fieldValue(f, f.Before) + " → " + fieldValue(f, f.After)
		if f.Derived && len(c.Causes) > 0 {
			value += " (from " + code(c.Causes[0]) + moreText(len(c.Causes)-1) + ")"
		}
		right = append(right, value)
	}
	return strings.Join(left, "<br>"), strings.Join(right, "<br>")
}

func moreText(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}

func fieldValue(f report.Field, value *string) string {
	switch {
	case value == nil:
		return "—"
	case *value == "":
		return "(empty)"
	case strings.Contains(f.Facet, "amount") && grouped(*value) != *value:
		return grouped(*value) // digits and commas alone
	}
	return code(shorten(*value, 120))
}

// rollupSection lists the totals that differ.
func rollupSection(all []report.RollupChange, a allowance) string {
	rows := telling(all)
	if len(rows) == 0 {
		return ""
	}
	t := newTable("Node", "Measure", "Period", "Before", "After", "Change", "%", "Unit")
	for _, row := range rows[:min(len(rows), a.rows)] {
		node := "**whole plan**"
		if row.Node != "" {
			node = strings.Repeat("&nbsp;&nbsp;", row.Depth) + code(row.Node)
		}
		t.add(node, code(row.Measure), code(row.Period), grouped(row.Before), grouped(row.After), signed(row.Change), percentText(row.Percent), row.Unit)
	}
	rest := ""
	if hidden := len(rows) - a.rows; hidden > 0 {
		rest = fmt.Sprintf("\n… and %s more: `--format json` lists all.\n", count(hidden, "total"))
	}
	return "### Totals\n\n" + t.markdown() + rest + "\nShorter periods, causes, totals by manager and by role: `--format json`.\n\n"
}

// findingSection lists new findings, then folds what is fixed and still there.
func findingSection(findings []report.Finding, a allowance) string {
	byStatus := map[string][]report.Finding{}
	for _, f := range findings {
		byStatus[f.Status] = append(byStatus[f.Status], f)
	}
	var b strings.Builder
	b.WriteString(findingList("New findings", byStatus["new"], a.rows))
	for _, part := range []struct{ status, title string }{{"fixed", "Fixed"}, {"still", "Still there"}} {
		list := byStatus[part.status]
		if len(list) == 0 {
			continue
		}
		title := fmt.Sprintf("%s (%d)", part.title, len(list))
		if !a.details {
			fmt.Fprintf(&b, "%s: `--format json` lists them.\n\n", title)
			continue
		}
		fmt.Fprintf(&b, "<details>\n<summary>%s</summary>\n\n%s\n</details>\n\n", title, findingTable(list[:min(len(list), a.rows)]))
	}
	return b.String()
}

func findingList(title string, findings []report.Finding, rows int) string {
	if len(findings) == 0 {
		return ""
	}
	rest := ""
	if hidden := len(findings) - rows; hidden > 0 {
		rest = fmt.Sprintf("\n… and %s more: `--format json` lists all.\n", count(hidden, "finding"))
	}
	return fmt.Sprintf("### %s (%d)\n\n%s%s\n", title, len(findings), findingTable(worstFirst(findings)[:min(len(findings), rows)]), rest)
}

func findingTable(findings []report.Finding) string {
	t := newTable("Severity", "Finding", "Where", "What")
	for _, f := range findings {
		t.add(f.Severity, code(f.Code+" "+f.Slug), code(placeText(f.File, f.Line, f.Column)), code(f.Message))
	}
	return t.markdown()
}

// howSection says what was compared and how to do it again.
func howSection(r report.Review) string {
	var b strings.Builder
	b.WriteString("<details>\n<summary>How this was computed</summary>\n\n")
	fmt.Fprintf(&b, "- Compared: %s merged into %s, against %s. Both grew from %s.\n", code(shortHash(r.Head)), code(shortHash(r.Base)), code(shortHash(r.Base)), code(shortHash(r.MergeBase)))
	if len(r.Landed) > 0 {
		var landed []string
		for _, address := range r.Landed[:min(len(r.Landed), 20)] {
			landed = append(landed, code(address))
		}
		fmt.Fprintf(&b, "- Landed on the target since, on the same records: %s%s.\n", strings.Join(landed, ", "), moreText(len(r.Landed)-20))
	}
	fmt.Fprintf(&b, "- Findings of severity %s and above fail the review.\n", code(r.FailOn))
	b.WriteString("\n</details>\n\n---\n")
	fmt.Fprintf(&b, "%s gives the same report.\n", "`salesplan review --base "+markerWord(r.Base)+" --head "+markerWord(r.Head)+"`")
	return b.String()
}

// checkMarkdown draws the findings of a plan.
func checkMarkdown(r report.Check) string {
	return fit(func(a allowance) string {
		mark, word := "✅", "passed"
		if r.Verdict == report.Fail {
			mark, word = "❌", "failed"
		}
		if !r.Complete {
			word += ", incomplete: some files could not be read"
		}
		text := fmt.Sprintf("## %s %s: %s, %s\n\n", mark, code(r.Plan), word, countsText(r.Counts))
		return text + findingList("Findings", r.Findings, a.rows)
	})
}
