package letter

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Reach says what decides the findings of [Check]: a plan that says nothing about
// letters has none, in any other everything that letters say may matter.
func Reach() reach.Reach {
	return reach.Reach{Among: Collections(), Reads: said()}
}

// said are the collections of which letters say something.
func said() []string {
	return slices.Concat(Collections(), []string{
		plan.Settings, plan.MeasureKind, plan.RoleKind, plan.PositionKind, plan.PersonKind, plan.HolderKind, plan.TerritoryKind, plan.AccountKind,
		plan.AssignmentKind, plan.QuotaKind, comp.PlanKind, comp.PayKind, comp.RampKind, comp.LeaveKind, comp.MarketRateKind, comp.AdjustmentKind,
	})
}

// Check finds what is wrong with templates, clauses, words and issued letters of a
// plan, sorted. Of letters only those are made in full that were issued.
func Check(p *plan.Plan) diag.List {
	if !slices.ContainsFunc(Collections(), func(collection string) bool {
		from, to := p.Records.Collection(collection)
		return to > from
	}) {
		return nil
	}
	c := newChecker(newSet(p, comp.Read(p), Options{}))
	if p.Choices.Calendar != nil && len(p.Choices.Years) > 0 && len(c.templates) > 0 {
		c.checkLetters()
	}
	c.checkTexts()
	c.checkUse()
	return diag.Sorted(c.Findings)
}

// newChecker returns a checker that has looked at what depends on no letter.
func newChecker(s *Set) *checker {
	c := &checker{Set: s, uses: map[*Clause]map[string]*facts{}, used: map[*Template]bool{}}
	c.checkWords()
	c.checkOrder()
	for i := range c.templates {
		c.checkClausesOf(&c.templates[i])
	}
	return c
}

// checker looks at what a plan says about letters.
type checker struct {
	*Set
	uses map[*Clause]map[string]*facts // letters in which a clause stands, one for each comp plan
	used map[*Template]bool
}

func (c *checker) report(f diag.Finding) { c.Findings = append(c.Findings, f) }

// checkWords reports words that letters do not have, and languages without some.
func (c *checker) checkWords() {
	for r := range recordsOf(c.plan, WordKind) {
		if key := r.Node.TextOf("key"); !knownKey(key) {
			c.report(diag.New(diag.UnknownWord, r.Addr, r.PlaceOf("key"), "letters have no word %s: \"salesplan explain DOC009\" tells where they are listed", key).At("key"))
		}
	}
	for r := range recordsOf(c.plan, TranslationKind) {
		if of, field := r.Node.TextOf("record"), r.Node.TextOf("field"); !c.hasText(of, field) {
			c.report(diag.New(diag.UnknownWord, r.Addr, r.PlaceOf("field"), "%s has no text %s to translate", of, field).At("field"))
		}
	}
	for i := range c.templates {
		t := &c.templates[i]
		if lacking := c.vocabulary.lacking(t.Language); len(lacking) > 0 {
			c.report(diag.New(diag.UnknownWord, t.record.Addr, t.record.PlaceOf("language"), "letters in %s lack words that nobody has written, the first is %s", t.Language, lacking[0]).At("language"))
		}
	}
}

// hasText reports whether a record of the plan may have a text: it need not be
// written, where the id stands for the name.
func (c *checker) hasText(of, field string) bool {
	a, err := addr.Parse(of)
	if err != nil {
		return false
	}
	r, ok := c.plan.Find(a)
	if !ok {
		return false
	}
	group := field[:max(strings.LastIndexByte(field, '.'), 0)]
	if group != "" {
		n, there := r.Node.At(group)
		if !there || n.Kind != syntax.Map {
			return false
		}
	}
	return slices.Contains([]string{"name", "title", "description"}, strings.TrimPrefix(field[len(group):], "."))
}

// checkOrder reports issues of a letter that do not follow each other.
func (c *checker) checkOrder() {
	for _, address := range sortedKeys(c.issued) {
		issues := c.issued[address]
		for i := range issues {
			one := &issues[i]
			switch {
			case one.Issue != i+1:
				c.report(diag.New(diag.IssuesOutOfOrder, one.Addr(), one.record.PlaceOf("issue"), "issue %d of %s comes after issue %d: issues are counted from 1 without gaps", one.Issue, address, i).At("issue"))
			case i > 0 && one.Effective.Compare(issues[i-1].Effective) < 0:
				c.report(diag.New(diag.IssuesOutOfOrder, one.Addr(), one.record.PlaceOf("effective"), "issue %d of %s holds from %s, before the issue that it replaces, which holds from %s", one.Issue, address, one.Effective, issues[i-1].Effective).At("effective"))
			default:
				continue
			}
			break
		}
	}
}

