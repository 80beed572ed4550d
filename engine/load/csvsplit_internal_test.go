package load

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/internal/testseed"
)

// rowsOfLibrary prints the rows of a text as encoding/csv reads it: cells with
// their places, or the place and kind of the mistake.
func rowsOfLibrary(text string) string {
	var out strings.Builder
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	lines := strings.SplitAfter(text, "\n")
	column := func(line, bytes int) int {
		return utf8.RuneCountInString(lines[line-1][:min(bytes-1, len(lines[line-1]))]) + 1
	}
	for {
		before := reader.InputOffset()
		cells, err := reader.Read()
		misquoted, wrong := errors.AsType[*csv.ParseError](err)
		switch {
		case errors.Is(err, io.EOF):
			return out.String()
		case wrong && errors.Is(err, csv.ErrQuote) && reader.InputOffset() == int64(len(text)) && unclosed(text[before:]):
			fmt.Fprintf(&out, "unclosed %d\n", misquoted.StartLine)
		case wrong:
			kind := map[error]faultKind{csv.ErrBareQuote: strayQuote, csv.ErrQuote: misfitQuote}[misquoted.Err]
			fmt.Fprintf(&out, "fault %d from %d at %d:%d\n", kind, misquoted.StartLine, misquoted.Line, column(misquoted.Line, misquoted.Column))
		default:
			for i, cell := range cells {
				line, bytes := reader.FieldPos(i)
				fmt.Fprintf(&out, "%d:%d %q ", line, column(line, bytes), cell)
			}
			out.WriteByte('\n')
		}
	}
}

// unclosed reports whether a text that encoding/csv refuses because of quotes
// ends within them: it is read once a quote is added.
func unclosed(text string) bool {
	_, err := csv.NewReader(strings.NewReader(text + `"`)).Read()
	_, more := csv.NewReader(strings.NewReader(text + "\n\"")).Read()
	return err == nil && more == nil
}

// rowsOfSplitter is rowsOfLibrary by our own splitter.
func rowsOfSplitter(text string) string {
	var out strings.Builder
	s := newRowSplitter(text, isASCII(text), 1<<20)
	for s.next() {
		switch s.fault.kind {
		case 0:
			for _, c := range s.cells {
				fmt.Fprintf(&out, "%d:%d %q ", c.line, c.column, c.text)
			}
			out.WriteByte('\n')
		case unclosedQuote:
			fmt.Fprintf(&out, "unclosed %d\n", s.fault.line)
		default:
			fmt.Fprintf(&out, "fault %d from %d at %d:%d\n", s.fault.kind, s.startLine, s.fault.line, s.fault.column)
		}
	}
	return out.String()
}

// TestSplitterIsTheLibrary holds the splitter against encoding/csv on texts
// that are made of what matters in CSV.
func TestSplitterIsTheLibrary(t *testing.T) {
	random := testseed.Rand(t, 21)
	parts := []string{`"`, `"`, `""`, ",", ",", "\n", "\n", "\r\n", "a", "bc", "ü", "東京", " ", `","`, "\"\n", `,"`}
	for range 300_000 {
		var text strings.Builder
		for range random.IntN(16) {
			text.WriteString(parts[random.IntN(len(parts))])
		}
		if want, got := rowsOfLibrary(text.String()), rowsOfSplitter(text.String()); got != want {
			t.Fatalf("%q\ngot  %s\nwant %s", text.String(), got, want)
		}
	}
}
