package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
)

// TestRivals compares the index with a comparison of everything with
// everything, over random claims.
func TestRivals(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		claims := randomClaims(random)
		p := &Pass{facts: &facts{}}
		index := indexOf(claims)
		for i, c := range claims {
			var want []string
			for _, other := range claims[:i] {
				if other.territory != c.territory && clash(p, other, c) {
					want = append(want, other.territory.ID()+" "+other.rule.ID())
				}
			}
			want = slices.CompactFunc(want, func(a, b string) bool { return strings.Fields(a)[0] == strings.Fields(b)[0] })
			want = want[:min(len(want), mostRivals)]
			var got []string
			for _, rival := range index.rivals(p, c) {
				got = append(got, rival.territory.ID()+" "+rival.rule.ID())
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s with %v has the rivals %v, want %v", c.territory.ID(), c.term, got, want)
			}
		}
	}
}

// randomClaims returns claims over two fields, in order of territory; some
// territories have two.
func randomClaims(random *rand.Rand) []*claim {
	var claims []*claim
	for i := range 30 {
		territory := &plan.Territory{Origin: plan.Origin{Addr: addr.New(plan.TerritoryKind, fmt.Sprintf("t-%02d", i))}}
		for j := range 1 + random.IntN(2) {
			rule := &plan.AssignmentRule{Origin: plan.Origin{Addr: addr.New(plan.RuleKind, fmt.Sprintf("r-%02d-%d", i, j))}}
			one := term{{"a", randomValues(random, 4+random.IntN(10))}, {"b", randomValues(random, 6)}}
			claims = append(claims, &claim{territory: territory, rule: rule, term: one, order: len(claims)})
		}
	}
	return claims
}

func randomValues(random *rand.Rand, of int) []string {
	var values []string
	for range 1 + random.IntN(3) {
		values = append(values, fmt.Sprint(random.IntN(of)))
	}
	slices.Sort(values)
	return slices.Compact(values)
}
