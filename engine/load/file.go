package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
)

// Reading is what one file has to say.
type Reading struct {
	Text     string          // "" if the file was not read
	Records  []record.Record // raw, in order of place; of a CSV file there are Rows instead
	Rows     *Rows
	Complete bool // every record of the file is there
	Findings diag.List
}

// Open returns the bytes of a file whose size is within the limit; if ok is
// false the reading says why there are none. The size was asked for before,
// and does not need to be true.
func (f *Folder) Open(file File) (r Reading, ok bool) {
	if f.read.Load() > f.limits.TotalBytes {
		return r, false // see TooLarge
	}
	found := newFindings(file.Name, f.limits.Repeats)
	r.Text, ok = f.text(file, found)
	f.read.Add(int64(len(r.Text)))
	r.Findings = found.all()
	return r, ok
}

// Seer is called with each record of a CSV file in order as soon as its row is
// read. The record is the seer's to change, and gone once it returns.
type Seer func(*record.Record)

// Parse reads the text of a file. Of a CSV file begin is told once its header is
// known, and returns who is to see its rows; nil is for those who do not look.
func (f *Folder) Parse(file File, text string, begin func(*Rows) Seer) Reading {
	found := newFindings(file.Name, f.limits.Repeats)
	r := Reading{Text: text}
	plain := plainText(text)
	if checkText(text, plain, f.limits, file.Kind, found) {
		switch file.Kind {
		case YAML:
			r.Records, r.Complete = readYAML(text, f.limits, found)
		case CSV:
			reader := newCSVReader(withoutMark(text), plain, f.limits, found)
			r.Complete = reader.each(begin)
			r.Rows = &reader.rows
		case CUE:
			r.Complete = !found.any()
		}
	}
	r.Findings = found.all()
	return r
}

// text reads a file within the limit of its kind.
func (f *Folder) text(file File, found *findings) (string, bool) {
	most := map[Kind]int64{YAML: f.limits.YAMLBytes, CSV: f.limits.CSVBytes, CUE: f.limits.CUEBytes}[file.Kind]
	tooLarge := func() (string, bool) {
		found.add(diag.LimitExceeded, 0, 0, "the file is larger than %s, the most for a %s file: split it, or write bulk records as .csv", size(most), file.Kind)
		return "", false
	}
	if file.size > most {
		return tooLarge()
	}
	text, err := readAtMost(f.fsys, file.Name, most+1)
	if err != nil {
		found.add(diag.Unreadable, 0, 0, "the file cannot be read: %s", reason(err))
		return "", false
	}
	if int64(len(text)) > most {
		return tooLarge()
	}
	return text, true
}

// texter is an open file whose content need not be copied.
type texter interface{ Text() string }

// readAtMost reads a regular file up to a number of bytes.
func readAtMost(fsys fs.FS, name string, most int64) (string, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("it was replaced by a %s while it was read", kindOf(info.Mode()))
	}
	if whole, ok := file.(texter); ok {
		return whole.Text()[:min(int64(len(whole.Text())), most)], nil
	}
	var text strings.Builder
	text.Grow(int(min(info.Size(), most)))
	_, err = io.Copy(&text, io.LimitReader(file, most))
	return text.String(), err
}

// reason is what went wrong, without the path and the operation that the
// place of the finding says already.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return visible(err.Error())
}

// pointerStart begins the small files that git LFS leaves in place of large ones.
const pointerStart = "version https://git-lfs.github.com/spec/"

// checkText reports whether text can be parsed: it is UTF-8 that everybody
// sees in the same lines, and was not left there by git. What [plainText] says
// of it is known.
func checkText(text string, plain bool, limits Limits, kind Kind, found *findings) bool {
	if strings.HasPrefix(text, pointerStart) {
		found.add(diag.LFSPointer, 1, 1, "the file is a git LFS pointer, not its content: run git lfs pull (lfs: true in actions/checkout)")
		return false
	}
	if !plain {
		if !checkUTF8(text, found) {
			return false
		}
		seen := text
		if kind == CSV {
			seen = withoutMark(text)
		}
		if !checkCharacters(seen, found) || !checkMerged(text, found) {
			return false
		}
	}
	return kind == CSV || checkLines(text, limits.LineBytes, found)
}

// withoutMark returns CSV text without the byte order mark that spreadsheet
// programs put before it.
func withoutMark(text string) string { return strings.TrimPrefix(text, byteOrderMark) }

func checkUTF8(text string, found *findings) bool {
	switch {
	case utf8.ValidString(text):
		return true
	case strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff"):
		found.add(diag.NotUTF8, 1, 1, "the file is UTF-16: save it as UTF-8")
		return false
	}
	valid := 0
	for {
		r, width := utf8.DecodeRuneInString(text[valid:])
		if r == utf8.RuneError && width == 1 {
			break
		}
		valid += width
	}
	at := offsetCursor{text: text, line: 1}
	line, column := at.place(valid)
	found.add(diag.NotUTF8, line, column, "the byte 0x%02X here is not UTF-8: save the file as UTF-8", text[valid])
	return false
}

// conflictStart begins the line above one side of a merge conflict.
const conflictStart = "<<<<<<< "

// checkMerged tells of every merge conflict that is left in the text.
func checkMerged(text string, found *findings) bool {
	if !strings.Contains(text, conflictStart) {
		return true
	}
	for line, number := range lines(text) {
		if strings.HasPrefix(line, conflictStart) {
			found.add(diag.MergeConflict, number, 1, "a merge conflict begins here: settle it and delete the lines with <<<<<<<, ======= and >>>>>>>")
		}
	}
	return found.count[diag.MergeConflict] == 0
}

// checkLines tells of every line that is longer than most bytes.
func checkLines(text string, most int, found *findings) bool {
	for line, number := range lines(text) {
		if len(line) > most {
			found.add(diag.LimitExceeded, number, 1, "the line is longer than %s: break it", size(most))
		}
	}
	return found.count[diag.LimitExceeded] == 0
}

// lines yields the lines of text without their end, and their numbers from 1.
func lines(text string) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for number := 1; len(text) > 0; number++ {
			line, rest, _ := strings.Cut(text, "\n")
			if !yield(line, number) {
				return
			}
			text = rest
		}
	}
}
