package report

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/schema"
)

// Transfer is the result of the verbs that write files: init, import, export.
type Transfer struct {
	Header
	Into     string    `json:"into"`  // the folder written to, as the user named it
	Files    []Written `json:"files"` // in order of path
	Counts   Counts    `json:"counts"`
	Findings []Finding `json:"findings"` // about what was read
}

// Written is one file of a transfer.
type Written struct {
	Path   string `json:"path"`   // below Into
	Action string `json:"action"` // written, deleted, unchanged; would change, of fmt --check
}

// NewTransfer shows a transfer that found nothing yet.
func NewTransfer(verb, into string, files []Written) Transfer {
	return Transfer{Header: NewHeader(verb, true), Into: into, Files: files, Findings: []Finding{}}
}

// Found adds findings about files below prefix.
// What is confidential is withheld; nil: nothing is.
func (t Transfer) Found(prefix string, findings diag.List, confidence *schema.Confidence) Transfer {
	more := CountsOf(findings)
	t.Counts = Counts{Error: t.Counts.Error + more.Error, Warning: t.Counts.Warning + more.Warning, Info: t.Counts.Info + more.Info}
	t.Complete = t.Complete && more.Error == 0
	t.Findings = append(t.Findings, FindingsOf(findings, prefix, nil, confidence)...)
	return t
}
