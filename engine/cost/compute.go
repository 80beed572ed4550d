package cost

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// Level is one assumption about results.
type Level struct {
	Attainment money.Decimal // 1 is 100 %; zero for the mix
	Mixed      bool          // people attain as the plan's distribution says
}

// Person is what one stint costs in a fiscal year, in the plan currency. Every
// amount is rounded once, half up, to the currency's smallest unit, so that
// sums of people are exact.
type Person struct {
	Stint  *stint.Stint
	Salary money.Decimal
	Pay    []money.Decimal // incentive pay by level
	Burden []money.Decimal // by level
}

// Cost returns salary, pay and burden at a level.
func (p *Person) Cost(level int) money.Decimal {
	return sum(p.Salary, p.Pay[level], p.Burden[level])
}

// Result is what a plan costs in a fiscal year.
type Result struct {
	Settings Settings
	Year     period.Period
	Currency money.Currency
	Levels   []Level
	People   []Person  // in order of position and first day
	OfSales  []OfSales // by level; empty if the plan does not ask for it
	Findings diag.List
	Complete bool // false: the pay of somebody could not be computed
}

// ErrNoCalendar reports a plan without a calendar: cost is by fiscal year.
var ErrNoCalendar = errors.New("cost is for fiscal years, and the plan states no calendar: set \"calendar\" under plan")

// ErrNoYear reports that no fiscal year is asked for.
var ErrNoYear = errors.New("the plan names no fiscal years: set \"years\" under plan, or ask for one")

// Compute works out what a plan costs in a fiscal year at each level: those of
// its settings and, where it states a distribution, the mix.
func Compute(p *plan.Plan, book *comp.Book, year period.Period) (*Result, error) {
	if p.Choices.Calendar == nil {
		return nil, ErrNoCalendar
	}
	return compute(p, book, SettingsOf(p), year), nil
}

func compute(p *plan.Plan, book *comp.Book, settings Settings, year period.Period) *Result {
	outlook := payout.NewOutlook(p, book, year)
	r := &Result{Settings: settings, Year: year, Currency: p.Choices.Currency, Complete: true}
	a := newAccountant(r, outlook)
	for _, attainment := range settings.Attainments {
		r.Levels = append(r.Levels, Level{Attainment: attainment})
		a.add(a.paid(outlook.Attain(attainment)))
	}
	if len(settings.Distribution) > 0 {
		r.Levels = append(r.Levels, Level{Mixed: true})
		a.add(a.mixed())
	}
	a.measureSales(p)
	a.checkEnvelope(p)
	r.Findings = diag.Sorted(a.found)
	return r
}

// OverEnvelope reports the years for which a plan states an envelope and costs
// more, in order of year. It works out no other level than that of the envelope.
func OverEnvelope(p *plan.Plan, book *comp.Book) diag.List {
	settings := SettingsOf(p)
	if p.Choices.Calendar == nil {
		return nil
	}
	settings.Attainments, settings.Distribution, settings.CostOfSales = nil, nil, nil
	var over diag.List
	for _, year := range slices.SortedFunc(maps.Keys(settings.Envelope), period.Period.Compare) {
		for _, f := range compute(p, book, settings, year).Findings {
			if f.Code == diag.OverEnvelope {
				over = append(over, f)
			}
		}
	}
	return over
}

// YearOf returns the fiscal year that cost is worked out for: the one asked for,
// or the first that the plan covers.
func YearOf(p *plan.Plan, asked period.Period) (period.Period, error) {
	switch {
	case !asked.IsZero() && asked.Kind() != period.Year:
		return asked, fmt.Errorf("cost is for fiscal years: %s is none", asked)
	case !asked.IsZero() && len(p.Choices.Years) > 0 && !slices.Contains(p.Choices.Years, asked):
		return asked, fmt.Errorf("the plan says nothing about %s: plan.years names %s", asked, p.Choices.Years)
	case !asked.IsZero():
		return asked, nil
	case len(p.Choices.Years) > 0:
		return p.Choices.Years[0], nil
	}
	return asked, ErrNoYear
}

// accountant works out what people cost.
type accountant struct {
	result  *Result
	outlook *payout.Outlook
	burden  money.Ratio
	byName  map[name]int   // of people
	quota   *money.Decimal // of the whole plan, of the measure of cost of sales; nil until asked for
	found   diag.List
}

// name tells stints apart as results of payouts do.
type name struct{ position, person, plan string }

// newAccountant returns one who knows the people of a result, and lists them if
// it has none.
func newAccountant(r *Result, outlook *payout.Outlook) *accountant {
	a := &accountant{result: r, outlook: outlook, burden: money.FromDecimal(r.Settings.Burden), byName: map[name]int{}}
	if len(r.People) == 0 {
		a.enlist()
		return a
	}
	for i := range r.People {
		s := r.People[i].Stint
		a.byName[name{s.Position.ID(), s.Person, s.Plan.Addr.ID}] = i
	}
	return a
}

