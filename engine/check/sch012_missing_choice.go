package check

import (
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/source"
)

// missingChoices reports settings that the plan must state because of what it
// holds, and choices that comp plans must. The engine has no default for them:
// companies differ.
func missingChoices(p *Pass) {
	p.found = append(p.found, complint.OpenChoices(p.logic())...)
	missingSettings(p)
}

func missingSettings(p *Pass) {
	settings, ok := p.Plan.Find(plan.SettingsAddr)
	if !ok || p.Plan.Broken[plan.SettingsAddr] {
		return
	}
	if _, stated := settings.Node.Field("currency"); !stated {
		if place, what, needed := p.firstMoney(); needed {
			f := diag.New(diag.MissingChoice, plan.SettingsAddr, settings.Place(),
				"the plan holds money but states no currency: set \"currency\" to an ISO 4217 code such as EUR, GBP or USD")
			p.report(f.At("currency").With(place, "%s is money", what))
		}
	}
	if _, stated := settings.Node.Field("calendar"); !stated && len(p.Plan.Quotas) > 0 {
		first := &p.Plan.Quotas[0]
		f := diag.New(diag.MissingChoice, plan.SettingsAddr, settings.Place(),
			"the plan holds quotas but states no calendar: set \"calendar\" with a kind of months, 4-4-5, 4-5-4 or 5-4-4")
		p.report(f.At("calendar").With(first.PlaceOf("period"), "%s is for a fiscal period", first.Addr))
	}
}

func missingChoicesReach() reach.Reach {
	r := complint.PeopleReach()
	r.Whole = append(r.Whole, plan.StaffingKind)
	r.Fragile = true // it names the first of what needs the choice
	return r
}

// firstMoney returns the first thing in the plan that is an amount of money.
func (p *Pass) firstMoney() (place source.Place, what string, ok bool) {
	for _, m := range p.Plan.Measures {
		if m.Unit == plan.Money {
			return m.PlaceOf("unit"), m.Addr.String(), true
		}
	}
	from, to := p.Plan.Records.Collection(plan.AccountKind)
	for i := from; i < to; i++ {
		if p.Plan.Records.Text(i, "potential") == "" {
			continue
		}
		if a := p.Plan.Records.Record(i); !p.Plan.Broken[a.Addr] {
			return a.PlaceOf("potential"), "the potential of " + a.Addr.String(), true
		}
	}
	if staffed := p.Plan.Operations.Staffing; len(staffed) > 0 {
		return staffed[0].PlaceOf("rate"), "the rate of " + staffed[0].Addr.String(), true
	}
	return source.Place{}, "", false
}
