package letter

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// shownDigits is how many digits after the point a figure has at most that is no
// money, such as a share of a quota.
const shownDigits = 6

// number writes a number with the marks of the language, and at least so many
// digits after the point.
func (w *Words) number(d money.Decimal, minDigits int) string {
	plain := d.Format(minDigits)
	sign := ""
	if after, negative := strings.CutPrefix(plain, "-"); negative {
		sign, plain = w.text("format.minus"), after
	}
	whole, fraction, broken := strings.Cut(plain, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(w.text("format.group"))
		}
		b.WriteByte(digit)
	}
	if broken {
		b.WriteString(w.text("format.decimal"))
		b.WriteString(fraction)
	}
	return b.String()
}

// money writes an amount with its currency, to the smallest unit of it.
func (w *Words) money(d money.Decimal, currency money.Currency) string {
	key := "format.money." + currency.String()
	if !w.has(key) {
		key = "format.money"
	}
	return w.say(key, "number", w.number(d, currency.MinorUnits()), "currency", currency.String())
}

// rounded writes an exact amount of money, rounded half up to the smallest unit.
func (w *Words) rounded(r money.Ratio, currency money.Currency) string {
	d, err := r.Round(currency.MinorUnits(), money.HalfUp)
	if err != nil {
		return r.String()
	}
	return w.money(d, currency)
}

// figure writes an exact number that is no money.
func (w *Words) figure(r money.Ratio) string {
	d, err := r.Round(shownDigits, money.HalfUp)
	if err != nil {
		return r.String()
	}
	return w.number(d, 0)
}

// percent writes 0.15 as 15 per cent.
func (w *Words) percent(r money.Ratio) string {
	return w.say("format.percent", "number", w.figure(r.Mul(money.FromInt(100))))
}

// times writes 1.5 as one and a half times.
func (w *Words) times(d money.Decimal) string {
	return w.say("format.times", "number", w.number(d, 0))
}

// count writes a whole number.
func (w *Words) count(n int) string { return w.number(whole(n), 0) }

func whole(n int) money.Decimal {
	d, _ := money.New(int64(n), 0)
	return d
}

// date writes a day.
func (w *Words) date(d period.Date) string {
	return w.say("format.date", "day", strconv.Itoa(d.Day()), "month", w.text("format.month."+strconv.Itoa(d.Month())), "year", strconv.Itoa(d.Year()))
}

// days writes a range of days with its first and last day; "" for all days.
func (w *Words) days(r period.Range) string {
	last := period.Date{}
	if !r.To.IsZero() {
		last, _ = r.To.AddDays(-1)
	}
	switch {
	case r.From.IsZero() && r.To.IsZero():
		return w.text("format.always")
	case r.To.IsZero():
		return w.say("format.from", "from", w.date(r.From))
	case r.From.IsZero():
		return w.say("format.until", "to", w.date(last))
	}
	return w.say("format.from_to", "from", w.date(r.From), "to", w.date(last))
}
