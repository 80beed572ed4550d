// Package document is what a letter, a set of terms or a pay statement says,
// before it takes the form of a page: headings, key figures, tables, pay
// curves, clauses, worked examples, signatures. Package press gives it a form;
// since every form is drawn from the same value, forms cannot disagree.
//
// A document holds finished text: numbers are written as people of its language
// read them, and nothing in it is markup. Two documents of one thing differ by a
// redline, which is a document again, with marks.
package document

import "github.com/salesplan/salesplan/engine/money"

// Document is one letter, one set of terms or one statement.
type Document struct {
	// Code names whom or what it is for, such as the code of a payee. It is never a name.
	Code string
	// Title is the title of the document, and the first thing on its first page.
	Title string
	// Language is the BCP 47 tag of its text, such as en, de or ja.
	Language string
	// Paper is the size of its pages.
	Paper Paper
	// RunningHead stands at the top of every page.
	RunningHead string
	// Version stands at the foot of every page, beside the number of the page.
	Version string
	// Words are the few words of its language that forms add by themselves.
	Words Words
	// Blocks are what it says, in order of reading.
	Blocks []Block
	// Attachments travel within the document where its form can carry them.
	Attachments []Attachment
}

// Paper is a size of pages.
type Paper int

// The sizes of pages.
const (
	A4     Paper = iota // 210 × 297 mm
	Letter              // 8.5 × 11 in
)

// Words are what a form writes that no block says.
type Words struct {
	// PageOf is written at the foot of a page; "{page}" and "{pages}" stand for the numbers.
	PageOf string
	// Added, Removed and Changed say what a mark means without colour.
	Added, Removed, Changed string
	// Continued stands beside the caption of a table that goes on on another page.
	Continued string
	// Date and Signature are the labels of the lines to sign on.
	Date, Signature string
}

// Attachment is a file inside a document.
type Attachment struct {
	Name        string // such as record.json
	MediaType   string // such as application/json
	Description string
	Data        []byte
}

// Mark says how a part of a redline differs from the version before. The zero
// value is what both have. What is within a part that was added or removed has no
// mark of its own: that of the part holds for it.
type Mark int

// The marks of a redline.
const (
	Kept Mark = iota
	Added
	Removed
	// Changed is of rows and key figures whose cells say themselves what was and what is.
	Changed
)

// Span is a run of text of one look.
type Span struct {
	Text   string
	Strong bool
	Mark   Mark
}

// Block is one part of a document: Heading, Paragraph, KeyFigures, Table, Curve,
// List, Clause, Example, Notice or Signatures.
type Block interface{ block() }

// Heading is a heading of level 1 (a section) to 3.
type Heading struct {
	Level int
	Text  []Span
	Mark  Mark
}

// Paragraph is running text.
type Paragraph struct {
	Text []Span
	Mark Mark
}

// KeyFigures are the few numbers that matter most, each with a label.
type KeyFigures struct {
	// Label says what the figures have in common, for those who do not see them.
	Label string
	Items []KeyFigure
}

// KeyFigure is a number with a label.
type KeyFigure struct {
	// Key is what it is known by in two versions of a document.
	Key   string
	Label string
	Value []Span
	Mark  Mark
}

// Table is rows of cells. Its first row of every page is Columns.
type Table struct {
	// Key is what it is known by in two versions of a document.
	Key     string
	Caption string
	Columns []Column
	Rows    []Row
	Mark    Mark
}

// Column is a column of a table.
type Column struct {
	// Key is what it is known by in two versions of a document.
	Key   string
	Label string
	// Number columns are set flush right, so that digits stand below each other.
	Number bool
}

// Row is a row of a table. It has one cell for each column.
type Row struct {
	// Key is what it is known by in two versions of a document.
	Key   string
	Cells []Cell
	// Total rows sum up those before.
	Total bool
	Mark  Mark
}

// Cell is the text of a cell.
type Cell struct {
	Text []Span
	// Heads says that the cell names its row.
	Heads bool
}

// Curve is a line over an axis: pay over attainment.
type Curve struct {
	// Key is what it is known by in two versions of a document.
	Key     string
	Caption string
	// Alt says in words what the picture shows.
	Alt  string
	X, Y Axis
	// Lines are drawn from the first point to the last. Two points of one place are a jump.
	Lines []Line
}

// Axis is an axis of a curve.
type Axis struct {
	Label    string
	From, To money.Decimal // From < To
	Ticks    []Tick
}

// Place is where a value lies on an axis that is drawn so many units long: 0 at
// From, length at To, rounded half up. Values beyond the axis lie at its end.
func (a Axis) Place(value money.Decimal, length int64) int64 {
	span := money.FromDecimal(a.To).Sub(money.FromDecimal(a.From))
	part, err := money.FromDecimal(value).Sub(money.FromDecimal(a.From)).Quo(span)
	if err != nil || part.Sign() < 0 {
		return 0
	}
	if part.Cmp(money.FromInt(1)) > 0 {
		return length
	}
	at, err := part.Mul(money.FromInt(length)).Round(0, money.HalfUp)
	if err != nil {
		return 0
	}
	units, _ := at.Units(0)
	return units
}

// Tick is a marked place of an axis.
type Tick struct {
	At    money.Decimal
	Label string
}

// Line is a line of a curve. A redline draws what was as a Removed line.
type Line struct {
	Label  string
	Points []Point
	Mark   Mark
}

// Point is a point of a line, in the units of the axes.
type Point struct{ X, Y money.Decimal }

// List is a list of items.
type List struct {
	// Ordered lists are numbered from 1.
	Ordered bool
	Items   []Item
}

// Item is an item of a list.
type Item struct {
	Blocks []Block
	Mark   Mark
}

// Clause is a clause of the terms. Its number is part of the text of the document.
type Clause struct {
	// Key is what it is known by in two versions of a document.
	Key     string
	Number  string // such as 4 or 4.2; may be empty
	Heading []Span
	Blocks  []Block
	Mark    Mark
}

// Example is a worked example: what somebody would be paid, step by step.
type Example struct {
	// Key is what it is known by in two versions of a document.
	Key    string
	Title  []Span
	Blocks []Block
	Mark   Mark
}

// Notice is a remark that is set apart, such as what a letter supersedes.
type Notice struct {
	Text []Span
	Mark Mark
}

// Signatures are lines to sign on.
type Signatures struct {
	// Parties sign in this order.
	Parties []Party
}

// Party is who signs.
type Party struct {
	// Role is in which role, such as employee, manager or company.
	Role string
	// Name is printed below the line; it may be empty.
	Name string
	Mark Mark
}

func (Heading) block()    {}
func (Paragraph) block()  {}
func (KeyFigures) block() {}
func (Table) block()      {}
func (Curve) block()      {}
func (List) block()       {}
func (Clause) block()     {}
func (Example) block()    {}
func (Notice) block()     {}
func (Signatures) block() {}

// Plain is a text of one look.
func Plain(text string) []Span { return []Span{{Text: text}} }

// Text is what spans say, without their looks. Removed parts of a redline are in it.
func Text(spans []Span) string {
	switch len(spans) {
	case 0:
		return ""
	case 1:
		return spans[0].Text
	}
	var text []byte
	for _, span := range spans {
		text = append(text, span.Text...)
	}
	return string(text)
}