// enlist lists everybody who is there in the year, with the salary.
func (a *accountant) enlist() {
	year := a.outlook.Goals().Calendar.Range(a.result.Year)
	stints := a.outlook.Stints()
	for i := range stints {
		s := &stints[i]
		if !s.Days.Overlaps(year) {
			continue
		}
		key := name{s.Position.ID(), s.Person, s.Plan.Addr.ID}
		if at, there := a.byName[key]; there { // somebody who came back
			a.result.People[at].Salary = sum(a.result.People[at].Salary, a.salary(s, year))
			continue
		}
		a.byName[key] = len(a.result.People)
		a.result.People = append(a.result.People, Person{Stint: s, Salary: a.salary(s, year)})
	}
}

// salary is the base salary of the days that a stint lies in the year.
func (a *accountant) salary(s *stint.Stint, year period.Range) money.Decimal {
	var total money.Ratio
	whole, _ := year.Days()
	for _, pay := range s.Pay() {
		days, _ := pay.Days.Intersect(s.Days).Intersect(year).Days()
		if pay.Salary == nil || days <= 0 {
			continue
		}
		part, err := money.FromInt(int64(days)).Quo(money.FromInt(int64(whole)))
		if err != nil {
			continue
		}
		total = total.Add(a.inPlanCurrency(money.FromDecimal(pay.Salary.Value), pay.Salary.Currency).Mul(part))
	}
	return a.round(total)
}

// paid returns the pay of everybody for assumed results.
func (a *accountant) paid(results payout.Results) []money.Ratio {
	paid := a.outlook.Pay(results)
	if !paid.Complete {
		a.result.Complete = false
	}
	a.found = append(a.found, paid.Findings...)
	pay := make([]money.Ratio, len(a.result.People))
	for i := range paid.Totals {
		t := &paid.Totals[i]
		if at, ok := a.byName[name{t.Position, t.Person, t.CompPlan}]; ok {
			pay[at] = pay[at].Add(a.inPlanCurrency(money.FromDecimal(t.Payout), t.Currency))
		}
	}
	return pay
}

// mixed returns the pay of everybody as expected by the plan's distribution: the
// average of the pay at its attainments, weighted by its shares.
func (a *accountant) mixed() []money.Ratio {
	pay := make([]money.Ratio, len(a.result.People))
	for _, one := range a.result.Settings.Distribution {
		weight := money.FromDecimal(one.Share)
		for i, amount := range a.paid(a.outlook.Attain(one.Attainment)) {
			pay[i] = pay[i].Add(amount.Mul(weight))
		}
	}
	return pay
}

// add adds a level to everybody.
func (a *accountant) add(pay []money.Ratio) {
	for i := range a.result.People {
		p := &a.result.People[i]
		amount := a.round(pay[i])
		burden := money.FromDecimal(sum(p.Salary, amount)).Mul(a.burden)
		p.Pay, p.Burden = append(p.Pay, amount), append(p.Burden, a.round(burden))
	}
}

// checkEnvelope reports cost above the plan's envelope for the year.
func (a *accountant) checkEnvelope(p *plan.Plan) {
	most, stated := a.result.Settings.Envelope[a.result.Year]
	if !stated {
		return
	}
	pay := a.paid(a.outlook.Attain(a.result.Settings.EnvelopeAt))
	var total money.Ratio
	for i := range a.result.People {
		before := money.FromDecimal(a.result.People[i].Salary).Add(money.FromDecimal(a.round(pay[i])))
		total = total.Add(before).Add(money.FromDecimal(a.round(before.Mul(a.burden))))
	}
	if total.Cmp(money.FromDecimal(most)) <= 0 {
		return
	}
	field := "cost.envelope." + a.result.Year.String()
	a.found = append(a.found, diag.New(diag.OverEnvelope, plan.SettingsAddr, p.Choices.PlaceOf(field),
		"at %s attainment %s costs %s and the envelope is %s", Percent(a.result.Settings.EnvelopeAt), a.result.Year, a.round(total).Grouped(a.result.Currency.MinorUnits()),
		most.Grouped(a.result.Currency.MinorUnits())).At(field))
}

// inPlanCurrency converts at the rates of the plan; an amount without a rate is
// left out, which a finding of payout tells.
func (a *accountant) inPlanCurrency(amount money.Ratio, from money.Currency) money.Ratio {
	rate, ok := a.outlook.Goals().Exchange.Rate(from, a.result.Currency, comp.AtPlanRate, period.Date{})
	if !ok {
		a.result.Complete = false
		return money.Ratio{}
	}
	return amount.Mul(rate)
}

// round rounds an amount of the plan currency half up.
func (a *accountant) round(amount money.Ratio) money.Decimal {
	d, err := amount.Round(a.result.Currency.MinorUnits(), money.HalfUp)
	if err != nil {
		a.result.Complete = false
	}
	return d
}

// sum adds amounts that are far from the range of a Decimal: the schema bounds
// each to 10^15.
func sum(amounts ...money.Decimal) money.Decimal {
	var s money.Sum
	for _, amount := range amounts {
		s.Add(amount)
	}
	total, _ := s.Total()
	return total
}

// Percent writes 1.2 as 120 %.
func Percent(d money.Decimal) string {
	hundred, _ := money.New(100, 0)
	percent, err := d.Mul(hundred)
	if err != nil {
		return d.String()
	}
	return percent.String() + " %"
}
