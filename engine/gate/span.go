package gate

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// spans are the managers whose number of direct reports differs.
func spans(before, after *plan.Plan) []item {
	was, is := reports(before), reports(after)
	managers := map[string]bool{}
	for id := range was {
		managers[id] = true
	}
	for id := range is {
		managers[id] = true
	}
	var all []item
	for _, id := range sortedKeys(managers) {
		if was[id] == is[id] {
			continue
		}
		one := item{address: addr.New(plan.PositionKind, id).String(), content: strconv.Itoa(is[id])}
		one.node = syntax.Node{Kind: syntax.Map, Children: []syntax.Node{
			scalar("address", syntax.String, one.address),
			scalar("before", syntax.Int, strconv.Itoa(was[id])), scalar("after", syntax.Int, strconv.Itoa(is[id])),
		}}
		all = append(all, one)
	}
	return all
}

// reports counts the positions that report to each.
func reports(p *plan.Plan) map[string]int {
	count := map[string]int{}
	for _, position := range p.Positions {
		if position.Manager != "" {
			count[position.Manager]++
		}
	}
	return count
}
