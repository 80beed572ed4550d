package credit

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// parser turns rows into credits. Dates and currencies repeat from row to row
// and are read once.
type parser struct {
	*rowReader
	at         columnIndex
	dates      []period.Date // by number of the text, see dateNumber; no date: not read yet
	currencies map[string]money.Currency
	bad        bool // the current row
}

// columnIndex holds the cell of each known column, -1 where there is none.
type columnIndex struct {
	id, kind, of, event, date, booked, invoiced, paid, posted, position, person, account, measure, amount, currency, share int
}

func newParser(r *rowReader) *parser {
	index := func(name string) int {
		if i, ok := r.columns[name]; ok {
			return i
		}
		return -1
	}
	return &parser{
		rowReader: r, dates: make([]period.Date, mostDates), currencies: map[string]money.Currency{},
		at: columnIndex{
			id: index(colID), kind: index(colKind), of: index(colOf), event: index(colEvent), date: index(colDate),
			booked: index(colBooked), invoiced: index(colInvoiced), paid: index(colPaid), posted: index(colPosted),
			position: index(colPosition), person: index(colPerson), account: index(colAccount), measure: index(colMeasure),
			amount: index(colAmount), currency: index(colCurrency), share: index(colShare),
		},
	}
}

var one = mustNew(1)

func mustNew(n int64) money.Decimal {
	d, err := money.New(n, 0)
	if err != nil {
		panic(err)
	}
	return d
}

// parse reads the current row into c. It tells every mistake of the row and
// reports whether there was none.
func (p *parser) parse(c *Credit) bool {
	p.bad = false
	c.Line, c.Column = p.line, 1
	c.ID, c.Of, c.Name = p.text(p.at.id), p.text(p.at.of), p.text(p.at.event)
	c.Position, c.Person, c.Account = p.text(p.at.position), p.text(p.at.person), p.text(p.at.account)
	c.Measure = p.text(p.at.measure)
	c.Kind = p.kind()
	c.Date, c.Posted = p.date(p.at.date), p.date(p.at.posted)
	c.Booked, c.Invoiced, c.Paid = p.date(p.at.booked), p.date(p.at.invoiced), p.date(p.at.paid)
	c.Amount, c.HasAmount = p.decimal(p.at.amount)
	c.Currency = p.currency()
	c.Share, c.Split = p.decimal(p.at.share)
	if !c.Split {
		c.Share = one
	}
	p.demand(c)
	return !p.bad
}

// demand tells what the kind of row needs and does not have.
func (p *parser) demand(c *Credit) {
	if c.ID == "" {
		p.fail(p.at.id, "the row has no id: every deal needs one")
	}
	if c.Date.IsZero() && p.text(p.at.date) == "" {
		p.fail(p.at.date, "the row has no date")
	}
	if c.Share.Sign() <= 0 || c.Share.Cmp(one) > 0 {
		p.fail(p.at.share, "a share is above 0 and at most 1, such as 0.6 for 60 %%, not %s", c.Share)
	}
	payees := 0
	for _, name := range []string{c.Position, c.Person, c.Account} {
		if name != "" {
			payees++
		}
	}
	switch c.Kind {
	case Sale, Overlay:
		if payees != 1 {
			p.fail(p.at.id, "the row names %d of position, person and account: name exactly one", payees)
		}
		if c.Measure == "" {
			p.fail(p.at.measure, "the row has no measure")
		}
		if !c.HasAmount && p.text(p.at.amount) == "" {
			p.fail(p.at.amount, "the row has no amount")
		}
	case Cancel, Event:
		if c.Of == "" {
			p.fail(p.at.id, "a row of kind %s names in column \"of\" the id of the deal that it is about", c.Kind)
		}
		if c.Kind == Event && c.Name == "" {
			p.fail(p.at.id, "a row of kind event names in column \"event\" what happened, such as paid")
		}
		if c.Kind == Cancel && c.HasAmount && c.Amount.Sign() <= 0 {
			p.fail(p.at.amount, "a cancellation states the amount that fell through as a number above 0, or leaves it out for the whole deal")
		}
	}
}

func (p *parser) fail(cell int, format string, args ...any) {
	if !p.bad || cell >= 0 {
		p.report(diag.BadCreditRow, cell, format+"; the row is not counted", args...)
	}
	p.bad = true
}

func (p *parser) text(cell int) string {
	if cell < 0 {
		return ""
	}
	return p.cells[cell]
}

func (p *parser) kind() Kind {
	text := p.text(p.at.kind)
	if text == "" {
		return Sale
	}
	i := slices.Index(kindWords, text)
	if i < 0 {
		p.fail(p.at.kind, "%q is not a kind of row: write sale, overlay, cancel or event", brief(text))
		return Sale
	}
	return Kind(i + 1)
}

func (p *parser) date(cell int) period.Date {
	text := p.text(cell)
	if text == "" {
		return period.Date{}
	}
	number := dateNumber(text)
	if number >= 0 && !p.dates[number].IsZero() {
		return p.dates[number]
	}
	date, err := period.ParseDate(text)
	if err != nil {
		p.fail(cell, "%s", err)
		return period.Date{}
	}
	p.dates[number] = date
	return date
}

// mostDates is more than dateNumber returns for any date.
const mostDates = (period.LastYear - period.FirstYear + 1) * 12 * 31

// dateNumber numbers the texts that may be dates, -1 for all others.
func dateNumber(text string) int {
	const form = "0000-00-00"
	if len(text) != len(form) {
		return -1
	}
	var parts [3]int
	for i, part := 0, 0; i < len(form); i++ {
		digit := int(text[i]) - '0'
		switch {
		case form[i] == '-' && text[i] == '-':
			part++
		case form[i] != '-' && digit >= 0 && digit <= 9:
			parts[part] = parts[part]*10 + digit
		default:
			return -1
		}
	}
	year, month, day := parts[0]-period.FirstYear, parts[1]-1, parts[2]-1
	if year < 0 || year > period.LastYear-period.FirstYear || month < 0 || month > 11 || day < 0 || day > 30 {
		return -1
	}
	return (year*12+month)*31 + day
}

// decimal reads a number; ok is false where the cell is empty or wrong.
func (p *parser) decimal(cell int) (number money.Decimal, ok bool) {
	text := p.text(cell)
	if text == "" {
		return money.Decimal{}, false
	}
	number, err := money.ParseDecimal(text)
	if err != nil {
		p.fail(cell, "%s", err)
	}
	return number, err == nil
}

func (p *parser) currency() money.Currency {
	text := p.text(p.at.currency)
	if text == "" {
		return money.Currency{}
	}
	if currency, known := p.currencies[text]; known {
		return currency
	}
	currency, err := money.ParseCurrency(text)
	if err != nil {
		p.fail(p.at.currency, "%s", err)
		return money.Currency{}
	}
	p.currencies[text] = currency
	return currency
}

// brief shortens a text for a message.
func brief(text string) string {
	const most = 40
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
