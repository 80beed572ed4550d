package check

import (
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// overEnvelope reports fiscal years that cost more than the plan allows. What
// keeps pay from being computed is told by the verb cost; what can be computed
// must fit.
func overEnvelope(p *Pass) {
	settings := cost.SettingsOf(p.Plan)
	if len(settings.Envelope) == 0 {
		return
	}
	book := comp.Read(p.Plan)
	for _, year := range sortedYears(settings) {
		result, err := cost.Compute(p.Plan, book, year)
		if err != nil {
			return // without a calendar, which is a finding elsewhere
		}
		for _, f := range result.Findings {
			if f.Code == diag.OverEnvelope {
				p.report(f)
			}
		}
	}
}

// overEnvelopeReach: what a year costs is summed over everybody.
func overEnvelopeReach() reach.Reach {
	return reach.Reach{All: func(settings *record.Record) bool {
		_, stated := settings.Node.At("cost.envelope")
		return stated
	}}
}

// sortedYears returns the years that have an envelope, in order.
func sortedYears(s cost.Settings) []period.Period {
	return slices.SortedFunc(maps.Keys(s.Envelope), period.Period.Compare)
}