func sortedKeys[V any](all map[string]V) []string {
	keys := make([]string, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// checkClausesOf reports clauses that a template names and its language does not
// have.
func (c *checker) checkClausesOf(t *Template) {
	countries := t.Countries
	if len(countries) == 0 {
		countries = []string{""}
	}
	for i, key := range t.Clauses {
		for _, country := range countries {
			if _, ok := c.clauses.find(key, t.Language, country); ok {
				continue
			}
			where := "in " + t.Language
			if country != "" {
				where += " for " + country
			}
			place := t.record.PlaceOf("clauses")
			if list, stated := t.record.Node.Field("clauses"); stated {
				place = list.Children[i].Place(t.record.File)
			}
			c.report(diag.New(diag.ClauseMissing, t.record.Addr, place, "the clause %s has no text %s", key, where).At("clauses"))
			break
		}
	}
}

// checkLetters looks at who gets which letter, at what clauses say in them, and
// whether what was issued still holds.
func (c *checker) checkLetters() {
	looked := map[string]bool{}
	for _, w := range c.wanted() {
		country := ""
		if person := c.people[w.payee.Person]; person != nil {
			country = c.country(person)
		}
		templates := choose(c.templates, w.payee.CompPlan, w.stints[0].Position.Role, country)
		for _, t := range templates {
			c.used[t] = true
		}
		if len(templates) != 1 {
			c.tellTemplates(w, templates)
			continue
		}
		t := templates[0]
		if kind := t.ID + "\x00" + w.payee.CompPlan + "\x00" + country; !looked[kind] {
			looked[kind] = true
			c.look(c.facts(w, t, country, Issue{Effective: c.first(w)}))
		}
		address := Address(w.payee.Position, w.payee.Person, w.payee.CompPlan)
		if issues := c.issued[address]; len(issues) > 0 {
			c.checkIssued(w, t, country, issues)
		}
	}
}

// checkIssued reports an issued letter that says something else than the plan.
func (c *checker) checkIssued(w want, t *Template, country string, issues []Issued) {
	last := issues[len(issues)-1]
	if c.version(w, t, country, issueOf(issues)).Digest != last.Inputs {
		c.report(diag.New(diag.StaleLetter, last.Addr(), last.record.Place(), "%s says something else than the plan now: it has to be issued again, and signed", last.Addr()))
	}
}

// look notes in which letters clauses stand.
func (c *checker) look(f *facts) {
	for _, key := range f.template.Clauses {
		clause, ok := c.clauses.find(key, f.template.Language, f.country)
		if !ok || clause.record == nil {
			continue
		}
		if c.uses[clause] == nil {
			c.uses[clause] = map[string]*facts{}
		}
		if _, there := c.uses[clause][f.plan.Addr.ID]; !there {
			c.uses[clause][f.plan.Addr.ID] = f
		}
	}
}

// checkTexts looks at what clauses say.
func (c *checker) checkTexts() {
	for r := range recordsOf(c.plan, ClauseKind) {
		n := &r.Node
		clause := c.clauses.all[clauseKey{n.TextOf("clause"), n.TextOf("language"), n.TextOf("country")}]
		for _, id := range sortedKeys(c.uses[clause]) {
			if c.checkText(clause, c.uses[clause][id]) {
				break // one comp plan is enough
			}
		}
	}
}

// checkText looks at what a clause says in one letter, and reports whether
// something is wrong.
func (c *checker) checkText(clause *Clause, f *facts) bool {
	before := len(c.Findings)
	for _, field := range []string{"heading", "text"} {
		text := clause.record.Node.TextOf(field)
		for _, p := range pieces(text) {
			if !p.reference {
				continue
			}
			if _, ok := f.value(p.text); !ok {
				c.report(diag.New(diag.UnknownValue, clause.record.Addr, placeIn(clause.record, field, text, p.at),
					"{{ %s }} stands for nothing that %s has", p.text, f.plan.Addr).At(field))
			}
		}
		for _, said := range numbersIn(text, clause.Constants, f.words) {
			if !f.states(said) {
				c.report(diag.New(diag.NumberNotInPlan, clause.record.Addr, placeIn(clause.record, field, text, said.at),
					"the clause states %q, and %s has no such number", said.text, f.plan.Addr).At(field))
			}
		}
	}
	for i, constant := range clause.Constants {
		if !strings.Contains(clause.Text, constant) && !strings.Contains(clause.Heading, constant) {
			list, _ := clause.record.Node.Field("constants")
			c.report(diag.New(diag.NumberNotInPlan, clause.record.Addr, list.Children[i].Place(clause.record.File), "%q is a constant of the clause, and its text does not state it", constant).At("constants"))
		}
	}
	return len(c.Findings) > before
}

// checkUse reports templates that are for nobody, and clauses in no letter.
func (c *checker) checkUse() {
	for i := range c.templates {
		if t := &c.templates[i]; !c.used[t] && len(c.plan.Choices.Years) > 0 && c.plan.Choices.Calendar != nil {
			c.report(diag.New(diag.TemplateUnused, t.record.Addr, t.record.Place(), "nobody gets the letter of %s: others that state more are for the same people, or there are none", t.record.Addr))
		}
	}
	for r := range recordsOf(c.plan, ClauseKind) {
		key, language := r.Node.TextOf("clause"), r.Node.TextOf("language")
		if !slices.ContainsFunc(c.templates, func(t Template) bool {
			return slices.Contains(t.Clauses, key) && (t.Language == language || base(t.Language) == language)
		}) {
			c.report(diag.New(diag.ClauseUnused, r.Addr, r.PlaceOf("clause"), "no letter template in %s has the clause %s", language, key).At("clause"))
		}
	}
}

// placeIn returns where a byte of a text field stands. A text of several lines is
// a block, indented by two blanks under its key, as "salesplan fmt" leaves it.
func placeIn(r *record.Record, field, text string, at int) source.Place {
	n, ok := r.Node.Field(field)
	if !ok {
		return r.Place()
	}
	place := n.Place(r.File)
	if before := text[:at]; strings.Contains(text, "\n") {
		place.Line += 1 + strings.Count(before, "\n")
		place.Column = int(n.KeyColumn) + 2 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	} else {
		place.Column += len([]rune(before))
	}
	return place
}
