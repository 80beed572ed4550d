package pipeline

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
)

// Condition compares a column of a snapshot with a value.
type Condition struct {
	Column, Operator, Value string

	number money.Decimal // the value, where amounts are compared
	cell   int           // of the column in the snapshot at hand; -1 if it has none
}

// operators are the comparisons, longer ones before those that begin them.
var operators = []string{"!=", ">=", "<=", "=", ">", "<"}

// ParseCondition reads COLUMN=VALUE, or another comparison of a column: != >=
// <= > <. Order is that of numbers for the columns amount and probability, of
// text for all others, so that dates compare as days.
func ParseCondition(text string) (Condition, error) {
	at := strings.IndexAny(text, "!<>=")
	if at <= 0 {
		return Condition{}, fmt.Errorf("%q is no condition: write COLUMN=VALUE, or one of != >= <= > < between them", text)
	}
	for _, operator := range operators {
		value, found := strings.CutPrefix(text[at:], operator)
		if !found {
			continue
		}
		c := Condition{Column: strings.TrimSpace(text[:at]), Operator: operator, Value: strings.TrimSpace(value)}
		if c.numeric() {
			number, err := money.ParseDecimal(c.Value)
			if err != nil {
				return Condition{}, fmt.Errorf("%s: %w", text, err)
			}
			c.number = number
		}
		return c, nil
	}
	return Condition{}, fmt.Errorf("%q is no condition: write COLUMN=VALUE, or one of != >= <= > < between them", text)
}

func (c *Condition) numeric() bool { return c.Column == "amount" || c.Column == "probability" }

// holds reports whether a row fulfils the condition. A cell that is no number
// fulfils none on numbers.
func (c *Condition) holds(cells [][]byte) bool {
	cell := cells[c.cell]
	var order int
	if c.numeric() {
		number, ok := parseNumber(cell)
		if !ok {
			return false
		}
		order = number.Cmp(c.number)
	} else {
		order = bytes.Compare(cell, []byte(c.Value))
	}
	switch c.Operator {
	case "=":
		return order == 0
	case "!=":
		return order != 0
	case ">=":
		return order >= 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order < 0
}

// parseNumber reads a plain decimal number.
func parseNumber(cell []byte) (d money.Decimal, ok bool) {
	if d, ok = quickNumber(cell); ok {
		return d, true
	}
	d, err := money.ParseDecimal(string(cell))
	return d, err == nil
}

// quickNumber reads the usual plain numbers; what it does not take may still be
// one.
func quickNumber(cell []byte) (d money.Decimal, ok bool) {
	const mostDigits = 15
	if len(cell) == 0 || len(cell) > mostDigits || cell[0] == '0' && len(cell) > 1 && cell[1] != '.' {
		return money.Decimal{}, false
	}
	var coefficient int64
	scale, point := 0, -1
	for i, c := range cell {
		switch {
		case c >= '0' && c <= '9':
			coefficient = coefficient*10 + int64(c-'0')
		case c == '.' && point < 0 && i > 0 && i < len(cell)-1:
			point = i
		default:
			return money.Decimal{}, false
		}
	}
	if point >= 0 {
		scale = len(cell) - 1 - point
	}
	d, err := money.New(coefficient, scale)
	return d, err == nil
}
