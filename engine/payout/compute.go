package payout

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Compute works out what everybody is paid for credits. Without a calendar in
// the plan nothing is, which is a finding. The error is that of the credits.
func Compute(p *plan.Plan, book *comp.Book, credits Credits, options Options) (*Result, error) {
	if p.Choices.Calendar == nil {
		f := diag.New(diag.MissingChoice, plan.SettingsAddr, p.Choices.Place(), "pay is for fiscal periods, and the plan states no calendar: set \"calendar\"").At("calendar")
		return &Result{Findings: diag.List{f}}, nil
	}
	r := newRun(p, book, options)
	in := newIntake(r)
	found, complete, err := credits(in.take)
	if err != nil {
		return nil, err
	}
	for _, f := range in.shares.findings() {
		in.found.Add(f)
	}
	in.closeTallies()
	in.applyCancels()
	in.matchEvents()
	r.settleAccounts()
	result := &Result{Counts: in.counts, run: r}
	if first, last, touched := in.span(); touched {
		r.first, r.last = first, last
		r.spend(first, last)
		r.pay(result, first, last)
	}
	result.Findings = r.found.All()
	result.CreditFindings = diag.Sorted(found, in.found.All())
	result.Complete, result.Computed = complete && !r.failed, !r.failed
	return result, nil
}

// span returns the months of the result: those that credits touch, widened by
// the options.
func (in *intake) span() (first, last int, touched bool) {
	first, last, touched = in.first, in.last, in.touched
	for _, p := range []period.Period{in.options.From, in.options.Through} {
		if p.IsZero() {
			continue
		}
		if !touched {
			first, last, touched = p.MonthNumber(), lastMonth(p), true
		}
		first, last = min(first, p.MonthNumber()), max(last, lastMonth(p))
	}
	return first, last, touched
}

// settleAccounts brings every account that keeps its credits in order.
func (r *run) settleAccounts() {
	for i := range r.payees {
		p := &r.payees[i]
		for j := range p.accounts {
			g := &p.scheme.gauges[j]
			for _, a := range p.accounts[j] {
				if len(a.entries) == 0 {
					continue
				}
				a.sortEntries()
				if g.component != nil {
					r.limitResults(p, g, a.account)
				}
				a.fromEntries()
			}
		}
	}
}

// pay works out lines and totals of all payees, for the payout periods that lie
// within the months from first to last or reach into them.
func (r *run) pay(result *Result, first, last int) {
	adjustments := r.adjustments(first, last)
	r.reserve(result, last-first+1)
	for i := range r.payees {
		p := &r.payees[i]
		h := &person{run: r, payee: p, components: make(map[period.Period]money.Ratio, last-first+1), unknown: map[period.Period]bool{}, printed: make(map[period.Period]money.Ratio, last-first+1), adjustments: adjustments[i]}
		for j := range p.scheme.components {
			l := r.lineOf(p, &p.scheme.components[j])
			l.index = i
			result.Lines = append(result.Lines, l.lines(h, first, last)...)
		}
		result.Totals = append(result.Totals, h.totals(h.periods(first, last))...)
	}
}

// reserve makes room for lines and totals of so many months.
func (r *run) reserve(result *Result, months int) {
	lines, totals := 0, 0
	length := func(kind period.Kind) int { return lastMonth(period.Containing(0, kind)) + 1 }
	for i := range r.payees {
		scheme := r.payees[i].scheme
		totals += months/length(scheme.kind) + 1
		for j := range scheme.components {
			lines += months/length(scheme.components[j].pay) + 1
		}
	}
	const most = 1 << 20 // people may be few and far between in a long stretch
	result.Lines, result.Totals = make([]Line, 0, min(lines, most)), make([]Total, 0, min(totals, most))
}

// lines works out what one component pays, and adds it to what the payee is
// paid in all.
func (l *line) lines(h *person, first, last int) []Line {
	shares := l.shares(first, last)
	now, later := make([]money.Ratio, len(shares)), map[period.Period]money.Ratio{}
	for i, s := range shares {
		for _, part := range l.hand(s) {
			at := h.planPeriod(part.at)
			h.components[at] = h.components[at].Add(part.amount)
			if part.at == s.at {
				now[i] = now[i].Add(part.amount)
			} else {
				later[part.at] = later[part.at].Add(part.amount)
			}
		}
		if !s.known {
			h.unknown[h.planPeriod(s.at)] = true
		}
	}
	lines := make([]Line, 0, len(shares))
	var held money.Ratio
	for i := range shares {
		s := &shares[i]
		row := l.row(s)
		if s.corrects.IsZero() && s.point != nil {
			now[i] = now[i].Add(later[s.at])
			delete(later, s.at)
		}
		held = held.Add(s.earned).Sub(now[i])
		row.Payout, row.HeldBack = h.show(l, s.at, now[i]), decimal(l.shown(s.at, held))
		lines = append(lines, row)
	}
	for _, at := range sortedKeys(later, period.Period.Compare) {
		held = held.Sub(later[at])
		if later[at].Sign() != 0 {
			currency := l.currencyAt(at)
			lines = append(lines, Line{
				Payee: l.payee.name(), Component: l.component.ID, Measure: l.component.Measure, Period: at, Window: l.windowAt(at),
				Payout: h.show(l, at, later[at]), HeldBack: decimal(l.shown(at, held)), Currency: currency, Known: true,
			})
		}
	}
	lines = slices.DeleteFunc(lines, func(row Line) bool { return !within(row.Period, first, last) })
	slices.SortStableFunc(lines, func(a, b Line) int { return a.Period.Compare(b.Period) })
	return lines
}

