package letter

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Document is what the letter says. It is the same for the same record and issue,
// whatever else the plan holds.
func (l *Letter) Document() document.Document {
	f := l.facts
	w := f.words
	d := document.Document{
		Code: orElse(l.Payee.Person, l.Payee.Position), Title: f.letterTitle(), Language: l.Language, RunningHead: f.template.Company + " · " + f.planName(),
		Version: l.Version(), Words: l.formWords(),
		Attachments: []document.Attachment{
			{Name: RecordName, MediaType: "application/json", Description: w.text("form.record"), Data: l.Record},
			{Name: IssueName, MediaType: "application/json", Description: w.text("form.issue"), Data: l.issueText()},
		},
	}
	if f.template.Letter {
		d.Paper = document.Letter
	}
	for _, section := range f.template.Sections {
		d.Blocks = append(d.Blocks, f.section(section)...)
	}
	return d
}

// formWords are the words that forms add.
func (l *Letter) formWords() document.Words {
	w := l.facts.words
	return document.Words{
		PageOf: w.text("form.page_of"), Added: w.text("form.added"), Removed: w.text("form.removed"), Changed: w.text("form.changed"),
		Continued: w.text("form.continued"), Date: w.text("form.date"), Signature: w.text("form.signature"),
	}
}

// Version is what is printed on every page: the first digits of the digest of the
// record, with the issue and the commit that it was issued from. What is issued
// again without a change keeps it, whatever the repository is at.
func (l *Letter) Version() string {
	digest := l.Digest[:12]
	if l.Issue.Number == 0 {
		return l.facts.say("letter.draft", "digest", digest)
	}
	return l.facts.say("letter.version", "issue", l.facts.words.count(l.Issue.Number), "digest", digest, "revision", l.Issue.Revision[:12])
}

func (f *facts) letterTitle() string {
	if f.template.Title != "" {
		return f.template.Title
	}
	return f.words.text("letter.title")
}

// section is one part of a letter.
func (f *facts) section(name string) []document.Block {
	switch name {
	case "summary":
		return f.summary()
	case "payee":
		return f.person()
	case "territory":
		return f.territory()
	case "pay":
		return f.payTerms()
	case "components":
		return f.componentTable()
	case "quotas":
		return f.quotaTable()
	case "rates", "rules", "examples":
		return f.shared.sections[name]
	case "pay_table":
		return f.payTable()
	case "terms":
		return f.termsSection()
	case "signatures":
		return f.signatures()
	}
	return nil
}

func (f *facts) heading(level int, key string) document.Heading {
	return document.Heading{Level: level, Text: document.Plain(f.words.text(key))}
}

func paragraph(text string) document.Paragraph { return document.Paragraph{Text: document.Plain(text)} }

// summary says whom the letter is to, from when, and the figures that matter
// most.
func (f *facts) summary() []document.Block {
	intro := f.say("letter.intro", "employee", f.employee, "title", f.title, "company", f.template.Company, "plan", f.planName())
	if f.plan.Version != "" {
		intro = f.say("letter.intro_version", "employee", f.employee, "title", f.title, "company", f.template.Company, "plan", f.planName(), "version", f.plan.Version)
	}
	blocks := []document.Block{paragraph(intro), document.Notice{Text: document.Plain(f.notice())}}
	figures := document.KeyFigures{Label: f.words.text("pay.label")}
	add := func(key, value string) {
		figures.Items = append(figures.Items, document.KeyFigure{Key: key, Label: f.words.text("pay." + key), Value: document.Plain(value)})
	}
	if f.pay.Salary != nil {
		add("base", f.amount(f.pay.Salary))
	}
	if f.pay.Incentive != nil {
		add("target_incentive", f.amount(f.pay.Incentive))
	}
	if f.ote() != nil {
		add("ote", f.amount(f.ote()))
		add("mix", f.mix())
	}
	if len(figures.Items) > 0 {
		blocks = append(blocks, figures)
	}
	return blocks
}

