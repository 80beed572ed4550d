package ops

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// unknownLetters reports cells that hold a word which is no letter.
func unknownLetters(p *pass) {
	for i := range p.ops.Responsibilities {
		r := &p.ops.Responsibilities[i]
		if _, err := ParseLetters(r.Letters); err != nil {
			p.report(diag.New(diag.UnknownLetter, r.Addr, r.PlaceOf("letters"), "%s", err).At("letters"))
		}
	}
}

// matrices calls f for each activity that has a role matrix whose letters are
// all known.
func (p *pass) matrices(f func(w *Work)) {
	unread := map[string]bool{}
	for i := range p.ops.Responsibilities {
		r := &p.ops.Responsibilities[i]
		if _, err := ParseLetters(r.Letters); err != nil {
			unread[r.Activity] = true
		}
	}
	for i := range p.m.Work {
		w := &p.m.Work[i]
		if len(w.Parts) > 0 && !unread[w.ID()] && !p.obscured[w.ID()] {
			f(w)
		}
	}
}

// decider is the letter of which a matrix has exactly one, and what it is
// called.
func decider(w *Work) (letter Letter, title string) {
	if w.Direct {
		return Direct, "directly responsible individual (DRI)"
	}
	return Accountable, "accountable (A)"
}

// holders returns who has a letter for certain.
func holders(w *Work, letter Letter) []Share {
	var all []Share
	for _, share := range w.Parts {
		if Firm(share.Parts, letter) {
			all = append(all, share)
		}
	}
	return all
}

func noAccountable(p *pass) {
	p.matrices(func(w *Work) {
		letter, title := decider(w)
		if len(holders(w, letter)) == 0 {
			p.report(diag.New(diag.NoAccountable, w.Addr, w.Place(), "\"%s\" has nobody who is %s", w.Name, title))
		}
	})
}

// severalAccountable reports activities for which two or more are accountable
// at one time.
func severalAccountable(p *pass) {
	p.matrices(func(w *Work) {
		letter, title := decider(w)
		all := holders(w, letter)
		for i := range all {
			var others []Share
			for j := range all[:i] {
				if all[i].Active.Overlaps(all[j].Active) {
					others = append(others, all[j])
				}
			}
			if len(others) == 0 {
				continue
			}
			f := diag.New(diag.SeveralAccountable, w.Addr, all[i].PlaceOf("letters"), "\"%s\" has %d who are %s at one time: %s",
				w.Name, len(others)+1, title, namesOf(append(others, all[i])))
			for _, other := range others {
				f = f.With(other.PlaceOf("letters"), "%s is %s", other.Label(), letter)
			}
			p.report(f)
			return
		}
	})
}

func noResponsible(p *pass) {
	p.matrices(func(w *Work) {
		if !w.Direct && len(holders(w, Responsible)) == 0 {
			p.report(diag.New(diag.NoResponsible, w.Addr, w.Place(), "\"%s\" has nobody who is responsible (R)", w.Name))
		}
	})
}

// decidesAlone reports activities for which separation is asked and whose only
// doer also decides.
func decidesAlone(p *pass) {
	p.matrices(func(w *Work) {
		if !w.Separation {
			return
		}
		decide, do := holders(w, Accountable), holders(w, Responsible)
		if w.Direct {
			decide = holders(w, Direct)
			do = append(holders(w, Supporting), decide...)
		}
		if len(decide) == 1 && len(do) == 1 && decide[0].Label() == do[0].Label() {
			f := diag.New(diag.DecidesAlone, w.Addr, decide[0].PlaceOf("letters"),
				"%s decides about \"%s\" and is the only one who carries it out, but the activity asks for separation", decide[0].Label(), w.Name)
			p.report(f.With(w.PlaceOf("separation"), "separation is asked for here"))
		}
	})
}

// Below so many letters, or so few holders, it means nothing that one carries
// most of them.
const (
	fewLetters = 10
	fewHolders = 4
)

// concentratedLetters reports a role that carries more than half of the letters
// for doing and deciding.
func concentratedLetters(p *pass) {
	byWho := map[string]int{}
	sample := map[string]Share{}
	all, known := 0, len(p.obscured) == 0 && !p.hidden
	for i := range p.m.Work {
		for _, share := range p.m.Work[i].Parts {
			if _, seen := sample[share.Label()]; !seen {
				sample[share.Label()] = share
			}
			for _, letter := range []Letter{Responsible, Accountable, Direct} {
				if Firm(share.Parts, letter) {
					byWho[share.Label()]++
					all++
				}
			}
		}
	}
	if all < fewLetters || len(sample) < fewHolders || !known {
		return
	}
	for _, who := range sortedKeys(byWho) {
		if share := sample[who]; 2*byWho[who] > all && share.WhoKind == plan.RoleKind && !p.plan.Broken[roleAddr(share.Who)] {
			p.report(diag.New(diag.ConcentratedLetters, roleAddr(share.Who), share.PlaceOf(share.WhoField()),
				"%s carries %d of the %d letters for doing and deciding, %s %% of them", who, byWho[who], all, percentText(byWho[who], all)))
		}
	}
}

// percentText prints part in percent of all, rounded half up to a whole number.
func percentText(part, all int) string {
	percent, _ := whole(part*100).QuoRound(whole(all), 0, money.HalfUp)
	return percent.String()
}
