package letter_test

import (
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/period"
)

func mustDay(t *testing.T, text string) period.Date {
	t.Helper()
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// text is all that a letter says, one piece a line.
func text(l *letter.Letter) string {
	var b strings.Builder
	write(&b, l.Document().Blocks)
	return b.String()
}

func write(b *strings.Builder, blocks []document.Block) {
	line := func(text string) { b.WriteString(text + "\n") }
	for _, block := range blocks {
		switch block := block.(type) {
		case document.Heading:
			line(document.Text(block.Text))
		case document.Paragraph:
			line(document.Text(block.Text))
		case document.Notice:
			line(document.Text(block.Text))
		case document.KeyFigures:
			for _, item := range block.Items {
				line(item.Label + ": " + document.Text(item.Value))
			}
		case document.Table:
			line(block.Caption)
			for _, row := range block.Rows {
				for _, cell := range row.Cells {
					b.WriteString(document.Text(cell.Text) + " | ")
				}
				b.WriteByte('\n')
			}
		case document.List:
			for _, item := range block.Items {
				write(b, item.Blocks)
			}
		case document.Clause:
			line(block.Number + ". " + document.Text(block.Heading))
			write(b, block.Blocks)
		case document.Example:
			line(document.Text(block.Title))
			write(b, block.Blocks)
		case document.Curve:
			line(block.Alt)
		case document.Signatures:
			for _, party := range block.Parties {
				line(party.Role + ": " + party.Name)
			}
		}
	}
}
