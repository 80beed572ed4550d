package engine

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/report"
)

// Letters returns the letters of a plan. It fails where the plan lacks what all
// letters state.
func Letters(loaded *Loaded, o letter.Options) (*letter.Set, error) {
	return letter.Of(loaded.Plan, comp.Read(loaded.Plan), o)
}

// LettersInput says what became of letters.
type LettersInput struct {
	Set    *letter.Set
	Into   string              // the folder written to; "" if nothing was to be written
	Made   []report.LetterFile // in order of address and format
	Found  diag.List           // beside what the set says
	Failed map[string]bool     // addresses of letters that could not be drawn
	FailOn diag.Severity       // findings of this severity or worse fail
	Check  bool                // stale letters fail, too
}

// LettersReport reports what became of letters.
func LettersReport(loaded *Loaded, in LettersInput) report.Letters {
	shown := report.LettersInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan.Choices.Name, Into: in.Into, Files: in.Made,
		Findings: diag.Sorted(loaded.Findings, in.Set.Findings, in.Found), Complete: loaded.Complete, FailOn: in.FailOn, Check: in.Check,
		Texts: loaded.Text, Confidence: loaded.confidence(false),
	}
	for _, l := range in.Set.Letters {
		shown.Letters = append(shown.Letters, report.LetterLine{
			Address: l.Address, Person: l.Payee.Person, Template: l.Template, Language: l.Language, Issue: l.Issue.Number,
			Effective: l.Issue.Effective.String(), Stale: l.Stale, Failed: in.Failed[l.Address],
		})
	}
	return report.NewLetters(shown)
}
