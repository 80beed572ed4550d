package render

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// cell shows one entry of a sheet.
func (in style) cell(c report.Cell) string {
	text := ""
	switch c.Kind {
	case report.ValueCell:
		text = in.value(c.Text)
	case report.FigureCell:
		text = in.figure(c.Text)
	case report.SignedCell:
		text = in.signed(c.Text)
	case report.PercentCell:
		if text = in.figure(c.Text); text != "" {
			text += "%"
		}
	case report.WordCell:
		text = in.title(c.Text)
	}
	return in.indent(min(max(c.Indent, 0), deepestRow)) + text
}

// deepestRow is the depth below which rows are indented no further.
const deepestRow = 30

// signed shows a difference with its sign.
func (in style) signed(number string) string {
	if !isDecimal(number) {
		return in.value(number)
	}
	return signed(number)
}

// title shows words of ours, which may name a currency, a day or an address. A
// report may have been stored where others write: what holds anything but
// letters, digits and plain separators, or what a reader may take for a link,
// is shown as a value.
func (in style) title(text string) string {
	plain := func(r rune) bool { return letter(r) || strings.ContainsRune(" -./,()_%", r) }
	if strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }) || strings.Contains(text, "__") ||
		strings.Contains(strings.ToLower(text), "www.") || strings.HasPrefix(strings.TrimSpace(text), "-") {
		return in.value(text)
	}
	return text
}

// cells shows a row.
func (in style) cells(row []report.Cell) []string {
	shown := make([]string, 0, len(row))
	for _, c := range row {
		shown = append(shown, in.cell(c))
	}
	return shown
}

// sheetTable arranges a table of a sheet.
func sheetTable(st report.SheetTable, in style) *table {
	t := newTable()
	for _, head := range st.Head {
		t.head = append(t.head, in.title(head))
	}
	for _, row := range st.Rows {
		t.add(in.cells(row)...)
	}
	return t
}

// sheet draws a sheet for a terminal.
func (t *textWriter) sheet(s report.Sheet) {
	t.line("%s  %s", t.paint(bold, plainStyle.title(s.Title)), Visible(s.Subject))
	if s.Incomplete != "" {
		t.line("%s", t.paint(red, "incomplete: "+s.Incomplete))
	}
	widest := 0
	for _, fact := range s.Facts {
		widest = max(widest, columns(fact.Label))
	}
	for _, fact := range s.Facts {
		pad := strings.Repeat(" ", widest-columns(fact.Label))
		t.line("%s%s  %s", plainStyle.title(fact.Label), pad, strings.TrimRight(strings.Join(plainStyle.cells(fact.Cells), " "), " "))
	}
	for _, st := range s.Tables {
		if len(st.Rows) == 0 {
			continue
		}
		t.line("")
		t.line("%s", t.paint(bold, plainStyle.title(st.Heading)))
		t.WriteString(sheetTable(st, plainStyle).text(t))
	}
	if len(s.Findings) > 0 {
		t.line("")
		t.findings(s.Findings)
	}
}

// sheetPage draws a sheet for a pull request.
func sheetPage(s report.Sheet) page {
	var head strings.Builder
	fmt.Fprintf(&head, "## %s: %s\n\n", markdownStyle.title(s.Title), planName(s.Subject))
	if s.Incomplete != "" {
		fmt.Fprintf(&head, "**Incomplete:** %s.\n\n", s.Incomplete)
	}
	for _, fact := range s.Facts {
		fmt.Fprintf(&head, "- %s: %s\n", markdownStyle.title(fact.Label), strings.Join(markdownStyle.cells(fact.Cells), " "))
	}
	if len(s.Facts) > 0 {
		head.WriteByte('\n')
	}
	p := page{head: head.String()}
	for _, st := range s.Tables {
		p.sections = append(p.sections, sheetTable(st, markdownStyle).section("### "+markdownStyle.title(st.Heading), st.Noun))
	}
	if len(s.Findings) > 0 {
		p.sections = append(p.sections, findingSection("Findings", worstFirst(s.Findings)))
	}
	return p
}
