package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Issue is what makes a version of a letter an issued one.
type Issue struct {
	// Number counts from 1; 0 for a draft.
	Number int
	// Revision is the commit that it was issued from; "" for a draft.
	Revision string
	// Effective is the first day on which it holds; zero where that is open.
	Effective period.Date
	// Supersedes is the version that it replaces; nil if it is the first.
	Supersedes *Superseded
}

// recordFormat is the version of the form of records. It changes when the same
// values would make another record.
const recordFormat = 1

// seal writes the record of a letter, and its digests.
func (l *Letter) seal() {
	f := l.facts
	if len(f.words.own) > 0 {
		// What the letter says is read once, to see which words of the plan it uses.
		f.brief = true
		for _, section := range f.template.Sections {
			_ = f.section(section)
		}
		_, _ = l.formWords(), f.letterTitle()
		for _, key := range []string{"letter.draft", "letter.version", "form.record", "form.issue", "form.seal"} {
			_ = f.words.text(key)
		}
		f.brief = false
	}
	var b canonical
	b.open('{')
	for i, part := range f.parted(l.Address) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.text(part.name)
		b.WriteByte(':')
		from := b.Len()
		part.write(&b)
		l.Parts = append(l.Parts, Part{Name: part.name, Digest: digestOf(b.Bytes()[from:])})
	}
	b.WriteString("}\n")
	l.Record = b.Bytes()
	l.Digest = digestOf(l.Record)
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// recordPart is a named part of a record.
type recordPart struct {
	name  string
	write func(*canonical)
}

// parted are the parts of the record, in order of name.
func (f *facts) parted(address string) []recordPart {
	return []recordPart{
		{"address", func(b *canonical) { b.text(address) }},
		{"comp_plan", func(b *canonical) { b.Write(f.shared.record) }},
		{"effective", func(b *canonical) { b.text(f.issue.Effective.String()) }},
		{"format", func(b *canonical) { b.WriteString(itoa(recordFormat)) }},
		{"names", func(b *canonical) { b.strings(f.names) }},
		{"pay", f.writePay},
		{"pay_table", f.ifSaid("pay_table", f.writeLevels)},
		{"payee", func(b *canonical) {
			b.pairs("code", orElse(f.payee.Person, f.payee.Position), "country", f.country, "days", f.writtenDays(), "manager", f.manager, "name", f.employee,
				"position", f.payee.Position, "title", f.title)
		}},
		{"quotas", f.ifSaid("quotas", f.writeQuotas)},
		{"ramp", f.writeRamp},
		{"template", func(b *canonical) {
			b.pairs("company", f.template.Company, "language", f.template.Language, "paper", boolean(f.template.Letter),
				"sections", strings.Join(f.template.Sections, " "), "signatures", strings.Join(f.template.Signatures, " "), "title", f.template.Title)
		}},
		{"terms", f.ifSaid("terms", f.writeTerms)},
		{"territory", f.ifSaid("territory", f.writeAreas)},
		{"words", func(b *canonical) { b.strings(f.words.used) }},
	}
}

// ifSaid writes a part of the record only if the letter has the section for it.
func (f *facts) ifSaid(section string, write func(*canonical)) func(*canonical) {
	if slices.Contains(f.template.Sections, section) {
		return write
	}
	return func(b *canonical) { b.WriteString("null") }
}

func (f *facts) writtenDays() string {
	var days []string
	for _, one := range f.days {
		days = append(days, one.String())
	}
	return strings.Join(days, " ")
}

func (f *facts) writePay(b *canonical) {
	b.list(len(f.pays), func(i int) {
		p := &f.pays[i]
		b.pairs("base", written(p.Salary), "currency", p.Currency.String(), "days", p.Days.String(), "target_incentive", written(p.Incentive))
	})
}

func written(a *money.Amount) string {
	if a == nil {
		return ""
	}
	return a.String()
}

func (f *facts) writeLevels(b *canonical) {
	b.list(len(f.levels), func(i int) {
		one := &f.levels[i]
		pairs := []string{"", one.attainment.String(), "total", one.total.Lowest().String()}
		for j := range one.earned {
			pairs = append(pairs, "component."+f.components[j].ID, one.earned[j].Lowest().String())
		}
		pairs[0] = "attainment"
		b.pairs(append(pairs, "currency", f.currency.String())...)
	})
}

func (f *facts) writeQuotas(b *canonical) {
	b.list(len(f.components), func(i int) {
		c := &f.components[i]
		pairs := []string{"component", c.ID, "measure", c.Measure, "year", f.year.String()}
		for _, g := range c.goals {
			quota := ""
			if g.quota != nil {
				quota = g.quota.Lowest().String()
			}
			pairs = append(pairs, "quota@"+g.at.String(), quota, "target@"+g.at.String(), g.target.Lowest().String())
			pairs = append(pairs, "days@"+g.at.String(), f.set.plan.Choices.Calendar.Range(g.at).String())
		}
		b.pairs(pairs...)
	})
}

func (f *facts) writeRamp(b *canonical) {
	if f.ramp == nil {
		b.WriteString("null")
		return
	}
	if r, ok := f.set.plan.Find(f.ramp.Addr); ok {
		b.node(&r.Node, "")
	}
}

