package gate

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// starters are the policies that hold in every plan, as warnings, until the plan
// changes them. Limits are customary sizes of teams and changes, not laws.
func starters() []Policy {
	whole := func(n int64) *money.Decimal {
		limit, _ := money.New(n, 0)
		return &limit
	}
	all := []Policy{
		{
			ID: "balance-band", Of: "ratios", Limit: whole(0), Sum: true, Given: map[string]string{"least": "", "most": ""},
			Message: "territories beside each other are further from their mean than they should be",
			Remedy:  "shift quota or accounts between them, or say in the plan why they differ",
			Where: []string{
				`it.ratio == "balance"`, "it.after != null", "it.after < given.least || it.after > given.most",
				"it.before == null || it.before >= given.least && it.before <= given.most",
			},
		},
		{
			ID: "cost-increase", Of: "cost", Limit: whole(5),
			Message: "the cost of pay rises by more percent than a single change may",
			Remedy:  "have finance approve the rise, or spread the change",
			Where:   []string{"it.before > 0"}, Value: "100 * (it.after - it.before) / it.before",
		},
		{
			ID: "exception-budget", Of: "changes", Limit: whole(10), Sum: true,
			Message:     "the change makes more exceptions than one change may",
			Remedy:      "make a rule of what is always an exception, or split the change",
			Collections: []string{"adjustment", "assignment", "quota"},
			Where:       []string{`it.action != "removed"`, `it.fields.reason != _|_`, `it.fields.reason.after != null`},
		},
		{
			ID: "freeze-window", Of: "changes", Limit: whole(0), Given: map[string]string{"from": "", "to": ""},
			Message: "the plan is frozen on this day",
			Remedy:  "wait for the end of the freeze",
			Where:   []string{"it.direct", `it.facets != ["wording"]`, "as_of >= given.from", "as_of <= given.to"},
		},
		{
			ID: "pay-cut", Of: "pay", Limit: whole(0), Sum: true,
			Message: "more people earn less for the same results than a change may touch",
			Remedy:  "see in the review with --unmask whom it is about, and agree with them before it lands",
			Where:   []string{"it.before > it.after"},
		},
		{
			ID: "quota-movement", Of: "changes", Limit: whole(25),
			Message:     "a quota moves by more percent than a single change may",
			Remedy:      "move it in steps, or ask for a waiver with the reason",
			Collections: []string{"quota"},
			Where:       []string{`it.fields.amount != _|_`, "it.fields.amount.before != null", "it.fields.amount.after != null", "it.fields.amount.before > 0"},
			Value:       "100 * [if it.fields.amount.after >= it.fields.amount.before {it.fields.amount.after - it.fields.amount.before}, it.fields.amount.before - it.fields.amount.after][0] / it.fields.amount.before",
		},
		{
			ID: "quota-ote-band", Of: "ratios", Limit: whole(0), Sum: true, Given: map[string]string{"least": "", "most": ""},
			Message: "quotas of seats leave the band of quota to on-target earnings",
			Remedy:  "see in the review with --unmask which seats it is about, and change quota or pay",
			Where: []string{
				`it.ratio == "quota_to_pay"`, "it.after != null", "it.after < given.least || it.after > given.most",
				"it.before == null || it.before >= given.least && it.before <= given.most",
			},
		},
		{
			ID: "removal", Of: "changes", Limit: whole(0),
			Message:     "a record is removed and no move says what became of it",
			Remedy:      "declare a move if it only got another name, or say in the change why it goes",
			Collections: []string{"comp_plan", "measure", "position", "role", "territory"},
			Where:       []string{`it.action == "removed"`},
		},
		{
			ID: "retroactive-change", Of: "changes", Limit: whole(0), Given: map[string]string{"closed_through": ""},
			Message: "the change takes effect in a time that is closed",
			Remedy:  "let it begin after the last closed day, or correct the past by an adjustment",
			Where:   []string{"it.direct", `it.facets != ["wording"]`, `it.effective != ""`, "it.effective <= given.closed_through"},
		},
		{
			ID: "span-of-control", Of: "spans", Limit: whole(12),
			Message: "more people report to one manager than one can lead",
			Remedy:  "give some of them another manager",
			Where:   []string{"it.after > it.before"}, Value: "it.after",
		},
	}
	for i := range all {
		all[i].Severity, all[i].Worst, all[i].trusted = diag.Warning, Fail, true
	}
	return all
}
