package comp

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
)

func readPlan(f reader, planCurrency money.Currency) Plan {
	p := Plan{
		Origin: f.origin, Name: f.text("name"), Version: f.text("version"), Roles: f.texts("roles"), Active: f.dates(),
		Currency: f.currency(), BaseSalary: f.optional("base_salary"), TargetIncentive: f.optional("target_incentive"),
		PayChange: f.text("pay_change"), Description: f.text("description"),
	}
	if p.Currency == (money.Currency{}) {
		p.Currency = planCurrency
	}
	for _, c := range f.entries("components") {
		p.Components = append(p.Components, readComponent(c))
	}
	p.Modifiers, p.Caps, p.EvaluationCaps = readModifiers(f), readCaps(f, "pay"), readCaps(f, "evaluation")
	for _, step := range f.texts("order") {
		p.Order = append(p.Order, Step(step))
	}
	if r, ok := f.group("rounding"); ok {
		p.Rounding = Rounding{Mode: r.rounding("mode"), At: r.text("at"), Digits: p.Currency.MinorUnits()}
		if r.has("digits") {
			p.Rounding.Digits = r.number("digits")
		}
	}
	p.Draw, p.Guarantee, p.Proration = readDraw(f), readGuarantee(f), readProration(f)
	if l, ok := f.group("leave"); ok {
		p.Leave = &LeaveRule{Quota: l.text("quota") == "prorated", Target: l.text("target") == "prorated"}
	}
	for _, e := range f.entries("examples") {
		p.Examples = append(p.Examples, readExample(e))
	}
	return p
}

func readComponent(f reader) Component {
	c := Component{
		Origin: f.origin, ID: f.key(), Name: f.text("name"), Purpose: f.text("purpose"), Measure: f.text("measure"),
		Weight: f.optional("weight"), Target: f.optional("target"), OnTop: f.flag("on_top"), Active: f.dates(),
		Window: windowOf(f.text("window")), PayEvery: windowOf(f.text("pay_every")), ResultsOf: f.text("results_of"),
		Combine: f.text("combine"), Floor: f.optional("floor"), PayAt: f.text("pay_at"), Description: f.text("description"),
		Quota: QuotaLink{WhenZero: "error"}, Crediting: Crediting{Date: "date", Split: "credit", Coverage: []string{"owner"}, FX: AtPlanRate},
	}
	if q, ok := f.group("quota"); ok {
		c.Quota = QuotaLink{Amount: q.optional("amount"), Measure: q.text("measure"), Basis: q.text("basis"), Of: q.text("of"), WhenZero: q.text("when_zero")}
	}
	if g, ok := f.group("crediting"); ok {
		c.Crediting = readCrediting(g)
	}
	if g, ok := f.group("rates"); ok {
		c.Rates = readRates(g)
	}
	for _, g := range f.entries("gates") {
		c.Gates = append(c.Gates, readGate(g))
	}
	c.Modifiers, c.Caps, c.EvaluationCaps = readModifiers(f), readCaps(f, "pay"), readCaps(f, "evaluation")
	for _, i := range f.items("instalments") {
		c.Instalments = append(c.Instalments, Instalment{Share: i.decimal("share"), AfterMonths: i.number("after_months"), OnEvent: i.text("on_event")})
	}
	if g, ok := f.group("clawback"); ok {
		c.Clawback = &Clawback{
			Origin: g.origin, Base: g.text("base"), Share: g.optional("share"), UnservedOfMonths: g.number("unserved_of_months"),
			Period: g.text("period"), Rerates: g.flag("rerates"), WithinDays: g.number("within_days"),
		}
	}
	if g, ok := f.group("windfall"); ok {
		c.Windfall = &Windfall{
			Origin: g.origin, Above: g.optional("above"), AboveQuotaShare: g.optional("above_quota_share"),
			Treatment: g.text("treatment"), Factor: g.decimal("factor"),
		}
	}
	if g, ok := f.group("budget"); ok {
		c.Budget = &Budget{Origin: g.origin, Amount: g.decimal("amount"), WhenSpent: g.text("when_spent")}
	}
	return c
}

func readCrediting(f reader) Crediting {
	c := Crediting{
		Date: f.text("date"), Where: f.conditions("where"), FactorsCombine: f.text("factors_combine"),
		Otherwise: f.optional("otherwise"), Split: f.text("split"), Coverage: f.texts("coverage"), FX: f.text("fx"),
	}
	if c.Date == "" {
		c.Date = "date"
	}
	if len(c.Coverage) == 0 {
		c.Coverage = []string{"owner"}
	}
	for _, one := range f.items("factors") {
		c.Factors = append(c.Factors, CreditFactor{Where: one.conditions("where"), Factor: one.decimal("factor")})
	}
	return c
}

func readRates(f reader) Rates {
	r := Rates{
		Origin: f.origin, Kind: RateKind(f.text("kind")), Pays: Pays(f.text("pays")), BaseRate: f.optional("base_rate"),
		By: By(f.text("by")), Attribute: f.text("attribute"), Bands: readBands(f), Boundary: f.text("boundary"),
		Combine: f.text("combine"), Beyond: f.text("beyond"), Knots: readKnots(f), Below: f.text("below"),
		Rows: readAxis(f, "rows"), Columns: readAxis(f, "columns"), Between: f.text("between"),
	}
	for _, row := range f.items("values") {
		r.Values = append(r.Values, row.numbers())
	}
	if g, ok := f.group("round_attainment"); ok {
		r.Round = &AttainmentRounding{Digits: g.number("digits"), Mode: g.rounding("mode")}
	}
	return r
}

