package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"

	"github.com/salesplan/salesplan/engine/document"
)

// kind says what a press can do with a character.
type kind uint8

const (
	missing   kind = iota
	inLatin        // Roboto has it
	inMotoya       // only Motoya has it
	ignorable      // it has no look of its own, such as a zero-width space
	control
	rightToLeft
	private
)

// kindOf looks a character up. Right-to-left text is refused, since lines are
// set from left to right; so are the characters that change directions, with
// which a text can be made to look like another.
func (p *Press) kindOf(r rune) kind {
	switch {
	case unicode.Is(unicode.Cc, r) || unicode.In(r, unicode.Zl, unicode.Zp):
		return control
	case unicode.Is(unicode.Bidi_Control, r):
		return rightToLeft
	case unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r):
		return private
	case isIgnorable(r):
		return ignorable
	}
	if properties, _ := bidi.LookupRune(r); properties.Class() == bidi.R || properties.Class() == bidi.AL || properties.Class() == bidi.AN {
		return rightToLeft
	}
	_, regular := p.faces[latin].font.NominalGlyph(r)
	_, strong := p.faces[latinStrong].font.NominalGlyph(r)
	if regular && strong {
		return inLatin
	}
	if _, ok := p.faces[japanese].font.NominalGlyph(r); ok {
		return inMotoya
	}
	return missing
}

// isIgnorable holds for characters without a look: joiners, zero-width spaces,
// soft hyphens (lines are broken without hyphens) and variation selectors.
func isIgnorable(r rune) bool {
	return r == 0xAD || unicode.Is(unicode.Variation_Selector, r) || r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF
}

func (p *Press) kind(r rune) kind {
	if r >= 0 && int(r) < len(p.coverage) {
		return p.coverage[r]
	}
	return p.kindOf(r)
}

// Reason says why a text cannot be shown.
type Reason int

// The reasons.
const (
	NoGlyph     Reason = iota // no font has the character
	Control                   // a control character, a line break or a tab
	RightToLeft               // right-to-left text, or a character that changes directions
	NotUnicode                // bytes that are not UTF-8
)

var reasons = [...]string{
	NoGlyph:     "no font has",
	Control:     "control characters",
	RightToLeft: "right-to-left text is not supported",
	NotUnicode:  "it is not UTF-8",
}

func (r Reason) String() string { return reasons[r] }

// Fault is a text that cannot be shown.
type Fault struct {
	// Where is the place in the document, such as: block 3, table rates, row 2, column 1.
	Where string
	// Text is the whole text.
	Text   string
	Reason Reason
	// Runes are the characters, each once, in order of appearance.
	Runes []rune
}

// String is one line. What cannot be shown stands there as numbers of characters.
func (f Fault) String() string {
	shown := f.Text
	if runes := []rune(shown); len(runes) > 40 {
		shown = string(runes[:40]) + "…"
	}
	var codes []string
	for i, r := range f.Runes {
		if i == 10 {
			codes = append(codes, fmt.Sprintf("and %d more", len(f.Runes)-i))
			break
		}
		code := fmt.Sprintf("U+%04X", r)
		if f.Reason == NoGlyph && unicode.IsPrint(r) && !unicode.Is(unicode.Co, r) {
			code += " " + string(r)
		}
		codes = append(codes, code)
	}
	line := f.Where + ": " + f.Reason.String()
	if len(codes) > 0 {
		line += " (" + strings.Join(codes, ", ") + ")"
	}
	return line + fmt.Sprintf(": %q", shown)
}

// TextError lists every text of a document that cannot be shown.
type TextError struct{ Faults []Fault }

// Error names the first faults.
func (e *TextError) Error() string {
	var lines []string
	for i, fault := range e.Faults {
		if i == 20 {
			lines = append(lines, fmt.Sprintf("and %d more texts", len(e.Faults)-i))
			break
		}
		lines = append(lines, fault.String())
	}
	return strings.Join(lines, "; ")
}

// LayoutError says what of a document does not fit on a page, or cannot be drawn.
type LayoutError struct {
	Where   string // such as: table rates
	Problem string
}

func (e *LayoutError) Error() string { return e.Where + ": " + e.Problem }

// normal is the text with composed characters: fonts have ó rather than o with an accent.
func normal(text string) string { return norm.NFC.String(text) }

// named is a kind of block with its key, if it has one.
func named(kind, key string) string { return strings.TrimSpace(kind + " " + key) }

// inspection collects the faults of a document.
type inspection struct {
	press  *Press
	faults []Fault
}

