package allocate

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Names of the collections.
const (
	Kind       = "allocation"
	WeightKind = "weight"
)

// Method is how quotas come about.
type Method string

// The methods.
const (
	TopDown   Method = "top_down"
	BottomUp  Method = "bottom_up"
	Reconcile Method = "reconcile"
)

// Allocation is what a plan says about setting quotas below one node.
type Allocation struct {
	Addr       addr.Addr
	Method     Method
	Measure    string // id
	Root       addr.Addr
	Year       period.Period
	Periods    []period.Period // those that quotas are for, in order
	Levels     int             // 0: all
	Currency   money.Currency  // zero for counts
	Total      *money.Decimal  // nil: what the root's quotas sum to
	Weights    []WeightUse
	Baseline   string // name of weights
	Growth     money.Decimal
	Relief     money.Decimal
	Compounded bool
	// Factors are what the quotas of each level sum to, over those of the level
	// above; the level below the root first.
	Factors     []money.Ratio
	Seasonality []money.Decimal // per cent, by period; nil if not stated
	Min, Max    *money.Decimal  // of a year
	Step        money.Decimal
	Rounding    money.Rounding

	record *record.Record
}

// WeightUse is one part of a blend of weights.
type WeightUse struct {
	By    string // even, listed, accounts, potential
	Share money.Decimal
	Name  string // of listed weights
	Among string // siblings, lowest: of even weights
}

// place returns where a field stands, or where the allocation begins.
func (a *Allocation) place(field string) source.Place { return a.record.PlaceOf(field) }

// factor returns what the quotas of a level sum to, over those of the level
// above; the level below the root is 1.
func (a *Allocation) factor(level int) money.Ratio {
	if level > len(a.Factors) {
		return money.FromInt(1)
	}
	return a.Factors[level-1]
}

// Read returns the sound allocations of a plan in order of id.
func Read(p *plan.Plan) []*Allocation {
	var all []*Allocation
	from, to := p.Records.Collection(Kind)
	for i := from; i < to; i++ {
		if r := p.Records.Record(i); !p.Broken[r.Addr] {
			all = append(all, readAllocation(p, r))
		}
	}
	return all
}

// readAllocation reads a typed record. The schema has checked every form.
func readAllocation(p *plan.Plan, r *record.Record) *Allocation {
	n := &r.Node
	a := &Allocation{
		Addr: r.Addr, Method: Method(n.TextOf("method")), Measure: n.TextOf("measure"), Root: addr.New(plan.TerritoryKind, n.TextOf("territory")),
		Total: optional(n, "total"), Baseline: n.TextOf("baseline"), Growth: decimal(n, "growth"), Relief: decimal(n, "attrition_relief"),
		Compounded: n.TextOf("combine") == "compounded", Min: optional(n, "min"), Max: optional(n, "max"), Seasonality: decimals(n, "seasonality"),
		record: r,
	}
	if position := n.TextOf("position"); position != "" {
		a.Root = addr.New(plan.PositionKind, position)
	}
	a.Year, _ = period.Parse(n.TextOf("year"))
	a.Periods = periodsOf(a.Year, n.TextOf("grain"))
	a.Levels, _ = strconv.Atoi(n.TextOf("levels")) // 0 where it is not stated
	a.Rounding, _ = money.ParseRounding(n.TextOf("rounding"))
	a.readUnit(p, n)
	if uses, ok := n.Field("weights"); ok {
		for i := range uses.Children {
			use := &uses.Children[i]
			a.Weights = append(a.Weights, WeightUse{By: use.TextOf("by"), Share: decimal(use, "share"), Name: use.TextOf("name"), Among: use.TextOf("among")})
		}
	}
	if over, ok := n.Field("over_assignment"); ok {
		for _, level := range decimals(over, "levels") {
			a.Factors = append(a.Factors, factorOf(over.TextOf("form"), level))
		}
	}
	return a
}

// readUnit finds the currency of the allocation and the step of its quotas.
func (a *Allocation) readUnit(p *plan.Plan, n *syntax.Node) {
	a.Step = whole(1)
	measure, known := p.Find(addr.New(plan.MeasureKind, a.Measure))
	if known && measure.Node.TextOf("unit") == "money" {
		a.Currency = p.Choices.Currency
		if stated, err := money.ParseCurrency(n.TextOf("currency")); err == nil {
			a.Currency = stated
		}
		if coin, err := money.New(1, a.Currency.MinorUnits()); err == nil {
			a.Step = coin
		}
	}
	if step := optional(n, "step"); step != nil {
		a.Step = *step
	}
}

// factorOf returns ΣQ / T for an over-assignment in one of its forms. A discount
// of 1 or more has none: it is 0, which [Check] reports.
func factorOf(form string, figure money.Decimal) money.Ratio {
	exact, one := money.FromDecimal(figure), money.FromInt(1)
	switch form {
	case "uplift":
		return one.Add(exact)
	case "discount":
		rest := one.Sub(exact)
		if rest.Sign() <= 0 {
			return money.Ratio{}
		}
		factor, _ := one.Quo(rest) // the rest is above zero
		return factor
	}
	return exact
}

// periodsOf returns the periods of a year that are of the kind of that name.
func periodsOf(year period.Period, grain string) []period.Period {
	for _, kind := range []period.Kind{period.Half, period.Quarter, period.Month} {
		if kind.String() == grain {
			return year.Parts(kind)
		}
	}
	return []period.Period{year}
}

func decimal(n *syntax.Node, field string) money.Decimal {
	d, _ := money.ParseDecimal(n.TextOf(field))
	return d
}

// optional returns nil where the field is not stated.
func optional(n *syntax.Node, field string) *money.Decimal {
	if n.TextOf(field) == "" {
		return nil
	}
	d := decimal(n, field)
	return &d
}

func decimals(n *syntax.Node, field string) []money.Decimal {
	list, ok := n.Field(field)
	if !ok {
		return nil
	}
	numbers := make([]money.Decimal, len(list.Children))
	for i := range list.Children {
		numbers[i], _ = money.ParseDecimal(list.Children[i].Text)
	}
	return numbers
}

func whole(n int64) money.Decimal {
	d, _ := money.New(n, 0)
	return d
}
