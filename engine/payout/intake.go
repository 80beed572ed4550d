package payout

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// intake books credits on the accounts of those who are paid for them.
type intake struct {
	*run
	found       diag.Bounded // about the credits
	counts      Counts
	first, last int // months that credits touch
	touched     bool

	months      []int16          // by day since the first of all, one more than the month; 0: not asked for
	seats       map[string]*seat // by position
	people      map[string]bool
	accounts    map[string]bool
	measure     string // the last one asked for, and its number
	number      int
	numbers     map[string]int
	ofPerson    map[string][]int
	assignments map[string][]*plan.Assignment // by account
	shares      shares
	cancels     []pendingCancel
	awaited     eventPlaces // until something is found to wait for them
	nobody      map[string]*tally
	unpaid      map[unpaidKey]*tally
	fx          map[fxKey]money.Ratio
}

// seat is a position with those who count what is credited to it.
type seat struct {
	id    string
	above string   // the position it reports to
	sinks [][]sink // by number of measure; nil until asked for
	// latest are the sinks of the measure that was asked for last, numbered from 1.
	latest  []sink
	measure int
	first   [1]sink // where the first sink lies, close to all else
	taken   bool
	covers  []*plan.Cover // by whom it is covered
}

// sink is a gauge of a payee that counts the credits of a position, with all
// that a credit is booked by close together: a file of millions of credits goes
// through here.
type sink struct {
	payee   *payee
	gauge   *gauge
	account *account
	days    period.Range // on which credits count
	keep    bool         // the credits themselves are kept
	plain   bool         // no condition, factor or limit changes what a credit counts
	home    bool         // amounts without a currency need no conversion
}

// tally counts rows of one sort and remembers the first.
type tally struct {
	count int
	first diag.Finding
}

type unpaidKey struct{ plan, measure string }

type fxKey struct {
	from, to money.Currency
	at       string
	day      period.Date
}

func newIntake(r *run) *intake {
	in := &intake{
		run: r, found: diag.Bounded{Most: repeats}, seats: make(map[string]*seat, len(r.plan.Positions)),
		people: map[string]bool{}, accounts: map[string]bool{}, numbers: map[string]int{}, ofPerson: map[string][]int{}, assignments: map[string][]*plan.Assignment{},
		awaited: eventPlaces{}, nobody: map[string]*tally{}, unpaid: map[unpaidKey]*tally{}, fx: map[fxKey]money.Ratio{},
	}
	seats := make([]seat, len(r.plan.Positions))
	for i := range r.plan.Positions {
		p := &r.plan.Positions[i]
		seats[i] = seat{id: p.ID(), above: p.Manager, sinks: make([][]sink, len(r.plan.Measures))}
		in.seats[p.ID()] = &seats[i]
	}
	for i := range r.plan.Covers {
		if c := &r.plan.Covers[i]; c.Counts() && c.CreditShare.Sign() > 0 && in.seats[c.Position] != nil && in.seats[c.By] != nil {
			in.seats[c.Position].covers = append(in.seats[c.Position].covers, c)
		}
	}
	for i := range r.plan.People {
		in.people[r.plan.People[i].ID()] = true
	}
	for account := range r.plan.Accounts() {
		in.accounts[account.ID()] = true
	}
	for i := range r.plan.Measures {
		in.numbers[r.plan.Measures[i].ID()] = i
	}
	for i := range r.payees {
		if person := r.payees[i].Person; person != "" {
			in.ofPerson[person] = append(in.ofPerson[person], i)
		}
	}
	in.indexAssignments()
	return in
}

// indexAssignments finds who covers an account: whoever is assigned to it, else
// whoever is assigned to the territories that name it.
func (in *intake) indexAssignments() {
	ofTerritory := map[string][]*plan.Assignment{}
	for i := range in.plan.Assignments {
		a := &in.plan.Assignments[i]
		if a.Account != "" {
			in.assignments[a.Account] = append(in.assignments[a.Account], a)
		} else {
			ofTerritory[a.Territory] = append(ofTerritory[a.Territory], a)
		}
	}
	for i := range in.plan.Territories {
		t := &in.plan.Territories[i]
		for _, named := range t.NamedAccounts {
			if len(in.assignments[named.Account]) == 0 {
				in.assignments[named.Account] = append(in.assignments[named.Account], ofTerritory[t.ID()]...)
			}
		}
	}
}

