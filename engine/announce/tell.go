package announce

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/syntax"
)

// writer collects the lines of an announcement.
type writer struct {
	audience      Audience
	before, after *view
	sections      map[addr.Addr]*Section
}

// tell turns a change into lines; told is false if the audience is not told.
// What is not named here is withheld.
func (w *writer) tell(c *review.Change) (told bool) {
	switch c.Addr.Collection {
	case plan.TerritoryKind:
		return w.territory(c)
	case plan.PositionKind:
		return w.position(c)
	case plan.AssignmentKind:
		return w.assignment(c)
	case plan.HolderKind:
		return w.holder(c)
	case plan.QuotaKind:
		return w.quota(c)
	case plan.ActivityKind:
		return w.activity(c)
	case plan.ResponsibilityKind:
		return w.responsibility(c)
	case plan.RoleKind, plan.MeasureKind, plan.SalesStageKind, plan.CategoryKind:
		return w.everybody(Line{About: c.Addr, What: nounOf(c.Addr.Collection) + " " + happened(c.Action)})
	case "comp_plan":
		return w.compPlan(c)
	}
	return false
}

// nounOf names a record of a collection.
func nounOf(collection string) string {
	nouns := map[string]string{
		plan.RoleKind: "kind of job", plan.MeasureKind: "measure", plan.SalesStageKind: "sales stage", plan.CategoryKind: "forecast category",
	}
	return nouns[collection]
}

// happened says what an action did.
func happened(a diff.Action) string {
	switch a {
	case diff.Added:
		return "is new"
	case diff.Removed:
		return "is gone"
	case diff.Renamed:
		return "has a new id"
	case diff.Moved, diff.Changed:
	}
	return "changes"
}

// add puts a line into a section.
func (w *writer) add(who addr.Addr, line Line) {
	s := w.sections[who]
	if s == nil {
		s = &Section{Who: who, Title: w.name(who)}
		w.sections[who] = s
	}
	line.Name = w.name(line.About)
	s.Lines = append(s.Lines, line)
}

// everybody tells the company.
func (w *writer) everybody(line Line) (told bool) {
	if w.audience != Company {
		return false
	}
	w.add(addr.Addr{}, line)
	return true
}

// seats tells the seats that a line concerns, or their managers.
func (w *writer) seats(positions []string, line Line) (told bool) {
	for _, position := range positions {
		who := position
		switch w.audience {
		case Sellers:
		case Managers:
			who = w.managerOf(position)
		case Company, Finance:
			return false
		}
		if who == "" {
			continue
		}
		one := line
		if w.audience == Managers {
			one.What = position + ": " + line.What
		}
		w.add(addr.New(plan.PositionKind, who), one)
		told = true
	}
	return told
}

// field returns the change of a field that somebody wrote, nil if there is none.
func field(c *review.Change, path string) *diff.Field {
	for i := range c.Fields {
		if c.Fields[i].Path == path && !c.Fields[i].Derived {
			return &c.Fields[i]
		}
	}
	return nil
}

// stated returns a field of a record as it is after, else as it was.
func stated(c *review.Change, path string) string {
	if text := c.AfterNode.TextOf(path); text != "" || c.AfterNode != nil {
		return text
	}
	return c.BeforeNode.TextOf(path)
}

func (w *writer) territory(c *review.Change) (told bool) {
	owners := append(slices.Clone(w.before.owners[c.Addr.ID]), w.after.owners[c.Addr.ID]...)
	slices.Sort(owners)
	owners = slices.Compact(owners)
	tell := func(line Line) {
		line.About, line.From = c.Addr, stated(c, "from")
		told = w.everybody(line) || told
		told = w.seats(owners, line) || told
	}
	if c.Action == diff.Added || c.Action == diff.Removed {
		tell(Line{What: "territory " + happened(c.Action)})
		return told
	}
	if c.Action == diff.Renamed {
		tell(Line{What: "territory has a new id", Before: c.From.ID, After: c.Addr.ID})
	}
	if f := field(c, "parent"); f != nil {
		tell(Line{What: "territory lies below", Before: diff.Print(f.Before), After: diff.Print(f.After)})
	}
	if f := field(c, "name"); f != nil {
		tell(Line{What: "territory is called", Before: diff.Print(f.Before), After: diff.Print(f.After)})
	}
	for _, path := range []string{"rules", "named_accounts"} {
		if slices.ContainsFunc(c.Fields, func(f diff.Field) bool { return f.Path == path || hasPrefix(f.Path, path+"[") }) {
			tell(Line{What: "which accounts belong to the territory changes"})
		}
	}
	return told
}

func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && text[:len(prefix)] == prefix
}

func (w *writer) position(c *review.Change) (told bool) {
	tell := func(line Line) {
		line.About, line.From = c.Addr, stated(c, "from")
		told = w.everybody(line) || told
		told = w.seats([]string{c.Addr.ID}, line) || told
	}
	switch c.Action {
	case diff.Added, diff.Removed:
		tell(Line{What: "seat " + happened(c.Action)})
		return told
	case diff.Renamed:
		tell(Line{What: "seat has a new id", Before: c.From.ID, After: c.Addr.ID})
	case diff.Moved, diff.Changed:
	}
	for _, one := range []struct{ path, what string }{{"manager", "seat reports to"}, {"role", "seat has the role"}, {"title", "seat is called"}, {"location", "seat is in"}, {"to", "seat ends on"}} {
		if f := field(c, one.path); f != nil {
			tell(Line{What: one.what, Before: diff.Print(f.Before), After: diff.Print(f.After)})
		}
	}
	return told
}

