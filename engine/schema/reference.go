package schema

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/salesplan/salesplan/engine/syntax"
)

// Reference returns the documentation of the language for people, in Markdown:
// every collection, every field, and every group within a record.
func (s *Schema) Reference() string {
	r := &referenceWriter{}
	r.preface(s)
	for i := range s.Collections {
		r.collection(&s.Collections[i])
	}
	return r.text.String()
}

// referenceWriter writes the reference.
type referenceWriter struct{ text bytes.Buffer }

// section is a part of the reference with a heading of its own, about a group.
type section struct {
	title string
	intro string
	group *Fields
}

func (r *referenceWriter) printf(format string, args ...any) { fmt.Fprintf(&r.text, format, args...) }

// preface says how to read the tables and lists the collections.
func (r *referenceWriter) preface(s *Schema) {
	r.printf("# The plan language, version %s\n\n", prose(s.Version))
	r.printf("%s\n\n", `Every field that a plan may hold. This page is made from the language itself; "salesplan schema" prints it.
Fields that are not listed here are mistakes.`)
	r.printf("%s\n\n", `How to read the column *needed*: "required" means that the field must be written, "default" tells what counts where
it is not written, and an empty cell means that the field may be left out. A *confidential* value tells what one person is
paid: reports withhold it unless they are asked not to.`)
	r.printf("| collection | what it holds |\n|---|---|\n")
	for i := range s.Collections {
		c := &s.Collections[i]
		r.printf("| [%s](#%s) | %s |\n", prose(c.Name), anchor(c.Name), prose(c.Doc))
	}
}

func (r *referenceWriter) collection(c *Collection) {
	r.printf("\n## %s\n\n", prose(c.Name))
	if c.Doc != "" {
		r.printf("%s\n\n", prose(c.Doc))
	}
	r.printf("%s\n", c.shapeWords())
	r.record(section{title: c.Name, group: c.Record.Fields})
	for i := range c.Narrowed {
		n := &c.Narrowed[i]
		title := c.Name + " with certain ids"
		if len(c.Narrowed) > 1 {
			title = fmt.Sprintf("%s %d", title, i+1)
		}
		r.printf("\n### %s\n\nThe id is %s. Such a record must be:\n", prose(title), n.ID.words(nil, title))
		r.record(section{title: title, group: n.Record.Fields})
	}
}

// shapeWords says how the records of a collection are written.
func (c *Collection) shapeWords() string {
	switch c.Shape {
	case Keyed:
		return "Records stand under their ids: " + idWords + "."
	case Listed:
		words := "Records are a list. The id of each is made of its fields: " + c.keyWords() + "."
		if slices.ContainsFunc(c.Key, func(part KeyPart) bool { return !part.Needed }) {
			words += " What is absent is left out."
		}
		return words
	}
	return "There is one record, without an id."
}

// keyWords shows how the id of a listed record is made.
func (c *Collection) keyWords() string {
	var b strings.Builder
	for i, part := range c.Key {
		switch {
		case part.When:
			b.WriteByte('@')
		case i > 0:
			b.WriteByte('/')
		}
		b.WriteString("<" + joined(part.Fields, "or") + ">")
	}
	return code(b.String())
}

// record writes the fields of a record, then the groups in it, each under its
// own heading, from the outside in. A group that several variants share is
// told once.
func (r *referenceWriter) record(record section) {
	told := map[string]bool{}
	for waiting := []section{record}; len(waiting) > 0; waiting = waiting[1:] {
		s, start := waiting[0], r.text.Len()
		if s.title != record.title {
			r.printf("\n### %s\n", prose(s.title))
		}
		if s.intro != "" {
			r.printf("\n%s\n", s.intro)
		}
		inner := r.group(s)
		if words := string(r.text.Bytes()[start:]); told[words] {
			r.text.Truncate(start)
		} else {
			told[words], waiting = true, append(waiting, inner...)
		}
	}
}

// group writes the fields of a group and returns the groups in it.
func (r *referenceWriter) group(s section) []section {
	f := s.group
	if f == nil {
		r.printf("\nNothing is said about the fields.\n")
		return nil
	}
	if f.Switch == nil {
		r.table(s.title, f.Named, f)
		if !f.Closed {
			r.printf("\nOther fields may be written too.\n")
		}
		return within(s.title, f.Named)
	}
	on := f.switched()
	r.table(s.title, on, f)
	inner := within(s.title, on)
	for _, v := range f.Switch.variants() {
		r.printf("\nWhen %s:\n", v.words(f.Switch.On))
		if len(v.fields.Named)+len(v.fields.ByForm) == 0 && v.fields.Switch == nil && v.fields.Closed {
			r.printf("\nThere are no more fields.\n")
			continue
		}
		inner = append(inner, r.group(section{title: s.title, group: v.fields})...)
	}
	return inner
}

