package press

import (
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/document"
)

// TestColumnWidths: columns fill the table, none vanishes, and numbers stay on one
// line where the table is wide enough.
func TestColumnWidths(t *testing.T) {
	table := func(labels []string, numbers int, cells ...string) document.Table {
		var made document.Table
		for i, label := range labels {
			made.Columns = append(made.Columns, document.Column{Label: label, Number: i >= len(labels)-numbers})
		}
		var row document.Row
		for _, cell := range cells {
			row.Cells = append(row.Cells, document.Cell{Text: document.Plain(cell)})
		}
		made.Rows = []document.Row{row}
		return made
	}
	for _, c := range []struct {
		name  string
		table document.Table
	}{
		{"short", table([]string{"Step", "FY27-M02", "FY27 to date"}, 2, "Components", "16,363.63", "23,636.36")},
		{"long text", table([]string{"What", "Amount"}, 1, strings.Repeat("many words ", 40), "EUR 1,000.00")},
		{"long word", table([]string{"What", "Amount"}, 1, strings.Repeat("W", 300), "EUR 1,000.00")},
		{"many", table(strings.Split(strings.Repeat("Column ", 20), " "), 5, "a", "b")},
		{"japanese", table([]string{"項目", "金額"}, 1, strings.Repeat("報酬", 80), "1,000 EUR")},
		{"one", table([]string{"What"}, 0, "")},
	} {
		widths, sum := columnWidths(c.table), 0
		for _, width := range widths {
			if sum += width; width <= 0 {
				t.Errorf("%s: a column of %d", c.name, width)
			}
		}
		if sum != tableWidth {
			t.Errorf("%s: %d in all", c.name, sum)
		}
		last := len(widths) - 1
		if number := letters(document.Text(c.table.Rows[0].Cells[min(last, 1)].Text)); c.name != "many" && last > 0 && widths[last] < number*letterWidth {
			t.Errorf("%s: the number has %d", c.name, widths[last])
		}
	}
	if widths := columnWidths(document.Table{}); len(widths) != 0 {
		t.Error(widths)
	}
}