func (f *facts) writeAreas(b *canonical) {
	b.list(len(f.areas), func(i int) {
		a := &f.areas[i]
		b.pairs("coverage", a.coverage, "days", a.days.String(), "name", a.name, "share", a.share.String())
	})
}

// writeTerms writes the clauses as the letter says them.
func (f *facts) writeTerms(b *canonical) {
	b.list(len(f.terms), func(i int) {
		t := &f.terms[i]
		var text strings.Builder
		for _, block := range t.blocks {
			writeBlock(&text, block)
		}
		b.pairs("clause", t.key, "heading", document.Text(t.heading), "text", text.String())
	})
}

// writeBlock writes a part of a clause so that no two look the same.
func writeBlock(text *strings.Builder, block document.Block) {
	switch block := block.(type) {
	case document.Paragraph:
		for _, span := range block.Text {
			if span.Strong {
				text.WriteString("**" + span.Text + "**")
			} else {
				text.WriteString(span.Text)
			}
		}
		text.WriteString("\n\n")
	case document.List:
		for _, item := range block.Items {
			if block.Ordered {
				text.WriteString("1. ")
			} else {
				text.WriteString("- ")
			}
			for _, inner := range item.Blocks {
				writeBlock(text, inner)
			}
		}
	}
}

// issueText is the attachment that says which issue the letter is.
func (l *Letter) issueText() []byte {
	var b canonical
	pairs := []string{"address", l.Address, "effective", l.Issue.Effective.String(), "inputs", l.Digest, "issue", itoa(l.Issue.Number), "revision", l.Issue.Revision}
	if s := l.Issue.Supersedes; s != nil {
		pairs = append(pairs, "supersedes_inputs", s.Inputs, "supersedes_issue", itoa(s.Issue))
	}
	b.pairs(pairs...)
	b.WriteByte('\n')
	return b.Bytes()
}

// canonical writes JSON in its one canonical form: without blanks, keys in order,
// numbers as texts.
type canonical struct {
	bytes.Buffer
	skip string // a field that is left out wherever it stands; "": none is
}

func (b *canonical) open(bracket byte) { b.WriteByte(bracket) }

// text writes a string.
func (b *canonical) text(s string) {
	encoder := json.NewEncoder(&b.Buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string into memory
	b.Truncate(b.Len() - len("\n"))
}

// pairs writes an object of keys and texts, in order of key.
func (b *canonical) pairs(pairs ...string) {
	all := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	b.strings(all)
}

// strings writes an object of texts.
func (b *canonical) strings(all map[string]string) {
	keys := make([]string, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	b.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		b.text(key)
		b.WriteByte(':')
		b.text(all[key])
	}
	b.WriteByte('}')
}

// list writes a list of so many items.
func (b *canonical) list(count int, item func(int)) {
	b.WriteByte('[')
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		item(i)
	}
	b.WriteByte(']')
}

// named are the maps of a comp plan whose keys are ids: the order in which they
// are written is that of the letter.
var named = set("components", "gates", "modifiers", "caps", "examples", "quotas", "results", "pays")

// apart are fields that records of letters do not hold where they are written:
// names are there in the language of the letter, the others are not said.
var apart = set("name", "description", "reason", "extra")

// node writes a record, or a part of it, without some of its own fields. within
// is the field that it is the value of.
func (b *canonical) node(n *syntax.Node, within string, without ...string) {
	switch {
	case n.Kind == syntax.List:
		b.list(len(n.Children), func(i int) { b.node(&n.Children[i], "") })
	case n.Kind == syntax.Map && named[within]:
		b.list(len(n.Children), func(i int) {
			b.WriteByte('[')
			b.text(n.Children[i].Key)
			b.WriteByte(',')
			b.node(&n.Children[i], "")
			b.WriteByte(']')
		})
	case n.Kind == syntax.Map:
		fields := make([]*syntax.Node, 0, len(n.Children))
		for i := range n.Children {
			if key := n.Children[i].Key; !apart[key] && key != b.skip && !slices.Contains(without, key) {
				fields = append(fields, &n.Children[i])
			}
		}
		slices.SortFunc(fields, func(x, y *syntax.Node) int { return strings.Compare(x.Key, y.Key) })
		b.WriteByte('{')
		for i, field := range fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.text(field.Key)
			b.WriteByte(':')
			b.node(field, field.Key)
		}
		b.WriteByte('}')
	default:
		text := n.Text
		if d, err := money.ParseDecimal(text); err == nil && n.Kind != syntax.String {
			text = d.String()
		}
		b.text(text)
	}
}

// unsaid are the fields of the comp plan that the letter does not state: who else
// is on it, and pay that others have. Examples that state no pay of their own take
// that of the comp plan.
func (f *facts) unsaid() []string {
	unsaid := []string{"roles", "base_salary", "target_incentive"}
	if len(f.steps()) < 2 {
		unsaid = append(unsaid, "order")
	}
	if !slices.Contains(f.template.Sections, "examples") {
		return append(unsaid, "examples")
	}
	keep := func(field string) {
		unsaid = slices.DeleteFunc(unsaid, func(other string) bool { return other == field })
	}
	for i := range f.plan.Examples {
		if f.plan.Examples[i].BaseSalary == nil {
			keep("base_salary")
		}
		if f.plan.Examples[i].TargetIncentive == nil {
			keep("target_incentive")
		}
	}
	return unsaid
}