// notice says from when the letter holds and what it replaces.
func (f *facts) notice() string {
	text := f.say("letter.effective_open")
	if !f.issue.Effective.IsZero() {
		text = f.say("letter.effective", "date", f.words.date(f.issue.Effective))
	}
	separator := f.words.text("format.sentence")
	if s := f.issue.Supersedes; s != nil {
		return text + separator + f.say("letter.supersedes", "issue", f.words.count(s.Issue), "digest", s.Inputs[:12])
	}
	return text + separator + f.say("letter.first")
}

// person names the person, the position and the comp plan.
func (f *facts) person() []document.Block {
	t := f.labelled("payee", "payee.caption")
	add := func(key, value string) {
		if value != "" {
			t.Rows = append(t.Rows, f.row(key, f.words.text("payee."+key), value))
		}
	}
	if f.employee != orElse(f.payee.Person, f.payee.Position) {
		add("name", f.employee)
	}
	if f.payee.Person != "" {
		add("code", f.payee.Person)
	}
	add("title", f.title)
	add("position", f.payee.Position)
	add("manager", f.manager)
	add("country", f.country)
	plan := f.planName() + " (" + f.plan.Addr.ID + ")"
	add("plan", plan)
	add("version", f.plan.Version)
	add("plan_days", f.words.days(f.plan.Active))
	var days []string
	for _, one := range f.days {
		days = append(days, f.words.days(one))
	}
	add("days", strings.Join(days, f.words.text("format.comma")))
	return []document.Block{f.heading(1, "heading.payee"), t}
}

// labelled is a table of labels and values.
func (f *facts) labelled(key, caption string) document.Table {
	return document.Table{
		Key: key, Caption: f.words.text(caption),
		Columns: []document.Column{{Key: "what", Label: f.words.text("column.what")}, {Key: "value", Label: f.words.text("column.value")}},
	}
}

// territory lists what the position covers.
func (f *facts) territory() []document.Block {
	blocks := []document.Block{f.heading(1, "heading.territory")}
	if len(f.areas) == 0 {
		return append(blocks, paragraph(f.words.text("territory.none")))
	}
	t := document.Table{Key: "territory", Caption: f.words.text("territory.caption"), Columns: []document.Column{
		{Key: "name", Label: f.words.text("column.territory")},
		{Key: "coverage", Label: f.words.text("column.coverage")},
		{Key: "share", Label: f.words.text("column.share"), Number: true},
		{Key: "days", Label: f.words.text("column.days")},
	}}
	keys := map[string]int{}
	for _, a := range f.areas {
		key := a.coverage + "." + a.name
		if keys[key]++; keys[key] > 1 {
			key += "." + itoa(keys[key])
		}
		days := f.words.text("territory.throughout")
		if a.days != (period.Range{}) {
			days = f.words.days(a.days)
		}
		t.Rows = append(t.Rows, f.row(key, a.name, f.words.text("choice.crediting.coverage."+a.coverage), f.words.percent(money.FromDecimal(a.share)), days))
	}
	return append(blocks, t)
}

// payTerms says what is paid at 100 %, over time.
func (f *facts) payTerms() []document.Block {
	t := document.Table{Key: "pay", Caption: f.words.text("pay.caption"), Columns: []document.Column{
		{Key: "days", Label: f.words.text("column.days")},
		{Key: "base", Label: f.words.text("pay.base"), Number: true},
		{Key: "incentive", Label: f.words.text("pay.target_incentive"), Number: true},
		{Key: "ote", Label: f.words.text("pay.ote"), Number: true},
	}}
	now := f.pay
	for _, pay := range f.pays {
		f.pay = pay
		key := "start"
		if !pay.Days.From.IsZero() {
			key = pay.Days.From.String()
		}
		t.Rows = append(t.Rows, f.row(key, f.words.days(pay.Days), f.amount(pay.Salary), f.amount(pay.Incentive), f.amount(f.ote())))
	}
	f.pay = now
	return []document.Block{f.heading(1, "heading.pay"), paragraph(f.words.text("pay.explained")), t}
}

