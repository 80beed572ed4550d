package report

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/schema"
)

// Letters is the result of the verb doc. It names people by code and tells no
// pay.
type Letters struct {
	Header
	Verdict  string       `json:"verdict"`        // pass, fail or incomplete
	Input    string       `json:"input"`          // as the user named it
	Plan     string       `json:"plan"`           // the plan's own name
	Into     string       `json:"into,omitempty"` // the folder written to, as the user named it
	Letters  []LetterLine `json:"letters"`        // in order of address
	Files    []LetterFile `json:"files"`          // in order of address and format
	Counts   Counts       `json:"counts"`
	Findings []Finding    `json:"findings"`
}

// LetterLine is one letter.
type LetterLine struct {
	Address   string `json:"address"`             // of position, person and comp plan
	Person    string `json:"person,omitempty"`    // code
	Template  string `json:"template"`            // id
	Language  string `json:"language"`            // BCP 47
	Issue     int    `json:"issue"`               // 0 for a draft
	Effective string `json:"effective,omitempty"` // YYYY-MM-DD; left out where it is open
	Stale     bool   `json:"stale,omitempty"`     // the issue handed out last says something else
	Failed    bool   `json:"failed,omitempty"`    // it could not be drawn; findings say why
}

// LetterFile is a letter in one format.
type LetterFile struct {
	Address string `json:"address"`
	Format  string `json:"format"` // pdf, html, docx, markdown
	File    string `json:"file"`   // below into
	Action  string `json:"action"` // written or unchanged
}

// LettersInput are the parts of a report of letters.
type LettersInput struct {
	Input, Prefix, Plan, Into string
	Letters                   []LetterLine
	Files                     []LetterFile
	Findings                  diag.List
	Complete                  bool
	FailOn                    diag.Severity
	Check                     bool // stale letters fail
	Texts                     Texts
	Confidence                *schema.Confidence
}

// NewLetters shows what became of letters.
func NewLetters(in LettersInput) Letters {
	r := Letters{
		Header: NewHeader("doc", in.Complete), Verdict: Pass, Input: in.Input, Plan: in.Plan, Into: in.Into,
		Letters: in.Letters, Files: in.Files, Counts: CountsOf(in.Findings), Findings: FindingsOf(in.Findings, in.Prefix, in.Texts, in.Confidence),
	}
	if r.Letters == nil {
		r.Letters = []LetterLine{}
	}
	if r.Files == nil {
		r.Files = []LetterFile{}
	}
	fails := in.Findings.Worst() >= in.FailOn
	for _, l := range in.Letters {
		fails = fails || in.Check && l.Stale || l.Failed
	}
	switch {
	case !in.Complete:
		r.Verdict = Incomplete
	case fails:
		r.Verdict = Fail
	}
	return r
}

// Sheet shows the letters as a table.
func (r Letters) Sheet() Sheet {
	s := Sheet{Title: "Letters", Subject: r.Plan, Incomplete: r.missing("letters may be missing: some files of the plan could not be read"), Findings: r.Findings}
	counts := map[string]int{}
	for _, f := range r.Files {
		counts[f.Action]++
	}
	stale := 0
	for _, l := range r.Letters {
		if l.Stale {
			stale++
		}
	}
	s.Facts = append(s.Facts, Fact{"Letters", []Cell{number(len(r.Letters))}}, Fact{"Stale", []Cell{number(stale), Words("say something else than what was issued last")}})
	if r.Into != "" {
		s.Facts = append(s.Facts, Fact{"Files", []Cell{number(counts["written"]), Words("written,"), number(counts["unchanged"]), Words("unchanged, in"), Value(r.Into)}})
	}
	t := SheetTable{Heading: "Letters", Noun: "letter", Head: []string{"Letter", "Template", "Language", "Issue", "Effective", "State"}}
	for _, l := range r.Letters {
		issue, state := Words("draft"), ""
		if l.Issue > 0 {
			issue = FigureOf(strconv.Itoa(l.Issue))
		}
		switch {
		case l.Failed:
			state = "not drawn"
		case l.Stale:
			state = "stale"
		}
		t.add(Value(l.Address), Value(l.Template), Value(l.Language), issue, Value(l.Effective), Words(state))
	}
	s.Tables = append(s.Tables, t)
	return s
}
