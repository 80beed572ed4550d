package render

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// HTML writes a report that is shown as a sheet as one page without scripts
// and without anything from elsewhere.
func HTML(w io.Writer, r any) error {
	sheeted, ok := r.(report.Sheeted)
	if !ok {
		return &UnsupportedError{Format: "html"}
	}
	_, err := io.WriteString(w, htmlPage(sheeted.Sheet()))
	return err
}

// markup escapes a value for HTML and SVG; hidden characters are made visible.
func markup(text string) string { return html.EscapeString(Visible(text)) }

// htmlStyle shows values as text.
var htmlStyle = style{
	value:  markup,
	figure: func(number string) string { return markup(grouped(number)) },
	indent: func(depth int) string { return strings.Repeat("&emsp;", min(depth, deepestIndent)) },
}

const pageStyle = `:root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}` +
	`table{border-collapse:collapse;margin:.5rem 0 1.5rem}th,td{padding:.25rem .7rem;border-bottom:1px solid #8884;text-align:left;vertical-align:top}` +
	`td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}dl{display:grid;grid-template-columns:max-content auto;gap:.15rem 1.2rem}dd{margin:0}` +
	`.warn{color:#b3261e;font-weight:600}@media print{body{margin:0;max-width:none}}`

func htmlPage(s report.Sheet) string {
	var b strings.Builder
	title := markup(s.Title)
	if s.Subject != "" {
		title += ": " + markup(s.Subject)
	}
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"+
		"<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n", title, pageStyle, title)
	if s.Incomplete != "" {
		fmt.Fprintf(&b, "<p class=\"warn\">Incomplete: %s.</p>\n", s.Incomplete)
	}
	if len(s.Facts) > 0 {
		b.WriteString("<dl>\n")
		for _, fact := range s.Facts {
			fmt.Fprintf(&b, "<dt>%s</dt><dd>%s</dd>\n", markup(fact.Label), strings.Join(htmlStyle.cells(fact.Cells), " "))
		}
		b.WriteString("</dl>\n")
	}
	for _, st := range s.Tables {
		if len(st.Rows) > 0 {
			b.WriteString(htmlTable(st))
		}
	}
	if len(s.Findings) > 0 {
		b.WriteString("<h2>Findings</h2>\n<ul>\n")
		for _, f := range s.Findings {
			place := ""
			if f.File != "" {
				place = "<code>" + markup(placeText(f.File, f.Line, f.Column)) + "</code> "
			}
			fmt.Fprintf(&b, "<li>%s%s %s: %s</li>\n", place, markup(f.Severity), markup(f.Code), markup(f.Message))
		}
		b.WriteString("</ul>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.String()
}

func htmlTable(st report.SheetTable) string {
	var b strings.Builder
	numeric := sheetTable(st, plainStyle).numeric
	class := func(column int) string {
		if numeric(column) {
			return " class=\"n\""
		}
		return ""
	}
	fmt.Fprintf(&b, "<h2>%s</h2>\n<table>\n<thead><tr>", markup(st.Heading))
	for i, head := range st.Head {
		fmt.Fprintf(&b, "<th scope=\"col\"%s>%s</th>", class(i), markup(head))
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for _, row := range st.Rows {
		b.WriteString("<tr>")
		for i, c := range htmlStyle.cells(row) {
			fmt.Fprintf(&b, "<td%s>%s</td>", class(i), c)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	return b.String()
}
