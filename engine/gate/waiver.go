package gate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/report"
)

// waiver excuses one value of one record from one policy, or one finding, until
// a day.
type waiver struct {
	address                  addr.Addr
	what, record, hash, text string // what is the id of a policy or the code of a finding; text is the last day as written
	over                     bool   // it has expired, or nobody knows
	known                    bool   // the day of the review is known
	used, missed             bool   // it excused a value; the record had another value
}

// waiversOf reads the waivers of a plan.
func waiversOf(p *plan.Plan, asOf period.Date) []*waiver {
	var all []*waiver
	for r := range sound(p, waiverKind) {
		w := &waiver{
			address: r.Addr, what: excusedBy(r), record: r.Node.TextOf("record"),
			hash: r.Node.TextOf("hash"), text: r.Node.TextOf("expires"), known: !asOf.IsZero(),
		}
		expires, err := period.ParseDate(w.text)
		w.over = err != nil || asOf.IsZero() || asOf.Compare(expires) >= 0
		all = append(all, w)
	}
	return all
}

// excusedBy returns what a waiver excuses from: the id of a policy, which is in
// small letters, or the code of a finding, which is not.
func excusedBy(r *record.Record) string {
	return cmp.Or(r.Node.TextOf("policy"), r.Node.TextOf("code"))
}

// waive returns the id of the waiver that excuses something of a hash, "" for
// none: a value over the limit of a policy, or a finding.
func (j *judge) waive(what, address, hash string) string {
	for _, w := range j.waivers {
		if w.what != what || w.record != address {
			continue
		}
		switch {
		case w.hash != hash:
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
	id := j.waive(p.ID, "", g.Hash)
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
func (j *judge) selfGranted(gates []report.Gate, excused []report.Excuse) {
	for _, c := range j.in.Review.Changes {
		if !strings.HasPrefix(c.Address, waiverKind+"/") || c.Action == "removed" {
			continue
		}
		a, err := addr.Parse(c.Address)
		r, ok := j.in.Merged.Find(a)
		if err != nil || !ok {
			continue
		}
		what, hash := excusedBy(r), r.Node.TextOf("hash")
		own := slices.ContainsFunc(gates, func(g report.Gate) bool { return g.ID == what && excuses(g, r.Node.TextOf("record"), hash) })
		for i, excuse := range excused {
			own = own || excuse.Hash == hash && excuse.Waiver == "" && j.in.Review.Findings[i].Code == what
		}
		if own {
			j.found = append(j.found, finding(diag.WaiverSelfGranted, c.Address, c.File, c.Line, c.Column,
				"%s is brought by the change that it would excuse: it counts once it has landed by itself", c.Address))
		}
	}
}

// excuses looks for the waivers of the findings of the review.
func (j *judge) excuses() []report.Excuse {
	all := make([]report.Excuse, len(j.in.Findings))
	for i, f := range j.in.Findings {
		shown := j.in.Review.Findings[i]
		if shown.Status == "fixed" || !j.excusable(f) {
			continue
		}
		subject := f.Subject.String()
		all[i].Hash = hash(string(f.Code), subject, f.Field, f.Message)
		all[i].Waiver = j.waive(string(f.Code), subject, all[i].Hash)
	}
	return all
}

// excusable reports whether a finding may be excused by the hash of what it
// says. Of one that may repeat what somebody is paid, the hash would tell it to
// whoever tries all amounts; and what cannot be read excuses nothing.
func (j *judge) excusable(f diag.Finding) bool {
	in := f.Subject.Collection
	return in != "" && (j.in.Confidence == nil || !j.in.Confidence.Holds(in) && !(f.Field != "" && j.in.Confidence.Covers(in, f.Field)))
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
