package report

// Sheet is the view of a report that text, Markdown and HTML share: facts, then
// tables, then findings. JSON has the report itself.
type Sheet struct {
	Title      string // ours
	Subject    string // the plan's own name
	Incomplete string // what is missing and where to look; "" for a complete report
	Facts      []Fact
	Tables     []SheetTable
	Findings   []Finding
}

// Sheeted is a report that is shown as a sheet.
type Sheeted interface{ Sheet() Sheet }

// Tabled is a report that is one table for spreadsheets: rows, the first being
// the head.
type Tabled interface{ Rows() [][]string }

// Fact is one line before the tables.
type Fact struct {
	Label string // ours
	Cells []Cell // joined by blanks
}

// SheetTable is a table with a heading.
type SheetTable struct {
	Heading string
	Noun    string // what a row is
	Head    []string
	Rows    [][]Cell
}

// CellKind says what a cell holds. The zero CellKind is a value from a plan
// file.
type CellKind uint8

// The kinds of cell.
const (
	ValueCell   CellKind = iota // from a plan file, shown as nothing but text
	FigureCell                  // an exact number
	PercentCell                 // an exact number of per cent
	WordCell                    // our own words
	SignedCell                  // a difference, shown with its sign
)

// Cell is one entry of a table.
type Cell struct {
	Kind   CellKind
	Text   string
	Indent int // depth in a tree
}

// Value is a cell from a plan file.
func Value(text string) Cell { return Cell{Kind: ValueCell, Text: text} }

// FigureOf is a cell with a number.
func FigureOf(text string) Cell { return Cell{Kind: FigureCell, Text: text} }

// Words is a cell with our own words.
func Words(text string) Cell { return Cell{Kind: WordCell, Text: text} }

// Percent is a cell with a percentage.
func Percent(text string) Cell { return Cell{Kind: PercentCell, Text: text} }

// Signed is a cell with a difference.
func Signed(text string) Cell { return Cell{Kind: SignedCell, Text: text} }

// add appends a row.
func (t *SheetTable) add(cells ...Cell) { t.Rows = append(t.Rows, cells) }
