package metric_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/metric"
	"github.com/salesplan/salesplan/engine/money"
)

// figures are what formulas of tests can name.
func figures(name string) (money.Ratio, bool) {
	value, known := map[string]int64{"quota.arr": 120, "goal.arr": 100, "goal.new-arr": 7, "headcount.seats": 0}[name]
	return money.FromInt(value), known
}

func TestFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"1 + 2 × 3":                 "7",
		"(1 + 2) * 3":               "9",
		"8 ÷ 2 / 2":                 "2",
		"1 − 2 - 3":                 "-4",
		"-quota.arr + 1":            "-119",
		"- -(2)":                    "2",
		"quota.arr ÷ goal.arr":      "1.2",
		"goal.new-arr - 1":          "6",
		"goal.new-arr -1":           "6",
		"0.1 + 0.2":                 "0.3",
		"1 ÷ 3 × 3":                 "1",
		"(quota.arr-1)":             "quota.arr-1",
		"1 ÷ headcount.seats":       "column 3",
		"1 ÷ (goal.arr - goal.arr)": "column 3",
		"goal.x ÷ 2":                "goal.x",
	} {
		formula, err := metric.Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		value, problem := formula.Value(figures)
		switch {
		case problem != nil && !strings.Contains(problem.String(), want):
			t.Errorf("%q: %s, want %s", text, problem, want)
		case problem == nil && value.Lowest().String() != want:
			t.Errorf("%q: %s, want %s", text, value.Lowest(), want)
		}
	}
}

// TestFormulaErrors: what cannot be read is told with its column, counted in
// characters.
func TestFormulaErrors(t *testing.T) {
	for text, column := range map[string]int{
		"": 1, "1 +": 4, "1 2": 3, "(1 + 2": 1, "1 × (2 + 3": 5, "1 + )": 5, "2 × × 3": 5, "1 ÷ $": 5, "3 × 1.2.3": 5, "quota.arr goal.arr": 11,
		strings.Repeat("(", 60): 51, strings.Repeat("1+", 1100) + "1": 1, "1e5": 1,
	} {
		_, err := metric.Parse(text)
		var syntax *metric.SyntaxError
		if !errors.As(err, &syntax) || syntax.Column != column {
			t.Errorf("%q: %v, want column %d", text, err, column)
		}
	}
}

// FuzzParse: whatever is written, the parser answers with a formula that can be
// worked out, or says where it stops within the text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "1 + 2", "quota.arr ÷ (goal.arr − 1)", "((((", "1 ÷ 0", "-é", "a-b-c.d_", "9999999999999999999 * 9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		formula, err := metric.Parse(text)
		var syntax *metric.SyntaxError
		if err != nil {
			if !errors.As(err, &syntax) || syntax.Column < 1 || syntax.Column > len([]rune(text))+1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, name := range formula.Names {
			if name.Column < 1 || !strings.HasPrefix(string([]rune(text)[name.Column-1:]), name.Text) {
				t.Fatalf("%q: %s does not stand in column %d", text, name.Text, name.Column)
			}
		}
		_, _ = formula.Value(func(string) (money.Ratio, bool) { return money.FromInt(3), true })
		again, err := metric.Parse(formula.Text)
		if err != nil || len(again.Names) != len(formula.Names) {
			t.Fatalf("%q is read differently the second time: %v", text, err)
		}
	})
}
