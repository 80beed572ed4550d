package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// note is a text of a comp plan.
type note struct {
	at      comp.Origin
	field   string
	text    string
	whose   string        // what it is the text of
	example *comp.Example // nil if it is not the text of one
}

// notes returns the texts of a comp plan.
func notes(c *comp.Plan) []note {
	all := []note{
		{c.Origin, "name", c.Name, "the name of " + c.Addr.String(), nil},
		{c.Origin, "description", c.Description, "the description of " + c.Addr.String(), nil},
	}
	for i := range c.Components {
		one := &c.Components[i]
		all = append(all, note{one.Origin, "name", one.Name, "the name of component " + one.ID + " of " + c.Addr.String(), nil},
			note{one.Origin, "description", one.Description, "the description of component " + one.ID + " of " + c.Addr.String(), nil})
	}
	for i := range c.Examples {
		e := &c.Examples[i]
		all = append(all, note{e.Origin, "description", e.Description, "the description of example " + e.ID + " of " + c.Addr.String(), e})
	}
	return slices.DeleteFunc(all, func(n note) bool { return n.text == "" })
}

// textsDiffer reports numbers in texts that stand nowhere in the comp plan. What
// is said of a component may be about the plan, and the other way round: only a
// number that the plan does not have at all is a contradiction.
func textsDiffer(p *Pass) {
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		var ofPlan *numbers
		for _, n := range notes(c) {
			claims := claimsIn(n.text)
			if len(claims) == 0 {
				continue
			}
			if ofPlan == nil {
				ofPlan = numbersOf(c)
			}
			knows := ofPlan
			if n.example != nil {
				knows = ofPlan.with(n.example)
			}
			for _, said := range claims {
				if !knows.hold(said) {
					p.tell(diag.TextDiffers, n.at, n.field, "%s speaks of %s, and no rate, bound, weight or limit of the comp plan comes to that", n.whose, said.text)
				}
			}
		}
	}
}

// numbers are what a comp plan says in numbers, each list sorted.
type numbers struct {
	stated  []money.Ratio // every number that it states
	ratios  []money.Ratio // values of its tables by each other and by base rates
	incomes []money.Ratio // what follows from its salary, target incentive and quotas
}

// numbersOf collects the numbers of a comp plan.
func numbersOf(c *comp.Plan) *numbers {
	n := &numbers{stated: ratiosOf(c.Numbers()), incomes: distinct(incomeOf(c))}
	var values []money.Ratio
	for i := range c.Components {
		values = append(values, ratesOf(&c.Components[i].Rates)...)
	}
	values = distinct(values)
	if len(values) > mostValues {
		values = values[:mostValues]
	}
	for _, a := range values {
		for _, b := range values {
			if ratio, err := a.Quo(b); err == nil {
				n.ratios = append(n.ratios, ratio)
			}
		}
	}
	n.ratios = distinct(n.ratios)
	return n
}

// ratiosOf returns numbers, sorted, each once.
func ratiosOf(all []money.Decimal) []money.Ratio {
	slices.SortFunc(all, money.Decimal.Cmp)
	all = slices.Compact(all)
	ratios := make([]money.Ratio, len(all))
	for i, d := range all {
		ratios[i] = money.FromDecimal(d)
	}
	return ratios
}

// mostValues bounds how many values of tables are held against each other.
const mostValues = 60

// ratesOf returns the values of a table, and its base rate.
func ratesOf(r *comp.Rates) []money.Ratio {
	var values []money.Ratio
	var sum money.Ratio
	for _, b := range r.Bands {
		value := money.FromDecimal(b.Value)
		sum = sum.Add(value)
		values = append(values, value)
		if r.Combine == "stack" {
			values = append(values, sum)
		}
	}
	for _, k := range r.Knots {
		values = append(values, money.FromDecimal(k.Value))
	}
	for _, row := range r.Values {
		for _, value := range row {
			values = append(values, money.FromDecimal(value))
		}
	}
	if r.BaseRate != nil {
		values = append(values, money.FromDecimal(*r.BaseRate))
	}
	for i := 1; i < len(r.Knots); i++ { // between knots, the slope is what people call the rate
		width := money.FromDecimal(r.Knots[i].At).Sub(money.FromDecimal(r.Knots[i-1].At))
		if slope, err := money.FromDecimal(r.Knots[i].Value).Sub(money.FromDecimal(r.Knots[i-1].Value)).Quo(width); err == nil {
			values = append(values, slope)
		}
	}
	return values
}