// take books one row.
func (in *intake) take(c *credit.Credit) {
	in.counts.Rows++
	switch c.Kind {
	case credit.Cancel:
		in.addCancel(c)
	case credit.Event:
		in.addEvent(c)
	default:
		in.sell(c)
	}
}

// report tells of a row.
func (in *intake) report(code diag.Code, c *credit.Credit, column, format string, args ...any) {
	if !in.found.Full(code, c.Place()) {
		in.found.Add(diag.New(code, addr.Addr{}, c.PlaceOf(column), format, args...))
	}
}

// sell books a sale or an overlay.
func (in *intake) sell(c *credit.Credit) {
	if c.Measure != in.measure {
		number, ok := in.numbers[c.Measure]
		if ok {
			in.measure, in.number = c.Measure, number
		}
	}
	if c.Measure != in.measure {
		in.report(diag.UnknownInCredit, c, "measure", "the plan has no measure %q: the credit counts for nobody", c.Measure)
		return
	}
	if c.Split && c.Kind == credit.Sale {
		if amount, agrees := in.shares.add(c); !agrees {
			in.report(diag.SharesNotOne, c, "amount", "deal %s has the amount %s here and %s in a row before: with shares, every row states the amount of the whole deal", c.ID, c.Amount, amount)
		}
	}
	switch {
	case c.Position != "":
		at := in.seats[c.Position]
		if at == nil {
			in.report(diag.UnknownInCredit, c, "position", "the plan has no position %q: the credit counts for nobody", c.Position)
			return
		}
		in.book(c, at, "", money.FromDecimal(c.Share))
	case c.Person != "":
		in.sellByPerson(c)
	default:
		in.sellByAccount(c)
	}
}

func (in *intake) sellByPerson(c *credit.Credit) {
	if !in.people[c.Person] {
		in.report(diag.UnknownInCredit, c, "person", "the plan has no person %q: the credit counts for nobody", c.Person)
		return
	}
	var held []*seat
	for _, i := range in.ofPerson[c.Person] {
		if p := &in.payees[i]; p.Days.Contains(c.Date) {
			held = append(held, in.seats[p.Position.ID()])
		}
	}
	switch len(held) {
	case 1:
		in.book(c, held[0], "", money.FromDecimal(c.Share))
	case 0:
		in.countNobody(c, plan.PersonKind+"/"+c.Person, "holds no position with a comp plan")
	default:
		in.report(diag.UnknownInCredit, c, "person", "%s holds %d positions on %s: name the position instead", c.Person, len(held), c.Date)
	}
}

func (in *intake) sellByAccount(c *credit.Credit) {
	if !in.accounts[c.Account] {
		in.report(diag.UnknownInCredit, c, "account", "the plan has no account %q: the credit counts for nobody", c.Account)
		return
	}
	covered := false
	for _, a := range in.assignments[c.Account] {
		if at := in.seats[a.Position]; at != nil && a.Active.Contains(c.Date) {
			covered = true
			in.book(c, at, a.Coverage, money.FromDecimal(c.Share).Mul(money.FromDecimal(a.Share)))
		}
	}
	if !covered {
		in.countNobody(c, plan.AccountKind+"/"+c.Account, "is covered by nobody")
	}
}

// book books a credit of a position, on the days on which another one covers it
// by the shares that the cover states. A coverage other than "" is that of the
// account.
func (in *intake) book(c *credit.Credit, at *seat, coverage string, share money.Ratio) {
	left := share
	for _, cover := range at.covers {
		if cover.Active.Contains(c.Date) {
			part := share.Mul(money.FromDecimal(cover.CreditShare)).Min(left)
			left = left.Sub(part)
			in.bookOn(c, in.seats[cover.By], coverage, part)
		}
	}
	if left.Sign() != 0 || len(at.covers) == 0 {
		in.bookOn(c, at, coverage, left)
	}
}

