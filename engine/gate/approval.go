package gate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
)

// approver is somebody who may approve.
type approver struct{ position, person, login string }

// ownerRule says who must approve which changes.
type ownerRule struct {
	id, below, reason   string
	collections, facets []string // nil for all
	fromAmount          *money.Decimal
	approvers           []approver
	needed              int
}

// ownerRules reads the owner rules of a plan.
func ownerRules(p *plan.Plan) []ownerRule {
	known := map[string]approver{}
	for r := range sound(p, approverKind) {
		known[r.Addr.ID] = approver{r.Node.TextOf("position"), r.Node.TextOf("person"), r.Node.TextOf("login")}
	}
	var rules []ownerRule
	for r := range sound(p, ownerRuleKind) {
		rule := ownerRule{id: r.Addr.ID, below: r.Node.TextOf("below"), reason: r.Node.TextOf("reason"), needed: 1}
		if n, ok := r.Node.Field("collections"); ok {
			rule.collections = textsOf(n)
		}
		if n, ok := r.Node.Field("facets"); ok {
			rule.facets = textsOf(n)
		}
		if d, err := money.ParseDecimal(r.Node.TextOf("from_amount")); err == nil {
			rule.fromAmount = &d
		}
		if n, err := money.ParseDecimal(r.Node.TextOf("needed")); err == nil {
			rule.needed = int(n.WholeAbove())
		}
		if n, ok := r.Node.Field("approvers"); ok {
			for _, id := range textsOf(n) {
				if one, ok := known[id]; ok {
					rule.approvers = append(rule.approvers, one)
				}
			}
		}
		rules = append(rules, rule)
	}
	return rules
}

// approvals works out who must approve what. A change that several rules are
// about needs all of them.
func (j *judge) approvals() []report.Approval {
	asked := []report.Approval{}
	rules := ownerRules(j.in.Base)
	if len(rules) == 0 {
		return asked
	}
	if given := j.in.Given; given != nil {
		for _, commit := range given.unknown {
			j.found = append(j.found, finding(diag.ApprovalOfUnknown, "", "", 0, 0,
				"an approval is of the commit %s, which is not in this repository: it approves nothing", commit))
		}
	}
	who := newInterests(j.in.Base, j.in.Merged)
	for _, rule := range rules {
		one := report.Approval{Rule: rule.id, Reason: rule.why(), Approvers: []string{}, Needed: rule.needed, Items: []report.ApprovalItem{}}
		for _, a := range rule.approvers {
			one.Approvers = append(one.Approvers, a.login)
		}
		open := 0
		for _, c := range j.in.Changes {
			if !c.Direct() || !rule.about(c, j.in) {
				continue
			}
			item, done := j.approve(rule, c, who)
			one.Items = append(one.Items, item)
			if !done {
				open++
			}
		}
		if len(one.Items) == 0 {
			continue
		}
		switch {
		case open == 0:
			one.Standing = "given"
		case j.in.Given == nil:
			one.Standing = "asked"
		default:
			one.Standing = "missing"
			j.missing(rule, one, open)
		}
		asked = append(asked, one)
	}
	return asked
}

// approve looks for the approvals of one change.
func (j *judge) approve(rule ownerRule, c review.Change, who interests) (item report.ApprovalItem, done bool) {
	item = report.ApprovalItem{Address: c.Addr.String(), Hash: j.lists.hashes.of(c)}
	free := 0
	concerned := who.of(c)
	for _, a := range rule.approvers {
		switch {
		case concerned[a.seat()]:
			item.Barred = append(item.Barred, a.login)
			continue
		case j.in.Given.has(a.login, item.Hash):
			item.Given = append(item.Given, a.login)
		}
		free++
	}
	if free < rule.needed {
		j.report(diag.NobodyMayApprove, item.Address, "%s needs %d of the approvers of the rule %s, and only %d of them have no interest of their own in it",
			item.Address, rule.needed, rule.id, free)
	}
	return item, len(item.Given) >= rule.needed
}

// missing reports what a rule still lacks.
func (j *judge) missing(rule ownerRule, a report.Approval, open int) {
	for _, item := range a.Items {
		if len(item.Given) >= rule.needed {
			continue
		}
		more := ""
		if open > 1 {
			more = fmt.Sprintf(", and so do %d more changes", open-1)
		}
		j.report(diag.ApprovalMissing, item.Address, "%s lacks the approval that the rule %s asks for (%d of %s)%s",
			item.Address, rule.id, rule.needed, strings.Join(a.Approvers, ", "), more)
		return
	}
}

// report adds a finding about a changed record.
func (j *judge) report(code diag.Code, address, format string, args ...any) {
	var at item
	j.lists.place(&at, address)
	j.found = append(j.found, finding(code, address, at.file, at.line, at.column, format, args...))
}

// why says what the rule is about.
func (r ownerRule) why() string {
	if r.reason != "" {
		return r.reason
	}
	text := "changes"
	if len(r.facets) > 0 {
		text += " of " + strings.Join(r.facets, ", ")
	}
	if len(r.collections) > 0 {
		text += " in " + strings.Join(r.collections, ", ")
	}
	if r.below != "" {
		text += " at or below territory/" + r.below
	}
	if r.fromAmount != nil {
		text += " by " + r.fromAmount.String() + " or more"
	}
	return text
}

// about reports whether a rule is about a change: all that it states must hold.
func (r ownerRule) about(c review.Change, in Input) bool {
	a := c.Addr
	if r.collections != nil && !slices.Contains(r.collections, a.Collection) {
		return false
	}
	if r.facets != nil && !slices.ContainsFunc(r.facets, func(f string) bool { return slices.Contains(c.Facets.Names(), f) }) {
		return false
	}
	if r.below != "" && !below(r.below, a, in.Base) && !below(r.below, a, in.Merged) {
		return false
	}
	return r.fromAmount == nil || c.Size().Cmp(*r.fromAmount) >= 0
}

// below reports whether a record of a plan is a territory, or names one, at or
// below another.
func below(top string, a addr.Addr, p *plan.Plan) bool {
	r, ok := p.Find(a)
	if !ok {
		return false
	}
	id := r.Node.TextOf("territory")
	if a.Collection == plan.TerritoryKind {
		id = a.ID
	}
	for range len(p.Territories) + 1 { // parents may form a circle
		if id == top {
			return id != ""
		}
		parent, ok := p.Find(addr.New(plan.TerritoryKind, id))
		if !ok {
			return false
		}
		id = parent.Node.TextOf("parent")
	}
	return false
}
