package report

import (
	"cmp"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/history"
	"github.com/salesplan/salesplan/engine/schema"
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
// part is not complete. What is confidential is withheld; nil: nothing is.
func NewLog(address addr.Addr, field, revision string, log history.Log, confidence *schema.Confidence, who func(vcs.Commit) (vcs.Authorship, error)) (Log, error) {
	r := Log{Header: NewHeader("log", !log.Cut), Address: address.String(), Field: field, Revision: revision, Entries: []LogEntry{}}
	for _, e := range log.Entries {
		entry := LogEntry{Action: e.Action.String(), Fields: []Field{}}
		if e.Action == diff.Renamed {
			entry.From = e.From.String()
		}
		for _, f := range e.Fields {
			if field == "" || f.Path == field || within(f.Path, field) || within(field, f.Path) {
				entry.Fields = append(entry.Fields, mask{confidence}.field(address.Collection, f))
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
			before, after := f.cells()
			t.add(append(lead, Value(f.Path), before, after)...)
			lead = []Cell{Value(""), Value(""), Value(""), Value("")}
		}
	}
	s.Tables = []SheetTable{t}
	return s
}

// cells show the two values of a field.
func (f Field) cells() (before, after Cell) {
	if f.Masked {
		b, a := f.InsteadOfValues()
		return Words(cmp.Or(b, noValue)), Words(cmp.Or(a, noValue))
	}
	return Value(valueText(f.Before)), Value(valueText(f.After))
}

// noValue is shown where there is no value.
const noValue = "-"

// valueText shows a value, and one that is not there as a dash.
func valueText(value *string) string {
	if value == nil {
		return noValue
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
	Value  string `json:"value"`            // "" where it is withheld
	Masked bool   `json:"masked,omitempty"` // the value is withheld: it tells what a person is paid
	Commit Commit `json:"commit"`
	Cut    bool   `json:"cut,omitempty"` // or an older commit, which this clone does not hold
}

// NewBlame shows where the fields of a record come from. What is confidential is
// withheld; nil: nothing is.
func NewBlame(address addr.Addr, revision string, origins []history.Origin, confidence *schema.Confidence, who func(vcs.Commit) (vcs.Authorship, error)) (Blame, error) {
	r := Blame{Header: NewHeader("blame", true), Address: address.String(), Revision: revision, Fields: []BlamedField{}}
	m := mask{confidence}
	for _, o := range origins {
		author, err := who(o.Commit)
		if err != nil {
			return Blame{}, err
		}
		r.Complete = r.Complete && !o.Cut
		shown := BlamedField{Path: o.Field, Value: diff.Print(o.Value), Commit: CommitOf(o.Commit, author), Cut: o.Cut}
		if m.Covers(address.Collection, o.Field) {
			shown.Path, shown.Value, shown.Masked = m.path(o.Field), "", true
		}
		r.Fields = append(r.Fields, shown)
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
		value := Value(f.Value)
		if f.Masked {
			value = Words(Withheld)
		}
		t.add(Value(f.Path), value, commit, Value(f.Commit.Date), Value(f.Commit.Author), Value(f.Commit.Subject))
	}
	s.Tables = []SheetTable{t}
	return s
}
