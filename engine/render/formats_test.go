package render_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// drawn renders a report that has the format.
func drawn(t *testing.T, format string, r any) string {
	t.Helper()
	var b strings.Builder
	if err := render.Write(&b, format, value(r), render.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFormatsAreNamed: a format that a report has not is refused in a sentence.
func TestFormatsAreNamed(t *testing.T) {
	has := map[string]string{
		"check":  "text markdown summary json sarif junit github gitlab csv",
		"review": "text markdown summary json sarif junit github gitlab csv",
		"diff":   "text markdown summary json csv",
		"rollup": "text markdown summary json csv",
		"why":    "text json", "transfer": "text json",
	}
	for name, r := range map[string]any{
		"check": *fullCheck(), "review": *fullReview(), "diff": *fullDiff(), "rollup": *fullRollup(), "why": *fullWhy(), "transfer": *fullTransfer(),
	} {
		for _, format := range render.Formats() {
			var b bytes.Buffer
			err := render.Write(&b, format, r, render.Style{})
			if wanted := slices.Contains(strings.Fields(has[name]), format); wanted != (err == nil) || wanted != (b.Len() > 0) {
				t.Errorf("%s as %s: %v, %d bytes", name, format, err, b.Len())
			}
		}
	}
	if err := render.Write(&bytes.Buffer{}, "pdf", *fullCheck(), render.Style{}); err == nil || !strings.Contains(err.Error(), "choose one of text") {
		t.Error(err)
	}
}

// TestFormatsHoldNaughtyValues puts naughty values into every field and reads
// every format with a parser of its own: nothing but the value changes.
func TestFormatsHoldNaughtyValues(t *testing.T) {
	for name, fresh := range map[string]func() any{
		"review": func() any { return fullReview() }, "check": func() any { return fullCheck() },
	} {
		t.Run(name, func(t *testing.T) {
			schema := sarifSchemas(t)[:1]
			for i := range findingSlots(t, fresh()) {
				r := fresh()
				at := findingSlots(t, r)[i]
				at.set(harmless)
				cases, commands, rows := junit(t, drawn(t, "junit", r)), annotations(t, drawn(t, "github", r)), table(t, drawn(t, "csv", r))
				for _, bad := range append(slices.Clone(naughty), formulas...) {
					at.set(bad)
					log := drawn(t, "sarif", r)
					demandValid(t, schema, fmt.Sprintf("%s = %.60q", at.path, bad), log)
					inertSARIF(t, at.path, bad, log)
					quiet(t, at.path, bad, log)
					quiet(t, at.path, bad, drawn(t, "gitlab", r))
					gitlab(t, r)
					log = drawn(t, "junit", r)
					quiet(t, at.path, bad, log)
					if got := junit(t, log); bad != "" && strings.TrimSpace(bad) != "" && got.tests != cases.tests {
						t.Fatalf("%s = %.60q: %d cases, want %d", at.path, bad, got.tests, cases.tests)
					}
					sameAnnotations(t, at.path, bad, commands, annotations(t, drawn(t, "github", r)))
					quiet(t, at.path, bad, drawn(t, "csv", r))
					sameTable(t, at.path, bad, rows, table(t, drawn(t, "csv", r)))
				}
			}
		})
	}
}

// TestWaivedFindingsHoldNaughtyValues: what a waived finding says and the id of
// its waiver are values in every format that tells of them.
func TestWaivedFindingsHoldNaughtyValues(t *testing.T) {
	schema := sarifSchemas(t)[:1]
	for _, bad := range append(slices.Clone(naughty), formulas...) {
		r := fullReview()
		r.Findings[1].Waiver, r.Findings[1].Message = "w"+bad, bad
		log := drawn(t, "sarif", r)
		demandValid(t, schema, fmt.Sprintf("%.60q", bad), log)
		inertSARIF(t, "waiver", bad, log)
		junit(t, drawn(t, "junit", r))
		gitlab(t, r)
		for _, format := range []string{"sarif", "junit", "gitlab", "text"} {
			quiet(t, "waiver", bad, drawn(t, format, r))
		}
	}
}

// findingSlots are the strings of a report as [slots] gives them, where those
// decide that decide something about findings; waived findings have a test of
// their own.
func findingSlots(t *testing.T, report any) []leaf {
	t.Helper()
	found := slotsOf(t, report, regexp.MustCompile(`\.(Verdict|FailOn)$|Findings\[0\]\.(Status|Severity)$|Findings\[\d\]\.Waiver$`))
	return slices.DeleteFunc(found, func(l leaf) bool { return strings.HasSuffix(l.path, ".Waiver") })
}

// TestLargeReportsKeepTheLimits: of 20,000 findings and 5,000 changes every
// format shows as much as its reader takes, worst first, and counts the rest.
func TestLargeReportsKeepTheLimits(t *testing.T) {
	r := largeReview(5_000, 200, 400)
	for i := range 20_000 {
		finding := fullFindings()[1]
		finding.Message = fmt.Sprintf("warning %d %s", i, strings.Repeat("東", i%2_000))
		r.Findings = append(r.Findings, finding)
	}
	total := len(slices.DeleteFunc(slices.Clone(r.Findings), func(f report.Finding) bool { return f.Status == "fixed" }))

	run := sarif(t, r).Runs[0]
	if len(run.Results) != 5_000 || len(drawn(t, "sarif", r)) > 30<<20 {
		t.Errorf("SARIF: %d results", len(run.Results))
	}
	for i, result := range run.Results[:400] {
		if result.Level != "error" {
			t.Fatalf("result %d is a %s before the last error", i, result.Level)
		}
	}
	more := fmt.Sprintf("%d findings more", total-5_000)
	if notes := run.Invocations[0].ToolExecutionNotifications; len(notes) != 1 || !strings.HasPrefix(notes[0].Message.Text, more) {
		t.Errorf("SARIF: %+v", notes)
	}
	demandValid(t, sarifSchemas(t), "large", drawn(t, "sarif", r))

	levels := map[string]int{}
	commands := annotations(t, drawn(t, "github", r))
	for _, a := range commands {
		levels[a.level]++
	}
	if levels["error"] != 10 || levels["warning"] != 0 || levels["notice"] != 10 {
		t.Errorf("GitHub: %v", levels)
	}
	if last := commands[len(commands)-1].message; !strings.HasPrefix(last, "failed: 400 errors") ||
		!strings.HasSuffix(last, fmt.Sprintf("%d findings more in the report", total-len(commands)+1)) {
		t.Errorf("GitHub: %s", last)
	}

	issues := gitlab(t, r)
	if len(issues) != 5_001 || issues[399].Severity != "critical" || !strings.HasPrefix(issues[5_000].Description, more) {
		t.Errorf("GitLab: %d issues", len(issues))
	}
	cases := junit(t, drawn(t, "junit", r))
	if cases.failures != 400 || !strings.Contains(cases.text, more) {
		t.Errorf("JUnit: %d failures", cases.failures)
	}
	if rows := table(t, drawn(t, "csv", r)); len(rows) != 5_201 {
		t.Errorf("CSV: %d rows", len(rows))
	}

	summary := drawn(t, "summary", r)
	if len(summary) > render.SummaryBudget || len(summary) < render.MarkdownBudget {
		t.Errorf("a summary of %d bytes", len(summary))
	}
	demandWhole(t, summary)
	for title, n := range map[string]int{"What fails": 400, "Removed": 200} {
		if body := part(summary, title); strings.Contains(body, " more: ") || figureAfter(t, body, `^ \((\d+)\)`) != n {
			t.Errorf("%s is not whole in the summary", title)
		}
	}
}

// TestFormatsHoldEndlessValues puts them into every field at once.
func TestFormatsHoldEndlessValues(t *testing.T) {
	schemas := sarifSchemas(t)
	for _, bad := range endless {
		for _, r := range []any{fullReview(), fullCheck()} {
			for _, at := range leaves(t, r) {
				at.set(bad)
			}
			demandValid(t, schemas, "endless", drawn(t, "sarif", r))
			gitlab(t, r)
			junit(t, drawn(t, "junit", r))
			annotations(t, drawn(t, "github", r))
			table(t, drawn(t, "csv", r))
			for _, format := range []string{"sarif", "gitlab", "github", "junit"} {
				if n := len(drawn(t, format, r)); n > 300_000 {
					t.Errorf("%T full of %.20q: %d bytes of %s", r, bad, n, format)
				}
			}
		}
	}
}
