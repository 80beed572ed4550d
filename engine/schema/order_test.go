package schema_test

import (
	"slices"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testplan"
)

// TestOrder asks for the fields of records, of groups, of items of lists, and
// of groups whose fields depend on each other.
func TestOrder(t *testing.T) {
	language := testplan.Build(t, "").Schema
	for _, c := range []struct {
		collection, path string
		begins           []string
	}{
		{"territory", "", []string{"name", "parent", "type"}},
		{"quota", "", []string{"territory", "position", "measure", "period", "amount"}},
		{"plan", "calendar", []string{"kind"}},
		{"assignment_rule", "conditions", []string{"field", "operator", "values"}},
		{"assignment_rule", "conditions[0]", []string{"field", "operator", "values"}},
	} {
		got := language.Order(c.collection, c.path)
		if len(got) < len(c.begins) || !slices.Equal(got[:len(c.begins)], c.begins) {
			t.Errorf("%s %s: %v", c.collection, c.path, got)
		}
		if unique := slices.Compact(slices.Sorted(slices.Values(got))); len(unique) != len(got) {
			t.Errorf("%s %s names a field twice: %v", c.collection, c.path, got)
		}
	}
	for _, c := range [][2]string{{"nothing", ""}, {"territory", "nothing"}, {"territory", "name"}, {"territory", "extra"}} {
		if got := language.Order(c[0], c[1]); len(got) > 0 {
			t.Errorf("%v: %v", c, got)
		}
	}
	calendar := language.Order("plan", "calendar")
	for _, field := range []string{"start_month", "end_month", "end_weekday", "anchor"} {
		if !slices.Contains(calendar, field) {
			t.Errorf("the calendar lacks %s, which one of its kinds has: %v", field, calendar)
		}
	}
}
