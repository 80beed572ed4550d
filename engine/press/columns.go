package press

import (
	"strings"

	"golang.org/x/text/width"

	"github.com/salesplan/salesplan/engine/document"
)

// Widths of columns of a table in DOCX files, in twentieths of a point.
const (
	tableWidth  = 9638
	letterWidth = 115 // of half an em: a letter of small text
	columnRest  = 280 // between columns
	boldRest    = 1   // letters that labels are wider, since they are bold
)

// columnWidths shares the width of a table out to its columns: to each what its
// longest word needs, and the rest by how long the texts are. Numbers are not
// broken. Together they are tableWidth.
func columnWidths(t document.Table) []int {
	words, texts := make([]int, len(t.Columns)), make([]int, len(t.Columns))
	look := func(i int, text string, parts []string) {
		texts[i] = max(texts[i], letters(text))
		for _, part := range parts {
			words[i] = max(words[i], letters(part))
		}
	}
	for i, column := range t.Columns {
		look(i, column.Label, strings.Fields(column.Label))
		words[i] += boldRest
		for _, row := range t.Rows {
			if i >= len(row.Cells) {
				continue
			}
			text := document.Text(row.Cells[i].Text)
			if !column.Number {
				look(i, text, strings.Fields(text))
				continue
			}
			for _, span := range row.Cells[i].Text {
				look(i, text, []string{span.Text})
			}
		}
	}
	needed, wished := 0, 0
	for i := range words {
		words[i] = min(words[i], longestWord)*letterWidth + columnRest
		texts[i] = max(min(texts[i], longestText)*letterWidth+columnRest-words[i], 0)
		needed, wished = needed+words[i], wished+texts[i]
	}
	switch {
	case needed >= tableWidth:
		return inProportion(words, tableWidth)
	case needed+wished > tableWidth:
		for i, more := range inProportion(texts, tableWidth-needed) {
			words[i] += more
		}
		return words
	}
	for i, more := range texts {
		words[i] += more
	}
	return inProportion(words, tableWidth)
}

// Longer words are broken, and longer texts take a second line.
const (
	longestWord = 24
	longestText = 60
)

// inProportion shares a whole out as parts are to each other; what rounding
// leaves goes to the first.
func inProportion(parts []int, whole int) []int {
	sum, left := 0, whole
	for _, part := range parts {
		sum += part
	}
	shares := make([]int, len(parts))
	for i, part := range parts {
		shares[i] = part * whole / sum
		left -= shares[i]
	}
	if len(shares) > 0 {
		shares[0] += left
	}
	return shares
}

// letters is how wide a text is: signs of East Asian scripts count twice.
func letters(text string) int {
	n := 0
	for _, r := range text {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

// wide reports whether a sign takes the place of two.
func wide(r rune) bool {
	kind := width.LookupRune(r).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}
