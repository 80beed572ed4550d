package gate

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/metric"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// The ratios that a change may move.
const (
	quotaToPay       = "quota_to_pay"       // quotas of a seat / base salary and incentive pay at 100 %
	quotaToIncentive = "quota_to_incentive" // quotas of a seat / incentive pay at 100 %
	balance          = "balance"            // quotas of a territory / the mean of those beside it
)

// ratioKey tells ratios of a plan apart.
type ratioKey struct {
	node           addr.Addr
	measure, ratio string
}

// ratios are the ratios of the first fiscal year that differ, in order of node,
// measure and name. Those of pay are told of nobody, unless unmasked: with a
// known quota a ratio is somebody's pay.
func (l *lists) ratios() []item {
	was, is := ratiosOf(l.in.Base), ratiosOf(l.in.Merged)
	var keys []ratioKey
	for key := range is {
		keys = append(keys, key)
	}
	for key := range was {
		if _, both := is[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b ratioKey) int {
		if c := a.node.Compare(b.node); c != 0 {
			return c
		}
		return compareTexts(a.measure, b.measure, a.ratio, b.ratio)
	})
	var all []item
	for _, key := range keys {
		before, after := textOf(was, key), textOf(is, key)
		if before == after {
			continue
		}
		one := item{address: key.node.String(), content: hash(key.node.String(), key.measure, key.ratio, after)}
		if key.ratio != balance {
			one.secret, one.hidden, one.content = true, !l.in.Unmasked, l.whole()
		}
		one.node = jsonNode("", map[string]any{
			"address": one.address, "measure": key.measure, "ratio": key.ratio, "before": orNull(before), "after": orNull(after),
		})
		if !one.hidden {
			l.place(&one, one.address)
		}
		all = append(all, one)
	}
	return all
}

func compareTexts(a, b, c, d string) int {
	switch {
	case a != b && a < b, a == b && c < d:
		return -1
	case a == b && c == d:
		return 0
	}
	return 1
}

// textOf writes a ratio, "" for none.
func textOf(all map[ratioKey]money.Ratio, key ratioKey) string {
	ratio, ok := all[key]
	if !ok {
		return ""
	}
	rounded, err := ratio.Round(digitsOfRatio, money.HalfUp)
	if err != nil {
		return ""
	}
	return rounded.String()
}

// digitsOfRatio are the digits after the point of a ratio, rounded half up.
const digitsOfRatio = 6

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// ratiosOf works the ratios of a plan out; none for a plan without a year.
func ratiosOf(p *plan.Plan) map[ratioKey]money.Ratio {
	all := map[ratioKey]money.Ratio{}
	year, err := cost.YearOf(p, period.Period{})
	if err != nil {
		return all
	}
	if seats, err := metric.Compute(p, year, plan.PositionKind); err == nil {
		leads := reports(p)
		for _, line := range seats.Lines {
			if line.Node.Addr.Collection != plan.PositionKind || leads[line.Node.Addr.ID] > 0 {
				continue // the whole plan, or a team
			}
			if line.QuotaToPay != nil {
				all[ratioKey{line.Node.Addr, line.Measure, quotaToPay}] = *line.QuotaToPay
			}
			if line.QuotaToTarget != nil {
				all[ratioKey{line.Node.Addr, line.Measure, quotaToIncentive}] = *line.QuotaToTarget
			}
		}
	}
	if territories, err := metric.Compute(p, year, plan.TerritoryKind); err == nil {
		balances(p, territories.Lines, all)
	}
	return all
}

// balances notes how the quotas of territories beside each other compare with
// their mean. A territory alone has nothing to be compared with.
func balances(p *plan.Plan, lines []metric.Line, all map[ratioKey]money.Ratio) {
	type family struct{ parent, measure string }
	parents := map[addr.Addr]string{}
	for i := range p.Territories {
		parents[p.Territories[i].Addr] = p.Territories[i].Parent
	}
	sums, counts := map[family]money.Ratio{}, map[family]int64{}
	for _, line := range lines {
		if line.Quota != nil && parents[line.Node.Addr] != "" {
			key := family{parents[line.Node.Addr], line.Measure}
			sums[key], counts[key] = sums[key].Add(*line.Quota), counts[key]+1
		}
	}
	for _, line := range lines {
		key := family{parents[line.Node.Addr], line.Measure}
		if line.Quota == nil || key.parent == "" || counts[key] < 2 {
			continue
		}
		if mean, err := sums[key].Quo(money.FromInt(counts[key])); err == nil {
			if index, err := line.Quota.Quo(mean); err == nil {
				all[ratioKey{line.Node.Addr, line.Measure, balance}] = index
			}
		}
	}
}
