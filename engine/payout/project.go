package payout

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// Outlook works out what everybody would be paid in a fiscal year for assumed
// results instead of credits. Deals are assumed to be one a month. Conditions and
// factors of crediting are taken as applied; what an attribute of a credit
// decides cannot be assumed.
type Outlook struct {
	run  *run
	year period.Period
}

// NewOutlook returns the outlook of a plan for a fiscal year. The plan must have
// a calendar.
func NewOutlook(p *plan.Plan, book *comp.Book, year period.Period) *Outlook {
	o := &Outlook{run: newRun(p, book, Options{}), year: year}
	o.run.first, o.run.last = year.MonthNumber(), lastMonth(year)
	return o
}

// Stints returns who is paid at any time.
func (o *Outlook) Stints() []stint.Stint { return o.run.roster.Stints }

// Goals returns what results of the stints are measured by.
func (o *Outlook) Goals() *goal.Book { return o.run.goals }

// ResultKey names what is assumed for one fiscal month: what counts for a stint,
// or for one of the people whose results count for it, for a measure.
type ResultKey struct {
	Position, Person string
	From             period.Date // first day of the stint
	Measure, Whose   string
	Member           string // "" for all that is counted together
	Month            period.Period
}

// place is the key without the person: what a position books stays when its
// holder changes.
func (k ResultKey) place() ResultKey {
	k.Person, k.From = "", period.Date{}
	return k
}

// Results are assumed results by key.
type Results map[ResultKey]money.Ratio

// Attain returns the results of everybody at the same attainment of every quota:
// 1 is 100 %. Results lie evenly over the months of a window that somebody is
// on the plan. What has no quota has no result; of two components that measure
// one thing against different quotas the first counts.
func (o *Outlook) Attain(attainment money.Decimal) Results {
	results, level := Results{}, money.FromDecimal(attainment)
	o.eachWindow(func(w window) {
		quota, ok := o.run.quotaOf(w.payee, w.gauge(), w.key.Member, w.stretch)
		if !ok {
			return
		}
		part := quota.Mul(level)
		if w.gauge().adds() {
			part = part.Mul(reciprocal(len(w.months)))
		}
		for _, month := range w.months {
			key := w.at(month)
			if _, there := results[key]; !there {
				results[key] = part
			}
		}
	})
	return results
}

// Same returns the results of another outlook as those of this one: what a
// position books stays the same, and people who hold it in one month share it.
func (o *Outlook) Same(others Results) Results {
	booked, holders := Results{}, map[ResultKey]map[ResultKey]bool{}
	for key, result := range others {
		booked[key.place()] = booked[key.place()].Add(result)
	}
	o.eachMonth(func(key ResultKey) {
		if holders[key.place()] == nil {
			holders[key.place()] = map[ResultKey]bool{}
		}
		holders[key.place()][key] = true
	})
	results := Results{}
	o.eachMonth(func(key ResultKey) {
		if result, ok := booked[key.place()]; ok {
			results[key] = result.Mul(reciprocal(len(holders[key.place()])))
		}
	})
	return results
}

// Pay works out what everybody is paid for results.
func (o *Outlook) Pay(results Results) *Result {
	for i := range o.run.payees {
		p := &o.run.payees[i]
		p.accounts = make([][]memberAccount, len(p.scheme.gauges))
	}
	o.eachWindow(func(w window) {
		for _, month := range w.months {
			if result, ok := results[w.at(month)]; ok {
				o.book(w, month, result)
			}
		}
	})
	o.run.settleAccounts()
	o.run.budgets = map[*comp.Component]*budget{}
	o.run.spend(o.run.first, o.run.last)
	result := &Result{run: o.run}
	o.run.pay(result, o.run.first, o.run.last)
	result.Findings = o.run.found.All()
	result.Complete, result.Computed = !o.run.failed, !o.run.failed
	return result
}

// window is what is counted for one payee over one stretch.
type window struct {
	key     ResultKey // without the month
	payee   *payee
	number  int // of the gauge
	stretch period.Period
	months  []period.Period // in which results are assumed, never empty
}

func (w *window) gauge() *gauge { return &w.payee.scheme.gauges[w.number] }

func (w *window) at(month period.Period) ResultKey {
	key := w.key
	key.Month = month
	return key
}

// adds reports whether several results of one window add up.
func (g *gauge) adds() bool { return g.aggregate == "sum" || g.aggregate == "" }

// eachWindow calls back for everything that is counted for somebody in a window
// of the year; deals are counted over the year.
func (o *Outlook) eachWindow(do func(window)) {
	for i := range o.run.payees {
		p := &o.run.payees[i]
		for j := range p.scheme.gauges {
			g := &p.scheme.gauges[j]
			members := []string{""}
			if g.each {
				members = o.run.team(p, g.whose)
			}
			for _, stretch := range o.stretches(g) {
				months := o.months(p, g, stretch)
				if len(months) == 0 {
					continue
				}
				for _, member := range members {
					key := ResultKey{Position: p.Position.ID(), Person: p.Person, From: p.Days.From, Measure: g.measure, Whose: g.whose, Member: member}
					do(window{key: key, payee: p, number: j, stretch: stretch, months: months})
				}
			}
		}
	}
}

// eachMonth calls back for every key of the year; some come several times.
func (o *Outlook) eachMonth(do func(ResultKey)) {
	o.eachWindow(func(w window) {
		for _, month := range w.months {
			do(w.at(month))
		}
	})
}

// stretches returns the windows of the year over which a gauge counts.
func (o *Outlook) stretches(g *gauge) []period.Period {
	if kind := kindOf(g.window); kind > period.Year {
		return o.year.Parts(kind)
	}
	return []period.Period{o.year}
}

// months returns the months of a window in which somebody counts results.
func (o *Outlook) months(p *payee, g *gauge, stretch period.Period) []period.Period {
	var months []period.Period
	days := p.Days.Intersect(g.active)
	for _, month := range partsToDate(stretch, period.Month, stretch) {
		if o.run.calendar.Range(month).Overlaps(days) {
			months = append(months, month)
		}
	}
	return months
}

// book books the assumed result of a month.
func (o *Outlook) book(w window, month period.Period, result money.Ratio) {
	g, account, at := w.gauge(), w.payee.account(w.number, w.key.Member), month.MonthNumber()
	if g.window == comp.Deal {
		result = (&intake{run: o.run}).capDeal(w.payee, g, result, at)
	}
	if !o.run.keeps(w.payee, w.number) {
		account.add(at, at, result)
		return
	}
	account.entries = append(account.entries, entry{
		deal: assumedDeal, date: o.run.calendar.Range(month).From, month: at, posted: at, amount: result, share: one,
	})
}

// assumedDeal is the deal of assumed results.
const assumedDeal = "assumed"
