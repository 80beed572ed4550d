package render

import "strings"

// table collects rows of cells; numbers are aligned right, everything else
// left.
type table struct {
	head []string
	rows [][]string
}

func newTable(head ...string) *table { return &table{head: head} }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// widths returns the columns that each column of the table takes.
func (t *table) widths() []int {
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	return widths
}

// text draws the table with its head in bold.
func (t *table) text(style *textWriter) string {
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i := range row {
			row[i] = shorten(row[i], longestCell)
		}
	}
	widths := t.widths()
	var b strings.Builder
	draw := func(row []string, paint string) {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-columns(cell))
			if t.numeric(i) {
				cell = pad + cell
			} else {
				cell += pad
			}
			if i > 0 {
				line.WriteString("  ")
			}
			line.WriteString(cell)
		}
		b.WriteString(style.paint(paint, strings.TrimRight(line.String(), " ")) + "\n")
	}
	draw(t.head, bold)
	for _, row := range t.rows {
		draw(row, "")
	}
	return b.String()
}

// numeric reports whether every cell of a column is a number, a percentage, a
// total with its marks or empty.
func (t *table) numeric(column int) bool {
	for _, row := range t.rows {
		if strings.Trim(row[column], "+-0123456789,.%*?() ") != "" {
			return false
		}
	}
	return len(t.rows) > 0
}

// section lists the table's rows for Markdown; cells are already escaped.
func (t *table) section(heading, noun string) section {
	var rule strings.Builder
	rule.WriteByte('|')
	for i := range t.head {
		if t.numeric(i) {
			rule.WriteString("--:|")
		} else {
			rule.WriteString("---|")
		}
	}
	s := section{heading: heading, noun: noun, open: "| " + strings.Join(t.head, " | ") + " |\n" + rule.String() + "\n"}
	for _, row := range t.rows {
		s.rows = append(s.rows, "| "+strings.Join(row, " | ")+" |\n")
	}
	return s
}
