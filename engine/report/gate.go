package report

import (
	"cmp"
	"slices"
)

// Gate is a policy that a review was held against.
type Gate struct {
	ID       string    `json:"id"`
	Verdict  string    `json:"verdict"`  // pass, warn, fail, waived
	Severity string    `json:"severity"` // of exceeding the limit
	Message  string    `json:"message"`  // what exceeding it means
	Value    string    `json:"value"`    // the largest value, or the sum; "" where there is none, or it is withheld
	Limit    string    `json:"limit"`    // the largest value that is fine
	Owner    string    `json:"owner,omitempty"`
	Remedy   string    `json:"remedy,omitempty"`
	Hits     []GateHit `json:"hits"`              // what exceeds it, the largest first
	Hash     string    `json:"hash,omitempty"`    // of all of it, where values are summed up
	Problem  string    `json:"problem,omitempty"` // why the policy gave no answer
}

// GateHit is a value over the limit of a policy.
type GateHit struct {
	Address string `json:"address"`
	Value   string `json:"value"`            // "" where it is withheld
	Hash    string `json:"hash"`             // what a waiver names to excuse it
	Waiver  string `json:"waiver,omitempty"` // id of the waiver that excuses it
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// Approval is what an owner rule asks for.
type Approval struct {
	Rule      string         `json:"rule"`
	Reason    string         `json:"reason"`    // why the rule is about the change
	Approvers []string       `json:"approvers"` // logins
	Needed    int            `json:"needed"`    // how many of them
	Standing  string         `json:"standing"`  // asked, missing, given
	Items     []ApprovalItem `json:"items"`
}

// ApprovalItem is a change that has to be approved.
type ApprovalItem struct {
	Address string   `json:"address"`
	Hash    string   `json:"hash"`             // of what the change makes of the record
	Given   []string `json:"given,omitempty"`  // logins whose approvals count
	Barred  []string `json:"barred,omitempty"` // approvers whose own interest it is
}

// Judgement is what the gate says of a review.
type Judgement struct {
	AsOf      string // the day that it holds for, "" if it was not stated
	Gates     []Gate
	Approvals []Approval
	Findings  []Finding
	Excuses   []Excuse // one for each finding that the review had before
}

// Excuse is what a waiver would have to name to excuse a finding, and the id of
// the one that does, "" for none.
type Excuse struct{ Hash, Waiver string }

// Judged returns the review with what the gate says of it.
func (r Review) Judged(j Judgement) Review {
	r.AsOf, r.Gates, r.Approvals = j.AsOf, j.Gates, j.Approvals
	r.Findings = slices.Clone(r.Findings)
	for i, excuse := range j.Excuses {
		r.Findings[i].Hash, r.Findings[i].Waiver = excuse.Hash, excuse.Waiver
	}
	r.Findings = append(r.Findings, j.Findings...)
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	var counts StatusCounts
	failing := false
	for _, f := range r.Findings {
		_ = counts.of(f).add(f.Severity)
		failing = failing || f.Status != "fixed" && f.Waiver == "" && severe(f.Severity, r.FailOn)
	}
	r.Counts = counts
	if r.Verdict != Incomplete {
		r.Verdict = Pass
		if failing {
			r.Verdict = Fail
		}
	}
	return r
}

// severe reports whether a severity is at or above another.
func severe(severity, from string) bool {
	order := []string{"info", "warning", "error"}
	return slices.Index(order, severity) >= slices.Index(order, from)
}
