package report

import (
	"strconv"
	"strings"
)

// incompleteMap says what a map that is not complete leaves out.
const incompleteMap = "some records could not be read, so that hours are missing: salesplan check names them"

// missing returns the sentence for a report that is not complete.
func (h Header) missing(sentence string) string {
	if h.Complete {
		return ""
	}
	return sentence
}

// Sheet shows the map as tables.
func (r OpsMap) Sheet() Sheet {
	s := Sheet{
		Title: "Responsibility map", Subject: r.Plan, Incomplete: r.missing(incompleteMap), Findings: r.Findings,
		Facts: []Fact{
			{"Activities", []Cell{number(r.Total.Activities)}},
			{"Hours a year", []Cell{FigureOf(r.Total.Hours)}},
			{"In the outer ring", []Cell{Percent(percentOf(r.Total.OuterShare))}},
			{"Cost a year", []Cell{FigureOf(r.Total.Cost), Value(r.Currency)}},
		},
	}
	if r.Total.UnpricedHours != "0" {
		s.Facts = append(s.Facts, Fact{"Hours without a loaded rate", []Cell{FigureOf(r.Total.UnpricedHours)}})
	}
	s.Tables = append(s.Tables,
		groupTable("Segments", "segment", r.Segments, r.Currency),
		groupTable("Functions", "function", r.Functions, r.Currency),
		r.roleTable(),
		groupTable("Teams", "team", r.Teams, r.Currency),
		r.linkTable(),
		r.activityTable(),
	)
	return s
}

func groupTable(heading, noun string, groups []OpsGroup, currency string) SheetTable {
	t := SheetTable{Heading: heading, Noun: noun, Head: []string{heading, "Activities", "Hours", "Outer ring", "Cost " + currency}}
	for _, g := range groups {
		name := Value(g.Name)
		if g.Name == "" {
			name = Words("none stated")
		}
		t.add(name, number(g.Activities), FigureOf(g.Hours), Percent(percentOf(g.OuterShare)), FigureOf(g.Cost))
	}
	return t
}

func (r OpsMap) roleTable() SheetTable {
	t := SheetTable{Heading: "Roles", Noun: "role", Head: []string{"Role", "Decides", "Does", "Hours", "Capacity", "Use", "Outer ring", "Cost " + r.Currency}}
	for _, load := range r.Roles {
		name := Value(load.Name)
		if load.Address == "" {
			name = Words("no role")
		}
		t.add(name, number(load.Decides), number(load.Does), FigureOf(load.Hours), optional(load.Capacity),
			Percent(percentOf(load.Use)), Percent(percentOf(load.OuterShare)), FigureOf(load.Cost))
	}
	return t
}

func (r OpsMap) linkTable() SheetTable {
	t := SheetTable{Heading: "Who keeps the plan up to date", Noun: "collection", Head: []string{"Collection", "Decided by", "Activities"}}
	for _, link := range r.Links {
		t.add(Value(link.Collection), Value(strings.Join(link.Deciders, ", ")), Value(strings.Join(link.Activities, ", ")))
	}
	return t
}

func (r OpsMap) activityTable() SheetTable {
	t := SheetTable{Heading: "Activities", Noun: "activity", Head: []string{"No.", "Activity", "Ring", "Hours", "Owner", "Parts"}}
	for i, a := range r.Activities {
		parts := make([]string, 0, len(a.Parts))
		for _, part := range a.Parts {
			parts = append(parts, part.Letters+" "+part.Who)
		}
		t.add(FigureOf(strconv.Itoa(i+1)), Value(a.Name), Words(a.Ring), FigureOf(a.Hours), Value(a.OwnerRole), Value(strings.Join(parts, ", ")))
	}
	return t
}
