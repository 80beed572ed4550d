package review_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/syntax"
)

// record is a node of text fields: name, value, name, value …
func record(fields ...string) *syntax.Node {
	n := &syntax.Node{Kind: syntax.Map}
	for i := 0; i < len(fields); i += 2 {
		n.Children = append(n.Children, syntax.Node{Key: fields[i], Text: fields[i+1], Kind: syntax.String})
	}
	return n
}

func TestTiming(t *testing.T) {
	calendar, err := period.NewMonthCalendar(2, period.ByEnd) // FY27-Q2 is May to July 2026
	if err != nil {
		t.Fatal(err)
	}
	day, err := period.ParseDate("2026-06-10")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		change diff.Change
		want   review.Timing
	}{
		"a quota of a closed quarter": {diff.Change{Action: diff.Changed, BeforeNode: record("period", "FY27-Q1"), AfterNode: record("period", "FY27-Q1")}, review.Retroactive},
		"a quota of this quarter":     {diff.Change{Action: diff.Added, AfterNode: record("period", "FY27-Q2")}, review.MidPeriod},
		"a quota of a later quarter":  {diff.Change{Action: diff.Removed, BeforeNode: record("period", "FY27-Q3")}, review.Prospective},
		"a quota of the whole year":   {diff.Change{Action: diff.Added, AfterNode: record("period", "FY27")}, review.Retroactive},
		"a hire next quarter":         {diff.Change{Action: diff.Added, AfterNode: record("from", "2026-08-01")}, review.Prospective},
		"a hire last month":           {diff.Change{Action: diff.Added, AfterNode: record("from", "2026-05-01")}, review.MidPeriod},
		"a hire that is put earlier":  {diff.Change{Action: diff.Changed, Fields: []diff.Field{{Path: "from"}}, BeforeNode: record("from", "2026-08-01"), AfterNode: record("from", "2026-04-30")}, review.Retroactive},
		"an end in the next quarter": {
			diff.Change{Action: diff.Changed, Fields: []diff.Field{{Path: "to"}}, BeforeNode: record("from", "2020-01-01"), AfterNode: record("from", "2020-01-01", "to", "2026-09-01")},
			review.Prospective,
		},
		"no dates": {diff.Change{Action: diff.Added, AfterNode: record("name", "x")}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := review.TimingOf(&test.change, &calendar, day); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if got := review.TimingOf(&test.change, &calendar, period.Date{}); got != "" {
				t.Errorf("without a day: %q", got)
			}
		})
	}
}
