package render_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// largeGates is the number of policies and of owner rules of a large review.
const largeGates = 15

// largeReview has so many changes and findings that no comment holds them.
func largeReview(changed, removed, failing int) *report.Review {
	r := fullReview()
	r.Changes, r.Findings, r.Rollup = nil, nil, nil
	for i := range removed {
		r.Changes = append(r.Changes, report.Change{Address: fmt.Sprintf("territory/gone%06d", i), Name: "Gebiet Süd-Ost é東京", Action: "removed", Direct: true})
	}
	for i := range changed {
		r.Changes = append(r.Changes, report.Change{
			Address: fmt.Sprintf("territory/kept%06d", i), Name: "東京営業所 ☎️ " + strings.Repeat("ü", i%40), Action: "changed", Direct: i%3 > 0,
			Fields: []report.Field{{Path: "name", Before: new("旧" + strings.Repeat("|", i%9)), After: new("新"), Facet: "wording"}},
		})
		r.Rollup = append(r.Rollup, report.RollupChange{
			Dimension: "territory", Node: fmt.Sprintf("territory/kept%06d", i), Depth: i % 20, Measure: "arr", Period: "FY27", Unit: "EUR",
			Before: "1000000", After: "1200000", Change: "200000", Percent: "20.0",
		})
	}
	for i := range failing {
		finding := fullFindings()[0]
		finding.Message = fmt.Sprintf("finding %06d über «Zürich» | 東京", i)
		r.Findings = append(r.Findings, finding)
	}
	for range changed / 10 {
		r.Findings = append(r.Findings, fullFindings()[1:]...)
	}
	r.Gates, r.Approvals = nil, nil
	for i := range largeGates {
		gate := report.Gate{ID: fmt.Sprintf("policy%02d", i), Verdict: "fail", Severity: "error", Message: "zu viel | 東京", Value: "7", Limit: "1", Remedy: "weniger"}
		approval := report.Approval{Rule: fmt.Sprintf("rule%02d", i), Reason: "es geht um Geld", Approvers: []string{"anna", "acme/finance"}, Needed: 1, Standing: "missing"}
		for _, change := range r.Changes {
			gate.Hits = append(gate.Hits, report.GateHit{Address: change.Address, Value: "7", Hash: "0123456789abcdef"})
			approval.Items = append(approval.Items, report.ApprovalItem{Address: change.Address, Hash: "0123456789abcdef"})
		}
		r.Gates, r.Approvals = append(r.Gates, gate), append(r.Approvals, approval)
	}
	r.Summary = map[string]report.Actions{"territory": {Removed: removed, Changed: changed}}
	r.Counts = report.StatusCounts{New: report.Counts{Error: failing}}
	return r
}

