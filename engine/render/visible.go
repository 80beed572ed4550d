package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/salesplan/salesplan/engine/visible"
)

// Visible makes unseen characters of a value visible.
func Visible(text string) string { return visible.Text(text) }

// withoutCommands keeps the log of a build from taking lines of a text for
// commands: GitHub reads :: at the beginning of a line, blanks aside, and ##[
// anywhere; Azure reads ##vso[ anywhere.
func withoutCommands(text string) string {
	text = quietLog(text)
	if !strings.Contains(text, "::") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		rest := strings.TrimLeftFunc(line, unicode.IsSpace)
		if command, found := strings.CutPrefix(rest, "::"); found {
			lines[i] = line[:len(line)-len(rest)] + `\u{3a}:` + command
		}
	}
	return strings.Join(lines, "\n")
}

// quietLog breaks the commands that the log of a build reads anywhere in a line.
func quietLog(text string) string {
	return strings.NewReplacer("##[", `#\u{23}[`, "##vso[", `#\u{23}vso[`).Replace(text)
}

// columns returns how many terminal columns a text takes: wide East Asian
// characters and emoji take two, marks on the character before none.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// shorten cuts a text to at most limit characters, with … for what is left out.
func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit-1]) + "…"
}

// shortHash shortens a commit id for reading; other names of revisions stand
// as they are.
func shortHash(revision string) string {
	if isCommit(revision) {
		return revision[:12]
	}
	return Visible(revision)
}

// isCommit reports whether a revision is named by a full commit id.
func isCommit(revision string) bool {
	return (len(revision) == 40 || len(revision) == 64) && strings.Trim(revision, "0123456789abcdef") == ""
}
