package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// managerAccelerators reports components that pay a manager a steeper
// accelerator than those whose results they count have themselves.
func managerAccelerators(p *Pass) {
	leads := func(t *part) bool { return t.ResultsOf == comp.Reports || t.ResultsOf == comp.Team }
	if !slices.ContainsFunc(p.parts, func(t part) bool { return leads(&t) }) {
		return
	}
	below := p.plansBelow()
	for i := range p.parts {
		t := &p.parts[i]
		own, ok := t.accelerator()
		if !leads(t) || !ok {
			continue
		}
		for _, other := range p.parts {
			theirs, ok := other.accelerator()
			if !ok || other.ResultsOf != comp.Own || other.Measure != t.Measure || own.Cmp(theirs) <= 0 || !below[t.plan.Addr.ID][other.plan.Addr.ID] {
				continue
			}
			f := p.tell(diag.ManagerAccelerator, t.Origin, "rates", "%s pays %s times the base rate for what pays those whose results it counts %s times in %s",
				t.plan.Addr, figure(own, -1), figure(theirs, -1), other.plan.Addr)
			*f = f.With(other.Rates.Place(), "%s counts %s", other.plan.Addr, other.Measure)
			break
		}
	}
}

// accelerator returns the highest rate of a table against the one that holds at
// its beginning; ok is false if the table has no rates.
func (t *part) accelerator() (highest money.Ratio, ok bool) {
	r := &t.Rates
	if len(t.problems) > 0 || len(r.Bands) == 0 || r.Kind == comp.Banded || r.By == comp.ByAttribute {
		return highest, false
	}
	var base money.Ratio
	var sum money.Ratio
	for i := range r.Bands {
		value := money.FromDecimal(r.Bands[i].Value)
		if sum = sum.Add(value); r.Combine == "stack" {
			value = sum
		}
		if base.Sign() == 0 {
			base = value
		}
		highest = highest.Max(value)
	}
	if r.Pays == comp.PaysMultiple {
		return highest, true
	}
	highest, err := highest.Quo(base)
	return highest, err == nil
}

// plansBelow returns, by comp plan, the comp plans of those below its positions
// in the manager tree.
func (p *Pass) plansBelow() map[string]map[string]bool {
	byRole := map[string][]string{}
	for i := range p.book.Plans {
		for _, role := range p.book.Plans[i].Roles {
			byRole[role] = append(byRole[role], p.book.Plans[i].Addr.ID)
		}
	}
	plansOf := func(seat *plan.Position) []string {
		if seat.CompPlan != "" {
			return []string{seat.CompPlan}
		}
		return byRole[seat.Role]
	}
	seats := make(map[string]*plan.Position, len(p.plan.Positions))
	for i := range p.plan.Positions {
		seats[p.plan.Positions[i].ID()] = &p.plan.Positions[i]
	}
	below := map[string]map[string]bool{}
	for i := range p.plan.Positions {
		seat := &p.plan.Positions[i]
		theirs := plansOf(seat)
		at := seats[seat.Manager]
		for up := 0; at != nil && len(theirs) > 0 && up < len(seats); up++ {
			for _, manager := range plansOf(at) {
				if below[manager] == nil {
					below[manager] = map[string]bool{}
				}
				for _, one := range theirs {
					below[manager][one] = true
				}
			}
			at = seats[at.Manager]
		}
	}
	return below
}
