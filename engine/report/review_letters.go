package report

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/letter"
)

// ReviewLetter is a letter about which something has to be done once the change
// has landed. It names people by code and tells no pay.
type ReviewLetter struct {
	Address string `json:"address"`           // of position, person and comp plan
	Action  string `json:"action"`            // reissue, first or end
	Person  string `json:"person,omitempty"`  // code of who signs
	Manager string `json:"manager,omitempty"` // position of who signs, too
	// Causes are what differs: template, terms, comp_plan, names, payee, pay, quotas,
	// territory, ramp, words, pay_table.
	Causes []string `json:"causes,omitempty"`
}

// reviewLetters shows letters after a change.
func reviewLetters(changes []letter.Change) []ReviewLetter {
	var shown []ReviewLetter
	for _, c := range changes {
		shown = append(shown, ReviewLetter{
			Address: c.Address, Action: map[letter.Action]string{letter.Reissue: "reissue", letter.First: "first", letter.End: "end"}[c.Action],
			Person: c.Payee.Person, Manager: c.Manager, Causes: c.Parts,
		})
	}
	return shown
}

// LetterTable shows the letters of a review; ok is false if there are none.
func (r Review) LetterTable() (t SheetTable, ok bool) {
	t = SheetTable{Heading: "Letters", Noun: "letter", Head: []string{"Letter", "To do", "Who signs", "What differs"}}
	for _, l := range r.Letters {
		signs := Value(orDash(l.Person))
		if l.Manager != "" {
			signs = Value(orDash(l.Person) + ", " + l.Manager)
		}
		todo := map[string]string{"reissue": "issue again", "first": "first letter", "end": "ends"}[l.Action]
		if l.Action == "end" {
			signs = Value("")
		}
		t.add(Value(l.Address), Words(todo), signs, Words(strings.ReplaceAll(strings.Join(l.Causes, ", "), "_", " ")))
	}
	return t, len(r.Letters) > 0
}

// LetterSentence says in one line how many letters there are of each kind.
func (r Review) LetterSentence() string {
	counts := map[string]int{}
	for _, l := range r.Letters {
		counts[l.Action]++
	}
	return fmt.Sprintf("To issue again and sign: %d; first letters: %d; ending: %d.", counts["reissue"], counts["first"], counts["end"])
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
