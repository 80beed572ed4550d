package credit

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/source"
)

// Kind says what a row of a credits file tells. The zero Kind is invalid.
type Kind uint8

// The kinds of row.
const (
	Sale    Kind = iota + 1 // something was sold; rows of one deal share it out
	Overlay                 // credit on top of the deal's own rows
	Cancel                  // a deal, or a part of its amount, fell through
	Event                   // something happened to a deal, such as its payment
)

var kindWords = []string{"sale", "overlay", "cancel", "event"}

// String returns the word in the column kind.
func (k Kind) String() string {
	if k < Sale || k > Event {
		return "invalid"
	}
	return kindWords[k-1]
}

// Credit is one row. It is valid until the next row is read, except for its
// texts and numbers.
type Credit struct {
	Kind Kind
	ID   string // of the deal; rows that share a deal out have the same
	Of   string // Cancel, Event: the id of the deal it is about
	Name string // Event: what happened, such as paid
	// Date is the day it was made. Booked, Invoiced and Paid are the days of
	// these columns; zero where the cell is empty.
	Date, Booked, Invoiced, Paid period.Date
	// Posted is the day on which it became known; zero: at once.
	Posted period.Date
	// Exactly one of these is stated for Sale and Overlay, at most one else.
	Position, Person, Account string
	Measure                   string         // "" for Event, and for a Cancel of all measures
	Amount                    money.Decimal  // of the whole deal, before Share
	HasAmount                 bool           // false for Event, and for a Cancel of the whole
	Currency                  money.Currency // zero: that of the plan
	Share                     money.Decimal  // the part of the deal that is credited; 1 where none is stated
	Split                     bool           // a share is stated

	// File, Line and Column are where the row begins.
	File         string
	Line, Column int
	row          *rowReader
}

// Place returns where the row begins.
func (c *Credit) Place() source.Place {
	return source.Place{File: c.File, Line: c.Line, Column: c.Column}
}

// PlaceOf returns where the cell of a column stands, or where the row begins if
// there is no such column. It may be asked only while the row is current.
func (c *Credit) PlaceOf(column string) source.Place {
	if cell, ok := c.row.columns[column]; ok {
		return c.row.placeOf(cell)
	}
	return c.Place()
}

// Cell returns the text in a column, "" where it is empty or there is no such
// column.
func (c *Credit) Cell(column string) string {
	if cell, ok := c.row.columns[column]; ok {
		return c.row.cells[cell]
	}
	return ""
}

// HasColumn reports whether the file has a column of that name.
func (c *Credit) HasColumn(column string) bool {
	_, ok := c.row.columns[column]
	return ok
}
