package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// changeSections list what is removed, what changes, what is added and what
// follows from all that.
func changeSections(changes []report.Change) []section {
	direct, indirect := splitDirect(changes)
	edited := slices.DeleteFunc(direct, func(c report.Change) bool { return c.Action == "removed" || c.Action == "added" })
	indirect = slices.DeleteFunc(indirect, func(c report.Change) bool { return c.Action == "removed" || c.Action == "added" })
	removed := addressSection("Removed", ofAction(changes, "removed"))
	removed.kept = true
	return []section{
		removed, changeSection("What changes", edited), addressSection("Added", ofAction(changes, "added")), changeSection("What follows", indirect),
	}
}

// ofAction picks the changes of one action.
func ofAction(changes []report.Change, action string) []report.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c report.Change) bool { return c.Action != action })
}

// addressSection names records in one paragraph.
func addressSection(title string, changes []report.Change) section {
	s := section{heading: fmt.Sprintf("### %s (%d)", title, len(changes)), noun: "record", between: ", ", close: "\n"}
	for _, c := range changes {
		s.rows = append(s.rows, namedAddress(c))
	}
	return s
}

// namedAddress is the address with the name that people use.
func namedAddress(c report.Change) string {
	text := brief(c.Address, 250)
	if c.From != "" {
		text = brief(c.From, 250) + " → " + text
	}
	if c.Name != "" {
		text += " " + brief(c.Name, 60)
	}
	return text
}

// changeSection lists changes with their fields.
func changeSection(title string, changes []report.Change) section {
	t := newTable("", "Record", "Field", "Before → after")
	for _, c := range changes {
		mark, _ := sign(c.Action)
		paths, values := fieldCells(c)
		t.add("`"+mark+"` "+word(c.Action, "added", "removed", "moved", "renamed", "changed"), namedAddress(c), paths, values)
	}
	return t.section(fmt.Sprintf("### %s (%d)", title, len(changes)), "record")
}

// shownFields is the number of fields of one change that Markdown shows.
const shownFields = 12

// fieldCells draws the fields of a change below each other in two cells.
func fieldCells(c report.Change) (paths, values string) {
	var left, right []string
	for _, f := range c.Fields[:min(len(c.Fields), shownFields)] {
		left = append(left, brief(f.Path, 120))
		value := fieldValue(f, f.Before) + " → " + fieldValue(f, f.After)
		if f.Masked {
			before, after := f.InsteadOfValues()
			value = cmp.Or(before, absent) + " → " + cmp.Or(after, absent)
		}
		if f.Derived && len(c.Causes) > 0 {
			value += " (from " + code(c.Causes[0]) + moreText(len(c.Causes)-1) + ")"
		}
		right = append(right, value)
	}
	if hidden := len(c.Fields) - shownFields; hidden > 0 {
		left = append(left, fmt.Sprintf("… and %s more", count(hidden, "field")))
	}
	return strings.Join(left, "<br>"), strings.Join(right, "<br>")
}

// moreText counts what a sentence leaves out.
func moreText(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}

// absent stands where there is no value.
const absent = "—"

// fieldValue draws a value; amounts are grouped, absent values say so.
func fieldValue(f report.Field, value *string) string {
	switch {
	case value == nil:
		return absent
	case *value == "":
		return "(empty)"
	case isAmount(f, *value):
		return grouped(*value)
	}
	return brief(*value, 120)
}

// isAmount reports whether the value of a field is an amount of money.
func isAmount(f report.Field, value string) bool {
	return strings.Contains(f.Facet, "amount") && isDecimal(value)
}
