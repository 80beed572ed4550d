package curve

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
)

// Hindrance is a reason why a component cannot be settled credit by credit.
type Hindrance struct {
	Field  string // of the component, such as rates.kind
	Reason string // a sentence without a full stop
}

// Hindrances returns every reason why the pay of a component does not telescope;
// none is the proof that it does. The aggregate is that of its measure.
//
// To telescope means: let P be the component's curve for a window, cut off by its
// caps of attainment and payout for the whole window. In whatever order the
// credits of the window come, the payout of each is P(results after it) −
// P(results before it), no later credit changes it, and the payouts sum to
// P(results of the window). Credits are meant as credited, after factors, caps
// of credit and windfall rules: those look at one credit at a time. P must stay
// the same in a window, so that whoever changes quota or target within it starts
// anew.
//
// Each condition is needed for that. The table must be continuous and its pay
// decided by the sum of the results alone; nothing may look at other measures,
// people, payout periods or single deals once results are summed.
func Hindrances(c *comp.Component, aggregate string) []Hindrance {
	var list []Hindrance
	add := func(when bool, field, format string, args ...any) {
		if when {
			list = append(list, Hindrance{Field: field, Reason: fmt.Sprintf(format, args...)})
		}
	}
	r := &c.Rates
	add(r.Kind != comp.Marginal, "rates.kind", "a %s table may price results again that were priced before", r.Kind)
	add(r.By == comp.ByAttribute, "rates.by", "the attribute of each credit decides its rate")
	add(r.Beyond == "nothing", "rates.beyond", "a result beyond the last band takes back all pay")
	add(len(Problems(r)) > 0, "rates", "the rate table cannot be applied")
	add(aggregate != "sum" && aggregate != "", "measure", "results of the measure do not add up: the window takes their %s", aggregate)
	add(c.Window == comp.Deal, "window", "each credit is a window by itself")
	add(c.Quota.Basis == "to_date", "quota.basis", "the quota to date grows within the window")
	add(c.Combine == comp.Each, "combine", "the table is applied to the results of each person")
	add(c.Crediting.Split == "payout", "crediting.split", "each deal is priced as a whole before its payout is divided")
	add(len(c.Gates) > 0, "gates", "a gate decides about the pay of earlier credits")
	add(len(c.Modifiers) > 0, "modifiers", "a modifier changes the pay of earlier credits")
	add(c.Floor != nil, "floor", "the least pay of a payout period is not earned by single credits")
	add(c.Budget != nil && c.Budget.WhenSpent != "report", "budget", "the pay of others decides what is left of the budget")
	for _, limit := range c.Caps {
		add(!telescopes(limit, c.Window), "caps."+limit.ID, "the cap of %s does not hold for the window as a whole", limit.Of)
	}
	return list
}

// telescopes reports whether a cap looks at one credit before results are
// summed, or at the window as a whole.
func telescopes(limit comp.Cap, window comp.Window) bool {
	if limit.Of == "credit" {
		return limit.Per == comp.Deal
	}
	return limit.Per == window
}
