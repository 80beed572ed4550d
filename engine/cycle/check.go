package cycle

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Check applies the rules for the cycle that hold on every day, and returns the
// findings, sorted. It says nothing about broken records.
func Check(p *plan.Plan) diag.List {
	var found diag.List
	found = append(found, movedTargets(p)...)
	found = append(found, actionDates(p)...)
	found = append(found, deliveryDates(p)...)
	found = append(found, ownDeputies(p)...)
	return diag.Sorted(found)
}

// Reach says what decides the findings of [Check].
func Reach() reach.Reach {
	return reach.Reach{Whole: []string{plan.KPIKind, plan.KPIValueKind, plan.ActionKind, plan.CycleDeliveryKind, plan.AttendeeKind}}
}

// movedTargets reports targets that differ from those of the month before, in
// one fiscal year, without a reason.
func movedTargets(p *plan.Plan) diag.List {
	var found diag.List
	values := valuesOf(p)
	names := map[string]string{}
	for i := range p.Cycle.KPIs {
		names[p.Cycle.KPIs[i].ID()] = p.Cycle.KPIs[i].Name
	}
	for i := range p.Cycle.Values {
		v := &p.Cycle.Values[i]
		month, ok := monthBefore(p, v.Month)
		before := values[valueKey{v.KPI, month}]
		if !ok || before == nil || before.Target == v.Target || v.Reason != "" || month.FiscalYear() != v.Month.FiscalYear() || names[v.KPI] == "" {
			continue
		}
		f := diag.New(diag.TargetMoved, v.Addr, v.PlaceOf("target"), "the target of \"%s\" is %s in %s and was %s in %s: say why in \"reason\"",
			names[v.KPI], v.Target.Grouped(0), v.Month, before.Target.Grouped(0), month)
		found = append(found, f.At("target").With(before.PlaceOf("target"), "the target before"))
	}
	return found
}

// actionDates reports actions whose dates contradict their status.
func actionDates(p *plan.Plan) diag.List {
	var found diag.List
	for i := range p.Cycle.Actions {
		a := &p.Cycle.Actions[i]
		switch {
		case a.Status == "open" && !a.Closed.IsZero():
			found = append(found, diag.New(diag.ActionDates, a.Addr, a.PlaceOf("closed"), "\"%s\" is open, but was closed on %s", a.Title, a.Closed).At("closed"))
		case a.Status != "open" && a.Closed.IsZero():
			found = append(found, diag.New(diag.ActionDates, a.Addr, a.PlaceOf("status"), "\"%s\" is %s, but does not say since when: write \"closed\"", a.Title, a.Status).At("status"))
		}
	}
	return found
}

// deliveryDates reports inputs that tell of days after they came.
func deliveryDates(p *plan.Plan) diag.List {
	var found diag.List
	for i := range p.Cycle.Deliveries {
		if d := &p.Cycle.Deliveries[i]; d.AsOf.Compare(d.Delivered) > 0 {
			found = append(found, diag.New(diag.DeliveryDates, d.Addr, d.PlaceOf("as_of"), "it came on %s and cannot tell of %s", d.Delivered, d.AsOf).At("as_of"))
		}
	}
	return found
}

// ownDeputies reports seats whose deputy is the seat itself.
func ownDeputies(p *plan.Plan) diag.List {
	var found diag.List
	for i := range p.Cycle.Attendees {
		if a := &p.Cycle.Attendees[i]; a.Deputy == a.Position {
			found = append(found, diag.New(diag.OwnDeputy, a.Addr, a.PlaceOf("deputy"), "position/%s cannot be its own deputy", a.Position).At("deputy"))
		}
	}
	return found
}