// incomeOf returns what follows from base salary and target incentive.
func incomeOf(c *comp.Plan) []money.Ratio {
	var all []money.Ratio
	if c.TargetIncentive == nil {
		return nil
	}
	target := money.FromDecimal(*c.TargetIncentive)
	if c.BaseSalary != nil {
		salary := money.FromDecimal(*c.BaseSalary)
		income := salary.Add(target)
		all = append(all, income)
		for _, part := range []money.Ratio{salary, target} {
			if share, err := part.Quo(income); err == nil {
				all = append(all, share)
			}
		}
	}
	for i := range c.Components {
		one := &c.Components[i]
		yearly := yearlyTarget(c, one)
		if yearly == nil {
			continue
		}
		all = append(all, *yearly)
		if one.Quota.Amount != nil {
			yearlyQuota := money.FromDecimal(*one.Quota.Amount).Mul(money.FromInt(windowsInYear(one.Window)))
			if rate, err := yearly.Quo(yearlyQuota); err == nil {
				all = append(all, rate)
				for _, value := range ratesOf(&one.Rates) {
					all = append(all, rate.Mul(value))
				}
			}
		}
	}
	return all
}

// with returns the numbers with those of an example, and its results by other
// numbers.
func (n *numbers) with(e *comp.Example) *numbers {
	stated := distinct(slices.Concat(n.stated, ratiosOf(e.Numbers())))
	ratios := slices.Clone(n.ratios)
	for i := range e.Periods {
		for _, result := range e.Periods[i].Results {
			for _, quota := range stated {
				if ratio, err := money.FromDecimal(result.Value).Quo(quota); err == nil {
					ratios = append(ratios, ratio)
				}
			}
		}
	}
	return &numbers{stated: stated, ratios: distinct(ratios), incomes: n.incomes}
}

// hold reports whether a comp plan can mean what a text claims.
func (n *numbers) hold(said claim) bool {
	switch said.kind {
	case aMultiple:
		return has(n.stated, said.value) || has(n.ratios, said.value)
	case aPercent:
		for _, value := range []money.Ratio{said.value, unity.Sub(said.value), unity.Add(said.value)} { // 20 %, 20 % less, 20 % more
			if has(n.stated, value) || has(n.ratios, value) {
				return true
			}
		}
		return has(n.incomes, said.value) || has(n.stated, said.value.Mul(money.FromInt(100)))
	case anAmount:
		return n.holdAmount(said.value)
	}
	return true
}

// holdAmount looks for an amount, and for the same over another stretch of time.
func (n *numbers) holdAmount(amount money.Ratio) bool {
	for _, times := range []int64{1, 2, 3, 4, 6, 12} {
		part, _ := amount.Quo(money.FromInt(times))
		for _, all := range [][]money.Ratio{n.stated, n.incomes} {
			if has(all, part) || has(all, amount.Mul(money.FromInt(times))) {
				return true
			}
		}
	}
	return false
}

// has looks a number up in a sorted list.
func has(all []money.Ratio, value money.Ratio) bool {
	_, found := slices.BinarySearchFunc(all, value, money.Ratio.Cmp)
	return found
}

// distinct sorts numbers and drops repeated ones.
func distinct(all []money.Ratio) []money.Ratio {
	slices.SortFunc(all, money.Ratio.Cmp)
	return slices.CompactFunc(all, func(a, b money.Ratio) bool { return a.Cmp(b) == 0 })
}
