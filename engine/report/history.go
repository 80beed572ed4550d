package report

import (
	"strings"

	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/history"
	"github.com/salesplan/salesplan/engine/vcs"
)

// Commit names one commit. Author and subject are text of unknown origin.
type Commit struct {
	Hash    string `json:"hash"`
	Date    string `json:"date"` // day of the committer, YYYY-MM-DD
	Author  string `json:"author"`
	Subject string `json:"subject"` // first line of the message
}

// CommitOf joins a commit with who made it.
func CommitOf(c vcs.Commit, who vcs.Authorship) Commit {
	return Commit{Hash: c.Hash, Date: c.Date, Author: who.Author, Subject: who.Subject}
}

// shortHash is how many digits of a hash people quote.
const shortHash = 10

// short is the hash as people quote it; a stored report may hold anything else.
func (c Commit) short() Cell {
	if len(c.Hash) > shortHash && strings.Trim(c.Hash, "0123456789abcdef") == "" {
		return Value(c.Hash[:shortHash])
	}
	return Value(c.Hash)
}

// Log is the result of the verb log.
type Log struct {
	Header
	Address  string     `json:"address"`
	Field    string     `json:"field"`    // the only field shown, with those within it; "" for all
	Revision string     `json:"revision"` // commit from which on it looks back
	Entries  []LogEntry `json:"entries"`  // newest first
}

// LogEntry is what one commit did to the record.
type LogEntry struct {
	Commit Commit  `json:"commit"`
	Action string  `json:"action"`         // added, removed, renamed, changed
	From   string  `json:"from,omitempty"` // the address before, where it was renamed
	Fields []Field `json:"fields"`
}

// NewLog shows the history of a record. A history that this clone holds only in
// part is not complete.
func NewLog(address, field, revision string, log history.Log, who func(vcs.Commit) (vcs.Authorship, error)) (Log, error) {
	r := Log{Header: NewHeader("log", !log.Cut), Address: address, Field: field, Revision: revision, Entries: []LogEntry{}}
	for _, e := range log.Entries {
		entry := LogEntry{Action: e.Action.String(), Fields: []Field{}}
		if e.Action == diff.Renamed {
			entry.From = e.From.String()
		}
		for _, f := range e.Fields {
			if field == "" || f.Path == field || within(f.Path, field) || within(field, f.Path) {
				entry.Fields = append(entry.Fields, fieldOf(f))
			}
		}
		if field != "" && len(entry.Fields) == 0 {
			continue
		}
		author, err := who(e.Commit)
		if err != nil {
			return Log{}, err
		}
		entry.Commit = CommitOf(e.Commit, author)
		r.Entries = append(r.Entries, entry)
	}
	return r, nil
}

// within reports whether a field is part of another.
func within(path, outer string) bool {
	return strings.HasPrefix(path, outer+".") || strings.HasPrefix(path, outer+"[")
}

// cutHistory says what a clone without all commits lacks.
const cutHistory = "this clone does not hold older commits: git fetch --unshallow (fetch-depth: 0 in actions/checkout)"

// Sheet implements [Sheeted].
func (r Log) Sheet() Sheet {
	s := Sheet{Title: "History", Subject: r.Address}
	if !r.Complete {
		s.Incomplete = cutHistory
	}
	t := SheetTable{Heading: "Changes, the newest first", Noun: "change", Head: []string{"Commit", "Day", "Author", "Change", "Field", "Before", "After"}}
	for _, e := range r.Entries {
		lead := []Cell{e.Commit.short(), Value(e.Commit.Date), Value(e.Commit.Author), Value(e.Action)}
		if len(e.Fields) == 0 || e.From != "" {
			t.add(append(lead, Value(""), Value(e.From), Value(""))...)
			lead = []Cell{Value(""), Value(""), Value(""), Value("")}
		}
		for _, f := range e.Fields {
			t.add(append(lead, Value(f.Path), Value(valueText(f.Before)), Value(valueText(f.After)))...)
			lead = []Cell{Value(""), Value(""), Value(""), Value("")}
		}
	}
	s.Tables = []SheetTable{t}
	return s
}

// valueText shows a value, and one that is not there as a dash.
func valueText(value *string) string {
	if value == nil {
		return "-"
	}
	return *value
}

// Blame is the result of the verb blame.
type Blame struct {
	Header
	Address  string        `json:"address"`
	Revision string        `json:"revision"` // commit whose record is shown
	Fields   []BlamedField `json:"fields"`   // by path
}

// BlamedField is a field with the commit that last set it.
type BlamedField struct {
	Path   string `json:"path"`
	Value  string `json:"value"`
	Commit Commit `json:"commit"`
	Cut    bool   `json:"cut,omitempty"` // or an older commit, which this clone does not hold
}

// NewBlame shows where the fields of a record come from.
func NewBlame(address, revision string, origins []history.Origin, who func(vcs.Commit) (vcs.Authorship, error)) (Blame, error) {
	r := Blame{Header: NewHeader("blame", true), Address: address, Revision: revision, Fields: []BlamedField{}}
	for _, o := range origins {
		author, err := who(o.Commit)
		if err != nil {
			return Blame{}, err
		}
		r.Complete = r.Complete && !o.Cut
		r.Fields = append(r.Fields, BlamedField{Path: o.Field, Value: diff.Print(o.Value), Commit: CommitOf(o.Commit, author), Cut: o.Cut})
	}
	return r, nil
}

// Sheet implements [Sheeted].
func (r Blame) Sheet() Sheet {
	s := Sheet{Title: "Who set it", Subject: r.Address}
	if !r.Complete {
		s.Incomplete = cutHistory
	}
	t := SheetTable{Heading: "Fields", Noun: "field", Head: []string{"Field", "Value", "Commit", "Day", "Author", "Message"}}
	for _, f := range r.Fields {
		commit := f.Commit.short()
		if f.Cut {
			commit.Text += " or older"
		}
		t.add(Value(f.Path), Value(f.Value), commit, Value(f.Commit.Date), Value(f.Commit.Author), Value(f.Commit.Subject))
	}
	s.Tables = []SheetTable{t}
	return s
}
