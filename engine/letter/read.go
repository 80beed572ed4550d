package letter

import (
	"iter"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Names of the collections.
const (
	TemplateKind    = "letter_template"
	ClauseKind      = "clause"
	WordKind        = "letter_word"
	TranslationKind = "translation"
	IssuedKind      = "issued_letter"
)

// Collections returns the collections that are about letters.
func Collections() []string {
	return []string{TemplateKind, ClauseKind, WordKind, TranslationKind, IssuedKind}
}

// recordsOf yields the sound records of a collection, in order of address.
func recordsOf(p *plan.Plan, collection string) iter.Seq[*record.Record] {
	return func(yield func(*record.Record) bool) {
		from, to := p.Records.Collection(collection)
		for i := from; i < to; i++ {
			if r := p.Records.Record(i); !p.Broken[r.Addr] && !yield(r) {
				return
			}
		}
	}
}

// Template says who gets which letter.
type Template struct {
	record     *record.Record
	ID, Title  string
	Company    string
	Language   string
	CompPlans  []string
	Roles      []string
	Countries  []string
	Letter     bool     // paper of 8.5 × 11 in
	Sections   []string // in order
	Clauses    []string // keys, in order
	Signatures []string // employee, manager, company, in order
}

// sections are the parts of a letter, in their usual order.
var sections = []string{
	"summary", "payee", "territory", "pay", "components", "quotas", "rates", "rules", "pay_table", "examples", "terms", "signatures",
}

// signers are those who sign, in their usual order.
var signers = []string{"employee", "manager", "company"}

func templatesOf(p *plan.Plan) []Template {
	var all []Template
	for r := range recordsOf(p, TemplateKind) {
		n := &r.Node
		t := Template{
			record: r, ID: r.Addr.ID, Title: n.TextOf("title"), Company: n.TextOf("company"), Language: n.TextOf("language"),
			CompPlans: textsOf(r, "comp_plans"), Roles: textsOf(r, "roles"), Countries: textsOf(r, "countries"), Letter: n.TextOf("paper") == "letter",
			Sections: textsOf(r, "sections"), Clauses: textsOf(r, "clauses"), Signatures: textsOf(r, "signatures"),
		}
		if len(t.Sections) == 0 {
			t.Sections = sections
		}
		if len(t.Signatures) == 0 {
			t.Signatures = signers
		}
		if len(t.Clauses) == 0 {
			t.Clauses = usualClauses()
		}
		all = append(all, t)
	}
	return all
}

// textsOf returns the items of a list field.
func textsOf(r *record.Record, field string) []string {
	list, ok := r.Node.Field(field)
	if !ok {
		return nil
	}
	items := make([]string, len(list.Children))
	for i := range list.Children {
		items[i] = list.Children[i].Text
	}
	return items
}

// statements is how many conditions a template states.
func (t *Template) statements() int {
	count := 0
	for _, list := range [][]string{t.CompPlans, t.Roles, t.Countries} {
		if len(list) > 0 {
			count++
		}
	}
	return count
}

// fits reports whether the template is for a payee.
func (t *Template) fits(compPlan, role, country string) bool {
	allows := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return allows(t.CompPlans, compPlan) && allows(t.Roles, role) && allows(t.Countries, country)
}

// choose returns the templates that state most of those that fit: one, or none,
// or several that the plan does not tell apart.
func choose(templates []Template, compPlan, role, country string) []*Template {
	var best []*Template
	for i := range templates {
		t := &templates[i]
		switch {
		case !t.fits(compPlan, role, country):
		case len(best) == 0 || t.statements() > best[0].statements():
			best = []*Template{t}
		case t.statements() == best[0].statements():
			best = append(best, t)
		}
	}
	return best
}

// Issued is a letter that was handed out.
type Issued struct {
	record    *record.Record
	Issue     int
	Effective period.Date
	Revision  string
	Inputs    string // SHA-256 in hex
}

// Addr is the address of the record in the register.
func (i *Issued) Addr() addr.Addr { return i.record.Addr }

// issuedOf returns what was issued, by address of the letter, in order of issue.
func issuedOf(p *plan.Plan) map[string][]Issued {
	all := map[string][]Issued{}
	for r := range recordsOf(p, IssuedKind) {
		n := &r.Node
		day, _ := period.ParseDate(n.TextOf("effective"))
		at := Address(n.TextOf("position"), n.TextOf("person"), n.TextOf("comp_plan"))
		all[at] = append(all[at], Issued{record: r, Issue: numberOf(n.TextOf("issue")), Effective: day, Revision: n.TextOf("revision"), Inputs: n.TextOf("inputs")})
	}
	for _, issues := range all {
		slices.SortFunc(issues, func(a, b Issued) int { return a.Issue - b.Issue })
	}
	return all
}

// Address is what the letter of a position, of a person in it, about a comp plan
// is known by in all its versions.
func Address(position, person, compPlan string) string {
	if person == "" {
		return "letter/" + position + "/" + compPlan
	}
	return "letter/" + position + "/" + person + "/" + compPlan
}

// translations hold what names and descriptions of the plan are called in other
// languages.
type translations map[translated]string

type translated struct{ language, record, field string }

func translationsOf(p *plan.Plan) translations {
	all := translations{}
	for r := range recordsOf(p, TranslationKind) {
		n := &r.Node
		all[translated{n.TextOf("language"), n.TextOf("record"), n.TextOf("field")}] = n.TextOf("text")
	}
	return all
}

// of returns a text of the plan in a language; known is false if nobody has
// translated it.
func (t translations) of(language string, a addr.Addr, field string) (text string, known bool) {
	for _, tag := range []string{language, base(language)} {
		if text, known = t[translated{tag, a.String(), field}]; known {
			return text, true
		}
	}
	return "", false
}
