package payout

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// repeats is how many findings of one code are told.
const repeats = 200

// run is the work on one plan.
type run struct {
	plan     *plan.Plan
	book     *comp.Book
	options  Options
	calendar *period.Calendar
	goals    *goal.Book
	roster   *stint.Roster
	payees   []payee // beside the stints of the roster
	measures map[string]*plan.Measure
	found    diag.Bounded // about the plan
	told     map[string]bool
	events   map[eventKey]period.Date // the first of each
	budgets  map[*comp.Component]*budget
	first    int // months of the result
	last     int
	below    map[string][]string // reports by manager; nil until asked for
	failed   bool                // something could not be computed
}

// payee is one stint with what is credited to it.
type payee struct {
	*stint.Stint
	scheme   *scheme
	accounts [][]memberAccount // by gauge
}

// memberAccount is what a member of a team contributes; "" stands for all that
// is counted together.
type memberAccount struct {
	member string
	*account
}

// eventKey names what happened to a deal.
type eventKey struct{ deal, name string }

func newRun(p *plan.Plan, book *comp.Book, options Options) *run {
	roster, findings := stint.Of(p, book)
	r := &run{
		plan: p, book: book, options: options, calendar: p.Choices.Calendar, roster: roster, measures: map[string]*plan.Measure{},
		found: diag.Bounded{Most: repeats}, told: map[string]bool{}, events: map[eventKey]period.Date{}, budgets: map[*comp.Component]*budget{},
	}
	for _, f := range findings {
		r.found.Add(f)
	}
	for i := range p.Measures {
		r.measures[p.Measures[i].ID()] = &p.Measures[i]
	}
	r.goals = goal.New(p, book, roster)
	r.enlist()
	return r
}

// enlist makes a payee of every stint.
func (r *run) enlist() {
	schemes := map[*comp.Plan]*scheme{}
	r.payees = make([]payee, len(r.roster.Stints))
	for i := range r.roster.Stints {
		s := &r.roster.Stints[i]
		if schemes[s.Plan] == nil {
			schemes[s.Plan] = schemeOf(s.Plan, r.measures)
		}
		r.payees[i] = payee{Stint: s, scheme: schemes[s.Plan], accounts: make([][]memberAccount, len(schemes[s.Plan].gauges))}
	}
}

// keeps reports whether every credit of a gauge of a payee is needed.
func (r *run) keeps(p *payee, gauge int) bool {
	return p.scheme.gauges[gauge].keep || r.options.EveryCredit || r.options.Detail != "" && r.options.Detail == p.Position.ID()
}

// account returns the account of a member, made if there is none.
func (p *payee) account(gauge int, member string) *account {
	if !p.scheme.gauges[gauge].each {
		member = ""
	}
	list := p.accounts[gauge]
	for i := range list {
		if list[i].member == member {
			return list[i].account
		}
	}
	a := &account{}
	p.accounts[gauge] = append(list, memberAccount{member, a})
	return a
}

// once reports a finding the first time that its key occurs.
func (r *run) once(key string, f diag.Finding) {
	if !r.told[key] {
		r.told[key] = true
		r.found.Add(f)
	}
}

// refuse reports why something cannot be computed.
func (r *run) refuse(key string, f diag.Finding) {
	r.failed = true
	r.once(key, f)
}

var one = money.FromInt(1)
