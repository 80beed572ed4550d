package pipeline

import (
	"errors"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Query says what is forecast.
type Query struct {
	Process string        // id; "" for the only one of the plan
	Period  period.Period // in which deals close; zero for all deals, without quota and coverage
	By      string        // territory, position or a column of the snapshot; "" for none
	Where   []Condition   // all must hold
}

// query is a query bound to a plan.
type query struct {
	plan     *plan.Plan
	process  *Process
	currency money.Currency // of amounts; zero where the measure counts units
	digits   int            // after the point of figures that are rounded
	period   period.Period
	where    []Condition
	by       string
	tree     *tree // nil if the deals are not grouped by a tree
	chances  []money.Decimal

	bounded            bool // a period is asked for
	firstDay, dayAfter int32
}

// bind works out what a query means for a plan.
func bind(p *plan.Plan, q Query) (*query, error) {
	process, err := ProcessOf(p, q.Process)
	if err != nil {
		return nil, err
	}
	if len(process.Stages) == 0 {
		return nil, fmt.Errorf("%s has no stages: write some in %s", process.Addr, plan.SalesStageKind)
	}
	bound := &query{plan: p, process: process, currency: p.Choices.Currency, period: q.Period, where: append([]Condition(nil), q.Where...), by: q.By}
	bound.digits = bound.currency.MinorUnits()
	for i := range p.Measures {
		if p.Measures[i].ID() == process.Measure && p.Measures[i].Unit != plan.Money {
			bound.currency, bound.digits = money.Currency{}, unitDigits
		}
	}
	if !q.Period.IsZero() {
		if p.Choices.Calendar == nil {
			return nil, errors.New("the plan states no calendar, so that no period has days")
		}
		if years := p.Choices.Years; len(years) > 0 && !slices.ContainsFunc(years, func(year period.Period) bool { return year.Contains(q.Period) }) {
			return nil, fmt.Errorf("the plan says nothing about %s: plan.years names %s", q.Period, years)
		}
		days := p.Choices.Calendar.Range(q.Period)
		bound.bounded, bound.firstDay, bound.dayAfter = true, dayNumber(days.From), dayNumber(days.To)
	}
	bound.tree = treeOf(p, q.By)
	for stage := range process.Stages {
		for category := -1; category < len(process.Categories); category++ {
			bound.chances = append(bound.chances, process.probability(int16(stage), int16(category)))
		}
	}
	return bound, nil
}

// unitDigits are the digits after the point of rounded figures where the
// measure counts units.
const unitDigits = 2

// Summary is a forecast.
type Summary struct {
	Process  *Process
	Currency money.Currency // zero where the measure counts units
	Period   period.Period
	By       string
	Complete bool // every row could be read and every sum is exact

	Latest     Day
	Earlier    []Day       // oldest first
	Waterfalls []Waterfall // from each snapshot to the next
	Moves      []StageMove // by stage, over all snapshots; nil with a single one
	Kept       []Promise   // of the calls of earlier snapshots, oldest first; nil without a period
	Whole      Node        // everything together
	Nodes      []Node      // in tree order, or groups in order of name; empty if nothing is grouped by
	WinRate    *Rate       // nil if no deal is closed
	Velocity   *Velocity   // nil if there is no won deal with both its days
	Renewal    *Renewal    // nil without a period
}

// Compute reads snapshots, the earlier ones oldest first, and works out the
// forecast of the latest. It fails where a file cannot be read or the plan does
// not say how; what is wrong with a row is a finding, and the row is left out.
func Compute(p *plan.Plan, q Query, earlier []Snapshot, latest Snapshot) (*Summary, diag.List, error) {
	bound, err := bind(p, q)
	if err != nil {
		return nil, nil, err
	}
	if len(earlier) >= mostSnapshots {
		return nil, nil, fmt.Errorf("%d snapshots are more than %d", len(earlier)+1, mostSnapshots)
	}
	summary := &Summary{Process: bound.process, Currency: bound.currency, Period: q.Period, By: q.By, Complete: true}
	if unordered := outOfOrder(earlier, latest); len(unordered) > 0 {
		summary.Complete = false
		return summary, unordered, nil
	}
	r := &reader{query: bound, numbers: map[string]int32{}, groups: map[string]int32{}, days: newDays(), complete: true, wholeTree: true}
	if bound.tree != nil {
		r.nodes = bound.tree.index
	}
	final, err := r.read(latest, nil)
	if err != nil {
		return nil, nil, err
	}
	c := &computation{query: bound, reader: r, summary: summary, final: final}
	if err := c.history(earlier, latest); err != nil {
		return nil, nil, err
	}
	c.close(latest)
	summary.Complete = r.complete && !c.totals.tooLarge
	if c.totals.tooLarge {
		r.found = append(r.found, diag.New(diag.QuotaTooLarge, addr.Addr{}, source.Place{File: latest.Name}, "the amounts of this snapshot have too many digits to be added up exactly"))
	}
	return summary, diag.Sorted(r.found), nil
}

// outOfOrder reports snapshots that are not later than the one before them.
func outOfOrder(earlier []Snapshot, latest Snapshot) diag.List {
	var found diag.List
	before := Snapshot{}
	for _, one := range append(append([]Snapshot(nil), earlier...), latest) {
		if before.Name != "" && one.Date.Compare(before.Date) <= 0 {
			f := diag.New(diag.SnapshotOrder, addr.Addr{}, source.Place{File: one.Name},
				"this snapshot is of %s and follows one of %s: name them oldest first, the latest with --snapshot", one.Date, before.Date)
			found = append(found, f.With(source.Place{File: before.Name}, "the one before"))
		}
		before = one
	}
	return diag.Sorted(found)
}

// computation is the work on one forecast.
type computation struct {
	*query
	reader  *reader
	summary *Summary
	final   []deal // of the latest snapshot, by number
	totals  totals
}

// history reads the earlier snapshots, compares each with the next and keeps
// what was promised in it.
func (c *computation) history(earlier []Snapshot, latest Snapshot) error {
	c.reader.wholeTree = false
	var before, now []deal
	moves := newStageMoves(c.process)
	for i, snapshot := range earlier {
		var err error
		if now, err = c.reader.read(snapshot, now); err != nil {
			return err
		}
		c.summary.Earlier = append(c.summary.Earlier, c.day(snapshot.Date, now))
		if c.bounded {
			c.summary.Kept = append(c.summary.Kept, c.promise(snapshot.Date, now))
		}
		if i > 0 {
			c.compare(earlier[i-1].Date, snapshot.Date, before, now, moves)
		}
		before, now = now, before
	}
	if len(earlier) > 0 {
		c.compare(earlier[len(earlier)-1].Date, latest.Date, before, c.final, moves)
		c.summary.Moves = moves.result()
	}
	return nil
}

// absent is a deal that is not in a snapshot.
var absent deal

// at returns a deal by number.
func at(deals []deal, number int) *deal {
	if number < len(deals) {
		return &deals[number]
	}
	return &absent
}

// compare adds the waterfall between two snapshots and the moves of stages.
func (c *computation) compare(from, to period.Date, before, after []deal, moves *stageMoves) {
	var f flows
	for number := range max(len(before), len(after)) {
		old, now := at(before, number), at(after, number)
		if !old.there && !now.there {
			continue
		}
		f.add(old, now)
		moves.add(old, now)
	}
	c.summary.Waterfalls = append(c.summary.Waterfalls, f.waterfall(from, to, &c.totals))
}

// close works out what is said of the latest snapshot.
func (c *computation) close(latest Snapshot) {
	s := c.summary
	s.Latest = c.day(latest.Date, c.final)
	s.WinRate = c.winRate()
	s.Whole, s.Nodes = c.nodes()
	s.Velocity = c.velocity()
	if c.bounded {
		s.Renewal = c.renewal()
	}
}
