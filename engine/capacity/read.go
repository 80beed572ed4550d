package capacity

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Names of the collections.
const (
	GoalKind     = "goal"
	EnvelopeKind = "envelope"
	Kind         = "capacity"
	HireKind     = "hire"
)

// Book is what a plan says about goals, envelopes, capacity and hiring, each in
// order of address. Broken records are left out.
type Book struct {
	Goals       []Goal
	Envelopes   []Envelope
	Assumptions []Assumption
	Hires       []Hire
	Findings    diag.List // amounts in a currency without a rate (CurrencyMix), which are then left out
}

// origin ties what was read to its record.
type origin struct {
	Addr   addr.Addr
	record *record.Record
}

// place returns where a field stands, or where the record begins.
func (o origin) place(field string) source.Place { return o.record.PlaceOf(field) }

// Goal is what a node is to achieve in a period.
type Goal struct {
	origin
	Node        addr.Addr // territory or position
	Measure     string
	Period      period.Period
	Amount      money.Ratio // of a money measure in the plan currency
	MinQuota    money.Ratio // share of the goal that quotas must cover
	MinCapacity money.Ratio
}

// Envelope are the limits of a node in a fiscal year; nil and 0 where there is
// none.
type Envelope struct {
	origin
	Node        addr.Addr
	Year        period.Period
	Cost        *CostLimit
	Headcount   *HeadcountLimit
	MaxSpan     int
	CostOfSales *CostOfSalesLimit
}

// Parts of cost.
const (
	salaryPart    = "base_salary"
	incentivePart = "incentive_pay"
	burdenPart    = "burden"
	hiringPart    = "hiring"
)

// Counted says what counts as cost.
type Counted struct {
	Attainment                        money.Decimal
	Salary, Incentive, Burden, Hiring bool
}

// CostLimit is the most that people may cost, in the plan currency.
type CostLimit struct {
	Max money.Decimal
	Counted
}

// HeadcountLimit is how many seats there may be; Filled counts only those that
// somebody holds.
type HeadcountLimit struct {
	Max    int
	Filled bool
}

// CostOfSalesLimit is the most that cost may be as a share of what is sold.
type CostOfSalesLimit struct {
	Max money.Decimal
	Counted
	Roles     []string // empty: everybody
	Of        string   // bookings, revenue
	Measure   string
	TakenFrom string // goal, quota, capacity
}

// Assumption is what seats of some roles achieve.
type Assumption struct {
	origin
	Roles       []string
	Territory   string // id; "" for everywhere
	Measure     string
	FromQuota   bool
	Amount      *money.Ratio // of a full year; of a money measure in the plan currency
	Ramp        string       // id; "" for that of holder or role
	Attainment  money.Ratio
	WhenRamping bool // the attainment also counts below full productivity
	Utilisation money.Ratio
	PartMonth   string // by_days, started, whole
	Vacant      bool   // vacant seats count
	Attrition   *Attrition
}

// Attrition is what is lost because people leave.
type Attrition struct {
	Rate     money.Ratio
	MonthEnd bool // a twelfth goes at each month's end; else the whole rate is always missing
	Refilled bool // after Vacancy days
	Vacancy  int
}

// Hire is a planned hire.
type Hire struct {
	origin
	Position  string // id of the vacant seat; "" for new seats
	Role      string // of new seats
	Count     int
	Territory string
	Manager   string
	From      period.Date
	Works     period.Date // the first day on which somebody is there
	Cost      money.Decimal
	Salary    *money.Ratio // of a full year in the plan currency
	Incentive *money.Ratio
}

// Read reads what a plan says.
func Read(p *plan.Plan) *Book {
	b := &Book{}
	r := reader{plan: p, book: b}
	from, to := p.Records.Collection(GoalKind)
	b.Goals = make([]Goal, 0, to-from)
	r.each(GoalKind, r.goal)
	r.each(EnvelopeKind, r.envelope)
	r.each(Kind, r.assumption)
	r.each(HireKind, r.hire)
	return b
}

// reader reads records that the schema has checked.
type reader struct {
	plan *plan.Plan
	book *Book
}

func (r reader) each(collection string, read func(origin, *syntax.Node)) {
	from, to := r.plan.Records.Collection(collection)
	for i := from; i < to; i++ {
		if one := r.plan.Records.Record(i); !r.plan.Broken[one.Addr] {
			read(origin{one.Addr, one}, &one.Node)
		}
	}
}

func (r reader) goal(o origin, n *syntax.Node) {
	g := Goal{origin: o, Node: nodeOf(n), Measure: n.TextOf("measure"), MinQuota: ratio(n, "min_quota_coverage"), MinCapacity: ratio(n, "min_capacity_coverage")}
	g.Period, _ = period.Parse(n.TextOf("period"))
	var ok bool
	if g.Amount, ok = r.inPlanCurrency(o, n, "amount", g.Measure); ok {
		r.book.Goals = append(r.book.Goals, g)
	}
}

// nodeOf returns the territory or position that a record is about.
func nodeOf(n *syntax.Node) addr.Addr {
	if position := n.TextOf("position"); position != "" {
		return addr.New(plan.PositionKind, position)
	}
	return addr.New(plan.TerritoryKind, n.TextOf("territory"))
}

