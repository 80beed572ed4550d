package render

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// CSV writes a table for spreadsheets: the findings of a check, the changes of
// a review or a comparison with one row a field, the totals of a rollup, the lines
// and totals of a payout, the rows of a cost.
// Numbers are bare; any other cell that a spreadsheet would take for a formula
// begins with an apostrophe.
func CSV(w io.Writer, r any) error {
	var rows [][]string
	switch r := r.(type) {
	case report.Check:
		rows = findingRows(r.Findings)
	case report.Review:
		rows = changeRows(r.Changes)
	case report.Diff:
		rows = changeRows(r.Changes)
	case report.Rollup:
		rows = totalRows(r.Totals)
	case report.Tabled:
		rows = r.Rows()
	default:
		return &UnsupportedError{Format: "csv"}
	}
	var b bytes.Buffer
	writer := csv.NewWriter(&b)
	for _, row := range rows {
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := writer.Write(row); err != nil {
			return err
		}
	}
	writer.Flush()
	_, err := w.Write(b.Bytes())
	return err
}

// cell writes a value so that a spreadsheet reads it as a number or as text.
func cell(value string) string {
	if isDecimal(value) {
		return value
	}
	value = withoutCommands(Visible(value))
	if begin := strings.TrimLeft(value, " '\""); begin != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(begin)[0]) {
		return "'" + value
	}
	return value
}

func findingRows(findings []report.Finding) [][]string {
	rows := [][]string{{"severity", "code", "slug", "address", "field", "file", "line", "column", "message"}}
	for _, f := range findings {
		rows = append(rows, []string{
			f.Severity, f.Code, f.Slug, f.Address, f.Field, f.File, strconv.Itoa(f.Line), strconv.Itoa(f.Column), f.Message,
		})
	}
	return rows
}

func changeRows(changes []report.Change) [][]string {
	rows := [][]string{{
		"address", "from", "name", "action", "direct", "facets", "field", "facet", "before", "after", "derived", "causes", "file", "line", "column", "direction",
	}}
	for _, c := range changes {
		fields := c.Fields
		if len(fields) == 0 {
			fields = []report.Field{{}} // a record that came or went is a row, too
		}
		for _, f := range fields {
			before, after := orNone(f.Before), orNone(f.After)
			if f.Masked {
				before, after = f.InsteadOfValues()
			}
			rows = append(rows, []string{
				c.Address, c.From, c.Name, c.Action, strconv.FormatBool(c.Direct), strings.Join(c.Facets, " "),
				f.Path, f.Facet, before, after, strconv.FormatBool(f.Derived), strings.Join(c.Causes, " "),
				c.File, strconv.Itoa(c.Line), strconv.Itoa(c.Column), f.Direction,
			})
		}
	}
	return rows
}

func totalRows(totals []report.Total) [][]string {
	rows := [][]string{{"node", "depth", "measure", "period", "unit", "rolled", "stated", "ratio", "partial"}}
	for _, t := range totals {
		rows = append(rows, []string{
			t.Node, strconv.Itoa(t.Depth), t.Measure, t.Period, t.Unit, orNone(t.Rolled), orNone(t.Stated), orNone(t.Ratio), strconv.FormatBool(t.Partial),
		})
	}
	return rows
}

// orNone returns a value, nothing where there is none.
func orNone(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}
