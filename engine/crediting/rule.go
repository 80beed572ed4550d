package crediting

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Rule is the crediting of one component, ready to be applied to many rows.
type Rule struct {
	date     string // the column that decides the period
	where    []condition
	factors  []factor
	multiply bool        // all factors that hold, not the first
	open     bool        // which of them is not stated
	other    money.Ratio // where no factor holds
	coverage []string    // coverage roles that get credit for accounts
	Split    string      // credit or payout, as the plan says
	FX       string      // comp.AtPlanRate or comp.AtMarketRate
}

type factor struct {
	where  []condition
	factor money.Ratio
}

// New returns the rule of a component.
func New(c *comp.Crediting) *Rule {
	r := &Rule{
		date: c.Date, where: conditionsOf(c.Where), multiply: c.FactorsCombine == "multiply",
		open: c.FactorsCombine == "", coverage: c.Coverage, Split: c.Split, FX: c.FX, other: money.FromInt(1),
	}
	if c.Otherwise != nil {
		r.other = money.FromDecimal(*c.Otherwise)
	}
	for _, f := range c.Factors {
		r.factors = append(r.factors, factor{conditionsOf(f.Where), money.FromDecimal(f.Factor)})
	}
	return r
}

// Date returns the day that decides the period of a credit; zero where the
// credit does not have that day yet, so that it does not count yet.
func (r *Rule) Date(c *credit.Credit) period.Date {
	switch r.date {
	case "booked":
		return c.Booked
	case "invoiced":
		return c.Invoiced
	case "paid":
		return c.Paid
	}
	return c.Date
}

// Plain reports whether the rule has neither conditions nor factors: then every
// credit counts as it is.
func (r *Rule) Plain() bool {
	return len(r.where) == 0 && len(r.factors) == 0 && r.other.Cmp(money.FromInt(1)) == 0
}

// Covers reports whether a coverage role gets credit for accounts.
func (r *Rule) Covers(coverage string) bool { return slices.Contains(r.coverage, coverage) }

// Problem says why a rule cannot be applied to a row.
type Problem struct {
	Column  string // the column that is missing or wrong; "" for OpenFactors
	Message string
	// OpenFactors: several factors hold and the plan does not say how they combine.
	OpenFactors bool
}

// Counts reports whether a credit fulfils all conditions.
func (r *Rule) Counts(c *credit.Credit) (bool, *Problem) { return all(r.where, c) }

// Factor returns what the amount of a credit is multiplied by.
func (r *Rule) Factor(c *credit.Credit) (money.Ratio, *Problem) {
	product, holding := money.FromInt(1), 0
	for i := range r.factors {
		holds, problem := all(r.factors[i].where, c)
		if problem != nil {
			return product, problem
		}
		if !holds {
			continue
		}
		if holding++; holding > 1 && r.open {
			return product, &Problem{OpenFactors: true, Message: "several factors hold for one credit"}
		}
		product = product.Mul(r.factors[i].factor)
		if !r.multiply && !r.open {
			break
		}
	}
	if holding == 0 {
		return r.other, nil
	}
	return product, nil
}

func all(conditions []condition, c *credit.Credit) (bool, *Problem) {
	for i := range conditions {
		holds, problem := conditions[i].holds(c)
		if problem != nil || !holds {
			return false, problem
		}
	}
	return true, nil
}

func missingColumn(field string) *Problem {
	return &Problem{Column: field, Message: fmt.Sprintf("the credits file has no column %q, which a comp plan asks for", field)}
}