// bookOn books a credit on every account that counts what is credited to a
// position.
func (in *intake) bookOn(c *credit.Credit, at *seat, coverage string, share money.Ratio) {
	counted := false
	sinks := in.sinksOf(at, c.Measure)
	for i := range sinks {
		s := &sinks[i]
		if coverage != "" && !s.gauge.rule.Covers(coverage) {
			counted = true // by rule
			continue
		}
		date := s.gauge.rule.Date(c)
		if date.IsZero() {
			in.counts.Waiting++
			counted = true
			continue
		}
		if s.days.Contains(date) {
			counted = true
			in.enter(c, s, date, share)
		}
	}
	if !counted {
		in.explainNobody(c, at.id)
	}
}

// sinksOf returns the gauges that count what is credited to a position for a
// measure: its own, those of the positions above, and those of its peers.
func (in *intake) sinksOf(position *seat, measure string) []sink {
	if position.measure == in.number+1 {
		return position.latest
	}
	position.measure = in.number + 1
	if position.latest = position.sinks[in.number]; position.latest != nil {
		return position.latest
	}
	found := []sink{}
	if !position.taken {
		found, position.taken = position.first[:0], true
	}
	add := func(holder string, counts func(whose string) bool) {
		from, to := in.roster.At(holder)
		for i := from; i < to; i++ {
			p := &in.payees[i]
			for j := range p.scheme.gauges {
				g := &p.scheme.gauges[j]
				if g.measure == measure && counts(g.whose) {
					found = append(found, sink{
						payee: p, gauge: g, account: p.account(j, position.id), days: p.Days.Intersect(g.active), keep: in.keeps(p, j), plain: g.plain(),
						home: in.plan.Choices.Currency == p.Plan.Currency || in.measures[measure].Unit != plan.Money,
					})
				}
			}
		}
	}
	seen := map[string]bool{}
	for holder, depth := position, 0; holder != nil && !seen[holder.id]; holder, depth = in.seats[holder.above], depth+1 {
		seen[holder.id] = true
		add(holder.id, func(whose string) bool {
			return depth == 0 || whose == comp.Team || depth == 1 && whose == comp.Reports
		})
	}
	for _, peer := range in.reportsOf(position.above) {
		if peer != position.id {
			add(peer, func(whose string) bool { return whose == comp.Peers })
		}
	}
	position.sinks[in.number], position.latest = found, found
	return found
}

// explainNobody counts a credit that no account took.
func (in *intake) explainNobody(c *credit.Credit, position string) {
	i, ok := in.roster.On(position, c.Date)
	if !ok {
		in.countNobody(c, plan.PositionKind+"/"+position, "has no holder or no comp plan")
		return
	}
	id := in.payees[i].Plan.Addr.ID
	key := unpaidKey{id, c.Measure}
	if in.unpaid[key] == nil {
		in.unpaid[key] = &tally{first: diag.New(diag.MeasureNotPaid, addr.Addr{}, c.PlaceOf("measure"), "comp plan %s pays nothing for %s on this day", id, c.Measure)}
	}
	in.unpaid[key].count++
	in.counts.Unpaid++
}

func (in *intake) countNobody(c *credit.Credit, who, why string) {
	if in.nobody[who] == nil {
		in.nobody[who] = &tally{first: diag.New(diag.CreditForNobody, addr.Addr{}, c.Place(), "%s %s on %s: the credit counts for nobody", who, why, c.Date)}
	}
	in.nobody[who].count++
	in.counts.Unpaid++
}

// closeTallies tells of what was counted.
func (in *intake) closeTallies() {
	add := func(t *tally) {
		f := t.first
		if t.count > 1 {
			f.Message += fmt.Sprintf("; so it is with %d more", t.count-1)
		}
		in.found.Add(f)
	}
	for _, key := range sortedKeys(in.nobody, compareStrings) {
		add(in.nobody[key])
	}
	for _, key := range sortedKeys(in.unpaid, func(a, b unpaidKey) int { return compareStrings(a.plan+"\x00"+a.measure, b.plan+"\x00"+b.measure) }) {
		add(in.unpaid[key])
	}
}
