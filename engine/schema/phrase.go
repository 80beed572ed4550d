package schema

import (
	"fmt"
	"strings"
)

// words tells what the values of a type are, as a cell of the reference does.
// Refs are the collections that the value refers to; title is that of the
// section about its groups.
func (t *Type) words(refs []string, title string) string {
	var parts []string
	if len(t.Enum) > 0 {
		parts = append(parts, codes(t.Enum))
	}
	for _, alternative := range t.Any {
		parts = append(parts, alternative.words(refs, title))
	}
	if len(parts) == 0 {
		parts = t.scalarWords(refs)
	}
	if t.Kinds&List != 0 {
		parts = append(parts, t.Items.words(refs, title))
	}
	if t.Kinds&Struct != 0 {
		parts = append(parts, t.Fields.words(title))
	}
	if t.Kinds == AnyKind && len(parts) == 6 {
		return "anything"
	}
	if len(parts) == 0 {
		return "nothing is allowed"
	}
	return joined(parts, "or")
}

// scalarWords tells each kind of scalar with the constraints on it.
func (t *Type) scalarWords(refs []string) []string {
	var parts []string
	if t.Kinds&String != 0 {
		parts = append(parts, t.textWords(refs))
	}
	if t.Kinds&Number != 0 {
		parts = append(parts, t.numberWords())
	}
	if t.Kinds&Bool != 0 {
		parts = append(parts, "`true`", "`false`")
	}
	return parts
}

func (t *Type) textWords(refs []string) string {
	if len(refs) > 0 {
		return "id of " + links(refs)
	}
	words := []string{t.formWords()}
	for _, c := range t.Not {
		if c.Text == "" {
			words = append(words, "not empty")
		} else {
			words = append(words, "not "+code(c.Text))
		}
	}
	if len(t.Runes) > 0 {
		words = append(words, narrowest(t.Runes).words("character"))
	}
	return strings.Join(words, ", ")
}

// links prints names of collections as a sentence does, each linked to its
// section: a [role](#role).
func links(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		a, _, _ := strings.Cut(article([]string{name}), " ")
		words[i] = fmt.Sprintf("%s [%s](#%s)", a, prose(name), anchor(name))
	}
	return joined(words, "or")
}

// formWords tells the form of a text: that of its format, else its patterns.
// Patterns of the organisation are told in any case.
func (t *Type) formWords() string {
	word, known := map[Format]string{
		Date:     "day, written `YYYY-MM-DD`",
		Currency: "currency code such as `EUR`",
		Period:   "fiscal period such as `FY27`, `FY27-H1`, `FY27-Q2` or `FY27-M05`",
		Address:  "address such as `territory/mid-west`",
	}[t.Format]
	if !known {
		word = "text"
	}
	var forms []string
	for i := range t.Patterns {
		switch p := &t.Patterns[i]; {
		case known && !p.Origin.Known():
		case p.Not:
			forms = append(forms, "not of the form "+code(p.Expr))
		default:
			forms = append(forms, "of the form "+code(p.Expr))
		}
	}
	if len(forms) > 0 {
		word += " " + joined(forms, "and")
	}
	return word
}

func (t *Type) numberWords() string {
	word := "number"
	switch {
	case t.Kinds&Number == Int:
		word = "whole number"
	case t.Kinds&Number == Fraction:
		word = "number with a decimal point"
	case t.Format == Decimal:
		word = "exact number"
	}
	if len(t.Bounds) > 0 {
		word += ", " + t.boundWords()
	}
	if t.Kinds&String == 0 {
		for _, c := range t.Not {
			word += ", not " + code(c.Text)
		}
	}
	return word
}

// words tells what a list holds.
func (items *Items) words(refs []string, title string) string {
	if items == nil {
		return "list of anything"
	}
	size := narrowest(items.Sizes)
	size.Min = max(size.Min, len(items.First))
	word := "list"
	if each, ok := items.uniform(); ok {
		word = "list, each: " + each.words(refs, title)
	} else {
		for i, first := range items.First {
			word += fmt.Sprintf(", item %d: %s", i+1, first.words(refs, fmt.Sprintf("%s[%d]", title, i)))
		}
		if items.Rest != nil {
			word += ", further items: " + items.Rest.words(refs, title)
		} else {
			size.Max = len(items.First)
		}
	}
	if size.Min > 0 || size.Max >= 0 {
		word += "; " + size.words("item")
	}
	if items.Unique {
		word += "; no two items are the same"
	}
	return word
}

// words tells what a group holds, or where that is told.
func (f *Fields) words(title string) string {
	switch {
	case f == nil:
		return "group of any fields"
	case f.told():
		return fmt.Sprintf("group: [%s](#%s)", prose(title), anchor(title))
	case len(f.ByForm) == 0 && f.Closed:
		return "group without fields"
	case len(f.ByForm) == 0:
		return "group of any fields"
	}
	forms := make([]string, len(f.ByForm))
	for i := range f.ByForm {
		form := &f.ByForm[i]
		forms[i] = fmt.Sprintf("each name: %s, each value: %s", form.Name.words(nil, title), form.Type.words(nil, title))
	}
	return "group; " + strings.Join(forms, "; ")
}
