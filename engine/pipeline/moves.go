package pipeline

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// StageMove says what became of the deals of a stage from one snapshot to the
// next, over all snapshots together. Deals count by the conditions, whatever
// the period.
type StageMove struct {
	*plan.SalesStage
	Forward  int // to a later stage, or won
	Back     int // to an earlier stage
	Lost     int
	Vanished int // not in the next snapshot, or outside the conditions
	Stayed   int
}

// Conversion returns the share of the deals that left the stage and went
// forward, those that vanished aside: forward / (forward + back + lost),
// rounded half up to 4 digits; ok is false if none left.
func (m *StageMove) Conversion() (share money.Decimal, ok bool) {
	share, err := whole(m.Forward).QuoRound(whole(m.Forward+m.Back+m.Lost), shareDigits, money.HalfUp)
	return share, err == nil
}

// shareDigits are the digits after the point of shares.
const shareDigits = 4

// stageMoves collects the moves of open stages.
type stageMoves struct {
	process *Process
	moves   []StageMove
}

func newStageMoves(p *Process) *stageMoves {
	m := &stageMoves{process: p, moves: make([]StageMove, len(p.Stages))}
	for i := range p.Stages {
		m.moves[i].SalesStage = &p.Stages[i]
	}
	return m
}

func (m *stageMoves) add(before, after *deal) {
	if !before.there || !before.chosen || before.state != plan.DealOpen {
		return
	}
	move := &m.moves[before.stage]
	switch {
	case !after.there || !after.chosen:
		move.Vanished++
	case after.state == plan.DealLost:
		move.Lost++
	case after.stage == before.stage:
		move.Stayed++
	case after.state == plan.DealWon || m.process.Stages[after.stage].Order > m.process.Stages[before.stage].Order:
		move.Forward++
	default:
		move.Back++
	}
}

// result returns the moves of stages for open deals.
func (m *stageMoves) result() []StageMove {
	var open []StageMove
	for _, move := range m.moves {
		if move.State == plan.DealOpen {
			open = append(open, move)
		}
	}
	return open
}

// Promise holds the call of an earlier snapshot against what became of it.
type Promise struct {
	Date     period.Date
	Call     money.Decimal // won then, and open then in categories that sellers promise
	Promised money.Decimal // the open part of it
	// What became of the open part by the latest snapshot, at its amount then.
	Won, Lost, StillOpen, Slipped, Vanished money.Decimal
	// WonAll is what is won in the period by the latest snapshot.
	WonAll money.Decimal
}

// Accuracy returns what is won in the period by the latest snapshot in parts of
// the call, rounded half up to 4 digits; ok is false for a call of 0. While the
// period lasts this is how much of the call has come in so far.
func (p *Promise) Accuracy() (share money.Decimal, ok bool) {
	share, err := p.WonAll.QuoRound(p.Call, shareDigits, money.HalfUp)
	return share, err == nil
}

// promise holds the call of a snapshot against the latest one.
func (c *computation) promise(date period.Date, deals []deal) Promise {
	var call, promised, won, lost, open, slipped, vanished, all money.Sum
	for i := range c.final {
		if d := &c.final[i]; d.scope() && d.state == plan.DealWon {
			all.Add(d.amount)
		}
	}
	for i := range deals {
		d := &deals[i]
		if !d.scope() {
			continue
		}
		if d.state == plan.DealWon {
			call.Add(d.amount)
		}
		if d.state != plan.DealOpen || d.category < 0 || !c.process.Categories[d.category].Call {
			continue
		}
		call.Add(d.amount)
		promised.Add(d.amount)
		switch end := at(c.final, i); {
		case !end.there || !end.chosen:
			vanished.Add(d.amount)
		case end.state == plan.DealWon && end.inPeriod:
			won.Add(d.amount)
		case end.state == plan.DealLost:
			lost.Add(d.amount)
		case !end.inPeriod:
			slipped.Add(d.amount)
		default:
			open.Add(d.amount)
		}
	}
	t := &c.totals
	return Promise{
		Date: date, Call: t.of(&call), Promised: t.of(&promised), Won: t.of(&won), Lost: t.of(&lost), StillOpen: t.of(&open),
		Slipped: t.of(&slipped), Vanished: t.of(&vanished), WonAll: t.of(&all),
	}
}
