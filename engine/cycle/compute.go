package cycle

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Pack is a month of the cycle as of a day.
type Pack struct {
	Month    period.Period
	Days     period.Range // of the month
	LastDay  period.Date  // of the month
	AsOf     period.Date  // what came later is not in the pack
	Steps    []Step       // in order
	Inputs   []Input      // in order of address
	Balances []Balance    // of the month and those after it, by item, then month
	KPIs     []KPI        // in order of address
	Meeting  *Meeting     // nil if none is planned for the month
	Next     *plan.CycleMeeting
	Open     []Action           // carried ones first, then by due date
	Closed   []plan.CycleAction // closed since the month began
	Findings diag.List
}

// Step is a step of the cycle with the day by which it is due.
type Step struct {
	*plan.CycleStep
	Due period.Date
}

// Standing says how an input stands. The zero Standing is invalid.
type Standing uint8

// The standings of inputs, the best first.
const (
	Ready       Standing = iota + 1 // validated and fresh
	Unvalidated                     // there, and nobody has looked at it
	Stale                           // older than it may be
	Rejected                        // looked at and not good
	Missing                         // not there, and due
	Awaited                         // not there, and not yet due
)

// String names the standing.
func (s Standing) String() string {
	names := [...]string{
		Ready: "ready", Unvalidated: "not validated", Stale: "stale", Rejected: "rejected", Missing: "missing", Awaited: "awaited",
	}
	if int(s) < len(names) && s != 0 {
		return names[s]
	}
	return "invalid"
}

// Input is an input of the cycle in the month.
type Input struct {
	*plan.CycleInput
	Due      period.Date
	Delivery *plan.CycleDelivery // nil if nothing came yet
	Age      int                 // days from the last day of the data to the day of use; 0 without a delivery
	Late     int                 // days after the due day that it came, or is out; 0 if it is not late
	Standing Standing
}

// Balance is demand against supply of one item in one month.
type Balance struct {
	*plan.DemandSupply
	Supply money.Decimal  // capacity + inventory
	Gap    money.Decimal  // supply - demand; below 0 where demand is larger
	Use    *money.Decimal // demand / supply, rounded half up to 4 digits; nil without supply
}

// Result says how a figure stands. The zero Result is invalid.
type Result uint8

// The results, the best first.
const (
	Met      Result = iota + 1 // at the target or better
	Near                       // misses it by no more than the tolerance
	Missed                     // misses it by more
	NoResult                   // the plan states no result
)

// String names the result.
func (r Result) String() string {
	names := [...]string{Met: "met", Near: "near", Missed: "missed", NoResult: "no result"}
	if int(r) < len(names) && r != 0 {
		return names[r]
	}
	return "invalid"
}

// KPI is a figure in the month and in the month before.
type KPI struct {
	*plan.KPI
	Now, Before *plan.KPIValue // nil where the plan states nothing
	Result      Result
	LastResult  Result         // of the month before, against its own target
	Difference  *money.Decimal // result - target; nil without both
	Moved       bool           // the target is another one than in the month before
}

// Compute puts together the month of a plan as of a day. It fails if the plan
// states no calendar, or no cycle at all.
func Compute(p *plan.Plan, month period.Period, asOf period.Date) (*Pack, error) {
	c := &p.Cycle
	switch {
	case month.Kind() != period.Month:
		return nil, fmt.Errorf("%s is not a month: write FY27-M05", month)
	case p.Choices.Calendar == nil:
		return nil, errors.New("the plan states no calendar, so that no month has days")
	case len(c.Steps)+len(c.Inputs)+len(c.KPIs)+len(c.Meetings)+len(c.Actions)+len(c.Balances) == 0:
		return nil, errors.New("the plan has no cycle: write cycle_step, cycle_input, kpi, cycle_meeting or cycle_action")
	}
	days := p.Choices.Calendar.Range(month)
	pack := &Pack{Month: month, Days: days, LastDay: after(days.To, -1), AsOf: asOf}
	w := &work{plan: p, Pack: pack}
	w.steps()
	w.meeting()
	w.inputs()
	w.balances()
	w.kpis()
	w.actions()
	pack.Findings = diag.Sorted(w.found, Check(p))
	return pack, nil
}

