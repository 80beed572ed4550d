package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// rows reads the rows of a CSV text one after the other. Cells are valid until
// the next row is read.
type rows struct {
	from   io.Reader
	buffer []byte // what is read and not yet returned
	start  int
	ended  bool

	line  int // of the row at hand, from 1
	next  int // line of the next row
	cells [][]byte
	row   []byte // the row at hand without its end
	loose []byte // room for cells whose quotes are resolved
}

// shapeError says what keeps a text from being CSV. Other errors come from
// reading it.
type shapeError string

// Error says it in a sentence.
func (e shapeError) Error() string { return string(e) }

// Mistakes behind which nothing can be read.
var (
	errRowTooLong = shapeError(fmt.Sprintf("the row has more than %d bytes", mostRowBytes))
	errOpenQuote  = shapeError("a quoted cell does not end")
)

// bufferBytes is how much is read at a time.
const bufferBytes = 1 << 18

func newRows(from io.Reader) *rows {
	return &rows{from: from, buffer: make([]byte, 0, bufferBytes), next: 1}
}

// read reads the next row that is not empty; io.EOF at the end.
func (r *rows) read() error {
	for {
		row, lines, err := r.take()
		if err != nil {
			r.line = r.next
			return err
		}
		r.line, r.next = r.next, r.next+lines
		if len(row) > 0 {
			return r.split(row)
		}
	}
}

// take returns the next row without its end, and how many lines it has.
func (r *rows) take() (row []byte, lines int, err error) {
	searched := 0
	for lines = 1; ; lines++ {
		end := -1
		for end < 0 {
			if at := bytes.IndexByte(r.buffer[r.start+searched:], '\n'); at >= 0 {
				end = searched + at
				break
			}
			searched = len(r.buffer) - r.start
			if searched > mostRowBytes {
				return nil, lines, errRowTooLong
			}
			if r.ended {
				return r.last()
			}
			if err := r.fill(); err != nil {
				return nil, lines, err
			}
		}
		if end > mostRowBytes {
			return nil, lines, errRowTooLong
		}
		row = r.buffer[r.start : r.start+end]
		if bytes.Count(row, quote)%2 == 0 {
			r.start += end + 1
			return bytes.TrimSuffix(row, []byte{'\r'}), lines, nil
		}
		searched = end + 1 // the end of the line stands within quotes
	}
}

var quote = []byte{'"'}

// last returns what stands behind the last end of a line.
func (r *rows) last() (row []byte, lines int, err error) {
	row = r.buffer[r.start:]
	r.start = len(r.buffer)
	if len(row) == 0 {
		return nil, 0, io.EOF
	}
	if bytes.Count(row, quote)%2 != 0 {
		return nil, 1, errOpenQuote
	}
	return bytes.TrimSuffix(row, []byte{'\r'}), 1, nil
}

// fill reads more into the buffer.
func (r *rows) fill() error {
	if r.start > 0 {
		r.buffer = r.buffer[:copy(r.buffer, r.buffer[r.start:])]
		r.start = 0
	}
	if len(r.buffer) == cap(r.buffer) {
		r.buffer = append(make([]byte, 0, 2*cap(r.buffer)), r.buffer...)
	}
	n, err := r.from.Read(r.buffer[len(r.buffer):cap(r.buffer)])
	r.buffer = r.buffer[:len(r.buffer)+n]
	if errors.Is(err, io.EOF) {
		r.ended = true
		return nil
	}
	return err
}

// split cuts a row into cells.
func (r *rows) split(row []byte) error {
	r.row, r.cells = row, r.cells[:0]
	if bytes.IndexByte(row, '"') >= 0 {
		return r.splitQuoted(row)
	}
	for {
		end := bytes.IndexByte(row, ',')
		if end < 0 {
			r.cells = append(r.cells, row)
			return nil
		}
		r.cells = append(r.cells, row[:end])
		row = row[end+1:]
	}
}

// splitQuoted cuts a row in which cells stand in quotes; a quote within such a
// cell is written twice.
func (r *rows) splitQuoted(row []byte) error {
	r.loose = append(r.loose[:0], row...) // cells are written over a copy of the row
	at, to := 0, 0
	for {
		from := to
		if at < len(row) && row[at] == '"' {
			at++
			for {
				end := bytes.IndexByte(row[at:], '"')
				if end < 0 {
					return errOpenQuote
				}
				to += copy(r.loose[to:], row[at:at+end])
				at += end + 1
				if at >= len(row) || row[at] != '"' {
					break
				}
				to += copy(r.loose[to:], `"`)
				at++
			}
			if at < len(row) && row[at] != ',' {
				return shapeError("text follows a quoted cell: leave out the quotes or put them around all of it")
			}
		} else {
			end := bytes.IndexByte(row[at:], ',')
			if end < 0 {
				end = len(row) - at
			}
			if bytes.IndexByte(row[at:at+end], '"') >= 0 {
				return shapeError("a quote stands within a cell that does not begin with one")
			}
			to += copy(r.loose[to:], row[at:at+end])
			at += end
		}
		r.cells = append(r.cells, r.loose[from:to:to])
		if at >= len(row) {
			return nil
		}
		at++ // the comma
	}
}

// column returns where a cell stands in its line, from 1 in characters; 1
// where the row has several lines.
func (r *rows) column(cell int) int {
	if bytes.IndexByte(r.row, '\n') >= 0 {
		return 1
	}
	at, quoted := 0, false
	for i := 0; i < cell && at < len(r.row); at++ {
		switch r.row[at] {
		case '"':
			quoted = !quoted
		case ',':
			if !quoted {
				i++
			}
		}
	}
	return utf8.RuneCount(r.row[:at]) + 1
}