// figureAfter finds the number that a pattern with one group captures, 0 if
// the pattern does not occur.
func figureAfter(t *testing.T, text, pattern string) int {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		return 0
	}
	n := 0
	if _, err := fmt.Sscan(found[1], &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// part returns a section of a comment: from its heading to the next one.
func part(comment, title string) string {
	_, rest, found := strings.Cut(comment, "### "+title)
	if !found {
		return ""
	}
	body, _, _ := strings.Cut(rest, "\n### ")
	body, _, _ = strings.Cut(body, "<details>")
	return body
}

func TestCommentFitsItsBudget(t *testing.T) {
	for _, size := range []struct{ changed, removed, failing int }{
		{0, 0, 0}, {5, 5, 5}, {400, 0, 0}, {20_000, 0, 0}, {20_000, 100, 10}, {20_000, 5_000, 500}, {0, 5_000, 0}, {0, 0, 500}, {20_000, 600, 0}, {10, 5_000, 3},
	} {
		t.Run(fmt.Sprintf("%d changed, %d removed, %d failing", size.changed, size.removed, size.failing), func(t *testing.T) {
			comment := markdown(t, largeReview(size.changed, size.removed, size.failing))
			demandWhole(t, comment)
			if !strings.Contains(comment, "\n## ❌ `FY27`: failed, "+plural(size.failing, "error")) {
				t.Errorf("no verdict: %.300s", comment)
			}
			for _, kept := range []struct {
				title, each string
				n           int
			}{{"What fails", "`finding ", size.failing}, {"Removed", "`territory/gone", size.removed}} {
				body := part(comment, kept.title)
				// The names of findings stand in <code> here: a bar is in them.
				shown := strings.Count(body, kept.each) + strings.Count(body, "<code>"+strings.TrimPrefix(kept.each, "`"))
				hidden := figureAfter(t, body, `and (\d+) (?:record|finding)s? more: .--format json. lists all`)
				if n := figureAfter(t, body, `^ \((\d+)\)`); n != kept.n || shown+hidden != kept.n {
					t.Errorf("%s: %d stated, %d shown, %d hidden; there are %d", kept.title, n, shown, hidden, kept.n)
				}
				if hidden > 0 && len(comment) < render.MarkdownBudget*9/10 {
					t.Errorf("%s: %d hidden in a comment of %d bytes", kept.title, hidden, len(comment))
				}
			}
			for i := range largeGates {
				for _, name := range []string{"`policy%02d`", "`rule%02d`"} {
					if name = fmt.Sprintf(name, i); !strings.Contains(comment, name) {
						t.Errorf("%s is cut", name)
					}
				}
			}
			if !strings.Contains(comment, "How this was computed") {
				t.Error("the end is missing")
			}
		})
	}
}

// demandWhole demands that nothing is cut within itself.
func demandWhole(t *testing.T, comment string) {
	t.Helper()
	if strings.Count(comment, "<details>") != strings.Count(comment, "</details>") || strings.Count(comment, "<details>") != strings.Count(comment, "<summary>") {
		t.Error("<details> and </details> differ in number")
	}
	if strings.Count(comment, "<code>") != strings.Count(comment, "</code>") || strings.Count(comment, "`")%2 != 0 {
		t.Error("a value is cut")
	}
	bars := 0
	for line := range strings.Lines(comment) {
		row := strings.HasPrefix(line, "|")
		switch {
		case row && bars == 0:
			bars = strings.Count(line, "|")
		case row && strings.Count(line, "|") != bars:
			t.Errorf("a row with %d bars in a table with %d: %s", strings.Count(line, "|"), bars, line)
		case !row:
			bars = 0
		}
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// TestSmallerSectionsAreWholeBesideLargeOnes: thousands of changes do not hide
// the few removals and failing findings, nor the totals.
func TestSmallerSectionsAreWholeBesideLargeOnes(t *testing.T) {
	r := largeReview(20_000, 100, 10)
	r.Rollup = r.Rollup[:5]
	comment := markdown(t, r)
	for title, want := range map[string]int{"What fails": 10, "Removed": 100, "Totals": 5} {
		if body := part(comment, title); strings.Contains(body, " more: ") {
			t.Errorf("%s is cut: %s", title, body[max(0, len(body)-200):])
		} else if n := strings.Count(body, "territory/") + strings.Count(body, "QUO004"); n != want {
			t.Errorf("%s has %d rows, want %d", title, n, want)
		}
	}
}

func TestHugeRowDoesNotHideTheOthers(t *testing.T) {
	r := largeReview(300, 0, 0)
	huge := report.Change{Address: "territory/huge", Action: "changed", Direct: true}
	for i := range 5_000 {
		value := strings.Repeat("\U000e0041", 1_000)
		huge.Fields = append(huge.Fields, report.Field{Path: fmt.Sprintf("note%d", i), Before: &value, After: &value, Facet: "wording"})
	}
	r.Changes = append([]report.Change{huge}, r.Changes...)
	if body := part(markdown(t, r), "What changes"); strings.Count(body, "territory/kept") < 20 {
		t.Errorf("only %d other changes beside a huge one", strings.Count(body, "territory/kept"))
	}
}

// TestOtherReportsFitToo: reports without protected parts keep the budget.
func TestOtherReportsFitToo(t *testing.T) {
	large := largeReview(20_000, 5_000, 500)
	check, diff, rollup := fullCheck(), fullDiff(), fullRollup()
	check.Findings, diff.Changes = large.Findings, large.Changes
	rollup.Totals = nil
	for i := range 3_000 {
		rollup.Totals = append(rollup.Totals, report.Total{Node: fmt.Sprintf("territory/n%d", i), Measure: fmt.Sprintf("m%d", i/2), Period: "FY27", Unit: "EUR", Rolled: new("1000")})
	}
	for _, r := range []any{check, diff, rollup} {
		demandWhole(t, markdown(t, r))
	}
	if comment := markdown(t, rollup); !strings.Contains(comment, "sections more: `--format json` lists all") {
		t.Error("sections are left out without a word")
	}
}
