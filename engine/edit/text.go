package edit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/syntax"
)

// plainText is text that means itself without quotes to every YAML reader,
// words apart that some of them take for a truth value or for nothing. Text
// with commas does so only where it is not within brackets.
var (
	plainText  = regexp.MustCompile(`^\p{L}[\p{L}0-9_./&'()+-]*( [\p{L}0-9_./&'()+-]+)*$`)
	commaText  = regexp.MustCompile(`^\p{L}[\p{L}0-9_./&'()+,-]*( [\p{L}0-9_./&'()+,-]+)*$`)
	plainDay   = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	truthWords = []string{"y", "yes", "on", "true", "n", "no", "off", "false", "null"}
)

// plain reports whether text needs no quotes.
func plain(text string, brackets bool) bool {
	form := commaText
	if brackets {
		form = plainText
	}
	return plainDay.MatchString(text) ||
		form.MatchString(text) && !slices.Contains(truthWords, strings.ToLower(text)) && !strings.ContainsFunc(text, unseen)
}

// Text writes text as a YAML value that may stand anywhere, also within
// brackets: in quotes where it needs them.
func Text(text string) string { return yamlText(text, true) }

// yamlText writes text as a YAML key or value, in quotes where it needs them.
func yamlText(text string, brackets bool) string {
	if plain(text, brackets) {
		return text
	}
	return quoted(text)
}

// quoted writes text in double quotes.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unseen(r):
			b.WriteRune(r)
		case r > 0xffff:
			b.WriteString(`\U` + hex(r, 8))
		default:
			b.WriteString(`\u` + hex(r, 4))
		}
	}
	b.WriteByte('"')
	return b.String()
}

// scalarLike writes a scalar that takes the place of one in a style of quotes.
// indent is the indentation of the entry that it belongs to.
func scalarLike(style yaml.Style, n *syntax.Node, indent int, brackets bool) string {
	if n.Kind != syntax.String {
		return flow(n, brackets)
	}
	seen := !strings.ContainsFunc(n.Text, unseen)
	switch {
	case style == yaml.DoubleQuotedStyle:
		return quoted(n.Text)
	case style == yaml.SingleQuotedStyle && seen:
		return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
	case style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		if block, ok := blockText(style, n.Text, indent); ok {
			return block
		}
	}
	return yamlText(n.Text, brackets)
}

// blockText writes text as lines below | or >. ok is false for text that would
// not come back the same.
func blockText(style yaml.Style, text string, indent int) (block string, ok bool) {
	body := strings.TrimSuffix(text, "\n")
	lines := strings.Split(body, "\n")
	for _, line := range lines {
		if line == "" || strings.TrimSpace(line) != line || strings.ContainsFunc(line, unseen) {
			return "", false
		}
	}
	sign := "|"
	if style == yaml.FoldedStyle && len(lines) == 1 {
		sign = ">"
	}
	if body == text {
		sign += "-"
	}
	margin := "\n" + strings.Repeat(" ", indent+2)
	return sign + margin + strings.Join(lines, margin), true
}

// unseen reports whether a character has no form that can be seen, so that a
// plan file must not hold it as it is.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

func hex(r rune, digits int) string {
	text := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", digits-len(text)) + text
}
