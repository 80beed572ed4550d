package render

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// Mark is what the first line of a comment says for programs: a comment that
// nobody sees, in which the words are escaped as markerWord does.
type Mark struct {
	Plan    string // the plan's folder: there is one comment a plan
	Head    string // the commit that was reviewed
	Verdict string
}

// MarkOf returns the mark of a review's comment.
func MarkOf(r report.Review) Mark {
	return Mark{Plan: markerWord(r.Path), Head: markerWord(r.Head), Verdict: markerWord(r.Verdict)}
}

// ReadMark reads the mark of a comment; ok is false if it has none.
func ReadMark(comment string) (m Mark, ok bool) {
	first, _, _ := strings.Cut(comment, "\n")
	rest, ours := strings.CutPrefix(strings.TrimSpace(first), "<!-- salesplan:")
	rest, closed := strings.CutSuffix(rest, " -->")
	words := strings.Fields(rest)
	if !ours || !closed || len(words) < 2 || words[1] != "v=1" {
		return Mark{}, false
	}
	m.Plan = words[0]
	for _, word := range words[2:] {
		switch key, value, _ := strings.Cut(word, "="); key {
		case "head":
			m.Head = value
		case "verdict":
			m.Verdict = value
		}
	}
	return m, true
}

// marker is the first line of a review's comment.
func marker(r report.Review) string {
	m := MarkOf(r)
	return fmt.Sprintf("<!-- salesplan:%s v=1 verdict=%s head=%s base=%s merge_base=%s -->\n", m.Plan, m.Verdict, m.Head, markerWord(r.Base), markerWord(r.MergeBase))
}

// longestMarkerWord is the most bytes of a value that a marker quotes.
const longestMarkerWord = 300

// markerWord writes a value into the marker that begins a comment. It keeps
// different values different, and from ending the marker: everything but plain
// characters is written as %xx, and a digest stands for a very long value.
func markerWord(text string) string {
	switch {
	case text == "":
		return "."
	case len(text) > longestMarkerWord:
		return fmt.Sprintf("sha256=%x", sha256.Sum256([]byte(text)))
	}
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._/-", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}
