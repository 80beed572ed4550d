package letter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// ManifestName is the name of the manifest in a folder of letters.
const ManifestName = "manifest.json"

// SignatureName is the name of the signature of a manifest.
const SignatureName = ManifestName + ".sig"

// manifestFormat is the version of the form of manifests.
const manifestFormat = 1

// Manifest lists letters that were written as files. It names people by code
// only and holds no pay. Its canonical form is [Manifest.Encode]: that is what a
// signature is over.
type Manifest struct {
	FormatVersion int `json:"format_version"`
	// Program is the version of the program that wrote the letters.
	Program string `json:"program"`
	// Plan is the name of the sales plan.
	Plan string `json:"plan"`
	// Letters are in order of address; each address is there once.
	Letters []Entry `json:"letters"`
}

// Entry is one letter in a manifest.
type Entry struct {
	// Address is what the letter is known by in all its versions, such as
	// letter/ae-1/p-0412/account_executive: position, person and comp plan. A
	// position that is paid as itself has no person in it.
	Address string `json:"address"`
	// Person is the code of the person; "" for a position that is paid as itself.
	Person   string `json:"person,omitempty"`
	Template string `json:"template"` // id
	Language string `json:"language"` // BCP 47
	// Inputs is the SHA-256 of the values that made the letter, in canonical JSON;
	// lower-case hex. They are the attachment [RecordName] of the letter.
	Inputs string `json:"inputs"`
	// Version is what is printed on every page.
	Version string `json:"version"`
	// Issue counts the issued versions of the letter from 1; 0 for a draft.
	Issue int `json:"issue"`
	// Revision is the commit that the letter was issued from; "" for a draft.
	Revision string `json:"revision,omitempty"`
	// Effective is the first day on which the letter holds, YYYY-MM-DD; "" where
	// nothing states one.
	Effective string `json:"effective,omitempty"`
	// Supersedes is the issue that the letter replaces; nil if it is the first.
	Supersedes *Superseded `json:"supersedes,omitempty"`
	// Forms are the files, in order of format; each format is there once.
	Forms []Form `json:"forms"`
}

// Superseded names an issued version of a letter that another one replaces.
type Superseded struct {
	Issue  int    `json:"issue"`
	Inputs string `json:"inputs"` // as of Entry
}

// Form is a letter in one format.
type Form struct {
	Format string `json:"format"` // such as pdf
	File   string `json:"file"`   // name within the folder of the manifest, with slashes
	SHA256 string `json:"sha256"` // of the file, in lower-case hex
	// Sealed says that the file carries a proof of what it was signed with.
	Sealed bool `json:"sealed,omitempty"`
}

// NewManifest returns the manifest of letters of a plan, in order, that a version
// of the program wrote.
func NewManifest(program, plan string, entries []Entry) Manifest {
	m := Manifest{FormatVersion: manifestFormat, Program: program, Plan: plan, Letters: slices.Clone(entries)}
	slices.SortFunc(m.Letters, func(a, b Entry) int { return strings.Compare(a.Address, b.Address) })
	for i := range m.Letters {
		m.Letters[i].Forms = slices.Clone(m.Letters[i].Forms)
		slices.SortFunc(m.Letters[i].Forms, func(a, b Form) int { return strings.Compare(a.Format, b.Format) })
	}
	return m
}

// Find returns the entry of an address.
func (m *Manifest) Find(address string) (*Entry, bool) {
	i, ok := slices.BinarySearchFunc(m.Letters, address, func(e Entry, address string) int { return strings.Compare(e.Address, address) })
	if !ok {
		return nil, false
	}
	return &m.Letters[i], true
}

// Form returns the file of a format.
func (e *Entry) Form(format string) (Form, bool) {
	for _, f := range e.Forms {
		if f.Format == format {
			return f, true
		}
	}
	return Form{}, false
}

// Encode returns the canonical form: JSON in the order of the fields above,
// indented by one blank, with a line feed at the end.
func (m Manifest) Encode() []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	_ = encoder.Encode(m) // plain data into memory
	return b.Bytes()
}

// ParseManifest reads a manifest. It fails for anything but the canonical form,
// so that one manifest has one digest.
func ParseManifest(text []byte) (Manifest, error) {
	var m Manifest
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("not a manifest of letters: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Manifest{}, fmt.Errorf("not a manifest of letters: there is more behind it")
	}
	if m.FormatVersion != manifestFormat {
		return Manifest{}, fmt.Errorf("the manifest has format_version %d, and this program reads %d", m.FormatVersion, manifestFormat)
	}
	if !bytes.Equal(NewManifest(m.Program, m.Plan, m.Letters).Encode(), text) {
		return Manifest{}, fmt.Errorf("the manifest is not in canonical form: it was changed since it was written")
	}
	for i := range m.Letters {
		if i > 0 && m.Letters[i-1].Address == m.Letters[i].Address {
			return Manifest{}, fmt.Errorf("the manifest names %s twice", m.Letters[i].Address)
		}
	}
	return m, nil
}

// RecordName and IssueName are the names of the attachments of a letter: the
// values that made it, of which Entry.Inputs is the digest, and what makes it an
// issue of a letter.
const (
	RecordName = "plan-record.json"
	IssueName  = "issue.json"
)

// Entry returns the entry of the letter in a manifest, without its files.
func (l *Letter) Entry() Entry {
	return Entry{
		Address: l.Address, Person: l.Payee.Person, Template: l.Template, Language: l.Language, Inputs: l.Digest, Version: l.Version(), Issue: l.Issue.Number,
		Revision: l.Issue.Revision, Effective: l.Issue.Effective.String(), Supersedes: l.Issue.Supersedes, Forms: []Form{},
	}
}

// FileName is the name of the letter's files, without an ending: position, person
// and comp plan by code. Ids hold no two hyphens in a row.
func (l *Letter) FileName() string {
	return strings.ReplaceAll(strings.TrimPrefix(l.Address, "letter/"), "/", "--")
}

// CannotBeDrawn is the finding about a letter that could not be made in a format.
func (l *Letter) CannotBeDrawn(format string, err error) diag.Finding {
	position := addr.New(plan.PositionKind, l.Payee.Position)
	place := source.Place{}
	if r, ok := l.facts.set.plan.Find(position); ok {
		place = r.Place()
	}
	return diag.New(diag.CannotBeDrawn, position, place, "%s cannot be made as %s: %s", l.Address, format, err)
}
