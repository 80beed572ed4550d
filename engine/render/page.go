package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// page is a Markdown text of limited size. What does not fit is left out in
// whole rows of its sections, and each says how many and where they are.
type page struct {
	head     string // always whole
	sections []section
	tail     string // always whole
}

// section is a heading with rows below it. A section without rows is not shown.
type section struct {
	heading string
	kept    bool   // takes the room it needs before the sections that are not kept
	folded  bool   // behind a triangle
	noun    string // what a row is
	open    string // before the rows, such as the head of a table
	rows    []string
	between string // what parts two rows
	close   string // after the rows
}

// elsewhere says where the rows are that a text leaves out.
const elsewhere = "`--format json` lists all"

// text draws the section with some of its rows.
func (s section) text(shown []string) string {
	note := ""
	if hidden := len(s.rows) - len(shown); hidden > 0 {
		note = fmt.Sprintf("\n… and %s more: %s.\n", count(hidden, s.noun), elsewhere)
	}
	if len(shown) == 0 {
		return fmt.Sprintf("%s\n\n%s: %s.\n\n", s.heading, count(len(s.rows), s.noun), elsewhere)
	}
	body := s.open + strings.Join(shown, s.between) + s.close + note
	if s.folded {
		return fmt.Sprintf("<details>\n<summary>%s</summary>\n\n%s\n</details>\n\n", s.heading, body)
	}
	return fmt.Sprintf("%s\n\n%s\n", s.heading, body)
}

// within draws the section in at most room bytes: as many rows as fit, in
// order; a row too large for what is left makes place for smaller ones.
func (s section) within(room int) string {
	if whole := s.text(s.rows); len(whole) <= room {
		return whole
	}
	frame := s
	frame.rows = append(slices.Clone(s.rows), "") // one more than there are: the longest note
	left := room - len(frame.text([]string{""}))
	var shown []string
	for _, row := range s.rows {
		if size := len(row) + len(s.between); size <= left {
			shown = append(shown, row)
			left -= size
		}
	}
	return s.text(shown)
}

// text draws the page in at most budget bytes.
func (p page) text(budget int) string {
	sections := slices.DeleteFunc(slices.Clone(p.sections), func(s section) bool { return len(s.rows) == 0 })
	room := budget - len(p.head) - len(p.tail)
	sections, note := fitting(sections, room)
	var b strings.Builder
	b.WriteString(p.head)
	for i, size := range divide(sections, room-len(note)) {
		b.WriteString(sections[i].within(size))
	}
	b.WriteString(note + p.tail)
	return b.String()
}

// noteRoom is more than the note about sections left out takes.
const noteRoom = 100

// fitting returns the first sections, as many as can at least be named in the
// room, and a note about the others.
func fitting(sections []section, room int) (named []section, note string) {
	total := 0
	for i, s := range sections {
		if total += len(s.text(nil)); total > room-noteRoom {
			return sections[:i], fmt.Sprintf("… and %s more: %s.\n\n", count(len(sections)-i, "section"), elsewhere)
		}
	}
	return sections, ""
}

// divide gives every section the bytes to name it; of what is left the kept
// sections take what they need, then the others.
func divide(sections []section, room int) []int {
	sizes := make([]int, len(sections))
	for i, s := range sections {
		sizes[i] = len(s.text(nil))
		room -= sizes[i]
	}
	for _, kept := range []bool{true, false} {
		var members, needs []int
		for i, s := range sections {
			if s.kept == kept {
				members = append(members, i)
				needs = append(needs, max(len(s.text(s.rows))-sizes[i], 0))
			}
		}
		for i, share := range shares(needs, room) {
			sizes[members[i]] += share
			room -= share
		}
	}
	return sizes
}

// shares divides room among needs: nobody gets more than they need, and who
// gets less than that gets no less than anybody else.
func shares(needs []int, room int) []int {
	order := make([]int, len(needs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(needs[a], needs[b]) })
	given := make([]int, len(needs))
	for done, i := range order {
		given[i] = min(needs[i], max(room, 0)/(len(order)-done))
		room -= given[i]
	}
	return given
}
