// Package announce knows what to tell whom about a change of a plan: which
// changes concern which seat, its manager or everybody, and what may be said to
// them. It says only what it knows to be fit for an audience; pay, people's
// names and everything that it does not know are counted and never shown. It
// must not know how a review was made nor how an announcement is shown. Its
// entry point is [Compute].
package announce

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Audience says who is told. The zero Audience is invalid.
type Audience uint8

// The audiences.
const (
	Company  Audience = iota + 1 // everybody: structure, without amounts
	Managers                     // each manager about the seats that report to him or her, with quotas
	Sellers                      // each seat about itself, with its quotas
	Finance                      // totals of the whole plan
)

var audienceNames = [...]string{Company: "company", Managers: "managers", Sellers: "sellers", Finance: "finance"}

// Audiences returns the names of all audiences.
func Audiences() []string { return slices.Clone(audienceNames[1:]) }

// String returns the name that ParseAudience reads.
func (a Audience) String() string {
	if int(a) < len(audienceNames) && a != 0 {
		return audienceNames[a]
	}
	return "invalid"
}

// ParseAudience reads the name of an audience.
func ParseAudience(text string) (Audience, error) {
	if i := slices.Index(audienceNames[:], text); i > 0 {
		return Audience(i), nil
	}
	return 0, fmt.Errorf("%q is no audience: choose one of %s", text, strings.Join(Audiences(), ", "))
}

// Announcement is what one audience is told.
type Announcement struct {
	Audience Audience
	Sections []Section       // everybody first, then in order of address
	Totals   []rollup.Change // for finance: what differs in the whole plan
	Deciders []Decider       // of collections that change, in order of name
	Told     int             // changes that are told
	Withheld int             // changes that are not: not for this audience, or confidential
}

// Decider says who is accountable for a collection, by the responsibility map of
// the plan before: a change cannot choose who approves it. People are left out.
type Decider struct {
	Collection string
	Who        []string // addresses of roles, teams and positions
}

// Section is what concerns one seat or role, or everybody.
type Section struct {
	Who   addr.Addr // zero for everybody
	Title string    // as people say it; "" where there is none
	Lines []Line
}

// Line is one thing that changes.
type Line struct {
	About         addr.Addr
	Name          string // of what it is about, as people say it; "" where there is none
	What          string // in our words
	Before, After string // values; "" where there is none
	From          string // the day from which it holds; "" if the plan states none
}

// compare orders lines by day, what they are about, and text.
func (l Line) compare(m Line) int {
	return cmp.Or(cmp.Compare(l.From, m.From), l.About.Compare(m.About), cmp.Compare(l.What, m.What), cmp.Compare(l.Before, m.Before), cmp.Compare(l.After, m.After))
}

// Compute says what an audience is told about a review. Before is the plan as
// it was. Only is the address of the seat to whose section it is limited; zero
// for all.
func Compute(result review.Result, before *plan.Plan, audience Audience, only addr.Addr) Announcement {
	w := &writer{audience: audience, before: viewOf(before), after: viewOf(result.Merged), sections: map[addr.Addr]*Section{}}
	announced := Announcement{Audience: audience}
	for i := range result.Changes {
		if w.tell(&result.Changes[i]) {
			announced.Told++
		} else {
			announced.Withheld++
		}
	}
	announced.Deciders = deciders(result.Changes, before)
	if audience == Finance {
		for _, change := range result.Rollup {
			if change.Dimension == rollup.Total {
				announced.Totals = append(announced.Totals, change)
			}
		}
	}
	for _, s := range w.sections {
		if only.IsZero() || s.Who == only {
			slices.SortFunc(s.Lines, Line.compare)
			s.Lines = slices.Compact(s.Lines)
			announced.Sections = append(announced.Sections, *s)
		}
	}
	slices.SortFunc(announced.Sections, func(a, b Section) int { return a.Who.Compare(b.Who) })
	return announced
}

// deciders looks up who decides about the collections that change.
func deciders(changes []review.Change, before *plan.Plan) []Decider {
	changed := map[string]bool{}
	for i := range changes {
		changed[changes[i].Addr.Collection] = true
	}
	m, _ := ops.Compute(before)
	var found []Decider
	for _, link := range m.Links {
		d := Decider{Collection: link.Collection}
		for _, who := range link.Deciders {
			collection, _, named := strings.Cut(who, "/")
			if named && collection != plan.PersonKind {
				d.Who = append(d.Who, who)
			}
		}
		if changed[link.Collection] && len(d.Who) > 0 {
			found = append(found, d)
		}
	}
	return found
}
