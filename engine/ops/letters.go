package ops

import (
	"fmt"
	"slices"
	"strings"
)

// Letter is a part that somebody has in an activity. The zero Letter is
// invalid.
type Letter uint8

// The letters of role matrices.
const (
	Responsible Letter = iota + 1 // does it
	Accountable                   // answers for it and decides
	Consulted                     // is asked before
	Informed                      // is told after
	Supporting                    // helps to do it
	Direct                        // the directly responsible individual
	Sponsor                       // backs it
)

var letterNames = [...]string{Responsible: "R", Accountable: "A", Consulted: "C", Informed: "I", Supporting: "S", Direct: "DRI", Sponsor: "SP"}

// Letters are all letters in the order in which they are shown.
func Letters() []Letter {
	return []Letter{Responsible, Accountable, Direct, Supporting, Consulted, Informed, Sponsor}
}

// String returns the letter as it is written.
func (l Letter) String() string {
	if int(l) < len(letterNames) && l != 0 {
		return letterNames[l]
	}
	return "?"
}

// Decides reports whether the letter answers for an activity.
func (l Letter) Decides() bool { return l == Accountable || l == Direct }

// Part is one letter of a cell.
type Part struct {
	Letter  Letter
	Depends bool // in brackets: only if needed
}

// UnknownLetterError says that a word in a cell is no letter.
type UnknownLetterError struct{ Word string }

// Error names the word and the letters there are.
func (e *UnknownLetterError) Error() string {
	return fmt.Sprintf("%q is no letter of a role matrix: write R, A, C, I, S, DRI or SP, several with a slash such as A/R, or a dash for no part", e.Word)
}

// dashes are the ways in which people write that somebody has no part.
var dashes = []string{"-", "–", "—"}

// ParseLetters reads a cell of a role matrix in the notations that are met:
// "R", "A/R", "R, A", "R A", "(C)", "(C,I)", "-" and nothing at all. Brackets
// may stand around one letter or several. It fails with an
// *UnknownLetterError for the first word that is no letter, and returns the
// others all the same.
func ParseLetters(text string) (parts []Part, err error) {
	depends := false
	word := ""
	take := func() {
		if word == "" || slices.Contains(dashes, word) {
			word = ""
			return
		}
		at := slices.Index(letterNames[:], word)
		switch {
		case at > 0:
			parts = append(parts, Part{Letter: Letter(at), Depends: depends})
		case err == nil:
			err = &UnknownLetterError{Word: word}
		}
		word = ""
	}
	for _, r := range text {
		switch {
		case strings.ContainsRune("/,+& \t", r):
			take()
		case r == '(':
			take()
			depends = true
		case r == ')':
			take()
			depends = false
		default:
			word += string(r)
		}
	}
	take()
	return parts, err
}

// Has reports whether the letter is among the parts, in brackets or not.
func Has(parts []Part, letter Letter) bool {
	return slices.ContainsFunc(parts, func(p Part) bool { return p.Letter == letter })
}

// Firm reports whether the letter is among the parts without brackets.
func Firm(parts []Part, letter Letter) bool {
	return slices.Contains(parts, Part{Letter: letter})
}
