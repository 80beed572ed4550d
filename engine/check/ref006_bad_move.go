package check

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// badMoves reports declared renames that cannot have happened.
func badMoves(p *Pass) {
	byFrom := make(map[addr.Addr]*plan.Move)
	byTo := make(map[addr.Addr]*plan.Move)
	for i := range p.Plan.Moves {
		m := &p.Plan.Moves[i]
		if _, taken := byFrom[m.From]; !taken {
			byFrom[m.From] = m
		}
		if first, taken := byTo[m.To]; taken {
			f := diag.New(diag.BadMove, m.Addr, m.PlaceOf("to"), "%s and %s cannot both have become %s", first.From, m.From, m.To)
			p.report(f.At("to").With(first.PlaceOf("to"), "the other move is declared here"))
			continue
		}
		byTo[m.To] = m
	}
	for i := range p.Plan.Moves {
		m := &p.Plan.Moves[i]
		if byTo[m.To] == m {
			reportMove(p, m, byFrom)
		}
	}
}

func badMovesReach() reach.Reach {
	ends := reach.Links(plan.MoveKind, "ends", func(r *record.Record) []addr.Addr {
		from, _ := addr.Parse(r.Node.TextOf("from"))
		to, _ := addr.Parse(r.Node.TextOf("to"))
		return []addr.Addr{from, to}
	})
	return reach.Reach{Paths: []reach.Path{reach.Along(ends)}, Whole: []string{plan.MoveKind}}
}

// reportMove reports what is wrong with one move: the first thing only, as the
// others follow from it.
func reportMove(p *Pass, m *plan.Move, byFrom map[addr.Addr]*plan.Move) {
	next, goesOn := byFrom[m.To]
	switch {
	case m.From == m.To:
		p.report(diag.New(diag.BadMove, m.Addr, m.PlaceOf("to"), "the move of %s leads to itself", m.From).At("to"))
	case m.From.Collection != m.To.Collection:
		p.report(diag.New(diag.BadMove, m.Addr, m.PlaceOf("to"), "%s cannot become %s: a move stays in one collection", m.From, m.To).At("to"))
	case goesOn:
		f := diag.New(diag.BadMove, m.Addr, m.PlaceOf("to"), "%s became %s, which moves on to %s; declare each move straight to the id of today", m.From, m.To, next.To)
		p.report(f.At("to").With(next.PlaceOf("from"), "the next move is declared here"))
	case p.Plan.Has(m.From):
		f := diag.New(diag.BadMove, m.Addr, m.PlaceOf("from"), "%s is declared to have become %s, but it is still in the plan", m.From, m.To)
		p.report(f.At("from").With(p.placeOf(m.From), "%s stands here", m.From))
	case !p.Plan.Has(m.To):
		p.report(diag.New(diag.BadMove, m.Addr, m.PlaceOf("to"), "%s is declared to have become %s, but there is no such record", m.From, m.To).At("to"))
	}
}
