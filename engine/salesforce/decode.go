package salesforce

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// decoder reads the fields of one record from an element, and tells of what it
// does not know. A record is sound if nothing with severity error was found.
type decoder struct {
	element  element
	subject  addr.Addr
	findings diag.List
}

func (d *decoder) tell(code diag.Code, at element, format string, args ...any) {
	d.findings = append(d.findings, diag.New(code, d.subject, at.place, format, args...))
}

// only tells of elements that are none of the known ones: they are not imported.
func (d *decoder) only(known ...string) {
	for _, child := range d.element.children {
		if !slices.Contains(known, child.name) {
			d.tell(diag.UnknownField, child, "the element %q is not imported: a plan has no place for it", shown(child.name))
			d.findings[len(d.findings)-1].Severity = diag.Info
		}
	}
}

// find returns the one child with the name; ok is false if there is none.
func (d *decoder) find(name string) (child element, ok bool) {
	for _, c := range d.element.children {
		switch {
		case c.name != name:
		case ok:
			d.tell(diag.DuplicateKey, c, "the element %q stands here twice", name)
		default:
			child, ok = c, true
		}
	}
	return child, ok
}

// text returns the text of the child with the name, "" if there is none.
func (d *decoder) text(name string) string {
	child, ok := d.find(name)
	if ok && len(child.children) > 0 {
		d.tell(diag.WrongType, child, "the element %q holds elements where text is expected", name)
	}
	return child.text
}

// needed is text that must be there.
func (d *decoder) needed(name string) string {
	text := d.text(name)
	if child, _ := d.find(name); text == "" && len(child.children) == 0 {
		d.tell(diag.MissingField, d.element, "the element %q is missing or empty", name)
	}
	return text
}

// word is text that must be a key of table; "" if there is none.
func (d *decoder) word(name string, table map[string]string) string {
	text := d.text(name)
	if _, ok := table[text]; !ok && text != "" {
		child, _ := d.find(name)
		d.tell(diag.NotAllowed, child, "%s %q is not known: a plan has %s", name, shown(text), alternatives(table))
		return ""
	}
	return text
}

// truth is text that must be true or false.
func (d *decoder) truth(name string) bool {
	text := d.text(name)
	if text != "true" && text != "false" {
		child, ok := d.find(name)
		if !ok {
			child = d.element
		}
		d.tell(diag.WrongType, child, "%s is %q and must be true or false", name, shown(text))
	}
	return text == "true"
}

// each calls read with a decoder for every child with the name.
func (d *decoder) each(name string, read func(item *decoder)) {
	for _, child := range d.element.children {
		if child.name == name {
			item := decoder{element: child, subject: d.subject}
			read(&item)
			d.findings = append(d.findings, item.findings...)
		}
	}
}

// decodeType reads a Territory2Type.
func decodeType(d *decoder, name string) TerritoryType {
	d.only("description", "name", "priority")
	t := TerritoryType{
		DeveloperName: name, Name: d.needed("name"), Description: d.text("description"),
		Priority: d.text("priority"), place: d.element.place,
	}
	if t.Priority != "" && !priority.MatchString(t.Priority) {
		child, _ := d.find("priority")
		d.tell(diag.OutOfRange, child, "priority is %q and must be a whole number from 0 to 1000000", shown(t.Priority))
	}
	return t
}

// decodeTerritory reads a Territory2.
func decodeTerritory(d *decoder, name string) Territory {
	d.only("accountAccessLevel", "caseAccessLevel", "contactAccessLevel", "description", "name",
		"opportunityAccessLevel", "parentTerritory", "ruleAssociations", "territory2Type")
	t := Territory{
		DeveloperName: name, Name: d.needed("name"), Description: d.text("description"),
		Parent: d.text("parentTerritory"), Type: d.text("territory2Type"),
		Access: Access{
			Account: d.word("accountAccessLevel", accessLevels), Case: d.word("caseAccessLevel", accessLevels),
			Contact: d.word("contactAccessLevel", accessLevels), Opportunity: d.word("opportunityAccessLevel", accessLevels),
		},
		place: d.element.place,
	}
	d.each("ruleAssociations", func(item *decoder) {
		item.only("inherited", "ruleName")
		t.Rules = append(t.Rules, RuleUse{Rule: item.needed("ruleName"), Inherited: item.truth("inherited"), place: item.element.place})
	})
	return t
}

// decodeRule reads a Territory2Rule.
func decodeRule(d *decoder, name string) Rule {
	d.only("active", "booleanFilter", "name", "objectType", "ruleItems")
	r := Rule{
		DeveloperName: name, Name: d.needed("name"), Object: d.word("objectType", objects), Active: d.truth("active"),
		Filter: d.text("booleanFilter"), place: d.element.place,
	}
	if r.Object == "" {
		d.needed("objectType")
	}
	if !filter.MatchString(strings.ToUpper(r.Filter)) {
		child, _ := d.find("booleanFilter")
		d.tell(diag.BadFilter, child, "booleanFilter is %q and may hold numbers, AND, OR, NOT and parentheses", shown(r.Filter))
	}
	d.each("ruleItems", func(item *decoder) {
		item.only("field", "operation", "value")
		r.Items = append(r.Items, RuleItem{Field: item.needed("field"), Operation: item.word("operation", operators), Value: item.text("value")})
		if item.text("operation") == "" {
			item.needed("operation")
		}
	})
	if len(r.Items) == 0 {
		d.tell(diag.MissingField, d.element, "the rule has no ruleItems: it says nothing about any record")
	}
	return r
}

// addressOf returns the address that a record of a metadata file gets.
func addressOf(element, name string) addr.Addr {
	collection := map[string]string{
		typeElement: plan.TypeKind, territoryElement: plan.TerritoryKind, ruleElement: plan.RuleKind,
	}[element]
	if collection == "" {
		return addr.Addr{}
	}
	return addr.New(collection, idOf(name))
}

// alternatives lists the keys of a table in order.
func alternatives(table map[string]string) string {
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return strings.Join(keys, ", ")
}

// shown returns text as a message quotes it: one that is too long for a
// sentence is cut.
func shown(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return fmt.Sprintf("%s…", string(runes[:most]))
	}
	return text
}
