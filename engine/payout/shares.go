package payout

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/source"
)

// shares adds up the shares of deals until they are whole. The rows of a deal
// mostly follow each other, and then nothing is remembered of it.
type shares struct {
	current dealKey
	sum     shareSum
	open    map[dealKey]shareSum
}

// dealKey names what is shared out: a deal and what it counts for.
type dealKey struct{ deal, measure string }

// shareSum is the sum of some shares of a deal, and where the first is written.
type shareSum struct {
	total  money.Ratio
	first  source.Place
	amount money.Decimal // of the whole deal, as the first row says
}

// add adds the share of a row. agrees is false where it states another amount of
// the deal than the first row.
func (s *shares) add(c *credit.Credit) (amount money.Decimal, agrees bool) {
	if s.current.deal != c.ID || s.current.measure != c.Measure {
		s.put()
		s.current = dealKey{c.ID, c.Measure}
		if before, ok := s.open[s.current]; ok {
			s.sum = before
			delete(s.open, s.current)
		} else {
			s.sum = shareSum{first: c.Place(), amount: c.Amount}
		}
	}
	amount = s.sum.amount
	s.sum.total = s.sum.total.Add(money.FromDecimal(c.Share))
	if s.sum.total.Cmp(one) == 0 {
		s.current, s.sum = dealKey{}, shareSum{}
	}
	return amount, amount == c.Amount
}

// put remembers the deal at hand.
func (s *shares) put() {
	if s.sum.total.Sign() == 0 {
		return
	}
	if s.open == nil {
		s.open = map[dealKey]shareSum{}
	}
	s.open[s.current] = s.sum
}

// findings tells of deals whose shares do not sum to 1.
func (s *shares) findings() diag.List {
	s.put()
	var found diag.List
	compare := func(a, b dealKey) int {
		return cmp.Or(strings.Compare(a.deal, b.deal), strings.Compare(a.measure, b.measure))
	}
	for _, key := range sortedKeys(s.open, compare) {
		sum := s.open[key]
		message := fmt.Sprintf("the shares of deal %s for %s sum to %s, not to 1", key.deal, key.measure, sum.total)
		found = append(found, diag.New(diag.SharesNotOne, addr.Addr{}, sum.first, "%s", message))
	}
	return found
}
