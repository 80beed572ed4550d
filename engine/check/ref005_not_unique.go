package check

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// uniqueNames reports names that two measures or two roles share: a report
// that shows names could not tell them apart.
func uniqueNames(p *Pass) {
	measures := make(map[string]plan.Origin)
	for _, m := range p.Plan.Measures {
		reportRepeated(p, measures, m.Name, m.Origin)
	}
	roles := make(map[string]plan.Origin)
	for _, r := range p.Plan.Roles {
		reportRepeated(p, roles, r.Name, r.Origin)
	}
}

func uniqueNamesReach() reach.Reach {
	return reach.Reach{Whole: []string{plan.MeasureKind, plan.RoleKind}}
}

// reportRepeated reports a name that an earlier record has.
func reportRepeated(p *Pass, seen map[string]plan.Origin, name string, record plan.Origin) {
	first, repeated := seen[name]
	if !repeated {
		seen[name] = record
		return
	}
	f := diag.New(diag.NotUnique, record.Addr, record.PlaceOf("name"), "%s and %s have the same name %q", first.Addr, record.Addr, name)
	p.report(f.At("name").With(first.PlaceOf("name"), "%s has the name too", first.Addr))
}
