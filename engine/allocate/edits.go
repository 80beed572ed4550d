package allocate

import (
	"path"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Edits returns the changes to the records of a plan that carry proposals out:
// the amounts of quotas that differ, and quotas that are not there yet. New ones
// go to the file with quotas of the same measure for the nearest neighbour: the
// same holder, then those above it, then anybody; where there is none, to the
// file of the allocation.
func (r *Result) Edits(p *plan.Plan) []edit.Edit {
	var edits []edit.Edit
	for i := range r.Proposals {
		proposal := &r.Proposals[i]
		files := filesOf(p, proposal.Allocation)
		for j := range proposal.Quotas {
			q := &proposal.Quotas[j]
			switch {
			case !q.Changed():
			case q.Before != nil:
				amount := number("amount", q.Amount)
				edits = append(edits, edit.Edit{Addr: q.Before.Addr, Field: "amount", Value: &amount})
			default:
				edits = append(edits, proposal.fresh(p, q, files.near(q.Holder)))
			}
		}
	}
	return edits
}

// fresh is the edit that adds a quota.
func (a *Allocation) fresh(p *plan.Plan, q *Quota, file string) edit.Edit {
	fields := []syntax.Node{
		text(q.Holder.Collection, q.Holder.ID), text("measure", a.Measure), text("period", q.Period.String()), number("amount", q.Amount),
	}
	if a.Currency != p.Choices.Currency && a.Currency != (money.Currency{}) {
		fields = append(fields, text("currency", a.Currency.String()))
	}
	return edit.Edit{Addr: a.Address(q), Value: &syntax.Node{Kind: syntax.Map, Children: fields}, File: file}
}

// Address returns the address of a quota.
func (a *Allocation) Address(q *Quota) addr.Addr {
	return addr.New(plan.QuotaKind, q.Holder.ID+"/"+a.Measure+"@"+q.Period.String())
}

func text(key, value string) syntax.Node {
	return syntax.Node{Key: key, Kind: syntax.String, Text: value}
}

func number(key string, d money.Decimal) syntax.Node {
	if d.Scale() == 0 {
		return syntax.Node{Key: key, Kind: syntax.Int, Text: d.String()}
	}
	return syntax.Node{Key: key, Kind: syntax.Number, Text: d.String()}
}

// neighbours knows in which files quotas lie.
type neighbours struct {
	byHolder map[string]string // file by id
	parent   map[string]string // by id
	last     string            // file of the last quota of the measure
}

// filesOf finds the files with quotas of the measure and kind of holder of an
// allocation. Files that are not edited do not count.
func filesOf(p *plan.Plan, a *Allocation) neighbours {
	n := neighbours{byHolder: map[string]string{}, parent: map[string]string{}, last: a.record.File}
	for _, one := range placedIn(p, a.Root.Collection) {
		n.parent[one.id] = one.parent
	}
	for i := range p.Quotas {
		q := &p.Quotas[i]
		holder := q.Territory
		if a.Root.Collection == plan.PositionKind {
			holder = q.Position
		}
		if file := q.Place().File; holder != "" && q.Measure == a.Measure && path.Ext(file) != ".cue" {
			n.byHolder[holder], n.last = file, file
		}
	}
	return n
}

// near returns the file for a new quota of a holder.
func (n neighbours) near(holder addr.Addr) string {
	at := holder.ID
	for range len(n.parent) + 1 { // a circle of parents ends, too
		if file, ok := n.byHolder[at]; ok {
			return file
		}
		if at = n.parent[at]; at == "" {
			break
		}
	}
	return n.last
}