// shares works out what the component earns in each payout period.
func (l *line) shares(first, last int) []share {
	points := l.points(first, last)
	l.ration(points)
	return l.finish(points)
}

// show rounds what a line pays. The lines of one payout period of the plan are
// rounded one after the other, so that they add up where only sums are rounded.
func (h *person) show(l *line, at period.Period, amount money.Ratio) money.Decimal {
	total := h.planPeriod(at)
	before := l.shown(at, h.printed[total])
	h.printed[total] = h.printed[total].Add(amount)
	return decimal(l.shown(at, h.printed[total]).Sub(before))
}

// shown rounds an amount of a payout period for its line, where the plan rounds
// only sums.
func (l *line) shown(at period.Period, amount money.Ratio) money.Ratio {
	currency := l.currencyAt(at)
	return l.round(l.payee, amount, currency)
}

func within(p period.Period, first, last int) bool {
	return lastMonth(p) >= first && p.MonthNumber() <= last
}

func (l *line) windowAt(at period.Period) period.Period {
	if l.component.Window == comp.Deal {
		return period.Period{}
	}
	return period.Containing(lastMonth(at), kindOf(l.component.Window))
}

// row shows a share as a line.
func (l *line) row(s *share) Line {
	currency := l.currencyAt(s.at)
	row := Line{
		Payee: l.payee.name(), Component: l.component.ID, Measure: l.component.Measure, Period: s.at, Corrects: s.corrects,
		Window: l.windowAt(s.at), Earned: decimal(l.shown(s.at, s.earned)), Currency: currency, Known: s.known,
	}
	if s.point == nil {
		return row
	}
	e := &s.point.earning
	if l.component.Window != comp.Deal {
		row.Window = s.point.moment.stretch
	}
	row.Result, row.Credited = e.result, s.point.raised
	row.Quota, row.Target, row.Attainment = e.quota, e.target, e.attainment
	return row
}

// planPeriod returns the payout period of the plan in which a payout period of a
// component is paid: the one in which it ends.
func (h *person) planPeriod(at period.Period) period.Period {
	return period.Containing(lastMonth(at), h.payee.scheme.kind)
}

// periods returns the payout periods for which the payee has a total, in order.
func (h *person) periods(first, last int) []period.Period {
	var periods []period.Period
	kind := h.payee.scheme.kind
	for at := period.Containing(first, kind); at.MonthNumber() <= last; at = period.Containing(lastMonth(at)+1, kind) {
		_, paid := h.components[at]
		if paid || len(h.adjustments[at]) > 0 || h.calendar.Range(at).Overlaps(h.payee.Days) {
			periods = append(periods, at)
		}
		if lastMonth(at) == lastMonthOfAll {
			break
		}
	}
	return periods
}

// adjustments returns the adjustments by payee and payout period of the plan.
func (r *run) adjustments(first, last int) map[int]map[period.Period][]*comp.Adjustment {
	found := map[int]map[period.Period][]*comp.Adjustment{}
	for i := range r.book.Adjustments {
		a := &r.book.Adjustments[i]
		to, ok := r.adjusted(a)
		if !ok {
			r.found.Add(diag.New(diag.AdjustmentNotPaid, a.Addr, a.Place(), "nobody holds %s under a comp plan in or before %s: the adjustment is not paid", a.Position, a.Period).At("position"))
			continue
		}
		at := period.Containing(lastMonth(a.Period), r.payees[to].scheme.kind)
		if !within(at, first, last) {
			continue
		}
		if found[to] == nil {
			found[to] = map[period.Period][]*comp.Adjustment{}
		}
		found[to][at] = append(found[to][at], a)
	}
	return found
}

// adjusted returns the payee of an adjustment: the last one in the position who
// came before the end of its period.
func (r *run) adjusted(a *comp.Adjustment) (payee int, ok bool) {
	from, to := r.roster.At(a.Position)
	end := r.lastDay(a.Period)
	for i := from; i < to; i++ {
		if start := r.payees[i].Days.From; start.Compare(end) <= 0 {
			payee, ok = i, true
		}
	}
	return payee, ok
}
