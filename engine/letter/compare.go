package letter

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/plan"
)

// Action says what has to be done about a letter after a change. The zero Action
// is invalid.
type Action uint8

// The actions.
const (
	Reissue Action = iota + 1 // an issued letter says something else from now on
	First                     // somebody gets a letter who had none
	End                       // somebody has an issued letter and is on the comp plan no more
)

// Change is a letter about which something has to be done after a change.
type Change struct {
	Address string
	Payee   payout.Payee
	Action  Action
	Manager string // position; "" at the top
	// Parts are the parts of the record that differ, such as quotas or terms; of
	// letters to be issued again.
	Parts []string
}

// Between returns the letters that a change of a plan makes stale, and those of
// people who come or go, in order of address. Letters that were stale before and
// say the same before and after are not among them. A plan without letter
// templates, calendar or years has no letters. changed tells of which collections
// records differ.
func Between(before, after *plan.Plan, changed func(collection string) bool) []Change {
	if !lettered(before) || !lettered(after) || !slices.ContainsFunc(said(), changed) {
		return nil
	}
	b, a := newSet(before, comp.Read(before), Options{}), newSet(after, comp.Read(after), Options{})
	was, is := b.wantedBy(), a.wantedBy()
	var changes []Change
	for address, w := range is {
		change := Change{Address: address, Payee: w.payee, Manager: w.stints[0].Position.Manager}
		old, there := was[address]
		switch {
		case !there && len(a.issued[address]) == 0:
			change.Action = First
		case there && len(a.issued[address]) > 0:
			change.Parts = differing(b.reissued(old, a.issued[address]), a.reissued(w, a.issued[address]), a.issued[address])
			if len(change.Parts) == 0 {
				continue
			}
			change.Action = Reissue
		default:
			continue
		}
		changes = append(changes, change)
	}
	for address, w := range was {
		if _, there := is[address]; !there && len(b.issued[address]) > 0 {
			changes = append(changes, Change{Address: address, Payee: w.payee, Action: End, Manager: w.stints[0].Position.Manager})
		}
	}
	slices.SortFunc(changes, func(x, y Change) int {
		if x.Address < y.Address {
			return -1
		}
		return 1
	})
	return changes
}

// lettered reports whether a plan can have letters.
func lettered(p *plan.Plan) bool {
	from, to := p.Records.Collection(TemplateKind)
	return to > from && p.Choices.Calendar != nil && len(p.Choices.Years) > 0
}

// wantedBy returns who gets letters, by address.
func (s *Set) wantedBy() map[string]want {
	all := map[string]want{}
	for _, w := range s.wanted() {
		all[Address(w.payee.Position, w.payee.Person, w.payee.CompPlan)] = w
	}
	return all
}

// reissued makes a letter as the issue that was handed out last; nil if there is
// no template for it.
func (s *Set) reissued(w want, issues []Issued) *Letter {
	country := ""
	if person := s.people[w.payee.Person]; person != nil {
		country = s.country(person)
	}
	templates := choose(s.templates, w.payee.CompPlan, w.stints[0].Position.Role, country)
	if len(templates) != 1 {
		return nil
	}
	return s.version(w, templates[0], country, issueOf(issues))
}

// differing returns the parts in which a letter differs from what it was, if it
// differs from what was issued.
func differing(before, after *Letter, issues []Issued) []string {
	if before == nil || after == nil || after.Digest == issues[len(issues)-1].Inputs {
		return nil
	}
	var parts []string
	for i := range after.Parts {
		if before.Parts[i] != after.Parts[i] {
			parts = append(parts, after.Parts[i].Name)
		}
	}
	return parts
}
