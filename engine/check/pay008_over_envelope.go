package check

import (
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// overEnvelope reports fiscal years that cost more than the plan allows. What
// keeps pay from being computed is told by the verb cost; what can be computed
// must fit.
func overEnvelope(p *Pass) {
	for _, f := range cost.OverEnvelope(p.Plan, p.logic().Book()) {
		p.report(f)
	}
}

// overEnvelopeReach: what a year costs is summed over everybody.
func overEnvelopeReach() reach.Reach {
	return reach.Reach{All: func(settings *record.Record) bool {
		_, stated := settings.Node.At("cost.envelope")
		return stated
	}}
}
