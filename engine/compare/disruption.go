package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Disruption is how many accounts have other owners in another plan, on one day.
//
// The owners of an account are the positions that it is assigned to as owner, or
// else the owners of its territories: those that name it, or else those of which a
// rule claims it, own or inherited. An account that is in one plan only has no
// owners in the other.
type Disruption struct {
	Accounts, Changed   int         // in either plan; of those, with other owners
	Value, ChangedValue money.Ratio // their yearly potential: in the plan after, or before where it is gone
	Unvalued            int         // accounts without a potential, which count as 0
	Unreadable          int         // territories whose rules cannot be read: they claim nothing
}

// AccountShare returns changed / all accounts; ok is false without any.
func (d *Disruption) AccountShare() (money.Ratio, bool) {
	share, err := money.FromInt(int64(d.Changed)).Quo(money.FromInt(int64(d.Accounts)))
	return share, err == nil
}

// ValueShare returns changed / all value; ok is false without any.
func (d *Disruption) ValueShare() (money.Ratio, bool) {
	share, err := d.ChangedValue.Quo(d.Value)
	return share, err == nil
}

// DisruptionOf compares who owns accounts on a day.
func DisruptionOf(before, after *plan.Plan, day period.Date) Disruption {
	from, to := coverageOf(before, day), coverageOf(after, day)
	// Only territories that differ can make a difference between accounts.
	differ := map[string]bool{}
	for _, c := range []*coverage{from, to} {
		for id := range c.territories {
			differ[id] = from.describe(id) != to.describe(id)
		}
	}
	maps.DeleteFunc(differ, func(_ string, yes bool) bool { return !yes })
	var d Disruption
	d.Unreadable = to.unreadable
	gone := map[addr.Addr]bool{}
	for account := range before.Accounts() {
		gone[account.Addr] = true
	}
	for account := range after.Accounts() {
		r, _ := after.Find(account.Addr)
		old, was := before.Find(account.Addr)
		delete(gone, account.Addr)
		if !was {
			d.add(r, len(to.owners(r, nil)) > 0)
			continue
		}
		d.add(r, from.changes(old, to, r, differ))
	}
	for a := range gone {
		r, _ := before.Find(a)
		d.add(r, len(from.owners(r, nil)) > 0)
	}
	return d
}

// add counts an account.
func (d *Disruption) add(r *record.Record, changed bool) {
	d.Accounts++
	value, err := money.ParseDecimal(r.Node.TextOf("potential"))
	if err != nil {
		d.Unvalued++
	}
	d.Value = d.Value.Add(money.FromDecimal(value))
	if changed {
		d.Changed++
		d.ChangedValue = d.ChangedValue.Add(money.FromDecimal(value))
	}
}

// coverage is who owns what in a plan on a day.
type coverage struct {
	plan        *plan.Plan
	territories map[string]*territory
	direct      map[string][]string // owners of accounts that are assigned themselves, sorted
	named       map[string][]string // territories that name an account
	unreadable  int
}

// territory is what decides which accounts belong to it, and to whom it belongs.
type territory struct {
	owners []string // sorted
	rules  []*plan.AssignmentRule
	match  []func(func(string) string) bool
	named  []string // accounts
}

func coverageOf(p *plan.Plan, day period.Date) *coverage {
	c := &coverage{plan: p, territories: map[string]*territory{}, direct: map[string][]string{}, named: map[string][]string{}}
	rules := map[string]*plan.AssignmentRule{}
	for i := range p.Rules {
		rules[p.Rules[i].ID()] = &p.Rules[i]
	}
	above := map[string]*plan.Territory{}
	for i := range p.Territories {
		above[p.Territories[i].ID()] = &p.Territories[i]
	}
	for i := range p.Territories {
		if t := &p.Territories[i]; t.Active.Contains(day) {
			c.territories[t.ID()] = c.read(t, above, rules)
		}
	}
	for i := range p.Assignments {
		one := &p.Assignments[i]
		if one.Coverage != plan.Owner || !one.Active.Contains(day) {
			continue
		}
		if one.Account != "" {
			c.direct[one.Account] = append(c.direct[one.Account], one.Position)
		} else if t := c.territories[one.Territory]; t != nil {
			t.owners = append(t.owners, one.Position)
		}
	}
	for _, owners := range c.direct {
		slices.Sort(owners)
	}
	for _, t := range c.territories {
		slices.Sort(t.owners)
	}
	return c
}

// read finds the rules and names of a territory.
func (c *coverage) read(t *plan.Territory, above map[string]*plan.Territory, rules map[string]*plan.AssignmentRule) *territory {
	found := &territory{}
	readable := true
	seen := map[string]bool{}
	for at := t; at != nil && !seen[at.ID()]; at = above[at.Parent] {
		seen[at.ID()] = true
		for _, use := range at.Rules {
			rule := rules[use.Rule]
			if rule == nil || at != t && !use.Inherited || !rule.Active || rule.Object != "account" {
				continue
			}
			match, ok := check.Matcher(rule)
			if !ok {
				readable = false
				continue
			}
			found.rules, found.match = append(found.rules, rule), append(found.match, match)
		}
	}
	if !readable {
		c.unreadable++
	}
	for _, one := range t.NamedAccounts {
		found.named = append(found.named, one.Account)
		c.named[one.Account] = append(c.named[one.Account], t.ID())
	}
	return found
}

// describe says what decides about the accounts of a territory: equal texts decide
// the same.
func (c *coverage) describe(id string) string {
	t, ok := c.territories[id]
	if !ok {
		return ""
	}
	var b strings.Builder
	parts := func(texts ...string) { b.WriteString(strings.Join(texts, "\x00") + "\x01") }
	parts("there")
	parts(t.owners...)
	parts(t.named...)
	for _, rule := range t.rules {
		parts(rule.Filter)
		for _, condition := range rule.Conditions {
			parts(append([]string{condition.Field, condition.Operator}, condition.Values...)...)
		}
	}
	return b.String()
}

// changes reports whether an account has other owners in another plan.
func (c *coverage) changes(old *record.Record, to *coverage, now *record.Record, differ map[string]bool) bool {
	id := old.Addr.ID
	same := old.Node.Equal(&now.Node) && slices.Equal(c.direct[id], to.direct[id]) && slices.Equal(c.named[id], to.named[id])
	if same && (len(differ) == 0 || len(c.direct[id]) > 0) {
		return false
	}
	if same && len(c.named[id]) == 0 && slices.Equal(c.owners(old, differ), to.owners(now, differ)) {
		return false // territories that are alike claim it in both plans alike
	}
	return !slices.Equal(c.owners(old, nil), to.owners(now, nil))
}

// owners returns who owns an account, sorted: of its territories among some, or
// among all if none are named.
func (c *coverage) owners(r *record.Record, among map[string]bool) []string {
	id := r.Addr.ID
	if direct := c.direct[id]; len(direct) > 0 {
		return direct
	}
	var owners []string
	take := func(id string) {
		if t := c.territories[id]; t != nil {
			owners = append(owners, t.owners...)
		}
	}
	switch {
	case len(c.named[id]) > 0:
		for _, territory := range c.named[id] {
			take(territory)
		}
	case among != nil:
		for territory := range among {
			c.claim(territory, r, take)
		}
	default:
		for territory := range c.territories {
			c.claim(territory, r, take)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners)
}

// claim takes a territory whose rules claim an account.
func (c *coverage) claim(id string, r *record.Record, take func(string)) {
	t := c.territories[id]
	if t != nil && slices.ContainsFunc(t.match, func(match func(func(string) string) bool) bool { return match(r.Node.TextOf) }) {
		take(id)
	}
}