// coverages names what a seat does for a territory or account.
var coverages = map[string]string{
	"owner": "owns", "overlay": "supports as overlay", "specialist": "supports as specialist", "temporary_cover": "covers for a time",
}

func (w *writer) assignment(c *review.Change) (told bool) {
	covered := addr.New(plan.TerritoryKind, stated(c, "territory"))
	if covered.ID == "" {
		covered = addr.New(plan.AccountKind, stated(c, "account"))
	}
	position := stated(c, "position")
	does := coverages[stated(c, "coverage")]
	line := Line{About: covered, From: stated(c, "from")}
	seat := []string{position}
	switch c.Action {
	case diff.Added:
		line.What = does
		company := line
		company.What, company.After = "is "+passive(does)+" from now on by", position
		told = w.everybody(company)
		if to := stated(c, "to"); to != "" {
			line.After = "until " + to
		}
		return w.seats(seat, line) || told
	case diff.Removed:
		line.What, line.From = does+" no more", ""
		return w.seats(seat, line)
	case diff.Moved, diff.Renamed, diff.Changed:
	}
	for _, one := range []struct{ path, what string }{{"to", does + " until"}, {"share", does + " a share of"}, {"from", does + " from"}} {
		if f := field(c, one.path); f != nil {
			line.What, line.Before, line.After = one.what, diff.Print(f.Before), diff.Print(f.After)
			told = w.seats(seat, line) || told
		}
	}
	return told
}

// passive turns what a seat does into what is done.
func passive(does string) string {
	switch does {
	case "owns":
		return "owned"
	case "covers for a time":
		return "covered for a time"
	}
	return "supported"
}

// holder says that a seat gets, or loses, a holder; never who it is.
func (w *writer) holder(c *review.Change) (told bool) {
	position := stated(c, "position")
	line := Line{About: addr.New(plan.PositionKind, position), From: stated(c, "from")}
	switch {
	case c.Action == diff.Added:
		line.What = "seat has a new holder"
	case c.Action == diff.Removed:
		line.What, line.From = "seat loses a holder", ""
	case field(c, "to") != nil:
		line.What, line.From, line.After = "holder of the seat leaves it on", "", stated(c, "to")
	default:
		return false
	}
	if w.audience == Sellers {
		return w.seats([]string{position}, line)
	}
	told = w.everybody(line)
	return w.seats([]string{position}, line) || told
}

// quota tells a seat its target, and the owners of a territory theirs.
func (w *writer) quota(c *review.Change) (told bool) {
	holders := []string{stated(c, "position")}
	about := addr.New(plan.PositionKind, holders[0])
	if territory := stated(c, "territory"); territory != "" {
		about = addr.New(plan.TerritoryKind, territory)
		holders = append(slices.Clone(w.before.owners[territory]), w.after.owners[territory]...)
		slices.Sort(holders)
		holders = slices.Compact(holders)
	}
	before, after := amountOf(c.BeforeNode), amountOf(c.AfterNode)
	if before == after {
		return false
	}
	return w.seats(holders, Line{About: about, What: "quota for " + stated(c, "measure") + " in " + stated(c, "period"), Before: before, After: after})
}

// amountOf prints the amount of a quota with its currency.
func amountOf(n *syntax.Node) string {
	amount := n.TextOf("amount")
	if currency := n.TextOf("currency"); amount != "" && currency != "" {
		return amount + " " + currency
	}
	return amount
}

// activity tells the company which role does what.
func (w *writer) activity(c *review.Change) (told bool) {
	switch c.Action {
	case diff.Added, diff.Removed:
		return w.everybody(Line{About: c.Addr, What: "activity " + happened(c.Action), After: stated(c, "owner_role")})
	case diff.Moved, diff.Renamed, diff.Changed:
	}
	for _, one := range []struct{ path, what string }{{"owner_role", "activity is done by"}, {"owner_team", "activity belongs to the team"}, {"sourcing", "activity is done"}} {
		if f := field(c, one.path); f != nil {
			told = w.everybody(Line{About: c.Addr, What: one.what, Before: diff.Print(f.Before), After: diff.Print(f.After)}) || told
		}
	}
	return told
}

// responsibility tells the company which role has which part; parts of people
// are theirs alone and are withheld.
func (w *writer) responsibility(c *review.Change) (told bool) {
	who := stated(c, "role")
	if who == "" {
		who = stated(c, "team")
	}
	if who == "" {
		return false
	}
	return w.everybody(Line{
		About: addr.New(plan.ActivityKind, stated(c, "activity")), What: "part of " + who, Before: c.BeforeNode.TextOf("letters"), After: c.AfterNode.TextOf("letters"),
		From: stated(c, "from"),
	})
}

// compPlan tells seats that their comp plan changes, and nothing of what it
// says: that is in their letters.
func (w *writer) compPlan(c *review.Change) (told bool) {
	line := Line{About: c.Addr, What: "comp plan " + happened(c.Action) + "; a letter follows", From: stated(c, "from")}
	var seats []string
	for _, side := range []struct {
		node *syntax.Node
		view *view
	}{{c.BeforeNode, w.before}, {c.AfterNode, w.after}} {
		roles, ok := side.node.Field("roles")
		if !ok {
			continue
		}
		for i := range roles.Children {
			seats = append(seats, side.view.byRole[roles.Children[i].Text]...)
		}
	}
	slices.Sort(seats)
	if w.audience == Finance {
		w.add(addr.Addr{}, line)
		return true
	}
	return w.seats(slices.Compact(seats), line)
}
