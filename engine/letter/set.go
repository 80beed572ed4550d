package letter

import (
	"cmp"
	"errors"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// Errors of [Of].
var (
	ErrNoTemplates = errors.New("the plan has no letter templates: write one with a company and a language, such as \"letter_template: {all: {company: Acme Ltd, language: en}}\"")
	ErrNoCalendar  = errors.New("letters state quotas and pay by fiscal period, and the plan states no calendar: set \"calendar\" under plan")
	ErrNoYear      = errors.New("letters state pay for a fiscal year, and the plan names none: set \"years\" under plan")
)

// Options say which letters are made.
type Options struct {
	// AsOf leaves out the letters of those who are not paid on a day; zero: nobody
	// is left out.
	AsOf period.Date
	// Only are addresses of letters, or of positions, people or comp plans whose
	// letters are made; nil: all.
	Only []string
	// As are letters that are made as these issues, by address, whatever the plan
	// says was issued.
	As map[string]Issue
	// Effective is the first day on which letters hold that replace issued ones.
	// Zero: it is left open.
	Effective period.Date
}

// Set are the letters of a plan.
type Set struct {
	// Letters are in order of address.
	Letters []*Letter
	// Findings say why letters are missing, or what is open in them.
	Findings diag.List

	plan       *plan.Plan
	book       *comp.Book
	options    Options
	templates  []Template
	clauses    clauseBook
	vocabulary vocabulary
	names      translations
	issued     map[string][]Issued
	outlooks   map[period.Period]*outlook
	windows    map[period.Period]*outlook // see goalsOf
	measures   map[string]*plan.Measure
	positions  map[string]*plan.Position
	people     map[string]*plan.Person
	areas      map[string][]*plan.Assignment // by position
	told       map[string]bool               // findings that were told, by code and place
	matched    map[string]bool               // of what is asked for
	shared     map[sharedKey]*shared
}

// Letter is one version of a letter.
type Letter struct {
	Address  string
	Payee    payout.Payee
	Template string // id
	Language string
	// Record are the values that made the letter, in canonical JSON; Digest is its
	// SHA-256 in hex.
	Record []byte
	Digest string
	// Parts are the digests of the parts of the record, by name.
	Parts []Part
	// Issue is what makes it an issued version, or a draft.
	Issue Issue
	// Incomplete says that pay or quotas could not be worked out: such a letter must
	// not be written.
	Incomplete bool
	// Stale says that the version issued last has other values; it is then what
	// Issue supersedes.
	Stale bool

	facts *facts
}

// Part is a part of the values that make a letter.
type Part struct{ Name, Digest string }

// Of returns the letters of everybody who is paid at some time in a year that
// the plan covers. It fails where the plan as a whole lacks what letters state.
func Of(p *plan.Plan, book *comp.Book, options Options) (*Set, error) {
	s := newSet(p, book, options)
	switch {
	case len(s.templates) == 0:
		return nil, ErrNoTemplates
	case p.Choices.Calendar == nil:
		return nil, ErrNoCalendar
	case len(p.Choices.Years) == 0:
		return nil, ErrNoYear
	}
	for _, w := range s.wanted() {
		if l := s.letter(w); l != nil {
			s.Letters = append(s.Letters, l)
		}
	}
	check := newChecker(s)
	for _, l := range s.Letters {
		check.look(l.facts)
	}
	check.checkTexts()
	slices.SortFunc(s.Letters, func(a, b *Letter) int { return cmp.Compare(a.Address, b.Address) })
	s.Findings = diag.Sorted(s.Findings)
	return s, nil
}

func newSet(p *plan.Plan, book *comp.Book, options Options) *Set {
	s := &Set{
		plan: p, book: book, options: options, templates: templatesOf(p), clauses: clausesOf(p), vocabulary: vocabularyOf(p), names: translationsOf(p),
		issued: issuedOf(p), outlooks: map[period.Period]*outlook{}, windows: map[period.Period]*outlook{}, measures: map[string]*plan.Measure{}, positions: map[string]*plan.Position{},
		people: map[string]*plan.Person{}, areas: map[string][]*plan.Assignment{}, told: map[string]bool{}, matched: map[string]bool{}, shared: map[sharedKey]*shared{},
	}
	for i := range p.Measures {
		s.measures[p.Measures[i].ID()] = &p.Measures[i]
	}
	for i := range p.Positions {
		s.positions[p.Positions[i].ID()] = &p.Positions[i]
	}
	for i := range p.People {
		s.people[p.People[i].ID()] = &p.People[i]
	}
	for i := range p.Assignments {
		a := &p.Assignments[i]
		s.areas[a.Position] = append(s.areas[a.Position], a)
	}
	return s
}

// Find returns the letter of an address.
func (s *Set) Find(address string) (*Letter, bool) {
	i, ok := slices.BinarySearchFunc(s.Letters, address, func(l *Letter, address string) int { return cmp.Compare(l.Address, address) })
	if !ok {
		return nil, false
	}
	return s.Letters[i], true
}

// want is a letter that is to be made: a payee with all stints on one comp plan.
type want struct {
	payee  payout.Payee
	stints []*stint.Stint
	year   period.Period
}

// wanted lists the letters that are asked for.
func (s *Set) wanted() []want {
	roster, _ := stint.Of(s.plan, s.book) // two comp plans at a time are a finding of check
	var all []want
	at := map[payout.Payee]int{}
	for i := range roster.Stints {
		one := &roster.Stints[i]
		year, ok := s.yearOf(one)
		payee := payout.Payee{Position: one.Position.ID(), Person: one.Person, CompPlan: one.Plan.Addr.ID}
		if !ok || !s.asked(payee) {
			continue
		}
		if n, there := at[payee]; there {
			all[n].stints = append(all[n].stints, one)
			continue
		}
		at[payee] = len(all)
		all = append(all, want{payee: payee, stints: []*stint.Stint{one}, year: year})
	}
	if !s.options.AsOf.IsZero() {
		all = slices.DeleteFunc(all, func(w want) bool {
			return !slices.ContainsFunc(w.stints, func(one *stint.Stint) bool { return one.Days.Contains(s.options.AsOf) })
		})
	}
	return all
}

// asked reports whether the letter of a payee is to be made.
func (s *Set) asked(payee payout.Payee) bool {
	if s.options.Only == nil {
		return true
	}
	asked := false
	for _, one := range s.options.Only {
		switch one {
		case Address(payee.Position, payee.Person, payee.CompPlan), "position/" + payee.Position, "person/" + payee.Person, "comp_plan/" + payee.CompPlan:
			s.matched[one], asked = true, true
		}
	}
	return asked
}

// Unmatched returns which of the addresses that were asked for are those of no
// letter.
func (s *Set) Unmatched() []string {
	return slices.DeleteFunc(slices.Clone(s.options.Only), func(one string) bool { return s.matched[one] })
}

// yearOf returns the first year that the plan covers in which a stint lies.
func (s *Set) yearOf(one *stint.Stint) (period.Period, bool) {
	for _, year := range s.plan.Choices.Years {
		if s.plan.Choices.Calendar.Range(year).Overlaps(one.Days) {
			return year, true
		}
	}
	return period.Period{}, false
}

// letter makes one letter: the version that was issued last if the plan still
// says what it says, else a draft. It is nil if no template is for the payee, or
// the plan leaves open which.
func (s *Set) letter(w want) *Letter {
	country := ""
	if person := s.people[w.payee.Person]; person != nil {
		country = s.country(person)
	}
	templates := choose(s.templates, w.payee.CompPlan, w.stints[0].Position.Role, country)
	if len(templates) != 1 {
		s.tellTemplates(w, templates)
		return nil
	}
	address := Address(w.payee.Position, w.payee.Person, w.payee.CompPlan)
	if issue, forced := s.options.As[address]; forced {
		return s.version(w, templates[0], country, issue)
	}
	issues := s.issued[address]
	if len(issues) == 0 {
		return s.version(w, templates[0], country, Issue{Effective: s.first(w)})
	}
	last := issues[len(issues)-1]
	if l := s.version(w, templates[0], country, issueOf(issues)); l.Digest == last.Inputs {
		return l
	}
	draft := s.version(w, templates[0], country, Issue{Effective: s.options.Effective, Supersedes: &Superseded{Issue: last.Issue, Inputs: last.Inputs}})
	draft.Stale = true
	return draft
}

// LastIssued returns the issue of a letter that was handed out last.
func (s *Set) LastIssued(address string) (Issue, bool) {
	issues := s.issued[address]
	if len(issues) == 0 {
		return Issue{}, false
	}
	return issueOf(issues), true
}

// issueOf is the last of several issues.
func issueOf(issues []Issued) Issue {
	last := issues[len(issues)-1]
	issue := Issue{Number: last.Issue, Effective: last.Effective, Revision: last.Revision}
	if len(issues) > 1 {
		before := issues[len(issues)-2]
		issue.Supersedes = &Superseded{Issue: before.Issue, Inputs: before.Inputs}
	}
	return issue
}

// Next is the issue that a draft becomes when it is issued from a commit.
func (l *Letter) Next(revision string) Issue {
	issue := l.Issue
	issue.Number, issue.Revision = 1, revision
	if issue.Supersedes != nil {
		issue.Number = issue.Supersedes.Issue + 1
	}
	return issue
}

// first returns the first day of a letter that was never issued.
func (s *Set) first(w want) period.Date {
	if from := w.stints[0].Days.From; !from.IsZero() {
		return from
	}
	return s.plan.Choices.Calendar.Range(w.year).From
}

func (s *Set) country(person *plan.Person) string { return person.Text("country") }

// version makes one version of a letter.
func (s *Set) version(w want, t *Template, country string, issue Issue) *Letter {
	f := s.facts(w, t, country, issue)
	f.complete()
	l := &Letter{
		Address: Address(w.payee.Position, w.payee.Person, w.payee.CompPlan), Payee: w.payee, Template: t.ID, Language: t.Language, Issue: issue, facts: f, Incomplete: f.unpaid,
	}
	l.seal()
	return l
}

// label returns a name or description of a record in the language of a letter.
// stated is false where it has none in that language.
func (s *Set) label(w *Words, a addr.Addr, field, original string) (text string, stated bool) {
	if text, known := s.names.of(w.language, a, field); known {
		return text, true
	}
	return original, original == "" || base(w.language) == base(s.language())
}

// language returns the language of names and descriptions in the plan.
func (s *Set) language() string {
	if settings, ok := s.plan.Find(plan.SettingsAddr); ok {
		return cmp.Or(settings.Node.TextOf("language"), "en")
	}
	return "en"
}
