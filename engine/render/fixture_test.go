package render_test

import (
	"fmt"
	"reflect"
	"regexp"
	"testing"

	"github.com/salesplan/salesplan/engine/report"
)

func fullFindings() []report.Finding {
	finding := report.Finding{
		Code: "QUO004", Slug: "quota-outside-band", Severity: "error", Address: "quota/a/arr@FY27", Field: "amount",
		File: "plan/quota.csv", Line: 3, Column: 5, Message: "the quotas differ", Status: "new",
		Excerpt: &report.Excerpt{Text: "a,b,c,d", Start: 2, Width: 1},
		Related: []report.Related{{File: "plan/other.csv", Line: 1, Column: 1, Message: "stated here"}},
	}
	findings := []report.Finding{finding, finding, finding, finding}
	findings[1].Status, findings[1].Severity = "still", "warning"
	findings[2].Status = "fixed"
	findings[3].Severity = "info"
	return findings
}

func fullChanges() []report.Change {
	place := func(c report.Change) report.Change {
		c.File, c.Line, c.Column, c.Facets = "plan/a.yaml", 7, 3, []string{"amount"}
		return c
	}
	return []report.Change{
		place(report.Change{Address: "territory/gone", Name: "Gone", Action: "removed", Direct: true, Fields: []report.Field{}}),
		place(report.Change{Address: "territory/b", From: "territory/a", Name: "Bavaria", Action: "renamed", Direct: true, Fields: []report.Field{
			{Path: "name", Before: new("Old"), After: new("New"), Facet: "wording"}, {Path: "note", After: new(""), Facet: "wording"},
		}}),
		place(report.Change{Address: "quota/b/arr@FY27", Action: "changed", Direct: true, Fields: []report.Field{
			{Path: "amount", Before: new("1000"), After: new("2000.50"), Facet: "amount"},
		}}),
		place(report.Change{Address: "territory/c", Name: "Carinthia", Action: "added", Direct: true, Fields: []report.Field{}}),
		place(report.Change{Address: "territory/d", Action: "changed", Causes: []string{"assignment/d/p/owner"}, Fields: []report.Field{
			{Path: "owner", Before: new("p"), After: new("q"), Facet: "owner", Derived: true},
		}}),
	}
}

func fullReview() *report.Review {
	return &report.Review{
		Header: report.NewHeader("review", true), Verdict: report.Fail, Plan: "FY27", Path: "plans/fy27",
		Revisions: report.Revisions{Base: "main", Head: "change", MergeBase: "fork"}, FailOn: "error",
		Summary: map[string]report.Actions{"territory": {Removed: 1, Changed: 1, Renamed: 1, Added: 1, Moved: 2}},
		Changes: fullChanges(), Landed: []string{"territory/b"},
		Also: []report.OpenChange{{Revision: "other", Commit: "fork", State: report.Open, Conflicts: []report.OpenConflict{
			{Address: "territory/b", Field: "name", Kind: "both_changed", Here: new("B"), There: new("C"), File: "plan/a.yaml", Line: 1, Column: 1},
		}}},
		Rollup: []report.RollupChange{
			{Dimension: "total", Measure: "arr", Period: "FY27", Unit: "EUR", Before: "1000", After: "1200", Change: "200", Percent: "20.0", Causes: []string{}},
			{Dimension: "territory", Node: "territory/b", Depth: 1, Measure: "arr", Period: "FY27-Q1", Unit: "count", Before: "5", After: "0", Change: "-5", Percent: "-100.0", Causes: []string{}},
		},
		Counts: report.StatusCounts{New: report.Counts{Error: 1, Info: 1}, Still: report.Counts{Warning: 1}, Fixed: report.Counts{Error: 1}}, Findings: fullFindings(),
	}
}

// gatedReview is a review with a gate; with all that a review may hold besides,
// naughty values would not fit into a comment.
func gatedReview() *report.Review {
	r := fullReview()
	r.Changes, r.Rollup, r.Also = r.Changes[:1], r.Rollup[:1], nil
	r.AsOf = "2026-07-01"
	r.Gates = []report.Gate{
		{
			ID: "own", Verdict: "fail", Severity: "error", Message: "too much", Value: "1500", Limit: "1000", Owner: "vp", Remedy: "take less", Problem: "no CUE", Hash: "0123456789abcdef",
			Hits: []report.GateHit{{Address: "territory/b", Value: "1500", Hash: "0123456789abcdef", Waiver: "w", File: "plan/a.yaml", Line: 1, Column: 1}, {Address: "territory/c", Hash: "00"}},
		},
		{ID: "fine", Verdict: "pass", Severity: "warning", Message: "fine", Value: "0", Limit: "0", Hits: []report.GateHit{}},
	}
	r.Approvals = []report.Approval{{
		Rule: "money", Reason: "changes of amount", Approvers: []string{"anna", "acme/finance"}, Needed: 1, Standing: "missing",
		Items: []report.ApprovalItem{{Address: "quota/b/arr@FY27", Hash: "0123456789abcdef", Given: []string{"anna"}, Barred: []string{"acme/finance"}}},
	}}
	return r
}

