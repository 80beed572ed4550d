package statement

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// none stands where there is no value.
const none = "–"

func heading(level int, text string) document.Block {
	return document.Heading{Level: level, Text: document.Plain(text)}
}

func paragraph(text string) document.Block { return document.Paragraph{Text: document.Plain(text)} }

func notice(text string) document.Block { return document.Notice{Text: document.Plain(text)} }

// row is a row whose first cell names it.
func row(key string, total bool, texts ...string) document.Row {
	r := document.Row{Key: key, Total: total}
	for i, text := range texts {
		r.Cells = append(r.Cells, document.Cell{Text: document.Plain(text), Heads: i == 0})
	}
	return r
}

// grouped writes an amount to the smallest unit of its currency.
func grouped(d money.Decimal, currency money.Currency) string {
	return signed(d.Grouped(currency.MinorUnits()))
}

// shownDigits is how many digits after the point figures have at most.
const shownDigits = 6

// figure writes an exact number.
func figure(r money.Ratio) string {
	d, err := r.Round(shownDigits, money.HalfUp)
	if err != nil {
		return r.String()
	}
	return signed(d.Grouped(0))
}

// percent writes a share in per cent, to a hundredth of them.
func percent(share money.Ratio) string {
	d, err := share.Mul(money.FromInt(100)).Round(2, money.HalfUp)
	if err != nil {
		return share.String()
	}
	return signed(d.Grouped(0)) + "%"
}

// signed writes a minus as printed matter has it.
func signed(number string) string { return strings.Replace(number, "-", "−", 1) }

// named is a name with the code behind it; the code where there is no name.
func named(name, code string) string {
	if name == "" || name == code {
		return code
	}
	return name + " (" + code + ")"
}

// days writes a range with its first and last day.
func days(r period.Range) string {
	last, err := r.To.AddDays(-1)
	if err != nil {
		return r.String()
	}
	return "from " + date(r.From) + " to " + date(last)
}

func date(d period.Date) string {
	return fmt.Sprintf("%d %s %d", d.Day(), time.Month(d.Month()), d.Year())
}

// count is the number of a thing, counted from 0, for its key.
func count(i int) string { return strconv.Itoa(i + 1) }
