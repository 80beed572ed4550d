package cost_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// pull is a simulated pull request, with what each person's salary gains by it; a
// leaver loses it.
type pull struct {
	after staff
	delta []int
}

// randomPull hires, lets go and raises people.
func randomPull(r *rand.Rand, before staff) pull {
	p := pull{after: before.clone()}
	changes := 1 + r.IntN(smallestGroup)
	if r.IntN(3) == 0 {
		changes += 10
	}
	for range changes {
		i := r.IntN(len(p.after.role))
		switch r.IntN(3 + changes*changes/8) {
		case 0: // hire
			salary := 40_000 + r.IntN(90_000)
			p.after.role, p.after.manager = append(p.after.role, before.role[i]), append(p.after.manager, 0)
			p.after.territory, p.after.salary = append(p.after.territory, before.territory[i]), append(p.after.salary, salary)
			p.delta = append(p.delta, salary)
			return p // places of later people would move
		case 1: // leave, of the last
			last := len(p.after.role) - 1
			if p.after.salary[last] != before.salary[last] {
				continue
			}
			p.delta = append(p.delta, -p.after.salary[last])
			p.after.role, p.after.manager = p.after.role[:last], p.after.manager[:last]
			p.after.territory, p.after.salary = p.after.territory[:last], p.after.salary[:last]
			return p
		default:
			if p.after.salary[i] != before.salary[i] {
				continue
			}
			raise := 500 + r.IntN(12_000)
			p.after.salary[i] += raise
			p.delta = append(p.delta, raise)
		}
	}
	return p
}

// rises reports whether everybody gains.
func (p pull) rises() bool { return !slices.ContainsFunc(p.delta, func(d int) bool { return d < 0 }) }

func (s staff) clone() staff {
	c := s
	c.role, c.manager = append([]int(nil), s.role...), append([]int(nil), s.manager...)
	c.territory, c.salary = append([]int(nil), s.territory...), append([]int(nil), s.salary...)
	return c
}

// TestA29PullRequestsGiveAwayNobodysPay simulates pull requests on a plan of sixty
// people. An attacker knows who changed and reads the cost that a masked review
// shows. Where fewer than a group changed he must learn no amount at all; where
// more gain, and nobody loses, the sum may not be within a tenth of one gain. (Gains
// and losses may meet a gain by chance, which nobody can know.)
func TestA29PullRequestsGiveAwayNobodysPay(t *testing.T) {
	pulls := 150
	if text := os.Getenv("SALESPLAN_PULLS"); text != "" {
		var err error
		if pulls, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	var few, many, told int
	r := rand.New(rand.NewPCG(29, 1))
	var before staff
	var planBefore *plan.Plan
	for n := range pulls {
		if n%100 == 0 {
			before = randomStaff(r, 60)
			planBefore = before.plan(t)
		}
		p := randomPull(r, before)
		planAfter := p.after.plan(t)
		d, ok := cost.Between(planBefore, planAfter, year, anything)
		if !ok {
			t.Fatal("there is no cost")
		}
		if d.Spread.People != len(p.delta) {
			t.Fatalf("pull %d: the cost of %d people changes, the test counts %d", n, d.Spread.People, len(p.delta))
		}
		seen := shownAmounts(&d)
		if len(p.delta) >= smallestGroup {
			many++
			if len(seen) > 0 {
				told++
			}
			if d.Spread.Anonymous(d.SmallestGroup) && p.rises() {
				for _, own := range gains(t, planBefore, planAfter) {
					if within(seen[0], own) {
						t.Fatalf("pull %d of %v shows %s, which is as good as %s", n, p.delta, seen[0], own)
					}
				}
			}
			continue
		}
		few++
		if len(seen) > 0 {
			t.Fatalf("pull %d of %d people shows %v", n, len(p.delta), seen)
		}
	}
	t.Logf("%d changed fewer than %d people; of %d others %d show amounts", few, smallestGroup, many, told)
	if few < pulls/4 || many < pulls/20 || told == 0 {
		t.Error("the simulation has not enough of each kind")
	}
}

// shownAmounts returns the amounts of a difference that a masked review shows.
func shownAmounts(d *cost.Difference) []money.Decimal {
	var seen []money.Decimal
	if d.Spread.Anonymous(d.SmallestGroup) {
		for level := range d.Before {
			delta, err := d.After[level].Sub(d.Before[level])
			if err != nil {
				panic(fmt.Sprint("a difference is too large: ", err))
			}
			seen = append(seen, delta)
		}
	}
	for i, shown := range d.ShownCauses() {
		if shown {
			seen = append(seen, d.Causes[i].Delta...)
		}
	}
	return seen
}

// gains returns what each position costs more after than before.
func gains(t *testing.T, before, after *plan.Plan) []money.Decimal {
	costs := map[string]money.Decimal{}
	for _, row := range compute(t, before).Sums(before, cost.Position, true)[1:] {
		costs[row.Node] = row.Cost(0)
	}
	var all []money.Decimal
	for _, row := range compute(t, after).Sums(after, cost.Position, true)[1:] {
		gain, err := row.Cost(0).Sub(costs[row.Node])
		if err != nil {
			t.Fatal(err)
		}
		if gain.Sign() != 0 {
			all = append(all, gain)
		}
	}
	return all
}

// within reports whether an amount is a tenth or less off what one person gains.
func within(amount, own money.Decimal) bool {
	gain := money.FromDecimal(own)
	off := money.FromDecimal(amount).Sub(gain)
	if off.Sign() < 0 {
		off = off.Neg()
	}
	if gain.Sign() < 0 {
		gain = gain.Neg()
	}
	return off.Mul(money.FromInt(10)).Cmp(gain) <= 0
}