func fullCheck() *report.Check {
	return &report.Check{
		Header: report.NewHeader("check", true), Verdict: report.Fail, Input: "plans/fy27", Plan: "FY27", FailOn: "error",
		Records: []report.CollectionSum{{Collection: "territory", Count: 3}}, Counts: report.Counts{Error: 2, Warning: 1, Info: 1}, Findings: fullFindings(),
	}
}

func fullDiff() *report.Diff {
	return &report.Diff{
		Header: report.NewHeader("diff", false), Before: "HEAD~1", After: "HEAD",
		Summary: map[string]report.Actions{"territory": {Changed: 4}}, Changes: fullChanges(),
	}
}

func fullRollup() *report.Rollup {
	return &report.Rollup{
		Header: report.NewHeader("rollup", false), Input: "plans/fy27", Plan: "FY27", Dimension: "territory", AsOf: "2026-07-01", KnownAt: "0123456789abcdef",
		Totals: []report.Total{
			{Measure: "arr", Period: "FY27", Unit: "EUR", Rolled: new("1200"), Stated: new("1000"), Ratio: new("1.2")},
			{Node: "territory/a", Depth: 1, Measure: "logos", Period: "FY27", Unit: "count", Stated: new("7"), Partial: true},
		},
	}
}

func fullWhy() *report.Why {
	return &report.Why{Header: report.NewHeader("why", true), Input: "plans/fy27", Trace: report.Trace{
		Label: "arr of the plan", Value: "1200", File: "plan/a.csv", Line: 2, Column: 3,
		Notes: []report.Related{{File: "plan/plan.yaml", Line: 4, Column: 1, Message: "converted"}}, Parts: []report.Trace{{Label: "part", Value: "1200"}},
	}}
}

func fullCommit() report.Commit {
	return report.Commit{Hash: "0123456789", Date: "2026-02-01", Author: "Ann", Subject: "Raise"}
}

func fullLog() *report.Log {
	return &report.Log{
		Header: report.NewHeader("log", true), Address: "territory/a", Revision: "0123456789",
		Entries: []report.LogEntry{
			{Commit: fullCommit(), Action: "renamed", From: "territory/b", Fields: []report.Field{{Path: "name", Before: new("A"), After: new("B"), Facet: "wording"}}},
			{Commit: fullCommit(), Action: "added", Fields: []report.Field{}},
		},
	}
}

func fullBlame() *report.Blame {
	return &report.Blame{
		Header: report.NewHeader("blame", false), Address: "territory/a", Revision: "0123456789",
		Fields: []report.BlamedField{{Path: "name", Value: "B", Commit: fullCommit()}, {Path: "parent", Value: "top", Commit: fullCommit(), Cut: true}},
	}
}

func fullTransfer() *report.Transfer {
	return &report.Transfer{
		Header: report.NewHeader("import", true), Into: "plans/fy27", Files: []report.Written{{Path: "plan.yaml", Action: "written"}}, Findings: fullFindings(),
	}
}

// leaf is one string somewhere in a report.
type leaf struct {
	path string
	set  func(string)
}

// deciding matches the fields that decide what a report shows.
var deciding = regexp.MustCompile(`\.(Verdict|FailOn|Status|Severity|Action|Dimension|Facet|Node|Measure|Period|Unit)$`)

// slots are the strings of a report to put a value into: the deciding ones one
// by one, since they change what else is seen; all others together.
func slots(t *testing.T, report any) []leaf {
	t.Helper()
	return slotsOf(t, report, deciding)
}

func slotsOf(t *testing.T, report any, deciding *regexp.Regexp) []leaf {
	t.Helper()
	var alone, together []leaf
	for _, l := range leaves(t, report) {
		if deciding.MatchString(l.path) {
			alone = append(alone, l)
		} else {
			together = append(together, l)
		}
	}
	return append(alone, leaf{"everything else", func(s string) {
		for _, l := range together {
			l.set(s)
		}
	}})
}

// leaves finds every string of a report: fields, items, keys of maps.
func leaves(t *testing.T, report any) []leaf {
	t.Helper()
	var found []leaf
	collect(reflect.ValueOf(report).Elem(), "", &found)
	if len(found) < 10 {
		t.Fatalf("only %d strings found in %T", len(found), report)
	}
	return found
}

func collect(v reflect.Value, path string, found *[]leaf) {
	switch v.Kind() {
	case reflect.String:
		*found = append(*found, leaf{path, v.SetString})
	case reflect.Pointer:
		if !v.IsNil() {
			collect(v.Elem(), path, found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			collect(v.Field(i), path+"."+v.Type().Field(i).Name, found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), fmt.Sprintf("%s[%d]", path, i), found)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			last, value := key, v.MapIndex(key)
			*found = append(*found, leaf{path + "{key}", func(s string) {
				v.SetMapIndex(last, reflect.Value{})
				last = reflect.ValueOf(s)
				v.SetMapIndex(last, value)
			}})
		}
	}
}
