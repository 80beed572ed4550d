package cost

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Settings say what the cost of pay is worked out for.
type Settings struct {
	Attainments   []money.Decimal
	Distribution  []Share // empty if none is stated
	Burden        money.Decimal
	Envelope      map[period.Period]money.Decimal // by fiscal year
	EnvelopeAt    money.Decimal
	CostOfSales   *Ratio
	SmallestGroup int // pay is shown for groups of at least so many people
}

// Share says that a share of the people attains so much.
type Share struct{ Attainment, Share money.Decimal }

// Ratio is cost as a share of what is sold.
type Ratio struct {
	Roles   []string // whose cost counts; empty: everybody on a comp plan
	Of      string   // bookings, revenue
	Measure string   // "" where amounts are stated
	Amount  map[period.Period]money.Decimal
}

// usualGroup is the smallest group of a plan that states none.
const usualGroup = 5

// SettingsOf reads the settings of a plan, with the usual ones where it states
// none.
func SettingsOf(p *plan.Plan) Settings {
	s := Settings{EnvelopeAt: percent(100), SmallestGroup: usualGroup}
	r, ok := p.Find(plan.SettingsAddr)
	if ok && !p.Broken[plan.SettingsAddr] {
		if stated, ok := r.Node.Field("cost"); ok {
			s.read(stated)
		}
	}
	if len(s.Attainments) == 0 {
		s.Attainments = []money.Decimal{percent(80), percent(100), percent(120)}
	}
	return s
}

func (s *Settings) read(n *syntax.Node) {
	if list, ok := n.Field("attainments"); ok {
		for i := range list.Children {
			s.Attainments = append(s.Attainments, number(&list.Children[i]))
		}
	}
	if list, ok := n.Field("distribution"); ok {
		for i := range list.Children {
			one := &list.Children[i]
			s.Distribution = append(s.Distribution, Share{Attainment: numberOf(one, "attainment"), Share: numberOf(one, "share")})
		}
	}
	s.Burden, s.EnvelopeAt = numberOf(n, "burden"), numberOf(n, "envelope_at")
	s.Envelope = byYear(n, "envelope")
	s.SmallestGroup, _ = strconv.Atoi(n.TextOf("smallest_group"))
	if stated, ok := n.Field("cost_of_sales"); ok {
		s.CostOfSales = &Ratio{Of: stated.TextOf("of"), Measure: stated.TextOf("measure"), Amount: byYear(stated, "amount")}
		if roles, ok := stated.Field("roles"); ok {
			for i := range roles.Children {
				s.CostOfSales.Roles = append(s.CostOfSales.Roles, roles.Children[i].Text)
			}
		}
	}
}

func byYear(n *syntax.Node, field string) map[period.Period]money.Decimal {
	amounts := map[period.Period]money.Decimal{}
	if stated, ok := n.Field(field); ok {
		for i := range stated.Children {
			if year, err := period.Parse(stated.Children[i].Key); err == nil {
				amounts[year] = number(&stated.Children[i])
			}
		}
	}
	return amounts
}

// number reads a number that the schema has checked.
func number(n *syntax.Node) money.Decimal {
	d, _ := money.ParseDecimal(n.Text)
	return d
}

func numberOf(n *syntax.Node, field string) money.Decimal {
	d, _ := money.ParseDecimal(n.TextOf(field))
	return d
}

func percent(n int64) money.Decimal {
	d, _ := money.New(n, 2)
	return d
}
