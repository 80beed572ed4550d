package ops

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// undecided are the words with which people write that somebody is still to be
// found.
var undecided = []string{"tbd", "tba", "tbc", "tbh", "todo", "?", "??", "???", "n/a", "na", "none", "nobody", "open", "unknown", "vacant", "xxx"}

// ownersToBeDecided reports names that say that nobody is named yet.
func ownersToBeDecided(p *pass) {
	for i := range p.ops.Responsibilities {
		r := &p.ops.Responsibilities[i]
		if r.WhoKind == "" && slices.Contains(undecided, strings.ToLower(r.Who)) {
			letters, _ := ParseLetters(r.Letters)
			p.report(diag.New(diag.OwnerToBeDecided, r.Addr, r.PlaceOf("named"),
				"who is %s for %s is still open: it says \"%s\"", lettersText(letters), p.activityName(r.Activity), r.Who).At("named"))
		}
	}
}

// activityName names an activity in a sentence.
func (p *pass) activityName(id string) string {
	if w, ok := p.work[id]; ok {
		return "\"" + w.Name + "\""
	}
	return plan.ActivityKind + "/" + id
}

// lettersText prints letters as they are written, a dash for none.
func lettersText(parts []Part) string {
	if len(parts) == 0 {
		return "-"
	}
	texts := make([]string, 0, len(parts))
	for _, one := range parts {
		text := one.Letter.String()
		if one.Depends {
			text = "(" + text + ")"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "/")
}

// Text prints the letters of a share as they are written.
func (s Share) Text() string { return lettersText(s.Parts) }

// ownersWrittenTwoWays reports names and people that differ only in case, in
// separators, or in a number behind one of them.
func ownersWrittenTwoWays(p *pass) {
	first := map[string]*plan.Responsibility{}
	for i := range p.ops.Responsibilities {
		r := &p.ops.Responsibilities[i]
		if r.WhoKind != "" && r.WhoKind != plan.PersonKind || slices.Contains(undecided, strings.ToLower(r.Who)) {
			continue
		}
		if first[r.Who] == nil {
			first[r.Who] = r
		}
	}
	seen := map[string]string{}
	for _, who := range sortedKeys(first) {
		shape := shapeOf(who)
		other, taken := seen[shape]
		if !taken {
			seen[shape] = who
			continue
		}
		r, before := first[who], first[other]
		f := diag.New(diag.OwnerWrittenTwoWays, r.Addr, r.PlaceOf(r.WhoField()), "\"%s\" and \"%s\" look like one owner written in two ways", other, who)
		p.report(f.At(r.WhoField()).With(before.PlaceOf(before.WhoField()), "\"%s\" stands here", other))
	}
}

// shapeOf writes what is mistaken for each other in one way: case and
// separators are dropped, and so is a number that follows a letter. Codes that
// end in a number behind a separator, such as p-12, stay apart.
func shapeOf(who string) string {
	text := strings.ToLower(who)
	short := strings.TrimRight(text, "0123456789")
	if short != "" && short != text && short[len(short)-1] >= 'a' && short[len(short)-1] <= 'z' {
		text = short
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_. ", r) {
			return -1
		}
		return r
	}, text)
}

// ownersWhoLeft reports people and seats that are named for a time at which
// they are not there.
func ownersWhoLeft(p *pass) {
	active := map[string]period.Range{}
	for i := range p.plan.People {
		active[plan.PersonKind+"/"+p.plan.People[i].ID()] = p.plan.People[i].Active
	}
	for i := range p.plan.Positions {
		active[plan.PositionKind+"/"+p.plan.Positions[i].ID()] = p.plan.Positions[i].Active
	}
	for i := range p.ops.Responsibilities {
		r := &p.ops.Responsibilities[i]
		there, known := active[r.WhoKind+"/"+r.Who]
		needed := r.Active.Intersect(p.years)
		if !known || there.Empty() || needed.Empty() || there.To.IsZero() {
			continue
		}
		if needed.To.IsZero() || there.To.Compare(needed.To) < 0 {
			f := diag.New(diag.OwnerHasLeft, r.Addr, r.PlaceOf(r.WhoField()), "%s/%s is gone from %s on and still has a part (%s) in %s",
				r.WhoKind, r.Who, there.To, r.Letters, p.activityName(r.Activity))
			p.report(f.At(r.WhoField()))
		}
	}
}

// nobodyNamed reports activities that name neither an owner nor a part.
func nobodyNamed(p *pass) {
	for i := range p.m.Work {
		w := &p.m.Work[i]
		if len(w.Parts) == 0 && w.OwnerRole == "" && w.OwnerTeam == "" && !p.obscured[w.ID()] && !p.hasRows(w.ID()) {
			p.report(diag.New(diag.NobodyNamed, w.Addr, w.Place(), "\"%s\" names nobody: it has no owner and nobody has a part in it", w.Name))
		}
	}
}

// hasRows reports whether any responsibility names the activity, readable or
// not.
func (p *pass) hasRows(activity string) bool {
	return slices.ContainsFunc(p.ops.Responsibilities, func(r plan.Responsibility) bool { return r.Activity == activity })
}

// ownersWithoutPart reports roles whose hours an activity takes although the
// matrix gives them nothing to do or decide.
func ownersWithoutPart(p *pass) {
	p.matrices(func(w *Work) {
		if w.OwnerRole == "" {
			return
		}
		named := false
		for _, share := range w.Parts {
			if share.WhoKind != plan.RoleKind {
				return // a person, seat or team may well be of the role
			}
			if share.Who == w.OwnerRole {
				named = Has(share.Parts, Responsible) || Has(share.Parts, Accountable) || Has(share.Parts, Direct) || Has(share.Parts, Supporting)
			}
		}
		if !named {
			p.report(diag.New(diag.OwnerWithoutPart, w.Addr, w.PlaceOf("owner_role"),
				"\"%s\" takes hours of role/%s, which has no R, A, S or DRI in it", w.Name, w.OwnerRole).At("owner_role"))
		}
	})
}

// namesOf lists who shares are of.
func namesOf(shares []Share) string {
	names := make([]string, 0, len(shares))
	for _, share := range shares {
		names = append(names, share.Label())
	}
	return joined(names)
}

// joined joins names for a sentence.
func joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
