package allocate

import (
	"errors"
	"math"

	"github.com/salesplan/salesplan/engine/money"
)

// Errors of sharing out. They name no row; who asks knows whose they are.
var (
	// errNoWeight: something is left, and every weight of those that may take it
	// is zero.
	errNoWeight = errors.New("every weight is zero")
	// errTooLow: the rows take at least more than there is.
	errTooLow = errors.New("the least that the rows take is more than there is")
	// errTooHigh: the rows take at most less than there is.
	errTooHigh = errors.New("the most that the rows take is less than there is")
)

// unlimited is an upper bound that holds for every amount.
const unlimited = math.MaxInt64 / 4

// share is one row among those that share a figure. Amounts are whole numbers of
// the smallest unit.
type share struct {
	weight      money.Decimal
	least, most int64
	// due is by how much the row got less than its exact share so far, in steps
	// with three digits; negative: more.
	due  money.Decimal
	part int64 // the result
}

// fixed reports whether the row takes one amount, whatever the others do.
func (s *share) fixed() bool { return s.least == s.most }

// split shares total out among rows in proportion to their weights, in multiples
// of step, so that parts sum to total and lie within the bounds of their rows.
// Rows that would leave their bounds get the bound, and the others share the
// rest: first those of the side on which more is missing, as often as it takes.
// What is less than a step goes to the largest part.
func split(total, step int64, rows []share) error {
	var least, most int64
	for i := range rows {
		least, most = capped(least+rows[i].least), capped(most+rows[i].most)
	}
	switch {
	case least > total:
		return errTooLow
	case most < total:
		return errTooHigh
	}
	free := make([]*share, 0, len(rows))
	for i := range rows {
		if row := &rows[i]; row.fixed() {
			row.part = row.least
			total -= row.part
		} else {
			free = append(free, row)
		}
	}
	for {
		if err := proportional(total, step, free); err != nil {
			return err
		}
		rest, taken := settle(free)
		if taken == 0 && len(rest) == len(free) {
			return nil
		}
		free, total = rest, total-taken
	}
}

// settle takes out the rows that are beyond their bounds on the side on which
// more is missing, and returns the others, and what those taken out have got.
func settle(rows []*share) (free []*share, taken int64) {
	var over, under int64
	for _, row := range rows {
		over += max(0, row.part-row.most)
		under += max(0, row.least-row.part)
	}
	if over == 0 && under == 0 {
		return rows, 0
	}
	for _, row := range rows {
		switch {
		case over >= under && row.part > row.most:
			row.part = row.most
		case over < under && row.part < row.least:
			row.part = row.least
		default:
			free = append(free, row)
			continue
		}
		taken += row.part
	}
	return free, taken
}

// proportional shares total out by weights alone.
func proportional(total, step int64, rows []*share) error {
	for _, row := range rows {
		row.part = 0
	}
	switch {
	case total < 0:
		return errTooLow
	case total == 0:
		return nil
	}
	weights, err := dueWeights(total/step, rows)
	if err != nil {
		return err
	}
	parts, err := money.Allocate(whole(total/step), weights, 0)
	if errors.Is(err, money.ErrWeights) {
		return errNoWeight
	}
	if err != nil {
		return err
	}
	for i, row := range rows {
		steps, err := parts[i].Units(0)
		if err != nil {
			return err
		}
		row.part = steps * step
	}
	giveRest(total%step, rows)
	return nil
}

// giveRest gives what is less than a step to the largest part that can take it.
func giveRest(rest int64, rows []*share) {
	if rest == 0 {
		return
	}
	var largest *share
	for _, row := range rows {
		if row.weight.Sign() > 0 && row.part+rest <= row.most && (largest == nil || row.part > largest.part) {
			largest = row
		}
	}
	if largest == nil {
		largest = rows[0] // it is then beyond its bound, and settled
	}
	largest.part += rest
}

// dueWeights returns the weights of rows: their own ones, or, where roundings of
// earlier periods are to be made good, what is due to each.
func dueWeights(steps int64, rows []*share) ([]money.Decimal, error) {
	weights, settled := make([]money.Decimal, len(rows)), true
	for i, row := range rows {
		weights[i] = row.weight
		settled = settled && row.due.Sign() == 0
	}
	if settled {
		return weights, nil
	}
	exact, err := exactShares(steps, rows)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		due, err := exact[i].Add(row.due)
		if err != nil {
			return nil, err
		}
		if due.Sign() < 0 || row.weight.Sign() == 0 {
			due = money.Decimal{}
		}
		weights[i] = due
	}
	return weights, nil
}

// dueDigits is how exactly roundings are remembered from period to period.
const dueDigits = 3

// exactShares returns what each row would get of so many steps if they could be
// cut.
func exactShares(steps int64, rows []*share) ([]money.Decimal, error) {
	var sum money.Ratio
	for _, row := range rows {
		sum = sum.Add(money.FromDecimal(row.weight))
	}
	each, err := money.FromInt(steps).Quo(sum)
	if err != nil {
		return nil, errNoWeight
	}
	exact := make([]money.Decimal, len(rows))
	for i, row := range rows {
		if exact[i], err = each.Mul(money.FromDecimal(row.weight)).Round(dueDigits, money.HalfEven); err != nil {
			return nil, err
		}
	}
	return exact, nil
}

// remember notes by how much free rows got less or more than their exact shares,
// so that the next period makes it good.
func remember(step int64, rows []share) error {
	var free []*share
	var total int64
	for i := range rows {
		if row := &rows[i]; row.part < row.most && (row.part > row.least || row.least == 0) {
			free = append(free, row)
			total += row.part / step
		}
	}
	if len(free) < 2 || total == 0 {
		return nil
	}
	exact, err := exactShares(total, free)
	if err != nil {
		return err
	}
	for i, row := range free {
		due, err := exact[i].Sub(whole(row.part / step))
		if err != nil {
			return err
		}
		if row.due, err = row.due.Add(due); err != nil {
			return err
		}
	}
	return nil
}

// capped keeps a sum of bounds from running over.
func capped(n int64) int64 { return min(n, unlimited) }
