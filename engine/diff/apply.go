package diff

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Apply returns the records that result when the changes are made to a plan:
// for all plans a and b, Apply(a, Compare(a, b)) are the records of b, but for
// declarations of moves. Derived fields are skipped, since they follow.
func Apply(p *plan.Plan, changes []Change, language Language) []record.Record {
	renames := map[addr.Addr]addr.Addr{}
	byAddress := make(map[addr.Addr]Change, len(changes))
	for _, change := range changes {
		byAddress[change.Addr] = change
		if change.Action == Renamed {
			renames[change.From] = change.Addr
		}
	}
	var result []record.Record
	renamed := Rename(p, renames, language)
	for one := range renamed.All() {
		r := *one
		change, changed := byAddress[r.Addr]
		if changed && change.Action == Removed {
			continue
		}
		for _, field := range change.Fields {
			if !field.Derived {
				r.Node = r.Node.With(field.Path, field.After)
			}
		}
		result = append(result, r)
	}
	for _, change := range changes {
		if change.Action == Added {
			result = append(result, record.Record{Addr: change.Addr, File: change.After.File, Node: *change.AfterNode})
		}
	}
	record.Sort(result)
	return result
}
