package report

import (
	"strings"

	"github.com/salesplan/salesplan/engine/announce"
)

// OpsAnnouncement is the result of the verb ops announce: what one audience is
// told about a change. Pay and names of people are in none.
type OpsAnnouncement struct {
	Header
	Plan string `json:"plan"`
	Path string `json:"path"` // the plan's folder in the repository
	Revisions
	Audience string            `json:"audience"` // company, managers, sellers, finance
	For      string            `json:"for"`      // address of the seat that it is limited to; "" for all
	Told     int               `json:"told"`     // changes that are told
	Withheld int               `json:"withheld"` // changes that are not for this audience, or confidential
	Sections []AnnounceSection `json:"sections"` // everybody first, then in order of address
	Totals   []RollupChange    `json:"totals"`   // for finance: what differs in the whole plan
	Deciders []AnnounceDecider `json:"deciders"` // who is accountable for what changes, by the plan before
}

// AnnounceDecider says who is accountable for a collection.
type AnnounceDecider struct {
	Collection string   `json:"collection"`
	Who        []string `json:"who"` // addresses of roles, teams and positions
}

// AnnounceSection is what concerns one seat, or everybody.
type AnnounceSection struct {
	Who   string         `json:"who"`   // address; "" for everybody
	Title string         `json:"title"` // as people say it
	Lines []AnnounceLine `json:"lines"`
}

// AnnounceLine is one thing that changes.
type AnnounceLine struct {
	About  string `json:"about"` // address
	Name   string `json:"name"`
	What   string `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
	From   string `json:"from"` // day from which it holds; "" if none is stated
}

// AnnounceInput is what an announcement says.
type AnnounceInput struct {
	Path, Plan, For string
	Revisions       Revisions
	Announcement    announce.Announcement
	Complete        bool
}

// NewOpsAnnouncement shows an announcement.
func NewOpsAnnouncement(in AnnounceInput) OpsAnnouncement {
	a := in.Announcement
	r := OpsAnnouncement{
		Header: NewHeader("ops announce", in.Complete), Plan: in.Plan, Path: in.Path, Revisions: in.Revisions, Audience: a.Audience.String(), For: in.For,
		Told: a.Told, Withheld: a.Withheld, Sections: []AnnounceSection{}, Totals: rollupChanges(a.Totals), Deciders: []AnnounceDecider{},
	}
	for _, d := range a.Deciders {
		r.Deciders = append(r.Deciders, AnnounceDecider{Collection: d.Collection, Who: d.Who})
	}
	for _, s := range a.Sections {
		shown := AnnounceSection{Who: s.Who.String(), Title: s.Title, Lines: []AnnounceLine{}}
		for _, l := range s.Lines {
			shown.Lines = append(shown.Lines, AnnounceLine{About: l.About.String(), Name: l.Name, What: l.What, Before: l.Before, After: l.After, From: l.From})
		}
		r.Sections = append(r.Sections, shown)
	}
	return r
}

// Sheet shows a table for each seat.
func (r OpsAnnouncement) Sheet() Sheet {
	s := Sheet{Title: "What changes", Subject: r.Plan, Incomplete: r.missing("some files could not be read, so that changes may be missing")}
	s.Facts = []Fact{{"For", []Cell{Words(r.Audience)}}, {"Changes told", []Cell{number(r.Told)}}, {"Not for this audience", []Cell{number(r.Withheld)}}}
	if len(r.Sections) == 0 && len(r.Totals) == 0 {
		s.Facts = append(s.Facts, Fact{"Nothing changes for them", nil})
	}
	for _, one := range r.Sections {
		t := SheetTable{Heading: "Everybody", Noun: "change", Head: []string{"From", "What", "Of", "Before", "After"}}
		if one.Who != "" {
			t.Heading = one.Who
			if one.Title != "" {
				t.Heading += " " + one.Title
			}
		}
		for _, l := range one.Lines {
			of := l.About
			if l.Name != "" {
				of = l.Name + " (" + l.About + ")"
			}
			t.add(Words(l.From), Value(l.What), Value(of), FigureOf(l.Before), FigureOf(l.After))
		}
		s.Tables = append(s.Tables, t)
	}
	totals := SheetTable{Heading: "Totals of the whole plan", Noun: "total", Head: []string{"Measure", "Period", "Before", "After", "Change", "Unit"}}
	for _, change := range r.Totals {
		totals.add(Value(change.Measure), Value(change.Period), FigureOf(change.Before), FigureOf(change.After), Signed(change.Change), Value(change.Unit))
	}
	decided := SheetTable{Heading: "Who decides about what changes", Noun: "collection", Head: []string{"Collection", "Decided by"}}
	for _, d := range r.Deciders {
		decided.add(Value(d.Collection), Value(strings.Join(d.Who, ", ")))
	}
	s.Tables = append(s.Tables, totals, decided)
	return s
}
