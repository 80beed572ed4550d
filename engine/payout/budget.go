package payout

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// budget is what a component has paid to all people together.
type budget struct {
	spent   map[period.Period]money.Ratio // scale, report: earned by everybody to the end of a payout period
	allowed map[claimant]money.Ratio      // first_come: what is left for the credits of a point
}

// claimant names a point of a payee.
type claimant struct {
	payee      int
	bucket, at period.Period
}

// spend works out the budgets. It looks at every payee of the components that
// have one, before anybody's pay is worked out.
func (r *run) spend(first, last int) {
	lines := map[*comp.Component][]*line{}
	var order []*comp.Component
	for i := range r.payees {
		p := &r.payees[i]
		for j := range p.scheme.components {
			if c := &p.scheme.components[j]; c.Budget != nil {
				if lines[c.Component] == nil {
					order = append(order, c.Component)
				}
				l := r.lineOf(p, c)
				l.index = i
				lines[c.Component] = append(lines[c.Component], l)
			}
		}
	}
	for _, c := range order {
		b := &budget{spent: map[period.Period]money.Ratio{}}
		var total money.Ratio
		if c.Budget.WhenSpent == "first_come" {
			b.allowed, total = firstCome(lines[c], first, last)
		} else {
			total = b.sumUp(lines[c], first, last)
		}
		r.budgets[c] = b
		if total.Cmp(money.FromDecimal(c.Budget.Amount)) > 0 {
			r.found.Add(diag.New(diag.BudgetSpent, c.Addr, c.Budget.PlaceOf("amount"), "component %s would pay %s to all people together, and its budget is %s",
				c.ID, text(total), c.Budget.Amount).At(c.Budget.At("amount")))
		}
	}
}

// sumUp adds up what everybody earns to the end of every payout period.
func (b *budget) sumUp(lines []*line, first, last int) (total money.Ratio) {
	for _, l := range lines {
		points := l.points(first, last)
		for i := range points {
			at := points[i].at
			b.spent[at] = b.spent[at].Add(raise(points, i))
		}
	}
	for _, at := range sortedKeys(b.spent, period.Period.Compare) {
		total = total.Add(b.spent[at])
		b.spent[at] = total
	}
	return total
}

// firstCome spends a budget on credits by date and deal. A credit claims what it
// pays after the caps and modifiers of its own payee.
func firstCome(lines []*line, first, last int) (allowed map[claimant]money.Ratio, total money.Ratio) {
	type claim struct {
		claimant
		position string
		priced
	}
	var claims []claim
	for _, l := range lines {
		points := l.points(first, last)
		each(points, func(p *point, raise money.Ratio) money.Ratio {
			for _, one := range shareOut(raise, l.creditsOf(p), len(l.component.Modifiers) > 0) {
				claims = append(claims, claim{claimant{l.index, p.bucket, p.at}, l.payee.Position.ID(), one})
			}
			return raise
		})
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		return cmp.Or(a.date.Compare(b.date), cmp.Compare(a.deal, b.deal), cmp.Compare(a.position, b.position), cmp.Compare(a.line, b.line))
	})
	allowed = map[claimant]money.Ratio{}
	if len(lines) == 0 {
		return allowed, total
	}
	most := money.FromDecimal(lines[0].component.Budget.Amount)
	for _, c := range claims {
		before := total.Min(most)
		total = total.Add(c.pay)
		allowed[c.claimant] = allowed[c.claimant].Add(total.Min(most).Sub(before))
	}
	return allowed, total
}

// shareOut divides what a point pays among its credits: in proportion to what
// each earned, or where only caps cut it in the order in which they came.
func shareOut(raise money.Ratio, credits []priced, inProportion bool) []priced {
	var sum money.Ratio
	for i := range credits {
		sum = sum.Add(credits[i].pay)
	}
	left := raise
	for i := range credits {
		c := &credits[i]
		part, err := raise.Quo(sum)
		switch {
		case inProportion && err == nil:
			c.pay = c.pay.Mul(part)
		case c.pay.Sign() > 0:
			c.pay = c.pay.Min(left).Max(money.Ratio{})
		}
		left = left.Sub(c.pay)
	}
	return credits
}

// ration cuts what is paid to what the budget has left: of a budget that is
// scaled everybody gets the same part of what was earned to date.
func (l *line) ration(points []point) {
	b := l.budgets[l.component.Component]
	if b == nil || l.component.Budget.WhenSpent == "report" {
		return
	}
	defer l.record(points, byBudget)
	switch {
	case b.allowed != nil:
		each(points, func(p *point, _ money.Ratio) money.Ratio { return b.allowed[claimant{l.index, p.bucket, p.at}] })
		return
	}
	most := money.FromDecimal(l.component.Budget.Amount)
	var given, total money.Ratio
	each(points, func(p *point, raise money.Ratio) money.Ratio {
		total = total.Add(raise)
		now := total
		if spent := b.spent[p.at]; spent.Cmp(most) > 0 {
			part, _ := most.Quo(spent) // it is above the budget, which is not negative
			now = total.Mul(part)
		}
		change := now.Sub(given)
		given = now
		return change
	})
}

// text prints an exact number, rounded to the cent for reading.
func text(r money.Ratio) string {
	d, err := r.Round(2, money.HalfUp)
	if err != nil {
		return r.String()
	}
	return d.String()
}
