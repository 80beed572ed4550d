package edit

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
)

// Splice replaces the bytes of a text from From up to To by Text.
type Splice struct {
	From, To int
	Text     string
}

// ErrNotInPlace says that a text is written in a way that cannot be changed in
// place to say what was asked.
var ErrNotInPlace = errors.New("the file is written in a way that cannot be edited in place")

// Apply returns the text with all splices carried out. They must be in order
// and must not overlap, as [YAML] and [CSV] return them.
func Apply(text []byte, splices []Splice) []byte {
	var b bytes.Buffer
	at := 0
	for _, s := range splices {
		b.Write(text[at:s.From])
		b.WriteString(s.Text)
		at = s.To
	}
	b.Write(text[at:])
	return b.Bytes()
}

// ordered sorts splices by place. Those that only insert at one place keep the
// order in which they were made; deletions that meet become one. Other
// overlapping splices cannot be carried out.
func ordered(splices []Splice) ([]Splice, error) {
	slices.SortStableFunc(splices, func(a, b Splice) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	var kept []Splice
	for _, s := range splices {
		if len(kept) > 0 {
			last := &kept[len(kept)-1]
			switch {
			case s.From >= last.To:
			case last.Text == "" && s.Text == "":
				last.To = max(last.To, s.To)
				continue
			default:
				return nil, ErrNotInPlace
			}
		}
		kept = append(kept, s)
	}
	return kept, nil
}

// byteOrderMark is what some programs put before UTF-8 text.
const byteOrderMark = "\ufeff"

// lineEnds is how the lines of a text end: as its first line does.
func lineEnds(text []byte) string {
	if at := bytes.IndexByte(text, '\n'); at > 0 && text[at-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
