package load

import (
	"strings"
	"unicode/utf8"
)

// rowSplitter splits CSV text into rows and cells, as [encoding/csv] does with
// its default settings, without copying what it need not. It goes on after a
// row that cannot be read.
type rowSplitter struct {
	text  string
	most  int  // bytes of a row that is split at all
	ascii bool // it is known that bytes are characters
	at    int  // offset at which the next row begins
	line  int  // number of that line, from 1

	start     int // offset of the row split last
	startLine int
	cells     []cell
	fault     fault

	lineStart int // of the line that is being split
	column    int // characters up to counted
	counted   int // offset within the line
}

// cell is one cell of a row.
type cell struct {
	text         string
	line, column int32 // of its first character, be it a quote
}

// fault says why a row cannot be split. The zero fault is none.
type fault struct {
	kind         faultKind
	line, column int
}

type faultKind uint8

const (
	strayQuote    faultKind = iota + 1 // within a cell that does not begin with one
	misfitQuote                        // closes a cell and is not followed by its end
	unclosedQuote                      // nothing ends the cell
	noEnd                              // the row is longer than most
)

func newRowSplitter(text string, ascii bool, most int) rowSplitter {
	return rowSplitter{text: text, most: most, ascii: ascii, line: 1}
}

// next splits the next row that is not blank and reports whether there is one.
func (s *rowSplitter) next() bool {
	s.skipBlankLines()
	s.start, s.startLine, s.cells, s.fault = s.at, s.line, s.cells[:0], fault{}
	if s.at == len(s.text) {
		return false
	}
	s.lineStart, s.column, s.counted = s.at, 0, s.at
	rest := s.text[s.at:min(len(s.text), s.at+s.most)]
	end := strings.IndexByte(rest, '\n')
	switch {
	case end < 0 && len(rest) == s.most:
		s.abandon(noEnd)
	case end < 0:
		s.split(rest, len(s.text))
	default:
		s.split(rest[:end], s.at+end+1)
	}
	return true
}

func (s *rowSplitter) skipBlankLines() {
	for s.at < len(s.text) {
		switch rest := s.text[s.at:]; {
		case rest[0] == '\n':
			s.at++
		case strings.HasPrefix(rest, "\r\n"):
			s.at += 2
		default:
			return
		}
		s.line++
	}
}

// split splits a row whose first line, without its end, is given. next is the
// offset of the line below.
func (s *rowSplitter) split(line string, next int) {
	line = strings.TrimSuffix(line, "\r")
	if strings.IndexByte(line, '"') >= 0 {
		s.splitQuoted()
		return
	}
	for at := s.at; ; {
		end := strings.IndexByte(line, ',')
		if end < 0 {
			s.add(line, at)
			break
		}
		s.add(line[:end], at)
		line, at = line[end+1:], at+end+1
	}
	s.at, s.line = next, s.line+1
}

// add adds a cell whose place is at an offset.
func (s *rowSplitter) add(text string, at int) {
	s.cells = append(s.cells, cell{text: text, line: int32(s.line), column: int32(s.columnOf(at))})
}

// columnOf returns the column, from 1, of an offset in the current line. In one
// line it is asked for rising offsets.
func (s *rowSplitter) columnOf(at int) int {
	if s.ascii {
		return at - s.lineStart + 1
	}
	s.column += utf8.RuneCountInString(s.text[s.counted:at])
	s.counted = at
	return s.column + 1
}

// splitQuoted splits a row in which there are quotes.
func (s *rowSplitter) splitQuoted() {
	for more := true; more; {
		if strings.HasPrefix(s.text[s.at:], `"`) {
			more = s.quotedCell()
		} else {
			more = s.plainCell()
		}
	}
}

// plainCell splits off a cell without quotes and reports whether another one
// follows in the row.
func (s *rowSplitter) plainCell() (more bool) {
	rest := s.text[s.at:]
	end := strings.IndexAny(rest, ",\n")
	if end < 0 {
		end = len(rest)
	}
	more = end < len(rest) && rest[end] == ','
	text := rest[:end]
	if !more {
		text = strings.TrimSuffix(text, "\r")
	}
	if quote := strings.IndexByte(text, '"'); quote >= 0 {
		return s.stop(strayQuote, s.at+quote)
	}
	s.add(text, s.at)
	s.at += end
	return s.endCell()
}

// endCell passes the comma or the line end after a cell, and reports which of
// them it was.
func (s *rowSplitter) endCell() (more bool) {
	if s.at == len(s.text) {
		return false
	}
	s.at++
	if s.text[s.at-1] == ',' {
		return true
	}
	s.line++
	return false
}

// quotedCell is plainCell for a cell in quotes.
func (s *rowSplitter) quotedCell() (more bool) {
	at, line, column := s.at, s.line, s.columnOf(s.at)
	doubled := false
	for from := s.at + 1; ; {
		rest := s.text[from:max(from, min(len(s.text), s.start+s.most))]
		quote := strings.IndexByte(rest, '"')
		switch {
		case quote >= 0:
		case s.start+s.most < len(s.text):
			return s.abandon(noEnd)
		default:
			return s.abandon(unclosedQuote)
		}
		s.passLines(from, from+quote)
		from += quote + 1
		after := s.text[from:]
		switch {
		case strings.HasPrefix(after, `"`):
			doubled = true
			from++
			continue
		case after == "\r" || strings.HasPrefix(after, "\r\n"):
			s.at = from + 1
		case after == "" || after[0] == '\n' || after[0] == ',':
			s.at = from
		default:
			return s.stop(misfitQuote, from-1)
		}
		s.cells = append(s.cells, cell{text: unquoted(s.text[at+1:from-1], doubled), line: int32(line), column: int32(column)})
		return s.endCell()
	}
}

// unquoted returns what stands between the quotes of a cell.
func unquoted(text string, doubled bool) string {
	if doubled {
		text = strings.ReplaceAll(text, `""`, `"`)
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// passLines counts the lines that begin within a cell.
func (s *rowSplitter) passLines(from, to int) {
	if newlines := strings.Count(s.text[from:to], "\n"); newlines > 0 {
		s.line += newlines
		s.lineStart = from + strings.LastIndexByte(s.text[from:to], '\n') + 1
		s.column, s.counted = 0, s.lineStart
	}
}

// abandon gives up a row and all that follows. It returns false.
func (s *rowSplitter) abandon(kind faultKind) (more bool) {
	s.fault = fault{kind: kind, line: s.startLine, column: 1}
	s.at = len(s.text)
	return false
}

// stop gives up a row because of what stands at an offset in the current line,
// and goes on in the line below. It returns false.
func (s *rowSplitter) stop(kind faultKind, at int) (more bool) {
	s.fault = fault{kind: kind, line: s.line, column: s.columnOf(at)}
	s.at = len(s.text)
	if newline := strings.IndexByte(s.text[at:], '\n'); newline >= 0 {
		s.at = at + newline + 1
	}
	s.line++
	return false
}