// componentTable lists what pay is earned for.
func (f *facts) componentTable() []document.Block {
	t := document.Table{Key: "components", Caption: f.words.text("components.caption"), Columns: []document.Column{
		{Key: "component", Label: f.words.text("column.component")},
		{Key: "measure", Label: f.words.text("column.measure")},
		{Key: "weight", Label: f.words.text("column.weight"), Number: true},
		{Key: "target", Label: f.words.text("column.yearly_target"), Number: true},
		{Key: "window", Label: f.words.text("column.window")},
		{Key: "pay_every", Label: f.words.text("column.pay_every")},
	}}
	onTop := false
	for i := range f.components {
		c := &f.components[i]
		weight, target := f.words.text("format.none"), f.words.text("format.none")
		if c.Weight != nil {
			weight = f.words.percent(money.FromDecimal(*c.Weight))
		}
		if c.OnTop {
			weight, onTop = f.say("components.on_top", "weight", weight), true
		}
		if c.yearly != nil {
			target = f.words.rounded(*c.yearly, f.incentiveCurrency(c))
		}
		t.Rows = append(t.Rows, f.row(c.ID, c.name, c.measure, weight, target, f.windowWord(c.Window), f.windowWord(c.PayEvery)))
	}
	blocks := []document.Block{f.heading(1, "heading.components"), paragraph(f.words.text("components.explained")), t}
	if onTop {
		blocks = append(blocks, paragraph(f.words.text("choice.on_top.true")))
	}
	return blocks
}

// incentiveCurrency is the currency of a component's yearly target.
func (f *facts) incentiveCurrency(c *paidComponent) money.Currency {
	if c.Target == nil && f.pay.Incentive != nil {
		return f.pay.Incentive.Currency
	}
	return f.plan.Currency
}

// quotaTable lists quotas and targets by period.
func (f *facts) quotaTable() []document.Block {
	blocks := []document.Block{f.heading(1, "heading.quotas"), paragraph(f.say("quotas.explained", "year", f.year.String()))}
	for i := range f.components {
		c := &f.components[i]
		if !slices.ContainsFunc(c.goals, func(g goalLine) bool { return g.quota != nil || g.target.Sign() != 0 }) {
			continue // such as a commission on every deal
		}
		t := document.Table{Key: "quota." + c.ID, Caption: f.say("quotas.caption", "component", c.name, "measure", c.measure), Columns: []document.Column{
			{Key: "period", Label: f.words.text("column.period")},
			{Key: "days", Label: f.words.text("column.days")},
			{Key: "quota", Label: f.words.text("column.quota"), Number: true},
			{Key: "target", Label: f.words.text("column.target"), Number: true},
		}}
		for _, g := range c.goals {
			quota := f.words.text("format.none")
			switch {
			case g.quota != nil && c.isMoney:
				quota = f.words.rounded(*g.quota, f.plan.Currency)
			case g.quota != nil:
				quota = f.words.figure(*g.quota)
			}
			t.Rows = append(t.Rows, f.row(g.at.String(), g.at.String(), f.words.days(f.set.plan.Choices.Calendar.Range(g.at)), quota, f.words.rounded(g.target, f.plan.Currency)))
		}
		blocks = append(blocks, t)
	}
	return blocks
}

// rates says how results become pay.
func (f *facts) rates() []document.Block {
	blocks := []document.Block{f.heading(1, "heading.rates"), paragraph(f.words.text("rates.explained"))}
	for i := range f.components {
		c := &f.components[i]
		blocks = append(blocks, document.Heading{Level: 2, Text: document.Plain(c.name)})
		blocks = append(blocks, f.rateTable(c)...)
	}
	return blocks
}

// termsSection are the master terms.
func (f *facts) termsSection() []document.Block {
	blocks := []document.Block{f.heading(1, "heading.terms")}
	for i, t := range f.terms {
		blocks = append(blocks, document.Clause{Key: t.key, Number: itoa(i + 1), Heading: t.heading, Blocks: t.blocks})
	}
	return blocks
}

// signatures are the lines to sign on.
func (f *facts) signatures() []document.Block {
	names := map[string]string{"employee": f.employee, "manager": f.manager, "company": f.template.Company}
	var s document.Signatures
	for _, role := range f.template.Signatures {
		if role == "manager" && f.manager == "" {
			continue
		}
		s.Parties = append(s.Parties, document.Party{Role: f.words.text("party." + role), Name: names[role]})
	}
	return []document.Block{f.heading(1, "heading.signatures"), paragraph(f.words.text("signatures.explained")), s}
}