func readBands(f reader) []Band {
	var bands []Band
	for _, b := range f.items("bands") {
		bands = append(bands, Band{Origin: b.origin, From: b.decimal("from"), To: b.optional("to"), Value: b.decimal("value")})
	}
	return bands
}

func readKnots(f reader) []Knot {
	var knots []Knot
	for _, k := range f.items("knots") {
		knots = append(knots, Knot{At: k.decimal("at"), Value: k.decimal("value")})
	}
	return knots
}

func readAxis(f reader, field string) Axis {
	a, ok := f.group(field)
	if !ok {
		return Axis{}
	}
	return Axis{Measure: a.text("measure"), By: By(a.text("by")), Levels: a.decimals("levels")}
}

func readGate(f reader) Gate {
	g := Gate{Origin: f.origin, ID: f.key(), Match: f.text("match"), Blocks: f.text("blocks"), Releases: f.text("releases")}
	for _, c := range f.items("conditions") {
		condition := GateCondition{Origin: c.origin, Measure: c.text("measure"), Window: windowOf(c.text("window")), By: By(c.text("by")), Basis: c.text("basis")}
		for _, bound := range []Bound{AtLeast, MoreThan, AtMost, LessThan} {
			if value := c.optional(string(bound)); value != nil {
				condition.Bound, condition.Value = bound, *value
			}
		}
		g.Conditions = append(g.Conditions, condition)
	}
	return g
}

func readModifiers(f reader) []Modifier {
	var modifiers []Modifier
	for _, m := range f.entries("modifiers") {
		modifiers = append(modifiers, Modifier{
			Origin: m.origin, ID: m.key(), Measure: m.text("measure"), Window: windowOf(m.text("window")), By: By(m.text("by")), Basis: m.text("basis"),
			Kind: RateKind(m.text("kind")), Bands: readBands(m), Boundary: m.text("boundary"), Knots: readKnots(m), Beyond: m.text("beyond"),
			Otherwise: m.decimal("otherwise"), Effect: m.text("effect"), Scales: m.text("scales"), NoMoreThan: m.text("no_more_than"),
		})
	}
	return modifiers
}

// readCaps reads the caps of one purpose, those of shorter stretches first: what
// they leave is what counts to the limit of a longer one.
func readCaps(f reader, purpose string) []Cap {
	var caps []Cap
	for _, c := range f.entries("caps") {
		if c.text("purpose") != purpose {
			continue
		}
		caps = append(caps, Cap{
			Origin: c.origin, ID: c.key(), Of: c.text("of"), Per: windowOf(c.text("per")), Amount: c.optional("amount"),
			TargetMultiple: c.optional("target_multiple"), Attainment: c.optional("attainment"),
		})
	}
	slices.SortStableFunc(caps, func(a, b Cap) int { return cmp.Compare(a.Per, b.Per) })
	return caps
}

func readDraw(f reader) *Draw {
	d, ok := f.group("draw")
	if !ok {
		return nil
	}
	return &Draw{
		Origin: d.origin, Kind: d.text("kind"), Amount: d.optional("amount"), TargetShare: d.optional("target_share"),
		Every: windowOf(d.text("every")), Periods: d.number("periods"), RecoverFrom: d.number("recover_from"),
		BalanceLimit: d.optional("balance_limit"), AtEnd: d.text("at_end"), AtLeaving: d.text("at_leaving"),
	}
}

func readGuarantee(f reader) *Guarantee {
	g, ok := f.group("guarantee")
	if !ok {
		return nil
	}
	return &Guarantee{Origin: g.origin, Amount: g.optional("amount"), TargetShare: g.optional("target_share"), Periods: g.number("periods")}
}

func readProration(f reader) *Proration {
	p, ok := f.group("proration")
	if !ok {
		return nil
	}
	return &Proration{
		Origin: p.origin, Basis: p.text("basis"), FirstDayCounted: p.text("first_day") == "counted",
		AppliesTo: p.texts("applies_to"), Digits: p.number("digits"),
	}
}

// readExample reads an example; one with results has a single period.
func readExample(f reader) Example {
	e := Example{
		Origin: f.origin, ID: f.key(), Description: f.text("description"), BaseSalary: f.optional("base_salary"),
		TargetIncentive: f.optional("target_incentive"), Quotas: f.figures("quotas"), Pays: f.figures("pays"), Total: f.optional("total"),
	}
	if f.has("results") {
		e.Periods = []ExamplePeriod{{Origin: f.origin, Results: f.figures("results")}}
	}
	for _, p := range f.items("periods") {
		e.Periods = append(e.Periods, ExamplePeriod{
			Origin: p.origin, Results: p.figures("results"), Pays: p.figures("pays"), Total: p.optional("total"), Owed: p.optional("owed"),
		})
	}
	return e
}

// windowOf reads a window; 0 where none is stated.
func windowOf(text string) Window {
	switch text {
	case "deal":
		return Deal
	case "month":
		return Month
	case "quarter":
		return Quarter
	case "half":
		return Half
	case "year":
		return Year
	}
	return 0
}
