package edit

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// scalarEnd returns the offset behind a scalar that begins at an offset.
func (d *document) scalarEnd(n *yaml.Node, from, indent int) (int, bool) {
	switch {
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return quotedEnd(d.text, from)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return d.blockEnd(from, indent), true
	}
	return plainEnd(d.text, from, n.Value)
}

// quotedEnd returns the offset behind the closing quote of a quoted text.
func quotedEnd(text []byte, from int) (int, bool) {
	if from >= len(text) {
		return 0, false
	}
	quote := text[from]
	if quote != '"' && quote != '\'' {
		return 0, false
	}
	for at := from + 1; at < len(text); at++ {
		switch {
		case quote == '"' && text[at] == '\\':
			at++
		case text[at] != quote:
		case quote == '\'' && at+1 < len(text) && text[at+1] == quote:
			at++
		default:
			return at + 1, true
		}
	}
	return 0, false
}

// plainEnd returns the offset behind a text without quotes. The text may run
// over several lines; then only its blanks differ from its value.
func plainEnd(text []byte, from int, value string) (int, bool) {
	at := from
	for _, r := range value {
		if r == ' ' || r == '\t' || r == '\n' {
			continue
		}
		for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
			at++
		}
		found, width := utf8.DecodeRune(text[at:])
		if found != r {
			return 0, false
		}
		at += width
	}
	return at, at > from
}

// blockEnd returns the offset of the end of a text that begins with | or >, at
// the end of its last line. Empty lines at its end belong to it if the sign is
// followed by a plus.
func (d *document) blockEnd(from, indent int) int {
	end := d.lineEnd(from)
	header, _, _ := bytes.Cut(d.text[from:end], []byte(" "))
	keep := bytes.IndexByte(header, '+') >= 0
	for line := d.lineOf(from) + 1; line < len(d.lines) && d.lines[line] < len(d.text); line++ {
		stop := d.lineEnd(d.lines[line])
		content := d.text[d.lines[line]:stop]
		blank := len(bytes.TrimSpace(content)) == 0
		deep := len(content) - len(bytes.TrimLeft(content, " "))
		if !blank && deep <= indent {
			break
		}
		if !blank || keep {
			end = stop
		}
	}
	return end
}
