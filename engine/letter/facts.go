package letter

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// facts are the values that one letter is made of.
type facts struct {
	set      *Set
	template *Template
	words    *Words
	plan     *comp.Plan
	payee    payout.Payee
	issue    Issue
	year     period.Period

	days       []period.Range // on the comp plan
	employee   string         // name, or code where there is none
	title      string         // of the position
	manager    string         // title of the manager's position; "" at the top
	country    string
	names      map[string]string // of what the comp plan names: measures, components and others, by address and field
	areas      []area
	pays       []stint.Pay
	pay        stint.Pay // on the letter's first day
	ramp       *comp.Ramp
	currency   money.Currency // of the pay
	unpaid     bool           // what is paid could not be worked out
	components []paidComponent
	levels     []level
	terms      []term
	shared     *shared // with letters about the same comp plan
	brief      bool    // curves are left out
}

// area is a territory or account that the position covers.
type area struct {
	name, coverage string
	share          money.Decimal
	days           period.Range
}

// paidComponent is what a component is measured by in the year.
type paidComponent struct {
	*comp.Component
	name, measure string
	isMoney       bool
	yearly        *money.Ratio // what it pays at 100 % in a whole year; nil: the rates alone say
	goals         []goalLine
}

// goalLine is quota and target of one window of a component.
type goalLine struct {
	at     period.Period
	quota  *money.Ratio
	target money.Ratio
}

// level is what is paid in the year at an attainment of every quota.
type level struct {
	attainment money.Decimal
	earned     []money.Ratio // by component
	total      money.Ratio
}

// attainments are the levels of the table of pay.
var attainments = []money.Decimal{percents(0), percents(50), percents(80), percents(100), percents(120), percents(150)}

func percents(n int64) money.Decimal {
	d, _ := money.New(n, 2)
	return d
}

// facts collects the values of a letter.
func (s *Set) facts(w want, t *Template, country string, issue Issue) *facts {
	one := w.stints[0]
	f := &facts{
		set: s, template: t, words: s.vocabulary.words(t.Language), plan: one.Plan, payee: w.payee, issue: issue, year: w.year,
		employee: w.payee.Position, title: one.Position.Title, country: country, names: map[string]string{},
	}
	if ramp := one.Ramp; ramp != nil && !one.Held.From.IsZero() {
		// A ramp that was over before the year is not said.
		if end, err := one.Held.From.AddMonths(len(ramp.Shares) + 1); err != nil || end.Compare(s.plan.Choices.Calendar.Range(w.year).From) > 0 {
			f.ramp = ramp
		}
	}
	if w.payee.Person != "" {
		f.employee = w.payee.Person
		if person := s.people[w.payee.Person]; person != nil && person.Name != "" {
			f.employee = person.Name
		}
	}
	if f.title == "" {
		f.title = one.Position.ID()
	}
	f.title = f.proper(one.Position.Addr, "title", f.title)
	if manager := s.positions[one.Position.Manager]; manager != nil {
		f.manager = f.proper(manager.Addr, "title", orElse(manager.Title, manager.ID()))
	}
	for _, each := range w.stints {
		f.days = append(f.days, each.Days)
		f.pays = append(f.pays, each.Pay()...)
	}
	f.pay = f.pays[len(f.pays)-1]
	for _, pay := range f.pays {
		if pay.Days.Contains(issue.Effective) {
			f.pay = pay
		}
	}
	for i := range f.plan.Components {
		f.components = append(f.components, f.paidComponent(&f.plan.Components[i]))
	}
	return f
}

// complete collects what takes longer: what is covered, quotas and pay.
func (f *facts) complete() {
	f.cover(f.set.areas[f.payee.Position])
	f.goals()
	f.look()
	f.readTerms()
	f.planName() // every page has it
	f.share()
}

// label returns a name in the language of the letter, and notes that it is used.
func (f *facts) label(a addr.Addr, field, original string) string {
	text, stated := f.set.label(f.words, a, field, original)
	if !stated {
		f.set.tellUntranslated(a, field, f.template)
	}
	f.names[a.String()+"#"+field] = text
	return text
}

// proper returns a proper name, such as that of a territory: in the language of
// the letter if somebody has translated it, else as it is.
func (f *facts) proper(a addr.Addr, field, original string) string {
	if text, known := f.set.names.of(f.words.language, a, field); known {
		return text
	}
	return original
}

// say is [Words.say].
func (f *facts) say(key string, values ...string) string { return f.words.say(key, values...) }

// cover collects what the position covers while the letter holds.
func (f *facts) cover(all []*plan.Assignment) {
	for _, a := range all {
		for _, days := range f.days {
			both := a.Active.Intersect(days)
			if both.Empty() {
				continue
			}
			at := addr.New(plan.TerritoryKind, a.Territory)
			if a.Account != "" {
				at = addr.New(plan.AccountKind, a.Account)
			}
			name := at.ID
			if r, ok := f.set.plan.Find(at); ok {
				name = orElse(r.Node.TextOf("name"), at.ID)
			}
			name = f.proper(at, "name", name)
			shown := a.Active
			if both.From == days.From {
				shown.From = period.Date{}
			}
			if both.To == days.To {
				shown.To = period.Date{}
			}
			f.areas = append(f.areas, area{name: name, coverage: a.Text("coverage"), share: a.Share, days: shown})
		}
	}
	slices.SortStableFunc(f.areas, func(a, b area) int {
		return strings.Compare(a.coverage+"\x00"+a.name, b.coverage+"\x00"+b.name)
	})
}

