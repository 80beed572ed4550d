package render

import "strings"

// style says how parts of a report stand in a format where text and Markdown
// share the wording.
type style struct {
	value  func(text string) string   // a value from a plan file
	figure func(number string) string // a number
	indent func(depth int) string     // the place of a node in its tree
}

// plainStyle and markdownStyle are the styles of the two formats.
var (
	plainStyle = style{
		value:  Visible,
		figure: func(number string) string { return Visible(grouped(number)) },
		indent: func(depth int) string { return strings.Repeat("  ", max(min(depth, deepestIndent), 0)) },
	}
	markdownStyle = style{
		value:  code,
		figure: func(number string) string { return figure(number, grouped) },
		indent: func(depth int) string { return strings.Repeat("&nbsp;&nbsp;", max(min(depth, deepestIndent), 0)) },
	}
)

// deepestIndent is the depth below which nothing is indented further.
const deepestIndent = 12
