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

// pull is a simulated pull request: what it does to the cost of each person at
// 100 % attainment, in the plan currency; burden is none.
type pull struct {
	after staff
	delta []int64
}

// targetIncentive is that of everybody in [staff].
const targetIncentive = 40_000

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
			p.delta = append(p.delta, int64(salary+targetIncentive))
			return p // places of later people would move
		case 1: // leave, of the last
			last := len(p.after.role) - 1
			if p.after.salary[last] != before.salary[last] {
				continue
			}
			p.delta = append(p.delta, -int64(p.after.salary[last]+targetIncentive))
			p.after.role, p.after.manager = p.after.role[:last], p.after.manager[:last]
			p.after.territory, p.after.salary = p.after.territory[:last], p.after.salary[:last]
			return p
		default:
			if p.after.salary[i] != before.salary[i] {
				continue
			}
			raise := 500 + r.IntN(12_000)
			p.after.salary[i] += raise
			p.delta = append(p.delta, int64(raise))
		}
	}
	return p
}

// rises reports whether everybody gains.
func (p pull) rises() bool { return !slices.ContainsFunc(p.delta, func(d int64) bool { return d < 0 }) }

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
		d, ok := cost.Between(planBefore, p.after.plan(t), year)
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
			for _, own := range p.delta {
				if d.Spread.Hides(d.SmallestGroup) && p.rises() && within(seen[0], own) {
					t.Fatalf("pull %d of %v shows %s, which is as good as %d", n, p.delta, seen[0], own)
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
	if d.Spread.Hides(d.SmallestGroup) {
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

// within reports whether an amount is a tenth or less off what one person gains.
func within(amount money.Decimal, own int64) bool {
	gain := money.FromInt(own)
	off := money.FromDecimal(amount).Sub(gain)
	if off.Sign() < 0 {
		off = off.Neg()
	}
	if gain.Sign() < 0 {
		gain = gain.Neg()
	}
	return off.Mul(money.FromInt(10)).Cmp(gain) <= 0
}
