package render_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

func TestCheckText(t *testing.T) {
	r := fullCheck()
	r.Findings = r.Findings[:1]
	r.Findings[0].Status = ""
	want := `plan/quota.csv:3:5: error QUO004 quota-outside-band: the quotas differ
    3 | a,b,c,d
      |   ^
   plan/other.csv:1:1: stated here

plans/fy27: failed 2 errors, 1 warning, 1 info, 3 records (3 territory)
`
	if diff := cmp.Diff(want, plain(t, r)); diff != "" {
		t.Error(diff)
	}
}

func TestReviewText(t *testing.T) {
	r := fullReview()
	r.Findings = r.Findings[:2]
	want := `FY27  change against main (merge base fork)

FAILED  new: 1 error, 0 warnings, 1 info; still there: 0 errors, 1 warning, 0 infos; fixed: 1 error, 0 warnings, 0 infos
To do: settle QUO004 quota-outside-band at plan/quota.csv:3:5: the quotas differ.

Changes: 4 direct, 1 indirect; territory 1 removed, 1 changed, 2 moved, 1 added, 1 renamed
  -  removed  territory/gone  "Gone"  plan/a.yaml:7:3
  -> renamed  territory/a -> territory/b  "Bavaria"  plan/a.yaml:7:3
       name: Old -> New
       note: (none) -> 
  ~  changed  quota/b/arr@FY27  plan/a.yaml:7:3
       amount: 1,000 -> 2,000.50
  +  added    territory/c  "Carinthia"  plan/a.yaml:7:3
Following from these:
  ~  changed  territory/d  plan/a.yaml:7:3
       owner: p -> q  (follows from assignment/d/p/owner)

Totals         measure  period   before  after  change           unit
whole plan     arr      FY27      1,000  1,200    +200   +20.0%  EUR
  territory/b  arr      FY27-Q1       5      0      -5  -100.0%  count
Shorter periods, causes, totals by manager and by role: --format json.

Landed on the target since, on the same records: territory/b

Beside it: other (fork), open: 1 conflict; some of its files could not be read

New findings
plan/quota.csv:3:5: error QUO004 quota-outside-band (new): the quotas differ
    3 | a,b,c,d
      |   ^
   plan/other.csv:1:1: stated here

On the target already: 1 finding; salesplan check lists them
`
	if diff := cmp.Diff(want, plain(t, r)); diff != "" {
		t.Error(diff)
	}
}

// TestColoursOnlyAddToTheText: without its codes the coloured text is the plain
// one, and the plain one has none.
func TestColoursOnlyAddToTheText(t *testing.T) {
	codes := regexp.MustCompile("\x1b\\[[0-9]+m")
	for _, r := range []any{fullReview(), fullCheck(), fullDiff(), fullRollup(), fullWhy(), fullTransfer()} {
		var colored strings.Builder
		if err := render.Text(&colored, value(r), render.Style{Color: true}); err != nil {
			t.Fatal(err)
		}
		bare := plain(t, r)
		if strings.Contains(bare, "\x1b") {
			t.Errorf("%T: codes without being asked for:\n%q", r, bare)
		}
		if _, transfer := r.(*report.Transfer); !codes.MatchString(colored.String()) && !transfer {
			t.Errorf("%T: no colours", r)
		}
		if diff := cmp.Diff(bare, codes.ReplaceAllString(colored.String(), "")); diff != "" {
			t.Errorf("%T: %s", r, diff)
		}
	}
}

func TestCaretsStandBelowWhatTheyMark(t *testing.T) {
	for _, c := range []struct {
		line         string
		start, width int
		want         string
	}{
		{"name: Bavaria", 6, 7, "      ^^^^^^^"},
		{"\tname: x", 7, 1, "       ^"},
		{"東京: x", 4, 1, "      ^"},
		{"a: 東京", 3, 2, "   ^^^^"},
		{"é: x", 3, 1, "   ^"},
		{"e\u0301: x", 4, 1, "   ^"},
		{"a\u200bb: x", 5, 1, "            ^"},
		{"☎️: x", 4, 1, "   ^"},
		{"", 0, 1, "^"},
		{"abc", 3, 1, "   ^"},
		{"abc", 2, 9, "  ^"},
		{"abc", 9, 9, "   ^"},
		{"abc", -1, -1, "^"},
	} {
		r := fullCheck()
		r.Findings = r.Findings[:1]
		r.Findings[0].Excerpt = &report.Excerpt{Text: c.line, Start: c.start, Width: c.width}
		lines := strings.Split(plain(t, r), "\n")
		if got := strings.TrimPrefix(lines[2], "      | "); got != c.want {
			t.Errorf("%q from %d, %d wide:\n%s\n%s\nwant the marks\n%q", c.line, c.start, c.width, lines[1], lines[2], c.want)
		}
	}
}

func TestRollupText(t *testing.T) {
	want := `FY27 by territory as of 2026-07-01 known at 0123456789abcdef

arr (EUR)            FY27
whole plan  1,200 (1,000)

logos (count)    FY27
  territory/a  ?* (7)
`
	r := fullRollup()
	r.Complete = true
	if diff := cmp.Diff(want, plain(t, r)); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownReportsAreRefused(t *testing.T) {
	var b strings.Builder
	if err := render.Text(&b, 1, render.Style{}); err == nil || b.Len() > 0 {
		t.Errorf("text: %v %q", err, b.String())
	}
	if err := render.Markdown(&b, *fullWhy()); err == nil || b.Len() > 0 {
		t.Errorf("markdown: %v %q", err, b.String())
	}
}

// TestGateText: what a change does not simply pass, and who must approve it,
// stands before the changes.
func TestGateText(t *testing.T) {
	want := `
Gates: 1 fail, 1 pass
  fail   own  1,500, at most 1,000  territory/b 1500 waived by waiver/w, territory/c
         too much; no answer: no CUE; take less; ask position/vp

Approvals
  missing money  1 of anna, acme/finance  quota/b/arr@FY27 (1 given) (not by acme/finance)
          changes of amount

Changes: 1 direct`
	if got := plain(t, gatedReview()); !strings.Contains(got, want) {
		t.Errorf("%s\nlacks\n%s", got, want)
	}
}
