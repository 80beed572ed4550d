package salesforce

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// importedFile lists what the last import wrote, so that the next one knows
// what is its own: one address a line, sorted. An address with #description
// says that the description of the record is the import's as well.
const importedFile = planFolder + "/.imported"

const importedHeader = "# What the last \"salesplan import salesforce\" wrote. The next one replaces these records and no others.\n"

// descriptionMark is behind the address of a record whose description came
// from Salesforce. Of all fields only that one may be written by either side.
const descriptionMark = "#description"

// imported is the content of the file, as a set of lines.
type imported map[string]bool

// readImported reads what the last import wrote; nothing where there is no
// such file. Without knowing it for sure nothing may be replaced, so that
// whatever is wrong with the file is a finding with severity error.
func readImported(existing fs.FS) (imported, []byte, diag.List) {
	at := source.Place{File: importedFile}
	fail := func(code diag.Code, format string, args ...any) (imported, []byte, diag.List) { //nolint:unparam // it returns what its caller returns
		return nil, nil, diag.List{diag.New(code, addr.Addr{}, at, format, args...)}
	}
	entries, err := fs.ReadDir(existing, planFolder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ".imported" }) {
		return imported{}, nil, nil
	}
	if err != nil {
		return fail(diag.Unreadable, "the folder cannot be read: %s", reason(err))
	}
	for _, entry := range entries {
		if entry.Name() == ".imported" && !entry.Type().IsRegular() {
			return fail(diag.NotAPlainFile, "it is a link or a special file and is not read: delete it")
		}
	}
	text, err := readAtMost(existing, importedFile, maxCSVBytes)
	if err != nil {
		return fail(diag.Unreadable, "the file cannot be read: %s", reason(err))
	}
	if len(text) == maxCSVBytes {
		return fail(diag.LimitExceeded, "the file is larger than %d KiB", maxCSVBytes>>10)
	}
	set := imported{}
	for line := range strings.Lines(string(text)) {
		at.Line, at.Column = at.Line+1, 1
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, err := addr.Parse(line); err != nil {
			return fail(diag.BadFormat, "the line is not the address of a record: delete the file, or take it from the revision of the last import")
		}
		set[line] = true
	}
	return set, text, nil
}

// text writes the file.
func (set imported) text() []byte {
	lines := make([]string, 0, len(set))
	for line := range set {
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return fmt.Appendf(nil, "%s%s\n", importedHeader, strings.Join(lines, "\n"))
}

// has reports whether the last import wrote the record.
func (set imported) has(collection, id string) bool { return set[addr.New(collection, id).String()] }

// hasDescription reports whether the last import wrote its description, too.
func (set imported) hasDescription(collection, id string) bool {
	return set[addr.New(collection, id).String()+descriptionMark]
}
