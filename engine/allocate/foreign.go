package allocate

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// foreigners returns the holders, by id, that have a quota of the measure and
// year in another currency than the allocation. Nothing is set for them or below
// them: converted parts would be rounded and no longer sum to the whole.
func foreigners(p *plan.Plan, a *Allocation) map[string]bool {
	foreign := map[string]bool{}
	for i := range p.Quotas {
		if q := &p.Quotas[i]; q.Measure == a.Measure && q.Currency != a.Currency && a.Year.Contains(q.Period) {
			if a.Root.Collection == plan.PositionKind {
				foreign[q.Position] = true
			} else {
				foreign[q.Territory] = true
			}
		}
	}
	return foreign
}

// keepForeign keeps the quotas of foreign nodes, each converted at plan rates to
// the finest digit of the allocation, half to even. The root must not be
// foreign, and the plan must state the rates.
func (r *run) keepForeign() {
	for i, q := range r.cells {
		n := i / len(r.Periods)
		if n == 0 && q != nil && q.Currency != r.Currency {
			r.findings = append(r.findings, r.currencyFinding(q, "give the allocation that currency"))
			return
		}
		if !r.nodes[n].foreign {
			continue
		}
		r.kept[i] = true
		if q == nil {
			continue
		}
		amount, ok := r.converted(q)
		if !ok {
			r.findings = append(r.findings, r.currencyFinding(q, "the plan states no exchange rate between them that it could be compared at"))
			return
		}
		r.amount[i] = amount
	}
}

// currencyFinding reports a quota in another currency.
func (r *run) currencyFinding(q *plan.Quota, advice string) diag.Finding {
	f := diag.New(diag.AllocationCurrency, r.Addr, r.place("currency"), "the allocation is in %s, but %s has its quota in %s: %s",
		currencyName(r.Currency), q.Territory+q.Position, currencyName(q.Currency), advice)
	return f.At("currency").With(q.PlaceOf("currency"), "the quota")
}

func currencyName(c money.Currency) string {
	if c == (money.Currency{}) {
		return "no currency"
	}
	return c.String()
}

// converted counts the amount of a quota in the currency of the allocation.
func (r *run) converted(q *plan.Quota) (units int64, ok bool) {
	from, known := r.rate(q.Currency)
	to, alsoKnown := r.rate(r.Currency)
	if !known || !alsoKnown {
		return 0, false
	}
	exact, err := money.FromDecimal(q.Assigned).Mul(money.FromDecimal(from)).Quo(money.FromDecimal(to))
	if err != nil {
		return 0, false
	}
	amount, err := exact.Round(r.digits, money.HalfEven)
	if err != nil {
		return 0, false
	}
	units, err = r.units(amount)
	return units, err == nil && units <= r.largest()
}

// rate returns how much of the plan currency one unit of a currency is.
func (r *run) rate(c money.Currency) (money.Decimal, bool) {
	if c == r.plan.Choices.Currency {
		return whole(1), true
	}
	rate, ok := r.plan.Choices.FXRates[c]
	return rate, ok
}
