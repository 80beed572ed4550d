package check

import (
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// mixNotWhole reports a mix of attainments whose shares do not sum to 1.
func mixNotWhole(p *Pass) {
	settings := cost.SettingsOf(p.Plan)
	if len(settings.Distribution) == 0 {
		return
	}
	var shares money.Sum
	for _, one := range settings.Distribution {
		shares.Add(one.Share)
	}
	one, _ := money.New(1, 0)
	if total, err := shares.Total(); err != nil || total != one {
		const field = "cost.distribution"
		p.report(diag.New(diag.MixNotWhole, plan.SettingsAddr, p.Plan.Choices.PlaceOf(field),
			"the shares of people in plan.cost.distribution sum to %s: they must sum to 1", total).At(field))
	}
}

func mixNotWholeReach() reach.Reach { return reach.Reach{} }