func (p *Press) inspect(doc *document.Document) error {
	i := inspection{press: p}
	i.text(doc.Title, "title")
	i.text(doc.RunningHead, "running head")
	i.text(doc.Version, "version")
	i.text(doc.Language, "language")
	i.text(doc.Code, "code")
	words := doc.Words
	for _, word := range []string{words.PageOf, words.Added, words.Removed, words.Changed, words.Continued, words.Date, words.Signature} {
		i.text(word, "words")
	}
	for _, file := range doc.Attachments {
		i.text(file.Name, "attachments")
		i.text(file.MediaType, "attachments")
		i.text(file.Description, "attachments")
	}
	i.blocks(doc.Blocks, "")
	if len(i.faults) > 0 {
		return &TextError{i.faults}
	}
	return nil
}

// text looks at one text. where is what stands before its place.
func (i *inspection) text(text string, where string, place ...any) {
	if !i.faulty(text) {
		return
	}
	var found [NotUnicode + 1][]rune
	seen := map[rune]bool{}
	for _, r := range normal(text) {
		if seen[r] {
			continue
		}
		seen[r] = true
		switch i.press.kind(r) {
		case missing, private:
			found[NoGlyph] = append(found[NoGlyph], r)
		case control:
			found[Control] = append(found[Control], r)
		case rightToLeft:
			found[RightToLeft] = append(found[RightToLeft], r)
		default: // it can be shown
		}
	}
	where += fmt.Sprintf(strings.Repeat("%v", len(place)), place...)
	if !utf8.ValidString(text) {
		i.faults = append(i.faults, Fault{Where: where, Text: text, Reason: NotUnicode})
		return
	}
	for reason, runes := range found {
		if len(runes) > 0 {
			i.faults = append(i.faults, Fault{Where: where, Text: text, Reason: Reason(reason), Runes: runes})
		}
	}
}

// faulty says whether a text has anything that cannot be shown.
func (i *inspection) faulty(text string) bool {
	return !i.shown(text) && (!utf8.ValidString(text) || !i.shown(normal(text)))
}

func (i *inspection) shown(text string) bool {
	for _, r := range text {
		if k := i.press.kind(r); k != inLatin && k != inMotoya && k != ignorable || r == utf8.RuneError {
			return false
		}
	}
	return true
}

func (i *inspection) spans(spans []document.Span, where string, place ...any) {
	for _, span := range spans {
		i.text(span.Text, where, place...)
	}
}

func (i *inspection) blocks(blocks []document.Block, where string) {
	for n, block := range blocks {
		i.block(block, where+fmt.Sprintf("block %d, ", n+1))
	}
}

func (i *inspection) block(block document.Block, where string) {
	switch block := block.(type) {
	case document.Heading:
		i.spans(block.Text, where, "heading")
	case document.Paragraph:
		i.spans(block.Text, where, "paragraph")
	case document.KeyFigures:
		i.text(block.Label, where, "key figures")
		for _, item := range block.Items {
			i.text(item.Label, where, named("key figure", item.Key))
			i.spans(item.Value, where, named("key figure", item.Key))
		}
	case document.Table:
		i.table(block, where)
	case document.Curve:
		i.curve(block, where)
	case document.List:
		for n, item := range block.Items {
			i.blocks(item.Blocks, where+fmt.Sprintf("item %d, ", n+1))
		}
	case document.Clause:
		i.text(block.Number, where, named("clause", block.Key))
		i.spans(block.Heading, where, named("clause", block.Key))
		i.blocks(block.Blocks, where+named("clause", block.Key)+", ")
	case document.Example:
		i.spans(block.Title, where, named("example", block.Key))
		i.blocks(block.Blocks, where+named("example", block.Key)+", ")
	case document.Notice:
		i.spans(block.Text, where, "notice")
	case document.Signatures:
		for _, party := range block.Parties {
			i.text(party.Role, where, "signatures")
			i.text(party.Name, where, "signatures")
		}
	}
}

func (i *inspection) table(table document.Table, where string) {
	where += named("table", table.Key)
	i.text(table.Caption, where)
	for n, column := range table.Columns {
		i.text(column.Label, where, ", column ", n+1)
	}
	for n, row := range table.Rows {
		for m, cell := range row.Cells {
			i.spans(cell.Text, where, ", row ", n+1, ", column ", m+1)
		}
	}
}

func (i *inspection) curve(curve document.Curve, where string) {
	where += named("curve", curve.Key)
	i.text(curve.Caption, where)
	i.text(curve.Alt, where)
	for _, axis := range []document.Axis{curve.X, curve.Y} {
		i.text(axis.Label, where)
		for _, tick := range axis.Ticks {
			i.text(tick.Label, where)
		}
	}
	for _, line := range curve.Lines {
		i.text(line.Label, where)
	}
}
