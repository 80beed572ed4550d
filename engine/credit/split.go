package credit

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
)

// splitter splits text into rows of cells as encoding/csv does. Rows without
// quotes, nearly all, are cut at their commas; the library reads the others.
type splitter struct {
	from    *bufio.Reader
	most    int      // bytes of a row
	line    int      // lines read
	row     int      // the line at which the current row begins
	cells   []string // of the current row, used again for the next one
	long    []byte   // lines of the current row
	quoted  *csv.Reader
	strange bool // the row holds bytes other than printable ASCII
}

// Errors of a splitter besides those of its reader.
var (
	errMisquoted  = errors.New("the quotes of the row do not fit")
	errRowTooLong = errors.New("the row is too long")
)

func newSplitter(text io.Reader, most int) splitter {
	from := bufio.NewReaderSize(text, 64<<10)
	const mark = "\uFEFF"
	if begin, _ := from.Peek(len(mark)); string(begin) == mark {
		_, _ = from.Discard(len(mark))
	}
	return splitter{from: from, most: most}
}

// next returns the cells of the next row that is not blank. They are valid until
// the row after is read; the texts stay.
func (s *splitter) next() ([]string, error) {
	for {
		line, err := s.readLine(nil)
		if err != nil {
			return nil, err
		}
		s.row, s.quoted = s.line, nil
		if line = chomp(line); len(line) == 0 {
			continue
		}
		if bytes.IndexByte(line, '"') >= 0 {
			return s.nextQuoted(line)
		}
		s.cut(string(line))
		return s.cells, nil
	}
}

// cut cuts a line without quotes into cells.
func (s *splitter) cut(line string) {
	s.cells, s.strange = s.cells[:0], false
	from := 0
	for i := range len(line) {
		switch c := line[i]; {
		case c == ',':
			s.cells = append(s.cells, line[from:i])
			from = i + 1
		case c < ' ' || c >= 0x7f:
			s.strange = true
		}
	}
	s.cells = append(s.cells, line[from:])
}

// nextQuoted returns the cells of a row that begins with a line with quotes.
func (s *splitter) nextQuoted(line []byte) ([]string, error) {
	s.long = append(append(s.long[:0], line...), '\n')
	cells, err := s.parse()
	if errors.Is(err, errOpenQuote) {
		if err := s.readToQuote(); err != nil {
			return nil, err
		}
		cells, err = s.parse()
	}
	if err != nil {
		return nil, errMisquoted
	}
	s.strange = true // to be looked at
	return cells, nil
}

// readToQuote goes on to the line that closes an open quote, or to the end of
// the text.
func (s *splitter) readToQuote() error {
	for {
		before := len(s.long)
		more, err := s.readLine(s.long)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		s.long = more
		if bytes.Count(more[before:], []byte{'"'})%2 == 1 {
			return nil
		}
	}
}

// errOpenQuote reports that a quote is open at the end of the row.
var errOpenQuote = errors.New("a quote is open")

// parse lets the library read the lines of the row.
func (s *splitter) parse() ([]string, error) {
	s.quoted = csv.NewReader(bytes.NewReader(s.long))
	s.quoted.FieldsPerRecord = -1
	cells, err := s.quoted.Read()
	if errors.Is(err, csv.ErrQuote) && s.quoted.InputOffset() == int64(len(s.long)) {
		return nil, errOpenQuote
	}
	return cells, err
}

// readLine reads a line, with its end, and appends it to what is there already;
// to nothing it may return a part of the buffer, valid until the next read.
func (s *splitter) readLine(there []byte) ([]byte, error) {
	line, err := s.from.ReadSlice('\n')
	if err == nil && there == nil && len(line) <= s.most {
		s.line++
		return line, nil
	}
	for {
		there = append(there, line...)
		switch {
		case len(there) > s.most:
			if s.row < s.line || s.line == 0 {
				s.row = s.line + 1
			}
			return nil, errRowTooLong
		case errors.Is(err, bufio.ErrBufferFull):
			line, err = s.from.ReadSlice('\n')
		case errors.Is(err, io.EOF) && len(line) > 0, err == nil:
			s.line++
			return there, nil
		default:
			return nil, err
		}
	}
}

// chomp takes off the end of a line.
func chomp(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'})
}

// place returns the line and the column in bytes, both from 1, of a cell of the
// current row.
func (s *splitter) place(cell int) (line, column int) {
	if s.quoted != nil {
		line, column = s.quoted.FieldPos(cell)
		return s.row + line - 1, column
	}
	column = 1
	for _, before := range s.cells[:cell] {
		column += len(before) + 1
	}
	return s.row, column
}