// table writes fields of a group, and the forms of names that are allowed
// beside them.
func (r *referenceWriter) table(title string, fields []Field, of *Fields) {
	if len(fields)+len(of.ByForm) == 0 {
		return
	}
	r.printf("\n| field | value | needed | meaning |\n|---|---|---|---|\n")
	for i := range fields {
		f := &fields[i]
		value := f.Type.words(f.Refs, title+"."+f.Name)
		if f.Unique {
			value += "; no two records have the same"
		}
		if f.Confidential {
			value += "; confidential"
		}
		r.row(code(f.Name), value, f.needed(of), prose(f.Doc))
	}
	if of.Switch != nil {
		return
	}
	for i := range of.ByForm {
		form := &of.ByForm[i]
		r.row("any name: "+form.Name.words(nil, title), form.Type.words(nil, title), "", "")
	}
}

// row writes one row of a table.
func (r *referenceWriter) row(cells ...string) {
	r.text.WriteByte('|')
	for _, cell := range cells {
		r.text.WriteString(strings.TrimRight(" "+cell, " ") + " |")
	}
	r.text.WriteByte('\n')
}

// needed says whether a field has to be written, and what counts where it is
// not.
func (f *Field) needed(of *Fields) string {
	switch absent, ok := f.Type.AbsentValue(); {
	case f.OneOf != "":
		names := of.together(f.OneOf)
		for i := range names {
			names[i] = code(names[i])
		}
		return "exactly one of " + joined(names, "or")
	case f.demanded():
		return "required"
	case f.Presence == Regular && ok:
		if absent.Kind == syntax.String && absent.Text != "" {
			return "default " + code(absent.Text)
		}
		return "default " + code(string(encodeJSON(jsonValue(&absent))))
	}
	return ""
}

// words says when a variant applies.
func (v *variant) words(on []string) string {
	if len(on) == 1 {
		var constants []Scalar
		for _, when := range v.when {
			constants = append(constants, when[0])
		}
		return code(on[0]) + " is " + codes(constants)
	}
	conditions := make([]string, len(v.when))
	for i, when := range v.when {
		parts := make([]string, len(on))
		for j := range on {
			parts[j] = code(on[j]) + " is " + codes(when[j:j+1])
		}
		conditions[i] = joined(parts, "and")
	}
	return strings.Join(conditions, ", or ")
}

// within returns the sections about groups in fields.
func within(title string, fields []Field) []section {
	var sections []section
	for i := range fields {
		sections = append(sections, inside(fields[i].Type, title+"."+fields[i].Name, "")...)
	}
	return sections
}

// inside returns the sections about the groups that a value is, or holds.
func inside(t *Type, title, intro string) []section {
	var sections []section
	switch {
	case t.Kinds&Struct == 0 || t.Fields == nil:
	case t.Fields.told():
		sections = append(sections, section{title: title, intro: intro, group: t.Fields})
	default:
		for i := range t.Fields.ByForm {
			sections = append(sections, inside(t.Fields.ByForm[i].Type, title, "Each, under its name:")...)
		}
	}
	if t.Kinds&List != 0 && t.Items != nil {
		if each, ok := t.Items.uniform(); ok {
			return append(sections, inside(each, title, "Each item of the list:")...)
		}
		for i, first := range t.Items.First {
			sections = append(sections, inside(first, fmt.Sprintf("%s[%d]", title, i), "")...)
		}
		if t.Items.Rest != nil {
			sections = append(sections, inside(t.Items.Rest, title, "Each further item of the list:")...)
		}
	}
	return sections
}

// told reports whether a group has a section of its own: one whose fields have
// names. Others are told where they stand.
func (f *Fields) told() bool { return f != nil && (len(f.Named) > 0 || f.Switch != nil) }

// prose escapes what Markdown would take for its own in text and table cells.
func prose(text string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "\\<", "*", "\\*", "`", "\\`", "[", "\\[", "\n", " ").Replace(text)
}

// code prints text as it is written in a file. A bar would end a table cell.
func code(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 || text == "" {
		text = " " + text + " "
	}
	return fence + strings.NewReplacer("|", "\\|", "\n", " ").Replace(text) + fence
}

// codes prints constants: `a`, `b` or `c`.
func codes(constants []Scalar) string {
	words := make([]string, len(constants))
	for i, c := range constants {
		if words[i] = code(c.Text); c.Text == "" {
			words[i] = "the empty text"
		}
	}
	return joined(words, "or")
}

// anchor returns what the heading with a title is linked by.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
