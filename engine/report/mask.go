package report

import (
	"regexp"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Withheld stands in texts for a value that is confidential.
const Withheld = "withheld"

// The directions of a confidential value that differs.
const (
	Set     = "set"     // there was none before
	Unset   = "unset"   // there is none any more
	Higher  = "higher"  // a larger number
	Lower   = "lower"   // a smaller number
	Differs = "changed" // another value that is no number
)

// mask withholds what is confidential. Without Confidence nothing is.
type mask struct{ *schema.Confidence }

// maskOf returns the mask of a language; unmasked, nothing is withheld.
func maskOf(language *schema.Schema, unmasked bool) mask {
	if unmasked {
		return mask{}
	}
	return mask{language.Confidence()}
}

// field shows a field of a record that differs.
func (m mask) field(collection string, f diff.Field) Field {
	shown := Field{Path: f.Path, Facet: f.Facet.String(), Derived: f.Derived}
	shown.Before, shown.After = nodeText(f.Before), nodeText(f.After)
	if !m.Covers(collection, f.Path) && !m.strays(collection, shown.Before) && !m.strays(collection, shown.After) {
		return shown
	}
	shown.Before, shown.After = nil, nil
	shown.Path, shown.Masked, shown.Direction = m.path(f.Path), true, direction(f.Before, f.After)
	return shown
}

// strays reports whether the value of a field that is not confidential may be one
// of a field that is: in a table whose columns are shifted a salary stands where
// a day should.
func (m mask) strays(collection string, value *string) bool {
	return m.Holds(collection) && value != nil && m.scrubWords(*value, true) != *value
}

// address shows the address of a record. Of a record with confidential fields,
// what stands in its id where a day should is withheld.
func (m mask) address(a addr.Addr) string {
	who, day, dated := strings.Cut(a.ID, "@")
	if !m.Holds(a.Collection) || !dated || dayForm.MatchString(day) {
		return a.String()
	}
	return addr.New(a.Collection, who+"@"+Withheld).String()
}

// addresses shows the addresses of records.
func (m mask) addresses(all []addr.Addr) []string {
	shown := make([]string, 0, len(all))
	for _, a := range all {
		shown = append(shown, m.address(a))
	}
	return shown
}

// direction says how a value differs without saying what it is.
func direction(before, after *syntax.Node) string {
	switch {
	case before == nil:
		return Set
	case after == nil:
		return Unset
	}
	b, errBefore := money.ParseDecimal(diff.Print(before))
	a, errAfter := money.ParseDecimal(diff.Print(after))
	switch {
	case errBefore != nil || errAfter != nil || a.Cmp(b) == 0:
		return Differs
	case a.Cmp(b) > 0:
		return Higher
	}
	return Lower
}

// InsteadOfValues says in words what a masked field shows in place of its values;
// "" where there is none.
func (f Field) InsteadOfValues() (before, after string) {
	switch f.Direction {
	case Set:
		return "", Withheld
	case Unset:
		return Withheld, ""
	case Higher, Lower:
		return Withheld, Withheld + ", " + f.Direction
	}
	return Withheld, Withheld
}

// ordered orders changes as if confidential values were all the same: their
// order does not tell whose raise is the largest.
func (m mask) ordered(changes []review.Change) []review.Change {
	if m.Confidence == nil {
		return changes
	}
	type ranked struct {
		blind diff.Change
		shown review.Change
	}
	all := make([]ranked, len(changes))
	for i, change := range changes {
		all[i] = ranked{change.Change, change}
		if !m.Holds(change.Addr.Collection) {
			continue
		}
		all[i].blind.Fields = slices.Clone(change.Fields)
		for j := range all[i].blind.Fields {
			if f := &all[i].blind.Fields[j]; m.Covers(change.Addr.Collection, f.Path) {
				f.Before, f.After = nil, nil
			}
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return a.blind.Compare(b.blind) })
	sorted := make([]review.Change, len(all))
	for i := range all {
		sorted[i] = all[i].shown
	}
	return sorted
}

// conflict withholds what two changes make of a confidential field.
func (m mask) conflict(a addr.Addr, shown OpenConflict) OpenConflict {
	collection := a.Collection
	shown.Address = m.address(a)
	if m.Holds(collection) && m.Covers(collection, shown.Field) {
		shown.Field, shown.Here, shown.There, shown.Masked = m.path(shown.Field), nil, nil, true
	}
	return shown
}

// finding withholds what a finding may repeat of confidential values, and lines
// of files that may hold some. A finding about a whole file is about anything
// that the file holds.
func (m reading) finding(f diag.Finding, shown Finding) Finding {
	if m.Confidence == nil {
		return shown
	}
	collection := f.Subject.Collection
	switch {
	case m.Holds(collection):
		m.withhold(&shown, collection, f.Field)
	case collection == "" || !m.Known(collection):
		if m.mayTell(f) {
			m.withhold(&shown, "", "")
		}
	case f.Field != "" && m.Covers(collection, f.Field):
		m.withhold(&shown, collection, f.Field)
	case shown.Excerpt != nil && m.Mentions(shown.Excerpt.Text, false):
		shown.Excerpt = nil
	}
	return shown
}

// reading is a mask over findings about files.
type reading struct {
	mask
	texts Texts
	tell  map[string]bool // whether a file may hold confidential values, where that is known
}

func (m mask) reading(texts Texts) reading { return reading{m, texts, map[string]bool{}} }

// mayTell reports whether the file that a finding is about may hold confidential
// values.
func (m reading) mayTell(f diag.Finding) bool {
	if !f.Place.Known() || m.texts == nil {
		return true
	}
	tells, known := m.tell[f.Place.File]
	if !known {
		text, ok := m.texts(f.Place.File)
		tells = !ok || m.Mentions(f.Place.File, true) || m.Mentions(text, true)
		m.tell[f.Place.File] = tells
	}
	return tells
}

// withhold leaves out the line, and the values in messages about a field.
func (m mask) withhold(shown *Finding, collection, field string) {
	shown.Masked, shown.Excerpt = true, nil
	if a, err := addr.Parse(shown.Address); err == nil {
		shown.Address = m.address(a)
	}
	plain := field != "" && !m.Covers(collection, field)
	shown.Field, shown.Message = m.path(shown.Field), m.scrub(shown.Message, plain)
	for i := range shown.Related {
		shown.Related[i].Message = m.scrub(shown.Related[i].Message, plain)
	}
}

var (
	dayForm     = regexp.MustCompile(`^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$`)
	addressForm = regexp.MustCompile(`^([a-z_]+)/\S+$`)
	wordForm    = regexp.MustCompile(`^[A-Za-z][A-Za-z_.@-]*[0-9]{0,2}$`) // a word, the name of a field
	idForm      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.@-]*$`)        // a word that may be an id
	pathForm    = regexp.MustCompile(`^[A-Za-z_.-]+[0-9]{0,2}(\[[0-9]{1,5}\])?(\.[A-Za-z_.-]+[0-9]{0,2}(\[[0-9]{1,5}\])?)*$`)
	quotedForm  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	runForm     = regexp.MustCompile(`[\pL\pN_./@#'’,+…-]+`)
	largeNumber = regexp.MustCompile(`[0-9]{3}`)
)

// path withholds the name of a field that may be a value: of a table without a
// heading, the first row takes its place.
func (m mask) path(path string) string {
	if path == "" || pathForm.MatchString(path) {
		return path
	}
	return Withheld
}

// scrub takes from a sentence what may be a value. Of a plain field, which is
// not confidential itself, ids and small numbers stay.
func (m mask) scrub(sentence string, plain bool) string {
	var b strings.Builder
	at := 0
	for _, quoted := range quotedForm.FindAllStringIndex(sentence, -1) {
		b.WriteString(m.scrubWords(sentence[at:quoted[0]], plain))
		inside := sentence[quoted[0]+1 : quoted[1]-1]
		if wordForm.MatchString(inside) || dayForm.MatchString(inside) || m.isAddress(inside) || plain && idForm.MatchString(inside) {
			b.WriteString(sentence[quoted[0]:quoted[1]])
		} else {
			b.WriteString(Withheld)
		}
		at = quoted[1]
	}
	b.WriteString(m.scrubWords(sentence[at:], plain))
	return b.String()
}

func (m mask) scrubWords(text string, plain bool) string {
	return runForm.ReplaceAllStringFunc(text, func(run string) string {
		core := strings.TrimRight(run, ".,'’")
		switch {
		case !strings.ContainsAny(core, "0123456789"), core == "0", dayForm.MatchString(core), m.isAddress(core), wordForm.MatchString(core):
			return run
		case plain && (idForm.MatchString(core) || !largeNumber.MatchString(core)):
			return run
		}
		return Withheld + run[len(core):]
	})
}

// isAddress reports whether a text is the address of a record.
func (m mask) isAddress(text string) bool {
	match := addressForm.FindStringSubmatch(text)
	if match == nil || !m.Known(match[1]) {
		return false
	}
	a, err := addr.Parse(text)
	return err == nil && m.address(a) == text
}
