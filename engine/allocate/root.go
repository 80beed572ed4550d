package allocate

import (
	"errors"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// setRoot finds what the root carries in each period: the total of the
// allocation spread over the year, or the quotas that it has.
func (r *run) setRoot(b *book) {
	var total int64
	some := false
	for when, p := range r.Periods {
		if stated, ok := b.current(r.Allocation, p, r.cells[when]); ok {
			units, _ := r.units(stated) // count has seen its digits
			r.amount[when], some = units, true
			total += units
		}
	}
	switch {
	case r.Total != nil:
		total, _ = r.units(*r.Total)
	case !some:
		r.find(diag.NothingToAllocate, "total", "there is nothing to share out: the allocation states no total, and %s has no quota for %s in %s", r.Root, r.Measure, r.Year)
		return
	case r.Seasonality == nil:
		return
	}
	r.rootIsSet = true
	if err := r.overYear(0, total, r.seasons()); err != nil {
		r.unspread(0, total)
	}
}

// seasons returns the weights of the periods of a year: the seasonality, or even
// ones.
func (r *run) seasons() []money.Decimal {
	if r.Seasonality != nil {
		return r.Seasonality
	}
	return r.even()
}

func (r *run) even() []money.Decimal {
	weights := make([]money.Decimal, len(r.Periods))
	for i := range weights {
		weights[i] = whole(1)
	}
	return weights
}

// seasonsOfRoot returns how the year of the root lies over its periods.
func (r *run) seasonsOfRoot() []money.Decimal {
	if r.year(0) == 0 {
		return r.seasons()
	}
	weights := make([]money.Decimal, len(r.Periods))
	for when := range weights {
		weights[when] = whole(r.amount[when])
	}
	return weights
}

// overYear spreads the year of a node over its periods. Locked quotas stay.
func (r *run) overYear(n int, year int64, seasons []money.Decimal) error {
	rows := make([]share, len(r.Periods))
	for when := range rows {
		i := r.cell(n, when)
		rows[when] = share{weight: seasons[when], most: unlimited}
		if r.kept[i] {
			rows[when].least, rows[when].most = r.amount[i], r.amount[i]
		}
	}
	if err := split(year, r.step, rows); err != nil {
		return err
	}
	for when := range rows {
		r.amount[r.cell(n, when)] = rows[when].part
	}
	return nil
}

// unspread reports a year that does not go together with its locked quotas.
func (r *run) unspread(n int, year int64) {
	var kept int64
	first := r.cell(n, 0)
	for when := range r.Periods {
		i := r.cell(n, when)
		if !r.kept[i] {
			continue
		}
		if kept += r.amount[i]; !r.kept[first] {
			first = i
		}
	}
	f := diag.New(diag.KeptQuotas, r.Addr, r.record.Place(), "%s is to carry %s in %s, but its locked quotas sum to %s", r.nodes[n].addr, r.grouped(year), r.Year, r.grouped(kept))
	if q := r.cells[first]; locked(q) {
		f = f.With(q.Place(), "the first locked quota")
	}
	r.findings = append(r.findings, f)
}

// grow works out the year of a node from its baseline, and spreads it.
func (r *run) grow(n int, seasons []money.Decimal) {
	exact, err := r.grown(r.baseline[n])
	if err != nil {
		r.failed("baseline", err)
		return
	}
	year, err := r.steps(exact)
	if err != nil {
		r.failed("baseline", err)
		return
	}
	if year < 0 {
		r.find(diag.NegativeQuota, "attrition_relief", "the quota of %s would be %s: growth and relief take more than the baseline", r.nodes[n].addr, r.grouped(year))
		return
	}
	if r.nodes[n].lowest() {
		year = r.within(year)
	}
	if err := r.overYear(n, year, seasons); errors.Is(err, errTooLow) || errors.Is(err, errTooHigh) {
		r.unspread(n, year)
	} else if err != nil {
		r.failed("baseline", err)
	}
}

// grown returns baseline × (1 + growth) × (1 − relief), or, added,
// baseline × (1 + growth − relief), counted in units.
func (r *run) grown(baseline money.Decimal) (money.Ratio, error) {
	one, growth, relief := money.FromInt(1), money.FromDecimal(r.Growth), money.FromDecimal(r.Relief)
	factor := one.Add(growth).Sub(relief)
	if r.Compounded {
		factor = one.Add(growth).Mul(one.Sub(relief))
	}
	smallest, err := money.New(1, r.digits)
	if err != nil {
		return money.Ratio{}, err
	}
	return money.FromDecimal(baseline).Mul(factor).Quo(money.FromDecimal(smallest))
}

// within keeps the year of a quota between the least and the largest.
func (r *run) within(year int64) int64 {
	if r.Max != nil {
		most, _ := r.units(*r.Max)
		year = min(year, most)
	}
	if r.Min != nil {
		least, _ := r.units(*r.Min)
		year = max(year, least)
	}
	return year
}