// inPlanCurrency converts an amount of a measure at the rates of the plan; ""
// stands for an amount of money. ok is false if there is no rate.
func (r reader) inPlanCurrency(o origin, n *syntax.Node, field, measure string) (amount money.Ratio, ok bool) {
	amount = ratio(n, field)
	stated := n.TextOf("currency")
	if measure != "" && !r.isMoney(measure) || stated == "" || stated == r.plan.Choices.Currency.String() {
		return amount, true
	}
	currency, err := money.ParseCurrency(stated)
	if rate, known := r.plan.Choices.FXRates[currency]; err == nil && known {
		return amount.Mul(money.FromDecimal(rate)), true
	}
	r.book.Findings = append(r.book.Findings, diag.New(diag.CurrencyMix, o.Addr, o.place("currency"),
		"%s is in %s, for which plan.fx_rates has no rate: it is left out", o.Addr, stated).At("currency"))
	return amount, false
}

func (r reader) isMoney(measure string) bool {
	m, ok := r.plan.Find(addr.New(plan.MeasureKind, measure))
	return ok && m.Node.TextOf("unit") == "money"
}

func (r reader) envelope(o origin, n *syntax.Node) {
	e := Envelope{origin: o, Node: nodeOf(n), MaxSpan: number(n, "max_span")}
	e.Year, _ = period.Parse(n.TextOf("period"))
	if limit, ok := n.Field("cost"); ok {
		e.Cost = &CostLimit{Max: decimal(limit, "max"), Counted: countedOf(limit)}
	}
	if limit, ok := n.Field("headcount"); ok {
		e.Headcount = &HeadcountLimit{Max: number(limit, "max"), Filled: limit.TextOf("counts") == "filled"}
	}
	if limit, ok := n.Field("cost_of_sales"); ok {
		e.CostOfSales = &CostOfSalesLimit{
			Max: decimal(limit, "max"), Counted: countedOf(limit), Roles: texts(limit, "roles"), Of: limit.TextOf("of"),
			Measure: limit.TextOf("measure"), TakenFrom: limit.TextOf("taken_from"),
		}
	}
	r.book.Envelopes = append(r.book.Envelopes, e)
}

func countedOf(n *syntax.Node) Counted {
	c := Counted{Attainment: decimal(n, "attainment")}
	for _, part := range texts(n, "includes") {
		switch part {
		case salaryPart:
			c.Salary = true
		case incentivePart:
			c.Incentive = true
		case burdenPart:
			c.Burden = true
		case hiringPart:
			c.Hiring = true
		}
	}
	return c
}

func (r reader) assumption(o origin, n *syntax.Node) {
	a := Assumption{
		origin: o, Roles: texts(n, "roles"), Territory: n.TextOf("territory"), Measure: n.TextOf("measure"), FromQuota: n.TextOf("productivity") == "quota",
		Ramp: n.TextOf("ramp"), Attainment: ratio(n, "attainment"), WhenRamping: n.TextOf("attainment_when_ramping") == "applies",
		Utilisation: ratio(n, "utilisation"), PartMonth: n.TextOf("part_month"), Vacant: n.TextOf("vacant_seats") == "counted",
	}
	if _, stated := n.Field("amount"); stated {
		amount, ok := r.inPlanCurrency(o, n, "amount", a.Measure)
		if !ok {
			return
		}
		a.Amount = &amount
	}
	if loss, ok := n.Field("attrition"); ok {
		a.Attrition = &Attrition{Rate: ratio(loss, "rate"), MonthEnd: loss.TextOf("spread") == "month_end", Vacancy: number(loss, "vacancy_days")}
		_, a.Attrition.Refilled = loss.Field("vacancy_days")
	}
	r.book.Assumptions = append(r.book.Assumptions, a)
}

func (r reader) hire(o origin, n *syntax.Node) {
	h := Hire{
		origin: o, Position: n.TextOf("position"), Role: n.TextOf("role"), Count: number(n, "count"), Territory: n.TextOf("territory"),
		Manager: n.TextOf("manager"), Cost: decimal(n, "hiring_cost"),
	}
	var err error
	h.From, _ = period.ParseDate(n.TextOf("from"))
	if h.Works, err = h.From.AddDays(number(n, "vacancy_days")); err != nil {
		h.Works = h.From
	}
	h.Salary, h.Incentive = r.planned(o, n, "planned_salary"), r.planned(o, n, "planned_incentive")
	r.book.Hires = append(r.book.Hires, h)
}

// planned returns an amount of money that need not be stated.
func (r reader) planned(o origin, n *syntax.Node, field string) *money.Ratio {
	if _, stated := n.Field(field); !stated {
		return nil
	}
	amount, ok := r.inPlanCurrency(o, n, field, "")
	if !ok {
		return nil
	}
	return &amount
}

func decimal(n *syntax.Node, field string) money.Decimal {
	d, _ := money.ParseDecimal(n.TextOf(field))
	return d
}

func ratio(n *syntax.Node, field string) money.Ratio { return money.FromDecimal(decimal(n, field)) }

// number returns 0 where the field is not stated.
func number(n *syntax.Node, field string) int {
	i, _ := strconv.Atoi(n.TextOf(field))
	return i
}

func texts(n *syntax.Node, field string) []string {
	list, ok := n.Field(field)
	if !ok {
		return nil
	}
	words := make([]string, len(list.Children))
	for i := range list.Children {
		words[i] = list.Children[i].Text
	}
	return words
}

// Names returns what counts as cost, as the plan writes it.
func (c Counted) Names() []string {
	names := []string{}
	for _, part := range []struct {
		counts bool
		name   string
	}{{c.Salary, salaryPart}, {c.Incentive, incentivePart}, {c.Burden, burdenPart}, {c.Hiring, hiringPart}} {
		if part.counts {
			names = append(names, part.name)
		}
	}
	return names
}
