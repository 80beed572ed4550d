package gate

import (
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
)

// waiver excuses one value of one record from one policy until a day.
type waiver struct {
	address                    addr.Addr
	policy, record, hash, text string // text is the last day as written
	over                       bool   // it has expired, or nobody knows
	known                      bool   // the day of the review is known
	used, missed               bool   // it excused a value; the record had another value
}

// waiversOf reads the waivers of a plan.
func waiversOf(p *plan.Plan, asOf period.Date) []*waiver {
	var all []*waiver
	for r := range sound(p, waiverKind) {
		w := &waiver{
			address: r.Addr, policy: r.Node.TextOf("policy"), record: r.Node.TextOf("record"),
			hash: r.Node.TextOf("hash"), text: r.Node.TextOf("expires"), known: !asOf.IsZero(),
		}
		expires, err := period.ParseDate(w.text)
		w.over = err != nil || asOf.IsZero() || asOf.Compare(expires) >= 0
		all = append(all, w)
	}
	return all
}

// waive returns the id of the waiver that excuses a hit, "" for none.
func (j *judge) waive(policy string, h report.GateHit) string {
	for _, w := range j.waivers {
		if w.policy != policy || w.record != h.Address {
			continue
		}
		switch {
		case w.hash != h.Hash:
			w.missed = true
		case w.over:
			w.used = true
		default:
			w.used = true
			return w.address.ID
		}
	}
	return ""
}

// waiveSum looks for the one waiver that excuses a sum as a whole.
func (j *judge) waiveSum(g *report.Gate, p Policy, hits []hit) {
	parts := []string{p.ID}
	for _, h := range hits {
		parts = append(parts, h.hash(p))
	}
	g.Hash = hash(parts...)
	id := j.waive(p.ID, report.GateHit{Hash: g.Hash})
	if id == "" {
		return
	}
	for i := range g.Hits {
		g.Hits[i].Waiver = id
	}
}

// idle reports waivers that excuse nothing, and why.
func (j *judge) idle() {
	for _, w := range j.waivers {
		code, why := diag.WaiverUnused, "excuses nothing in this change: remove it if it has served its purpose"
		switch {
		case w.used && !w.over:
			continue
		case w.over && w.known:
			code, why = diag.WaiverExpired, "is over since "+w.text+" and excuses nothing any more: remove it"
		case w.used:
			code, why = diag.WaiverExpired, "excuses nothing, for the day of the review is not known: give it by --as-of"
		case w.missed:
			code, why = diag.WaiverOtherValue, "excuses another value than there is now: the hash of the value differs"
		}
		file, line, column := j.placeIn(j.in.Base, w.address)
		f := finding(code, w.address.String(), file, line, column, "%s %s", w.address, why)
		if code == diag.WaiverUnused || code == diag.WaiverExpired && w.known {
			f.Status = "still"
		}
		j.found = append(j.found, f)
	}
}

// selfGranted reports waivers that the change itself brings and that would
// excuse something in it.
func (j *judge) selfGranted(gates []report.Gate) {
	for _, c := range j.in.Review.Changes {
		if !strings.HasPrefix(c.Address, waiverKind+"/") || c.Action == "removed" {
			continue
		}
		a, err := addr.Parse(c.Address)
		r, ok := j.in.Merged.Find(a)
		if err != nil || !ok {
			continue
		}
		for _, g := range gates {
			if g.ID == r.Node.TextOf("policy") && excuses(g, r.Node.TextOf("record"), r.Node.TextOf("hash")) {
				j.found = append(j.found, finding(diag.WaiverSelfGranted, c.Address, c.File, c.Line, c.Column,
					"%s is brought by the change that it would excuse: it counts once it has landed by itself", c.Address))
			}
		}
	}
}

// excuses reports whether something open at a gate has a hash.
func excuses(g report.Gate, record, hash string) bool {
	if record == "" {
		return g.Hash == hash && g.Verdict != Waived
	}
	for _, h := range g.Hits {
		if h.Waiver == "" && h.Address == record && h.Hash == hash {
			return true
		}
	}
	return false
}
