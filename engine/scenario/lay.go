package scenario

import (
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Lay returns the plan under a scenario, the records that differ from the plan's,
// and what is wrong with the scenario and those that it builds on. The scenarios
// themselves are part of it as they are of the plan. Nothing else of the plan is
// read again, and the plan stays as it is.
func (b *Book) Lay(s *Scenario) (laid *plan.Plan, touched []addr.Addr, found diag.List) {
	found = b.Findings(s)
	if len(s.layer) == 0 {
		return b.plan, nil, found
	}
	v := view{b.plan, s.layer}
	touched = s.layer.addresses()
	broken := maps.Clone(b.plan.Broken)
	if broken == nil {
		broken = map[addr.Addr]bool{}
	}
	references := make([]plan.Reference, 0, len(b.plan.References))
	for i := range b.plan.References {
		if _, gone := s.layer[b.plan.References[i].From]; !gone {
			references = append(references, b.plan.References[i])
		}
	}
	var records []record.Record
	for _, a := range touched {
		delete(broken, a)
		typed, wrong, there := b.typed(v, a)
		if !there {
			continue
		}
		typed.Addr = a // a record of which the id would change keeps it
		if len(wrong) > 0 {
			broken[a] = true
		}
		records = append(records, typed)
		references = append(references, b.references(&typed)...)
	}
	kept := b.plan.Records.Keep(func(i int) bool { _, gone := s.layer[b.plan.Records.Addr(i)]; return !gone })
	record.Sort(records)
	slices.SortFunc(references, plan.Reference.Compare)
	return plan.Build(kept.With(record.Slice(records)), references, broken), touched, found
}
