// Package acceptance knows which letters have been signed by whom, and what is
// wrong with that: missing and late signatures, versions that had been replaced,
// people who may not sign. Its entry point is [Check].
package acceptance

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/seal"
)

// Names of the collections that this package reads.
const (
	Kind    = "acceptance"
	KeyKind = "signing_key"
)

// Acceptance is a signature under an issued letter.
type Acceptance struct {
	record   *record.Record
	Letter   string // address
	Position string
	Person   string // "" for a position that is paid as itself
	CompPlan string
	Issue    int
	Signer   string // employee, manager, company
	SignedBy string // code of the person
	Accepted period.Date
	Version  string // digits of the digest
}

// Read returns the sound acceptances of a plan, in order of address.
func Read(p *plan.Plan) []Acceptance {
	var all []Acceptance
	from, to := p.Records.Collection(Kind)
	for i := from; i < to; i++ {
		r := p.Records.Record(i)
		if p.Broken[r.Addr] {
			continue
		}
		n := &r.Node
		issue, _ := strconv.Atoi(n.TextOf("issue"))
		accepted, _ := period.ParseDate(n.TextOf("accepted"))
		all = append(all, Acceptance{
			record: r, Letter: letter.Address(n.TextOf("position"), n.TextOf("person"), n.TextOf("comp_plan")), Position: n.TextOf("position"),
			Person: n.TextOf("person"), CompPlan: n.TextOf("comp_plan"), Issue: issue, Signer: n.TextOf("signer"), SignedBy: n.TextOf("signed_by"), Accepted: accepted, Version: n.TextOf("version"),
		})
	}
	return all
}

// Reach says what decides the findings of [Check].
func Reach() reach.Reach {
	return reach.Reach{
		Among: []string{Kind, KeyKind, letter.IssuedKind},
		Reads: []string{Kind, KeyKind, letter.IssuedKind, plan.PositionKind, plan.HolderKind, plan.Settings},
	}
}

// Check reports what is wrong with acceptances and, in a plan that notes any or
// says until when letters are to be signed, which issued letters lack the
// employee's. It knows no day: what is late is so by the days that the plan states.
func Check(p *plan.Plan) diag.List {
	c := checker{plan: p, issued: letter.IssuedLetters(p), signed: map[string]bool{}}
	if settings, ok := p.Find(plan.SettingsAddr); ok {
		c.days, _ = strconv.Atoi(settings.Node.TextOf("acceptance_days"))
	}
	c.keys()
	accepted := Read(p)
	for _, a := range accepted {
		c.look(a)
	}
	if len(accepted) > 0 || c.days > 0 {
		c.missing()
	}
	return diag.Sorted(c.found)
}

type checker struct {
	plan   *plan.Plan
	issued map[string][]letter.Issued
	signed map[string]bool // letters and issues that the employee signed
	days   int             // before a letter takes effect by which it has to be signed
	found  diag.List
}

func (c *checker) say(code diag.Code, r *record.Record, field, format string, args ...any) {
	c.found = append(c.found, diag.New(code, r.Addr, r.PlaceOf(field), format, args...).At(field))
}

// keys reports public keys that are none.
func (c *checker) keys() {
	from, to := c.plan.Records.Collection(KeyKind)
	for i := from; i < to; i++ {
		r := c.plan.Records.Record(i)
		if _, err := seal.ParseKey(r.Node.TextOf("name"), r.Node.TextOf("key")); err != nil && !c.plan.Broken[r.Addr] {
			c.say(diag.NoSigningKey, r, "key", "%s", err)
		}
	}
}

// look holds an acceptance against what was issued.
func (c *checker) look(a Acceptance) {
	issues := c.issued[a.Letter]
	at := -1
	for i := range issues {
		if issues[i].Issue == a.Issue && strings.HasPrefix(issues[i].Inputs, a.Version) {
			at = i
		}
	}
	if at < 0 {
		c.say(diag.UnknownAcceptance, a.record, "version", "nothing was issued to position/%s about comp_plan/%s under this number in the version that was signed", a.Position, a.CompPlan)
		return
	}
	if a.Signer == "employee" {
		c.signed[key(a.Letter, a.Issue)] = true
	}
	due, err := issues[at].Effective.AddDays(-c.days)
	switch {
	case at+1 < len(issues) && a.Accepted.Compare(issues[at+1].Effective) >= 0:
		c.say(diag.SupersededAcceptance, a.record, "accepted", "%s was signed when %s held already, from %s on", issues[at].Addr(), issues[at+1].Addr(), issues[at+1].Effective)
	case err == nil && a.Accepted.Compare(due) > 0:
		c.say(diag.LateAcceptance, a.record, "accepted", "%s takes effect on %s, was to be signed by %s, and was signed on %s", issues[at].Addr(), issues[at].Effective, due, a.Accepted)
	}
	c.signer(a)
}

// signer demands that whoever signed may: the employee for the employee, who
// holds the position above for the manager, and anybody else for the company.
func (c *checker) signer(a Acceptance) {
	payee := a.Person
	switch a.Signer {
	case "employee":
		if payee != "" && a.SignedBy != payee {
			c.say(diag.WrongSigner, a.record, "signed_by", "person/%s signs as employee, and the letter is to person/%s", a.SignedBy, payee)
		}
	case "manager":
		if !c.manages(a) {
			c.say(diag.WrongSigner, a.record, "signed_by", "person/%s signs as manager, and did not hold the position that position/%s reports to on %s", a.SignedBy, a.Position, a.Accepted)
		}
	case "company":
		if payee != "" && a.SignedBy == payee {
			c.say(diag.WrongSigner, a.record, "signed_by", "person/%s signs for the company, and it is the own letter", a.SignedBy)
		}
	}
}

// manages reports whether somebody held the position above on the day of
// signing.
func (c *checker) manages(a Acceptance) bool {
	position, ok := c.plan.Find(addr.New(plan.PositionKind, a.Position))
	if !ok {
		return true // that is told elsewhere
	}
	manager := position.Node.TextOf("manager")
	for i := range c.plan.Holders {
		h := &c.plan.Holders[i]
		if h.Position == manager && h.Person == a.SignedBy && h.Active.Contains(a.Accepted) {
			return true
		}
	}
	return false
}

// missing reports the last issue of letters that the employee has not signed.
func (c *checker) missing() {
	for address, issues := range c.issued {
		last := &issues[len(issues)-1]
		if c.signed[key(address, last.Issue)] {
			continue
		}
		r, ok := c.plan.Find(last.Addr())
		if !ok {
			continue
		}
		due, err := last.Effective.AddDays(-c.days)
		if err != nil {
			continue
		}
		c.found = append(c.found, diag.New(diag.NotAccepted, r.Addr, r.Place(), "%s is not signed by the employee; it is to be by %s", r.Addr, due))
	}
}

func key(address string, issue int) string { return address + "#" + strconv.Itoa(issue) }
