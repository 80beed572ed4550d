package allocate

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// weigh returns the weight of every node among its siblings. A single kind of
// weight is taken as it is; in a blend each kind is first made a share of the
// siblings' sum, and the blend is rounded to 9 digits, half to even.
func weigh(p *plan.Plan, a *Allocation, nodes []node) ([]money.Decimal, error) {
	if len(a.Weights) == 1 {
		return weightsOf(p, &a.Weights[0], nodes)
	}
	blend := make([]money.Ratio, len(nodes))
	for i := range a.Weights {
		use := &a.Weights[i]
		weights, err := weightsOf(p, use, nodes)
		if err != nil {
			return nil, err
		}
		for at := range nodes {
			mix(blend, nodes[at].first, nodes[at].end, weights, use.Share)
		}
	}
	rounded := make([]money.Decimal, len(nodes))
	for i := range blend {
		var err error
		if rounded[i], err = blend[i].Round(money.MaxScale, money.HalfEven); err != nil {
			return nil, err
		}
	}
	return rounded, nil
}

// mix adds what one kind of weight gives the siblings from first to end to the
// blend. A kind that is zero for all of them gives nothing, and the others
// decide.
func mix(blend []money.Ratio, first, end int, weights []money.Decimal, share money.Decimal) {
	var sum money.Ratio
	for i := first; i < end; i++ {
		sum = sum.Add(money.FromDecimal(weights[i]))
	}
	each, err := money.FromDecimal(share).Quo(sum)
	if err != nil {
		return
	}
	for i := first; i < end; i++ {
		blend[i] = blend[i].Add(each.Mul(money.FromDecimal(weights[i])))
	}
}

// weightsOf returns the weights of one kind. A node that states none has the sum
// of those below it.
func weightsOf(p *plan.Plan, use *WeightUse, nodes []node) ([]money.Decimal, error) {
	if use.By == "even" && use.Among == "siblings" {
		weights := make([]money.Decimal, len(nodes))
		for i := range weights {
			weights[i] = whole(1)
		}
		return weights, nil
	}
	var own map[string]money.Decimal
	switch use.By {
	case "listed":
		own = listed(p, use.Name, nodes[0].addr.Collection)
	case "accounts", "potential":
		own = ofAccounts(p, use.By == "potential", nodes[0].addr.Collection)
	}
	return gather(nodes, func(n *node, below money.Decimal) (money.Decimal, error) {
		stated, ok := own[n.addr.ID]
		switch {
		case use.By == "even" && n.lowest():
			return whole(1), nil
		case use.By == "listed" && ok:
			return stated, nil
		}
		return below.Add(stated)
	})
}

// gather works a figure out for every node from the sum of those below it.
func gather(nodes []node, figure func(n *node, below money.Decimal) (money.Decimal, error)) ([]money.Decimal, error) {
	figures := make([]money.Decimal, len(nodes))
	for i := len(nodes) - 1; i >= 0; i-- { // nodes stand behind their parents
		n := &nodes[i]
		var err error
		if figures[i], err = figure(n, figures[i]); err != nil {
			return nil, err
		}
		if n.parent < 0 {
			continue
		}
		if figures[n.parent], err = figures[n.parent].Add(figures[i]); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// listed returns the values of a name in the collection weight.
func listed(p *plan.Plan, name, collection string) map[string]money.Decimal {
	values := map[string]money.Decimal{}
	from, to := p.Records.Collection(WeightKind)
	for i := from; i < to; i++ {
		if p.Records.Text(i, "name") != name || p.Broken[p.Records.Addr(i)] {
			continue
		}
		if holder := p.Records.Text(i, collection); holder != "" {
			values[holder], _ = money.ParseDecimal(p.Records.Text(i, "value"))
		}
	}
	return values
}

// ofAccounts counts the accounts that territories name, or that positions own,
// or sums up their potential.
func ofAccounts(p *plan.Plan, potential bool, collection string) map[string]money.Decimal {
	sums := map[string]money.Decimal{}
	add := func(holder, account string) {
		worth := whole(1)
		if potential {
			worth = potentialOf(p, account)
		}
		if sum, err := sums[holder].Add(worth); err == nil {
			sums[holder] = sum
		}
	}
	if collection == plan.PositionKind {
		for i := range p.Assignments {
			if as := &p.Assignments[i]; as.Account != "" && as.Coverage == plan.Owner {
				add(as.Position, as.Account)
			}
		}
		return sums
	}
	for i := range p.Territories {
		for _, named := range p.Territories[i].NamedAccounts {
			add(p.Territories[i].ID(), named.Account)
		}
	}
	return sums
}

// potentialOf returns the yearly potential of an account, 0 if it states none.
func potentialOf(p *plan.Plan, account string) money.Decimal {
	i, ok := p.Records.Find(addr.New(plan.AccountKind, account))
	if !ok {
		return money.Decimal{}
	}
	d, _ := money.ParseDecimal(p.Records.Text(i, "potential"))
	return d
}