// goals collects quotas and targets of the year: as they are at 100 %.
func (f *facts) goals() {
	full := f.set.outlookOf(f.year).at(percents(100), f.payee)
	f.currency = full.currency
	if f.currency == (money.Currency{}) {
		f.currency = f.pay.Currency
	}
	if f.unpaid = !full.known; f.unpaid {
		f.set.tellUnpaid(f)
	}
	windows := f.set.goalsOf(f.year).at(percents(100), f.payee)
	for i := range f.components {
		c := &f.components[i]
		for _, l := range windows.lines {
			if l.Component == c.ID && l.Corrects.IsZero() {
				c.goals = withGoal(c.goals, &l)
			}
		}
	}
}

// withGoal adds quota and target of the window of a line, or of the payout period
// where deals count by themselves. Of several payout periods in one window the
// last one tells: the sums to date are then those of the window.
func withGoal(goals []goalLine, l *payout.Line) []goalLine {
	at := l.Window
	if at.IsZero() {
		at = l.Period
	}
	one := goalLine{at: at, quota: l.Quota, target: l.Target}
	if last := len(goals) - 1; last >= 0 && goals[last].at == at {
		goals[last] = one
		return goals
	}
	return append(goals, one)
}

// paidComponent says what a component is called and what it pays at 100 % in a
// year.
func (f *facts) paidComponent(c *comp.Component) paidComponent {
	one := paidComponent{Component: c, name: f.componentName(c), measure: f.measureName(c.Measure)}
	if m := f.set.measures[c.Measure]; m != nil {
		one.isMoney = m.Unit == plan.Money
	}
	switch {
	case c.Target != nil:
		target := money.FromDecimal(*c.Target)
		one.yearly = &target
	case c.Weight != nil && f.pay.Incentive != nil:
		target := money.FromDecimal(f.pay.Incentive.Value).Mul(money.FromDecimal(*c.Weight))
		one.yearly = &target
	}
	return one
}

func (f *facts) componentName(c *comp.Component) string {
	return f.label(f.plan.Addr, c.At("name"), c.Label())
}

func (f *facts) measureName(id string) string {
	if m := f.set.measures[id]; m != nil {
		return f.label(m.Addr, "name", m.Name)
	}
	return id
}

// look collects what would be paid in the year at each level.
func (f *facts) look() {
	for _, attainment := range attainments {
		p := f.set.outlookOf(f.year).at(attainment, f.payee)
		one := level{attainment: attainment, total: p.total}
		for i := range f.components {
			one.earned = append(one.earned, p.earned[f.components[i].ID])
		}
		f.levels = append(f.levels, one)
	}
}

func orElse(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// tellTemplates reports that no letter can be made for want of a template, or
// since the plan does not tell several apart.
func (s *Set) tellTemplates(w want, templates []*Template) {
	position := w.stints[0].Position
	at := Address(w.payee.Position, w.payee.Person, w.payee.CompPlan)
	if len(templates) == 0 {
		s.tell(at, diag.New(diag.NoLetterTemplate, position.Addr, position.Place(), "nobody's letter is that of %s on comp plan %s: no letter template is for its comp plan, role and country", position.Addr, w.payee.CompPlan))
		return
	}
	one, other := templates[0].record, templates[1].record
	f := diag.New(diag.TwoLetterTemplates, other.Addr, other.Place(), "%s and %s are both for %s on comp plan %s, and state as much about it: say more in one of them", one.Addr, other.Addr, position.Addr, w.payee.CompPlan)
	s.tell(one.Addr.String(), f.With(one.Place(), "%s is here", one.Addr))
}

// tellUntranslated reports a name that a letter needs in another language.
func (s *Set) tellUntranslated(a addr.Addr, field string, t *Template) {
	r, ok := s.plan.Find(a)
	if !ok {
		return
	}
	s.tell(a.String()+"#"+field, diag.New(diag.NotTranslated, a, r.PlaceOf(field), "letters in %s need %s of %s, and no translation says it in that language", t.Language, field, a).At(field))
}

// tellUnpaid reports somebody whose pay cannot be worked out.
func (s *Set) tellUnpaid(f *facts) {
	position := s.positions[f.payee.Position]
	s.tell(f.payee.Position, diag.New(diag.LetterIncomplete, position.Addr, position.Place(), "what %s is paid on comp plan %s in %s cannot be worked out: check says what is missing", position.Addr, f.payee.CompPlan, f.year))
}

// tell reports a finding once for each thing that it is about.
func (s *Set) tell(about string, f diag.Finding) {
	key := string(f.Code) + "\x00" + about + "\x00" + f.Field
	if f.Code == diag.NotTranslated {
		key += f.Message
	}
	if !s.told[key] {
		s.told[key] = true
		s.Findings = append(s.Findings, f)
	}
}