// work is the work on one pack.
type work struct {
	plan *plan.Plan
	*Pack
	found diag.List
}

func (w *work) report(f diag.Finding) { w.found = append(w.found, f) }

// after returns the day some days later; a day at the end of the calendar stays.
func after(day period.Date, days int) period.Date {
	later, err := day.AddDays(days)
	if err != nil {
		return day
	}
	return later
}

func (w *work) steps() {
	for i := range w.plan.Cycle.Steps {
		s := &w.plan.Cycle.Steps[i]
		w.Steps = append(w.Steps, Step{CycleStep: s, Due: after(w.LastDay, s.DueDays)})
	}
	slices.SortStableFunc(w.Steps, func(a, b Step) int { return cmp.Compare(a.Order, b.Order) })
}

// useDay is the day on which inputs are used: that of the meeting, or the day
// of the pack while the meeting is still to come or not planned.
func (w *work) useDay() period.Date {
	if w.Meeting != nil && w.Meeting.Date.Compare(w.AsOf) < 0 {
		return w.Meeting.Date
	}
	return w.AsOf
}

func (w *work) inputs() {
	deliveries := map[string]*plan.CycleDelivery{}
	for i := range w.plan.Cycle.Deliveries {
		d := &w.plan.Cycle.Deliveries[i]
		if d.Month == w.Month && d.Delivered.Compare(w.AsOf) <= 0 {
			deliveries[d.Input] = d
		}
	}
	for i := range w.plan.Cycle.Inputs {
		in := Input{CycleInput: &w.plan.Cycle.Inputs[i]}
		in.Due, in.Delivery = after(w.LastDay, in.DueDays), deliveries[in.ID()]
		w.judge(&in)
		w.Inputs = append(w.Inputs, in)
	}
}

// judge says how an input stands and reports what is wrong with it.
func (w *work) judge(in *Input) {
	d := in.Delivery
	if d == nil {
		if in.Standing = Awaited; w.AsOf.Compare(in.Due) > 0 {
			in.Standing, in.Late = Missing, w.AsOf.DaysSince(in.Due)
			w.report(diag.New(diag.InputMissing, in.Addr, in.Place(), "\"%s\" for %s was due on %s and is not there on %s", in.Name, w.Month, in.Due, w.AsOf))
		}
		return
	}
	in.Age, in.Late = max(0, w.useDay().DaysSince(d.AsOf)), max(0, d.Delivered.DaysSince(in.Due))
	if in.Late > 0 {
		w.report(diag.New(diag.InputMissing, d.Addr, d.PlaceOf("delivered"), "\"%s\" for %s was due on %s and came on %s, %d days late", in.Name, w.Month, in.Due, d.Delivered, in.Late))
	}
	switch {
	case d.Status == "rejected":
		in.Standing = Rejected
		w.report(diag.New(diag.InputNotValidated, d.Addr, d.PlaceOf("status"), "\"%s\" for %s was looked at and is not good", in.Name, w.Month))
	case in.Age > in.FreshDays:
		in.Standing = Stale
		w.report(diag.New(diag.InputStale, d.Addr, d.PlaceOf("as_of"), "\"%s\" tells of %s and is %d days old when it is used, more than %d", in.Name, d.AsOf, in.Age, in.FreshDays))
	case d.Status == "received":
		in.Standing = Unvalidated
		w.report(diag.New(diag.InputNotValidated, d.Addr, d.PlaceOf("status"), "\"%s\" for %s is there, but nobody has validated it", in.Name, w.Month))
	default:
		in.Standing = Ready
	}
}

