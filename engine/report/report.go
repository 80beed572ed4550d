// Package report holds the results of every verb as plain structs with JSON
// tags: the complete form, of which every other format is a view. It knows
// what is shown, not how. Its entry points are the constructors, one a verb.
//
// Within one major FormatVersion reports only grow: readers ignore fields they
// do not know.
package report

import (
	"path"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
)

// FormatVersion is the version of the JSON form: minor additions keep the
// major number.
const FormatVersion = "1.0"

// Verdicts of a report.
const (
	Pass       = "pass"       // nothing at or above the failing severity
	Fail       = "fail"       // findings at or above it
	Incomplete = "incomplete" // something could not be computed: no statement is made about the rest
)

// Header begins every report.
type Header struct {
	FormatVersion string `json:"format_version"`
	Kind          string `json:"kind"` // the verb
	// Complete is false when something could not be read: what is missing from
	// the report then says nothing.
	Complete bool `json:"complete"`
}

// IsComplete reports whether the report is complete.
func (h Header) IsComplete() bool { return h.Complete }

// NewHeader returns the header of a verb's report.
func NewHeader(kind string, complete bool) Header {
	return Header{FormatVersion: FormatVersion, Kind: kind, Complete: complete}
}

// Finding is one finding as shown.
type Finding struct {
	Code     string `json:"code"`
	Slug     string `json:"slug"`
	Severity string `json:"severity"` // error, warning, info
	Address  string `json:"address"`  // "" for a finding about a whole file
	Field    string `json:"field,omitempty"`
	File     string `json:"file"`   // "" where there is no file
	Line     int    `json:"line"`   // from 1; 0 where there is no line
	Column   int    `json:"column"` // from 1, in characters; 0 where there is no column
	Message  string `json:"message"`
	// Masked is true where the line is left out, and the message says "withheld"
	// for values, because they may tell what a person is paid.
	Masked  bool      `json:"masked,omitempty"`
	Status  string    `json:"status,omitempty"` // review: new, still, fixed
	Hash    string    `json:"hash,omitempty"`   // review: what a waiver names to excuse it
	Waiver  string    `json:"waiver,omitempty"` // review: id of the waiver that excuses it
	Excerpt *Excerpt  `json:"excerpt,omitempty"`
	Related []Related `json:"related,omitempty"`
}

// Excerpt is the line a finding is about, with the part to look at.
type Excerpt struct {
	Text  string `json:"text"`
	Start int    `json:"start"` // first marked character, from 0
	Width int    `json:"width"` // marked characters, at least 1
}

// Related is another place that matters to a finding.
type Related struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// Counts says how many findings there are of each severity.
type Counts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

// CountsOf counts findings.
func CountsOf(findings diag.List) Counts {
	return Counts{Error: findings.Count(diag.Error), Warning: findings.Count(diag.Warning), Info: findings.Count(diag.Info)}
}

// Texts gives the text of a plan file, for excerpts.
type Texts func(file string) (string, bool)

// FindingsOf shows findings. Files are named below prefix, the folder of the
// plan as the user named it. What is confidential is withheld; nil: nothing is.
func FindingsOf(findings diag.List, prefix string, texts Texts, confidence *schema.Confidence) []Finding {
	shown := make([]Finding, 0, len(findings))
	read := mask{confidence}.reading(texts)
	for _, f := range findings {
		shown = append(shown, findingOf(f, prefix, read))
	}
	return shown
}

func findingOf(f diag.Finding, prefix string, read reading) Finding {
	shown := Finding{
		Code: string(f.Code), Slug: f.Code.Info().Slug, Severity: f.Severity.String(), Address: f.Subject.String(),
		Field: f.Field, File: below(prefix, f.Place), Line: f.Place.Line, Column: f.Place.Column, Message: f.Message,
		Excerpt: excerptOf(f.Place, read.texts),
	}
	for _, r := range f.Related {
		shown.Related = append(shown.Related, Related{
			File: below(prefix, r.Place), Line: r.Place.Line, Column: r.Place.Column, Message: r.Message,
		})
	}
	return read.finding(f, shown)
}

// below names a file below the prefix.
func below(prefix string, place source.Place) string {
	if !place.Known() {
		return ""
	}
	return path.Join(prefix, place.File)
}

func excerptOf(place source.Place, texts Texts) *Excerpt {
	if texts == nil || !place.Known() || place.Line == 0 {
		return nil
	}
	text, ok := texts(place.File)
	if !ok {
		return nil
	}
	excerpt, ok := source.ExcerptOf(text, place)
	if !ok {
		return nil
	}
	return &Excerpt{Text: excerpt.Line, Start: excerpt.Start, Width: excerpt.Width}
}
