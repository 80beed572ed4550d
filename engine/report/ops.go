package report

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/schema"
)

// OpsMap is the result of the verb ops map.
type OpsMap struct {
	Header
	Input      string        `json:"input"` // as the user named it
	Plan       string        `json:"plan"`  // the plan's own name
	Currency   string        `json:"currency"`
	Total      OpsTally      `json:"total"`
	Segments   []OpsGroup    `json:"segments"`  // in the order of the map
	Functions  []OpsGroup    `json:"functions"` // the last has no address where work belongs to none
	Teams      []OpsGroup    `json:"teams"`
	Sourcing   []OpsGroup    `json:"sourcing"`
	Roles      []OpsLoad     `json:"roles"`
	Links      []OpsLink     `json:"links"`      // who keeps which collection of the plan up to date
	Activities []OpsActivity `json:"activities"` // by segment, then ring with the inner one first, then address
	Counts     Counts        `json:"counts"`
	Findings   []Finding     `json:"findings"` // of the responsibility map
}

// HasErrors reports whether a finding is an error.
func (r OpsMap) HasErrors() bool { return r.Counts.Error > 0 }

// OpsTally is what several activities take in a year.
type OpsTally struct {
	Activities    int     `json:"activities"`
	Hours         string  `json:"hours"`
	Strategic     string  `json:"strategic_hours"`
	OuterShare    *string `json:"outer_share"` // strategic hours / hours, half even to 4 digits; null without hours
	Cost          string  `json:"cost"`        // of the hours that have a loaded rate
	UnpricedHours string  `json:"unpriced_hours"`
}

// OpsGroup is what the activities of one segment, function or team take.
type OpsGroup struct {
	Address string `json:"address"` // "" for what belongs to none
	Name    string `json:"name"`
	OpsTally
}

// OpsLoad is what a role does and answers for.
type OpsLoad struct {
	OpsGroup
	Decides  int     `json:"decides"`  // activities it is accountable or directly responsible for
	Does     int     `json:"does"`     // activities it is responsible for
	Capacity *string `json:"capacity"` // hours in a year; null without staffing
	Use      *string `json:"use"`      // hours / capacity, half even to 4 digits
}

// OpsLink says who keeps a collection of the plan up to date.
type OpsLink struct {
	Collection string   `json:"collection"`
	Activities []string `json:"activities"`
	Deciders   []string `json:"deciders"` // who is accountable or directly responsible
}

// OpsActivity is one activity.
type OpsActivity struct {
	Address   string    `json:"address"`
	Name      string    `json:"name"`
	Segment   string    `json:"segment"` // address
	Ring      string    `json:"ring"`
	Hours     string    `json:"hours"` // in a year
	Cost      *string   `json:"cost"`  // null without a loaded rate
	OwnerRole string    `json:"owner_role"`
	OwnerTeam string    `json:"owner_team"`
	Sourcing  string    `json:"sourcing"`
	Parts     []OpsPart `json:"parts"`
}

// OpsPart is the part that somebody has in an activity.
type OpsPart struct {
	Who     string `json:"who"` // address, or a name from a register
	Letters string `json:"letters"`
}

// OpsInput is what a verb about the responsibility map found.
type OpsInput struct {
	Input, Prefix, Plan string
	Map                 *ops.Map
	Findings            diag.List
	Complete            bool
	Texts               Texts
	Confidence          *schema.Confidence // what is withheld of findings; nil: nothing
}

// NewOpsMap shows a responsibility map.
func NewOpsMap(in OpsInput) OpsMap {
	r := OpsMap{
		Header: NewHeader("ops map", in.Complete), Input: in.Input, Plan: in.Plan, Currency: in.Map.Currency.String(),
		Total: tallyOf(in.Map.Total), Segments: opsGroups(in.Map.Segments), Functions: opsGroups(in.Map.Functions),
		Teams: opsGroups(in.Map.Teams), Sourcing: opsGroups(in.Map.Sourcing), Roles: []OpsLoad{}, Links: []OpsLink{}, Activities: []OpsActivity{},
		Counts: CountsOf(in.Findings), Findings: FindingsOf(in.Findings, in.Prefix, in.Texts, in.Confidence),
	}
	for _, load := range in.Map.Roles {
		shown := OpsLoad{OpsGroup: groupOf(load.Group), Decides: load.Decides, Does: load.Does}
		if load.Staffed {
			capacity, use := load.Capacity.String(), load.Use.String()
			shown.Capacity, shown.Use = &capacity, &use
		}
		r.Roles = append(r.Roles, shown)
	}
	for _, link := range in.Map.Links {
		r.Links = append(r.Links, OpsLink{Collection: link.Collection, Activities: texts(link.Activities), Deciders: orEmpty(link.Deciders)})
	}
	for i := range in.Map.Work {
		r.Activities = append(r.Activities, opsActivity(&in.Map.Work[i]))
	}
	return r
}

func opsActivity(w *ops.Work) OpsActivity {
	shown := OpsActivity{
		Address: w.Addr.String(), Name: w.Name, Segment: "accountability/" + w.Accountability, Ring: ringOf(w.Strategic), Hours: w.Hours.String(),
		OwnerRole: w.OwnerRole, OwnerTeam: w.OwnerTeam, Sourcing: w.Sourcing, Parts: []OpsPart{},
	}
	if w.Priced {
		cost := w.Cost.String()
		shown.Cost = &cost
	}
	for _, share := range w.Parts {
		shown.Parts = append(shown.Parts, OpsPart{Who: share.Label(), Letters: share.Text()})
	}
	return shown
}

func ringOf(strategic bool) string {
	if strategic {
		return "strategic"
	}
	return "tactical"
}

func opsGroups(groups []ops.Group) []OpsGroup {
	shown := make([]OpsGroup, 0, len(groups))
	for _, g := range groups {
		shown = append(shown, groupOf(g))
	}
	return shown
}

func groupOf(g ops.Group) OpsGroup {
	return OpsGroup{Address: g.Addr.String(), Name: g.Name, OpsTally: tallyOf(g.Tally)}
}

func tallyOf(t ops.Tally) OpsTally {
	shown := OpsTally{
		Activities: t.Activities, Hours: t.Hours.String(), Strategic: t.Strategic.String(), Cost: t.Cost.String(), UnpricedHours: t.Unpriced.String(),
	}
	if share, ok := t.OuterShare(); ok {
		text := share.String()
		shown.OuterShare = &text
	}
	return shown
}

// orEmpty returns a list that is not nil, so that JSON shows [].
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// percentOf prints a share in percent with one digit, "" where there is none.
func percentOf(share *string) string {
	if share == nil {
		return ""
	}
	exact, err := money.ParseDecimal(*share)
	if err != nil {
		return ""
	}
	hundred, _ := money.New(100, 0)
	percent, err := exact.MulRound(hundred, 1, money.HalfUp)
	if err != nil {
		return ""
	}
	return percent.Format(1)
}

// number prints a count.
func number(n int) Cell { return FigureOf(strconv.Itoa(n)) }

// optional is a cell with a number that may not be there.
func optional(text *string) Cell {
	if text == nil {
		return Words("")
	}
	return FigureOf(*text)
}