// balances holds demand against supply in the month and after it.
func (w *work) balances() {
	for i := range w.plan.Cycle.Balances {
		d := &w.plan.Cycle.Balances[i]
		if d.Month.Compare(w.Month) < 0 {
			continue
		}
		b := Balance{DemandSupply: d}
		// The schema bounds both so that the sums fit.
		b.Supply, _ = d.Capacity.Add(d.Inventory)
		b.Gap, _ = b.Supply.Sub(d.Demand)
		if use, err := d.Demand.QuoRound(b.Supply, 4, money.HalfUp); err == nil {
			b.Use = &use
		}
		w.Balances = append(w.Balances, b)
		if b.Gap.Sign() < 0 {
			w.report(diag.New(diag.DemandOverSupply, d.Addr, d.PlaceOf("demand"), "demand for %s in %s is %s %s more than capacity and inventory together",
				d.Item, d.Month, b.Gap.Neg().Grouped(0), d.Unit))
		}
	}
	slices.SortStableFunc(w.Balances, func(a, b Balance) int { return cmp.Or(cmp.Compare(a.Item, b.Item), a.Month.Compare(b.Month)) })
}

// kpis holds the figures of the month against their targets, and looks whether
// the targets are those of the month before.
func (w *work) kpis() {
	values := valuesOf(w.plan)
	before, hasBefore := monthBefore(w.plan, w.Month)
	for i := range w.plan.Cycle.KPIs {
		k := KPI{KPI: &w.plan.Cycle.KPIs[i], Result: NoResult, LastResult: NoResult}
		k.Now = values[valueKey{k.ID(), w.Month}]
		if hasBefore {
			k.Before = values[valueKey{k.ID(), before}]
		}
		k.Result, k.LastResult = judgeValue(k.KPI, k.Now), judgeValue(k.KPI, k.Before)
		if k.Now != nil && k.Now.Actual != nil {
			if difference, err := k.Now.Actual.Sub(k.Now.Target); err == nil {
				k.Difference = &difference
			}
		}
		k.Moved = k.Now != nil && k.Before != nil && k.Now.Target != k.Before.Target
		if k.Result == Missed {
			w.report(diag.New(diag.KPIMissed, k.Now.Addr, k.Now.PlaceOf("actual"), "\"%s\" is %s in %s, the target is %s", k.Name, k.Now.Actual.Grouped(0), w.Month, k.Now.Target.Grouped(0)))
		}
		w.KPIs = append(w.KPIs, k)
	}
}

// valueKey names a figure in a month.
type valueKey struct {
	kpi   string
	month period.Period
}

func valuesOf(p *plan.Plan) map[valueKey]*plan.KPIValue {
	values := map[valueKey]*plan.KPIValue{}
	for i := range p.Cycle.Values {
		v := &p.Cycle.Values[i]
		values[valueKey{v.KPI, v.Month}] = v
	}
	return values
}

// monthBefore returns the fiscal month before another one.
func monthBefore(p *plan.Plan, month period.Period) (before period.Period, ok bool) {
	if p.Choices.Calendar == nil {
		return period.Period{}, false
	}
	before, err := p.Choices.Calendar.Find(after(p.Choices.Calendar.Range(month).From, -1), period.Month)
	return before, err == nil
}

// judgeValue holds a result against its target.
func judgeValue(k *plan.KPI, v *plan.KPIValue) Result {
	if v == nil || v.Actual == nil {
		return NoResult
	}
	short, err := v.Target.Sub(*v.Actual) // how far the result falls short
	if !k.Higher {
		short, err = v.Actual.Sub(v.Target)
	}
	if err != nil {
		return Missed
	}
	if short.Sign() <= 0 {
		return Met
	}
	size := v.Target
	if size.Sign() < 0 {
		size = size.Neg()
	}
	if room, err := size.MulRound(k.Tolerance, money.MaxScale-3, money.HalfEven); err == nil && short.Cmp(room) <= 0 {
		return Near
	}
	return Missed
}
