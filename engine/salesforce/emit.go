package salesforce

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// lineWidth is the width up to which a list or group is written in one line.
const lineWidth = 100

// spaced are the collections whose records have several lines and stand apart.
var spaced = []string{plan.TypeKind, plan.TerritoryKind, plan.RuleKind}

// entryLines returns the entry of a map as lines of YAML.
func entryLines(key string, n *syntax.Node, indent int) []string {
	head := strings.Repeat(" ", indent) + yamlText(key, false) + ":"
	if n.Scalar() || len(n.Children) == 0 {
		return []string{head + " " + flow(n, false)}
	}
	if inOneLine(key, n) {
		if line := head + " " + flow(n, false); utf8.RuneCountInString(line) <= lineWidth {
			return []string{line}
		}
	}
	lines := []string{head}
	for i := range n.Children {
		child := &n.Children[i]
		if n.Kind == syntax.List {
			lines = append(lines, itemLines(child, indent+2)...)
			continue
		}
		if indent == 0 && i > 0 && slices.Contains(spaced, key) {
			lines = append(lines, "")
		}
		lines = append(lines, entryLines(child.Key, child, indent+2)...)
	}
	return lines
}

// inOneLine reports whether a value reads best in one line: a list of words,
// and the levels of access.
func inOneLine(key string, n *syntax.Node) bool {
	plainList := n.Kind == syntax.List && !slices.ContainsFunc(n.Children, func(c syntax.Node) bool { return !c.Scalar() })
	return plainList || key == "access"
}

// itemLines returns the item of a list as lines of YAML.
func itemLines(n *syntax.Node, indent int) []string {
	dash := strings.Repeat(" ", indent) + "- "
	if n.Kind != syntax.Map || len(n.Children) == 0 {
		return []string{dash + flow(n, false)}
	}
	var lines []string
	for i := range n.Children {
		lines = append(lines, entryLines(n.Children[i].Key, &n.Children[i], indent+2)...)
	}
	lines[0] = dash + lines[0][indent+2:]
	return lines
}

// flow returns a value as YAML in one line, which may be within brackets.
func flow(n *syntax.Node, brackets bool) string {
	parts := make([]string, len(n.Children))
	for i := range n.Children {
		parts[i] = flow(&n.Children[i], true)
		if n.Kind == syntax.Map {
			parts[i] = yamlText(n.Children[i].Key, true) + ": " + parts[i]
		}
	}
	switch n.Kind {
	case syntax.List:
		return "[" + strings.Join(parts, ", ") + "]"
	case syntax.Map:
		return "{" + strings.Join(parts, ", ") + "}"
	case syntax.String, syntax.Cell:
		return yamlText(n.Text, brackets)
	case syntax.Null:
		return `""`
	default:
		return n.Text
	}
}

// plainText is text that means itself without quotes to every YAML reader,
// words apart that some of them take for a truth value or for nothing. Text
// with commas does so only where it is not within brackets.
var (
	plainText  = regexp.MustCompile(`^\p{L}[\p{L}0-9_./&'()+-]*( [\p{L}0-9_./&'()+-]+)*$`)
	commaText  = regexp.MustCompile(`^\p{L}[\p{L}0-9_./&'()+,-]*( [\p{L}0-9_./&'()+,-]+)*$`)
	truthWords = []string{"y", "yes", "on", "true", "n", "no", "off", "false", "null"}
)

// yamlText writes text as a YAML key or value, in quotes where it needs them.
func yamlText(text string, brackets bool) string {
	plain := commaText
	if brackets {
		plain = plainText
	}
	if plain.MatchString(text) && !slices.Contains(truthWords, strings.ToLower(text)) && !strings.ContainsFunc(text, unseen) {
		return text
	}
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

// unseen reports whether a character has no form that can be seen, so that a
// plan file must not hold it as it is.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

func hex(r rune, digits int) string {
	text := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", digits-len(text)) + text
}
