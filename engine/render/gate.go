package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// gateVerdicts are the verdicts of a policy, the worst first.
var gateVerdicts = []string{"fail", "warn", "waived", "pass"}

// shownHits is the number of records over a limit that a reader sees.
const shownHits = 3

// gateCounts says how many policies gave which verdict.
func gateCounts(gates []report.Gate) string {
	counts := map[string]int{}
	for _, g := range gates {
		counts[g.Verdict]++
	}
	var parts []string
	for _, verdict := range gateVerdicts {
		if counts[verdict] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[verdict], verdict))
		}
	}
	return strings.Join(parts, ", ")
}

// notPassed picks the gates that a reader has to see.
func notPassed(gates []report.Gate) []report.Gate {
	return slices.DeleteFunc(slices.Clone(gates), func(g report.Gate) bool { return g.Verdict == "pass" })
}

// gateSection lists the policies that the change does not simply pass.
func gateSection(gates []report.Gate) section {
	t := newTable("Gate", "Policy", "Measured", "Limit", "Where", "What to do")
	for _, g := range notPassed(gates) {
		t.add(word(g.Verdict, gateVerdicts...), brief(g.ID, 80), figure(g.Value, grouped), figure(g.Limit, grouped),
			hitsText(g, func(text string) string { return brief(text, 80) }, "<br>"), remedyText(g, func(text string) string { return brief(text, 100) }, "<br>"))
	}
	s := t.section(fmt.Sprintf("### Gates (%s)", gateCounts(gates)), "gate")
	s.kept = true
	return s
}

// hitsText names the largest records over a limit and the waivers that excuse
// them.
func hitsText(g report.Gate, show func(string) string, between string) string {
	// Where it may not be told of whom a value is, there is nothing to list.
	hits := slices.DeleteFunc(slices.Clone(g.Hits), func(h report.GateHit) bool { return h.Address == "" && h.Waiver == "" })
	var parts []string
	for _, h := range hits[:min(len(hits), shownHits)] {
		text := show(h.Address)
		if h.Value != "" && len(hits) > 1 {
			text += " " + show(h.Value)
		}
		if h.Waiver != "" {
			text += " waived by " + show("waiver/"+h.Waiver)
		}
		parts = append(parts, strings.TrimSpace(text))
	}
	if more := len(hits) - shownHits; more > 0 {
		parts = append(parts, fmt.Sprintf("… and %d more", more))
	}
	return strings.Join(slices.DeleteFunc(parts, func(text string) bool { return text == "" }), between)
}

// waivedText says what a finding is that a waiver excuses, and which.
func waivedText(f report.Finding, show func(string) string) string {
	return fmt.Sprintf("%s, waived by %s", show(f.Message), show("waiver/"+f.Waiver))
}

// remedyText says what a policy is about, what to do and whom to ask.
func remedyText(g report.Gate, show func(string) string, between string) string {
	parts := []string{show(g.Message)}
	if g.Problem != "" {
		parts = append(parts, "no answer: "+show(g.Problem))
	}
	if g.Remedy != "" {
		parts = append(parts, show(g.Remedy))
	}
	if g.Owner != "" {
		parts = append(parts, "ask "+show("position/"+g.Owner))
	}
	return strings.Join(parts, between)
}

// approvalSection lists who must approve what.
func approvalSection(approvals []report.Approval) section {
	t := newTable("Approval", "Rule", "Who", "Of what", "Why")
	for _, a := range approvals {
		show := func(text string) string { return brief(text, 60) }
		t.add(word(a.Standing, "asked", "missing", "given"), brief(a.Rule, 80), whoText(a, show), itemsText(a, show, "<br>"), brief(a.Reason, 100))
	}
	s := t.section(fmt.Sprintf("### Approvals (%d)", len(approvals)), "approval")
	s.kept = true
	return s
}

// shownApprovers is the number of approvers that a reader sees.
const shownApprovers = 10

// whoText says how many of whom must approve.
func whoText(a report.Approval, show func(string) string) string {
	var names []string
	for _, login := range a.Approvers[:min(len(a.Approvers), shownApprovers)] {
		names = append(names, show(login))
	}
	return fmt.Sprintf("%d of %s%s", a.Needed, strings.Join(names, ", "), moreText(len(a.Approvers)-shownApprovers))
}

// itemsText names what is to be approved: what is open before what is not.
func itemsText(a report.Approval, show func(string) string, between string) string {
	items := slices.Clone(a.Items)
	slices.SortStableFunc(items, func(x, y report.ApprovalItem) int {
		return min(len(x.Given), a.Needed) - min(len(y.Given), a.Needed)
	})
	var parts []string
	for _, item := range items[:min(len(items), shownHits)] {
		text := show(item.Address)
		if len(item.Given) > 0 {
			text += fmt.Sprintf(" (%d given)", len(item.Given))
		}
		if len(item.Barred) > 0 {
			text += fmt.Sprintf(" (not by %s%s)", show(item.Barred[0]), moreText(len(item.Barred)-1))
		}
		parts = append(parts, text)
	}
	if more := len(items) - shownHits; more > 0 {
		parts = append(parts, fmt.Sprintf("… and %d more", more))
	}
	return strings.Join(parts, between)
}

// gates draws the policies that the change does not simply pass, and who must
// approve it.
func (t *textWriter) gates(gates []report.Gate, approvals []report.Approval) {
	if len(gates) > 0 {
		t.line("%s", t.paint(bold, "Gates: "+gateCounts(gates)))
		for _, g := range notPassed(gates) {
			color := map[string]string{"fail": red, "warn": yellow}[g.Verdict]
			where := hitsText(g, Visible, ", ")
			if where != "" {
				where = "  " + t.paint(dim, where)
			}
			t.line("  %s %s  %s, at most %s%s", t.paint(color, fmt.Sprintf("%-6s", Visible(g.Verdict))), Visible(g.ID),
				orUnknown(grouped(Visible(g.Value))), Visible(grouped(g.Limit)), where)
			t.line("         %s", remedyText(g, Visible, "; "))
		}
		t.line("")
	}
	if len(approvals) == 0 {
		return
	}
	t.line("%s", t.paint(bold, "Approvals"))
	for _, a := range approvals {
		color := map[string]string{"missing": red, "given": green}[a.Standing]
		t.line("  %s %s  %s  %s", t.paint(color, fmt.Sprintf("%-7s", Visible(a.Standing))), Visible(a.Rule), whoText(a, Visible), t.paint(dim, itemsText(a, Visible, ", ")))
		t.line("          %s", Visible(a.Reason))
	}
	t.line("")
}

// orUnknown stands in for a value that is withheld or not known.
func orUnknown(text string) string {
	if text == "" {
		return "not shown"
	}
	return text
}
