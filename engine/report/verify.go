package report

import "strconv"

// Verification is the result of the verb verify.
type Verification struct {
	Header
	Verdict   string             `json:"verdict"`   // pass: all are true; fail: one is not; incomplete: of one nobody can tell
	Plan      string             `json:"plan"`      // the plan's own name
	Documents []VerifiedDocument `json:"documents"` // in the order in which they were named
}

// The outcomes of a verification.
const (
	Identical   = "identical"     // the file is, byte for byte, what the plan makes
	Altered     = "altered"       // it holds the values of the plan, and its bytes are others
	OtherValues = "other_values"  // the values in it are not those of the plan
	NotIssued   = "not_issued"    // the plan's register has no such issue
	NotFromPlan = "not_from_plan" // the plan has no such letter
	Exchanged   = "exchanged"     // it has the name of another letter of the plan
	Unproven    = "unproven"      // nobody can tell
)

// VerifiedDocument says whether a file is a letter of the plan.
type VerifiedDocument struct {
	File     string `json:"file"`              // as the user named it
	Format   string `json:"format"`            // pdf, html, docx, markdown; "" if it is none of them
	Outcome  string `json:"outcome"`           // see above
	Reason   string `json:"reason"`            // in a sentence; "" where the outcome says all
	Address  string `json:"address,omitempty"` // of the letter
	Issue    int    `json:"issue"`             // 0 for a draft
	Revision string `json:"revision,omitempty"`
	// Differing are the parts of the values that differ, by name.
	Differing []string `json:"differing,omitempty"`
	// Byte is the first byte that differs, from 1; 0 where none does or that is not
	// known.
	Byte int `json:"byte"`
	// Seal says what the proof in the document is worth: signed, unsigned (a proof
	// that nobody signed), unknown_key, broken, or none.
	Seal     string `json:"seal"`
	SignedBy string `json:"signed_by,omitempty"` // name of the key
	// Commit says who signed the commit that the letter was issued from: signed,
	// unsigned, unknown_key, broken, or none for a draft.
	Commit         string `json:"commit"`
	CommitSignedBy string `json:"commit_signed_by,omitempty"`
}

// NewVerification shows what became of documents. With signed, documents that
// nobody known signed are not true either.
func NewVerification(plan string, complete, signed bool, documents []VerifiedDocument) Verification {
	r := Verification{Header: NewHeader("verify", complete), Verdict: Pass, Plan: plan, Documents: documents}
	for _, d := range documents {
		switch {
		case d.Outcome == Unproven:
			r.Complete = false
		case d.Outcome != Identical, d.Seal == "broken", signed && d.Seal != "signed":
			r.Verdict = Fail
		}
	}
	if r.Verdict == Pass && !r.Complete {
		r.Verdict = Incomplete
	}
	return r
}

// outcomeTexts say the outcomes in words.
var outcomeTexts = map[string]string{
	Identical: "true: byte for byte what the plan makes", Altered: "altered", OtherValues: "other values than the plan's", NotIssued: "never issued",
	NotFromPlan: "not from this plan", Exchanged: "exchanged", Unproven: "nobody can tell",
}

// Sheet shows the documents as a table.
func (r Verification) Sheet() Sheet {
	s := Sheet{Title: "Verification", Subject: r.Plan, Incomplete: r.missing("of some documents nobody can tell whether they are true")}
	t := SheetTable{Heading: "Documents", Noun: "document", Head: []string{"File", "Outcome", "Letter", "Issue", "Seal", "Commit", "Why"}}
	for _, d := range r.Documents {
		issue := Words("draft")
		if d.Issue > 0 {
			issue = FigureOf(strconv.Itoa(d.Issue))
		}
		if d.Address == "" {
			issue = Words("")
		}
		t.add(Value(d.File), Words(outcomeTexts[d.Outcome]), Value(d.Address), issue, standing(d.Seal, d.SignedBy), standing(d.Commit, d.CommitSignedBy), Value(d.Reason))
	}
	s.Tables = append(s.Tables, t)
	return s
}

// standing says what a signature is worth, and of whom it is.
func standing(word, signer string) Cell {
	if signer != "" {
		return Value("by " + signer)
	}
	return Words(map[string]string{"unsigned": "nobody", "unknown_key": "an unknown key", "broken": "broken", "none": ""}[word])
}
