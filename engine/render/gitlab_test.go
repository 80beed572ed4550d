package render_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

type gitlabSeen struct {
	Description, Check_name, Fingerprint, Severity string //nolint:revive // as the format names it
	Location                                       struct {
		Path  string
		Lines struct{ Begin int }
	}
}

func gitlab(t *testing.T, r any) []gitlabSeen {
	t.Helper()
	var seen []gitlabSeen
	if err := json.Unmarshal([]byte(drawn(t, "gitlab", r)), &seen); err != nil {
		t.Fatal(err)
	}
	if seen == nil {
		t.Fatal("a clean report is no list")
	}
	for _, issue := range seen {
		if issue.Description == "" || issue.Check_name == "" || len(issue.Fingerprint) != 64 || issue.Location.Path == "" || issue.Location.Lines.Begin < 1 ||
			strings.HasPrefix(issue.Location.Path, "./") || !slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, issue.Severity) {
			t.Fatalf("GitLab drops %+v", issue)
		}
	}
	return seen
}

func TestGitLabShowsOpenFindings(t *testing.T) {
	seen := gitlab(t, fullReview())
	if len(seen) != 3 || seen[0].Severity != "critical" || seen[1].Severity != "minor" || seen[2].Severity != "info" {
		t.Errorf("%+v", seen)
	}
	if seen[0].Description != "QUO004: the quotas differ" || seen[0].Location.Path != "plan/quota.csv" || seen[0].Location.Lines.Begin != 3 {
		t.Errorf("%+v", seen[0])
	}
	clean := fullCheck()
	clean.Findings = nil
	if got := drawn(t, "gitlab", clean); strings.TrimSpace(got) != "[]" {
		t.Errorf("a clean report is %s", got)
	}
}
