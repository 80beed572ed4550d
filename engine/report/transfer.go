package report

import "github.com/salesplan/salesplan/engine/diag"

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
	Action string `json:"action"` // written, deleted, unchanged
}

// NewTransfer shows a transfer. Files of findings are named below prefix.
func NewTransfer(verb, into, prefix string, files []Written, findings diag.List) Transfer {
	return Transfer{
		Header: NewHeader(verb, findings.Worst() < diag.Error), Into: into, Files: files,
		Counts: CountsOf(findings), Findings: FindingsOf(findings, prefix, nil),
	}
}
