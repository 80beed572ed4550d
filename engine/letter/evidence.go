package letter

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/seal"
)

// Evidence is what a document says of itself, to be proven.
type Evidence struct {
	// Record is the attachment with the values that made it; Digest its SHA-256.
	Record []byte
	Digest string
	// Address and Issue are those of the letter that it says it is.
	Address string
	Issue   Issue
	// Seal is the attachment that proves what it was issued with; nil if it has
	// none.
	Seal []byte
}

// ErrNoEvidence says that a document does not carry what made it.
var ErrNoEvidence = errors.New("the document does not carry the values that made it and the issue that it is")

// EvidenceOf finds evidence among the attachments of a document, by what they
// hold. Of several that look alike the first counts; the others then make the
// document another one than what it is compared with.
func EvidenceOf(attachments [][]byte) (Evidence, error) {
	var e Evidence
	var issue []byte
	for _, data := range attachments {
		var keys map[string]json.RawMessage
		if json.Unmarshal(data, &keys) != nil {
			continue
		}
		switch {
		case e.Record == nil && keys["comp_plan"] != nil && keys["address"] != nil:
			e.Record = data
		case issue == nil && keys["issue"] != nil && keys["inputs"] != nil:
			issue = data
		case e.Seal == nil && keys["proof"] != nil && keys["root"] != nil:
			e.Seal = data
		}
	}
	if e.Record == nil || issue == nil {
		return e, ErrNoEvidence
	}
	e.Digest = digestOf(e.Record)
	return e, e.read(issue)
}

// read reads the attachment that says which issue the letter is.
func (e *Evidence) read(text []byte) error {
	var values map[string]string
	if json.Unmarshal(text, &values) != nil {
		return ErrNoEvidence
	}
	number, err := strconv.Atoi(values["issue"])
	if err != nil || number < 0 {
		return ErrNoEvidence
	}
	e.Address = values["address"]
	e.Issue = Issue{Number: number, Revision: values["revision"]}
	if day := values["effective"]; day != "" {
		if e.Issue.Effective, err = period.ParseDate(day); err != nil {
			return ErrNoEvidence
		}
	}
	if before := values["supersedes_issue"]; before != "" {
		n, err := strconv.Atoi(before)
		if err != nil {
			return ErrNoEvidence
		}
		e.Issue.Supersedes = &Superseded{Issue: n, Inputs: values["supersedes_inputs"]}
	}
	return nil
}

// IssuedLetters returns what was issued, by address of the letter, in order of
// issue.
func IssuedLetters(p *plan.Plan) map[string][]Issued { return issuedOf(p) }

// WasIssued reports whether the register of a plan has a letter as an issue.
func WasIssued(p *plan.Plan, address string, issue Issue, digest string) bool {
	return slices.ContainsFunc(issuedOf(p)[address], func(i Issued) bool {
		return i.Issue == issue.Number && i.Revision == issue.Revision && i.Inputs == digest && i.Effective == issue.Effective
	})
}

// Leaf is what a tree of letters that were issued together says of the letter.
func (l *Letter) Leaf() seal.Leaf {
	return seal.Leaf{Address: l.Address, Inputs: l.Digest, Version: l.Version()}
}

// Sealed is the letter with a seal among its attachments.
func (l *Letter) Sealed(text []byte) document.Document {
	d := l.Document()
	d.Attachments = append(d.Attachments, document.Attachment{
		Name: seal.Name, MediaType: "application/json", Description: l.facts.words.text("form.seal"), Data: text,
	})
	return d
}

// Differing are the names of the parts of the record in which a document differs
// from the letter, in order.
func (l *Letter) Differing(record []byte) []string {
	var theirs map[string]json.RawMessage
	if json.Unmarshal(record, &theirs) != nil {
		return nil
	}
	var names []string
	for _, part := range l.Parts {
		if digestOf(theirs[part.Name]) != part.Digest {
			names = append(names, part.Name)
		}
		delete(theirs, part.Name)
	}
	for name := range theirs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
