package check

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// examplesDiffer reports examples of comp plans that the engine computes
// otherwise, or not at all.
func examplesDiffer(p *Pass) {
	book := p.logic().Book()
	for i := range book.Plans {
		c := &book.Plans[i]
		for j := range c.Examples {
			e := &c.Examples[j]
			result := payout.Example(p.Plan, c, e)
			for _, d := range result.Differences {
				p.report(diag.New(diag.ExampleDiffers, c.Addr, d.Origin.PlaceOf(d.Field), "example %s of %s says that %s is %s, but by the rules of the plan it is %s",
					e.ID, c.Addr, d.Field, d.Want, d.Got).At(d.Origin.At(d.Field)))
			}
			for _, why := range result.Obstacles {
				p.report(diag.New(diag.ExampleDiffers, c.Addr, e.Place(), "example %s of %s cannot be computed: %s", e.ID, c.Addr, why.Message).
					At(e.Path).With(why.Place, "%s", why.Code.Info().Slug))
			}
		}
	}
}

func examplesDifferReach() reach.Reach { return reach.Reach{Whole: []string{plan.MeasureKind}} }
