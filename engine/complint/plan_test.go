package complint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// everyFinding applies all rules to a plan.
func everyFinding(p *plan.Plan) diag.List {
	pass := complint.Of(p, comp.Read(p))
	found := []diag.List{complint.OpenChoices(pass), complint.EmptyRanges(pass)}
	for _, rule := range complint.Rules() {
		found = append(found, rule.Find(pass))
	}
	return diag.Sorted(found...)
}

// planOf compiles a plan, with settings of its own if it has some.
func planOf(t testing.TB, text string) *plan.Plan {
	t.Helper()
	if strings.Contains("\n"+text, "\nplan:") {
		result, findings := testplan.Load(t, map[string]string{"plan.yaml": text})
		for _, f := range findings {
			t.Errorf("%s %s %s", f.Place, f.Code, f.Message)
		}
		return result.Plan
	}
	return testplan.Build(t, text).Plan
}

// rebuilt returns the plan with some records broken.
func rebuilt(p *plan.Plan, broken ...addr.Addr) *plan.Plan {
	marked := map[addr.Addr]bool{}
	for _, a := range broken {
		marked[a] = true
	}
	return plan.Build(record.NewList(record.Slice(testplan.Records(p))), slices.Clone(p.References), marked)
}

func linesOf(list diag.List) []string {
	lines := make([]string, 0, len(list))
	for _, f := range list {
		lines = append(lines, fmt.Sprintf("%d:%d %s %s %s %s: %s", f.Place.Line, f.Place.Column, f.Code, f.Severity, f.Subject, f.Field, f.Message))
	}
	return lines
}
