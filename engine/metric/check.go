package metric

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// mostNamed is how many nodes a finding names.
const mostNamed = 5

// Check finds what is wrong with the computed key figures of a plan, and which of
// them are amber or red in the fiscal years that it covers. A figure that follows
// from pay is in none of the findings, only how good it is, and not even that where
// it is about the pay of few people.
func Check(p *plan.Plan) diag.List {
	var found diag.List
	computed := false
	for i := range p.Cycle.KPIs {
		computed = computed || p.Cycle.KPIs[i].Computed != nil
	}
	if !computed || p.Choices.Calendar == nil {
		return nil
	}
	for n, year := range p.Choices.Years {
		r, err := resultOf(p, year)
		if err != nil {
			return nil // there is a calendar
		}
		for i := range p.Cycle.KPIs {
			kpi := &p.Cycle.KPIs[i]
			values, problems := r.values(kpi)
			for _, one := range problems {
				if n == 0 {
					found = append(found, diag.New(one.code, kpi.Addr, kpi.PlaceOf(one.field), "%s", one.text).At(one.field))
				}
			}
			found = append(found, judged(kpi, year, r.open(values))...)
		}
	}
	return diag.Sorted(found)
}

// Reach says what decides the findings of [Check]: where there is a key figure,
// nearly everything but accounts and who does which work.
func Reach() reach.Reach {
	feasible := capacity.Reach()
	return reach.Reach{
		Among: []string{plan.KPIKind},
		Reads: append(feasible.Reads, append(feasible.Among, plan.ReliefKind, plan.CoverKind, plan.SellingCalendarKind, comp.LeaveKind)...),
	}
}

// open returns the values that may be told: not those that follow from the pay of
// few people, of which even a limit says something.
func (r *Result) open(values []Value) []Value {
	return slices.DeleteFunc(slices.Clone(values), func(v Value) bool { return v.OfPay && r.Withheld(v.Node.Addr) })
}

// judged reports the values of a key figure in a year that are amber, red or not
// there.
func judged(kpi *plan.KPI, year period.Period, values []Value) diag.List {
	var found diag.List
	at := map[Status][]string{}
	var why string
	for i := range values {
		v := &values[i]
		text := "the whole plan"
		if !v.Node.Addr.IsZero() {
			text = v.Node.Addr.String()
		}
		if v.Status == NoValue && why == "" {
			why = v.Problem
		}
		if v.Figure != nil && !v.OfPay {
			text += " (" + Rounded(*v.Figure) + ")"
		}
		at[v.Status] = append(at[v.Status], text)
	}
	report := func(code diag.Code, field, format string, args ...any) {
		found = append(found, diag.New(code, kpi.Addr, kpi.PlaceOf(field), format, args...).At(field))
	}
	if nodes := at[NoValue]; len(nodes) > 0 {
		report(diag.KPINoValue, "computed.formula", "\"%s\" has no value in %s at %s: %s", kpi.Name, year, listed(nodes), why)
	}
	if nodes := at[Red]; len(nodes) > 0 {
		report(diag.KPIRed, "computed.red", "\"%s\" is red in %s at %s: not as good as %s", kpi.Name, year, listed(nodes), kpi.Computed.Red)
	}
	if nodes := at[Amber]; len(nodes) > 0 {
		report(diag.KPIAmber, "computed.target", "\"%s\" is amber in %s at %s: not as good as the target %s", kpi.Name, year, listed(nodes), kpi.Computed.Target)
	}
	return found
}

// listed names the first of some nodes.
func listed(nodes []string) string {
	if more := len(nodes) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(nodes[:mostNamed], ", "), more)
	}
	return strings.Join(nodes, ", ")
}

// Digits is how many digits after the point figures are shown with.
const Digits = 4

// Rounded writes a figure rounded half up to Digits digits after the point.
func Rounded(figure money.Ratio) string {
	d, err := figure.Round(Digits, money.HalfUp)
	if err != nil {
		return figure.String()
	}
	return d.String()
}
