// Package diag knows findings: what is wrong with a plan, where, how bad, and
// under which stable code. It does not know how findings come about nor how
// they are shown. Its entry points are [Finding] and [List].
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/source"
)

// Severity says how bad a finding is. The zero Severity is invalid.
type Severity uint8

// The severities, from least to worst.
const (
	Info    Severity = iota + 1 // worth knowing
	Warning                     // probably wrong
	Error                       // the plan must not be merged
)

// String returns info, warning or error.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "invalid"
}

// ParseSeverity reads info, warning or error.
func ParseSeverity(text string) (Severity, error) {
	for _, s := range []Severity{Info, Warning, Error} {
		if text == s.String() {
			return s, nil
		}
	}
	return 0, fmt.Errorf("%q is not a severity: write info, warning or error", text)
}

// Finding is one thing that is wrong, or worth knowing, about a plan.
type Finding struct {
	Code     Code
	Severity Severity
	Subject  addr.Addr    // the record it is about; zero for a whole file
	Field    string       // the field of the record, such as conditions[2].values; "" for the whole
	Place    source.Place // where to look
	Message  string       // one sentence without final dot that a sales analyst understands
	Related  []Related    // other places that matter
}

// Related is another place that helps to understand a finding.
type Related struct {
	Place   source.Place
	Message string
}

// New returns a finding with the default severity of its code.
func New(code Code, subject addr.Addr, place source.Place, format string, args ...any) Finding {
	return Finding{Code: code, Severity: code.Info().Severity, Subject: subject, Place: place, Message: fmt.Sprintf(format, args...)}
}

// At returns the finding with the field it is about.
func (f Finding) At(field string) Finding {
	f.Field = field
	return f
}

// With returns the finding with one more related place.
func (f Finding) With(place source.Place, format string, args ...any) Finding {
	f.Related = append(slices.Clip(f.Related), Related{Place: place, Message: fmt.Sprintf(format, args...)})
	return f
}

// Compare orders findings by file, line, column, code, subject, field and
// message, the order in which they are shown, then by what else they say: only
// equal findings compare as 0.
func (f Finding) Compare(g Finding) int {
	return cmp.Or(f.Place.Compare(g.Place), cmp.Compare(f.Code, g.Code), f.Subject.Compare(g.Subject),
		cmp.Compare(f.Field, g.Field), cmp.Compare(f.Message, g.Message),
		cmp.Compare(f.Severity, g.Severity), slices.CompareFunc(f.Related, g.Related, Related.compare))
}

func (r Related) compare(s Related) int {
	return cmp.Or(r.Place.Compare(s.Place), cmp.Compare(r.Message, s.Message))
}

// Identity says when findings of two runs are the same finding: it leaves out
// the place, so that moved lines do not make it a new one.
func (f Finding) Identity() string {
	return string(f.Code) + "\x00" + f.Subject.String() + "\x00" + f.Field + "\x00" + f.Message
}

// List is a set of findings. The nil List is empty and ready for use.
type List []Finding

// Sorted returns the findings of all lists in order of [Finding.Compare], exact
// repeats dropped.
func Sorted(lists ...List) List {
	all := slices.Concat(lists...)
	slices.SortFunc(all, Finding.Compare)
	return slices.CompactFunc(all, func(f, g Finding) bool { return f.Compare(g) == 0 })
}

// Count returns how many findings have severity s.
func (l List) Count(s Severity) int {
	n := 0
	for _, f := range l {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Worst returns the highest severity in the list, 0 for an empty one.
func (l List) Worst() Severity {
	var worst Severity
	for _, f := range l {
		worst = max(worst, f.Severity)
	}
	return worst
}
