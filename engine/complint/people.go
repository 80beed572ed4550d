package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// openForPeople asks for what a comp plan must say because of those who are on
// it: that they come or go, are on leave, or are paid more, within a window of
// the years of the plan. Of each choice it names the first person.
func (p *Pass) openForPeople() {
	years := p.years()
	if len(p.book.Plans) == 0 || years == (period.Range{}) || p.staffUnknown() {
		return
	}
	roster, _ := stint.Of(p.plan, p.book)
	look := people{Pass: p, goals: goal.New(p.plan, p.book, roster), years: years, asked: map[string]bool{}}
	for i := range roster.Stints {
		look.at(&roster.Stints[i])
	}
}

// staffUnknown reports whether a record is broken that may say who is on which
// comp plan, since when, and how that is to be counted.
func (p *Pass) staffUnknown() bool {
	return anyBroken(p.plan, comp.PlanKind, comp.PayKind, comp.LeaveKind, comp.RampKind, plan.RoleKind, plan.PositionKind, plan.HolderKind)
}

// years returns the days of the fiscal years of the plan, all days if it does
// not say.
func (p *Pass) years() period.Range {
	calendar, years := p.plan.Choices.Calendar, p.plan.Choices.Years
	if calendar == nil || len(years) == 0 {
		return period.Range{}
	}
	return period.Range{From: calendar.Range(years[0]).From, To: calendar.Range(years[len(years)-1]).To}
}

// people is the look at those who are on comp plans.
type people struct {
	*Pass
	goals *goal.Book
	years period.Range
	asked map[string]bool // by comp plan and field
}

func (l *people) at(s *stint.Stint) {
	pays := s.Pay()
	if l.settled(s, pays) {
		return
	}
	for i := range s.Plan.Components {
		c := &s.Plan.Components[i]
		for j := range pays {
			if pays[j].Currency != s.Plan.Currency && c.PayAt == "" {
				l.ask(diag.New(diag.MissingChoice, c.Addr, c.Place(),
					"%s is paid in another currency than that of comp plan %s, and component %s does not say at which rate: set \"pay_at\" to plan_rate or market_rate",
					s.Position.Addr, s.Plan.Addr.ID, c.ID).At(c.At("pay_at")))
			}
		}
		uses := figuresUsed(curve.UsesOf(&c.Rates))
		if len(uses) == 0 {
			continue
		}
		for _, window := range l.changing(s, c, pays) {
			for _, f := range l.goals.Open(s, c.Active, window, uses) {
				if f.Subject.Collection == comp.PlanKind { // what a ramp leaves open is a rule by itself
					l.ask(f)
				}
			}
			if (slices.Contains(uses, "target") || slices.Contains(uses, "salary")) && s.Plan.PayChange == "" && l.goals.PayChanges(s, window) {
				l.ask(diag.New(diag.MissingChoice, s.Plan.Addr, s.Plan.Place(),
					"the pay of %s at target changes within %s, and comp plan %s does not say what that does: set \"pay_change\" to blend or latest",
					s.Position.Addr, window, s.Plan.Addr.ID).At("pay_change"))
			}
		}
	}
}

// settled reports whether a comp plan leaves nothing open that could matter to
// somebody.
func (l *people) settled(s *stint.Stint, pays []stint.Pay) bool {
	foreign := slices.ContainsFunc(pays, func(pay stint.Pay) bool { return pay.Currency != s.Plan.Currency })
	return !foreign && s.Plan.Proration != nil && (len(s.Leaves) == 0 || s.Plan.Leave != nil) && (len(pays) < 2 || s.Plan.PayChange != "")
}

// ask reports a choice the first time that it is missed.
func (l *people) ask(f diag.Finding) {
	if key := f.Subject.ID + "\x00" + f.Field; !l.asked[key] {
		l.asked[key] = true
		l.found = append(l.found, f)
	}
}

// changing returns the windows of a component in which something about a person
// changes, in order.
func (l *people) changing(s *stint.Stint, c *comp.Component, pays []stint.Pay) []period.Period {
	there := s.Days.Intersect(c.Active)
	var windows []period.Period
	add := func(day period.Date, atStart bool) {
		if day.IsZero() || !l.years.Contains(day) {
			return
		}
		window, err := l.goals.Calendar.Find(day, goal.KindOf(c.Window))
		if err != nil {
			return
		}
		if days := l.goals.Calendar.Range(window); days.Overlaps(there) && (atStart || days.From != day) {
			windows = append(windows, window)
		}
	}
	add(there.From, false)
	add(there.To, false)
	for _, pay := range pays {
		add(pay.Days.From, false)
	}
	for _, leave := range s.Leaves {
		add(leave.Active.From, true)
		add(leave.Active.To, false)
	}
	slices.SortFunc(windows, period.Period.Compare)
	return slices.Compact(windows)
}
