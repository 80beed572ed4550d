package report

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/schema"
)

// Check is the result of the verb check.
type Check struct {
	Header
	Verdict  string          `json:"verdict"`
	Input    string          `json:"input"`   // as the user named it
	Plan     string          `json:"plan"`    // the plan's own name
	Records  []CollectionSum `json:"records"` // how much there is, in order of collection
	Counts   Counts          `json:"counts"`
	FailOn   string          `json:"fail_on"` // severity from which findings fail
	Findings []Finding       `json:"findings"`
	// Baseline is what a baseline did; missing without one.
	Baseline *BaselineUse `json:"baseline,omitempty"`
}

// CollectionSum says how many records a collection has.
type CollectionSum struct {
	Collection string `json:"collection"`
	Count      int    `json:"count"`
}

// CheckInput is what a check found.
type CheckInput struct {
	Input, Prefix string // as the user named it; folder that files are named below
	Plan          string // its own name
	Records       []CollectionSum
	Findings      diag.List
	Complete      bool // every file could be read
	FailOn        diag.Severity
	Texts         Texts
	Confidence    *schema.Confidence // what is withheld of findings; nil: nothing
}

// NewCheck shows a check.
func NewCheck(in CheckInput) Check {
	verdict := Pass
	if in.Findings.Worst() >= in.FailOn {
		verdict = Fail
	}
	return Check{
		Header: NewHeader("check", in.Complete), Verdict: verdict, Input: in.Input, Plan: in.Plan,
		Records: in.Records, Counts: CountsOf(in.Findings), FailOn: in.FailOn.String(),
		Findings: FindingsOf(in.Findings, in.Prefix, in.Texts, in.Confidence),
	}
}

// CollectionSums counts the records of a plan by collection.
func CollectionSums(p *plan.Plan) []CollectionSum {
	sums := []CollectionSum{} // records are sorted by collection
	for name, count := range p.Records.Collections() {
		sums = append(sums, CollectionSum{Collection: name, Count: count})
	}
	return sums
}
