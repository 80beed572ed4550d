package announce

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
)

// view are look-ups in one plan.
type view struct {
	positions map[string]*plan.Position
	names     map[addr.Addr]string
	owners    map[string][]string // positions that ever own a territory, by id of the territory
	byRole    map[string][]string // positions of a role
}

func viewOf(p *plan.Plan) *view {
	v := &view{positions: map[string]*plan.Position{}, names: map[addr.Addr]string{}, owners: map[string][]string{}, byRole: map[string][]string{}}
	for i := range p.Positions {
		s := &p.Positions[i]
		v.positions[s.ID()], v.names[s.Addr] = s, s.Title
		v.byRole[s.Role] = append(v.byRole[s.Role], s.ID())
	}
	for i := range p.Territories {
		v.names[p.Territories[i].Addr] = p.Territories[i].Name
	}
	for i := range p.Roles {
		v.names[p.Roles[i].Addr] = p.Roles[i].Name
	}
	for i := range p.Measures {
		v.names[p.Measures[i].Addr] = p.Measures[i].Name
	}
	for i := range p.Operations.Activities {
		v.names[p.Operations.Activities[i].Addr] = p.Operations.Activities[i].Name
	}
	for i := range p.Selling.Stages {
		v.names[p.Selling.Stages[i].Addr] = p.Selling.Stages[i].Name
	}
	for i := range p.Selling.Categories {
		v.names[p.Selling.Categories[i].Addr] = p.Selling.Categories[i].Name
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Coverage == plan.Owner && a.Territory != "" {
			v.owners[a.Territory] = append(v.owners[a.Territory], a.Position)
		}
	}
	return v
}

// name returns what people call a record, by the plan after, else before.
func (w *writer) name(a addr.Addr) string {
	if name := w.after.names[a]; name != "" {
		return name
	}
	return w.before.names[a]
}

// managerOf returns the position that another reports to, after or before.
func (w *writer) managerOf(position string) string {
	if s := w.after.positions[position]; s != nil {
		return s.Manager
	}
	if s := w.before.positions[position]; s != nil {
		return s.Manager
	}
	return ""
}
