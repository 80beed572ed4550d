package engine

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/statement"
)

// PayoutInput is what is paid and how it is shown.
type PayoutInput struct {
	Credits       []credit.File
	Payments      *credit.File  // what was paid already; nil if there is nothing to compare with
	From, Through period.Period // widen the payout periods; zero: they do not
	Position      string        // only this one is shown; "" for all
	FailOn        diag.Severity
}

// Payout reports what everybody is paid for credits. The error is that of the
// files.
func Payout(loaded *Loaded, in PayoutInput) (report.Payout, error) {
	result, err := compute(loaded, in, "")
	if err != nil {
		return report.Payout{}, err
	}
	shown := report.PayoutInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan.Choices.Name, Result: result,
		PlanFindings: loaded.Findings, Complete: loaded.Complete, Position: in.Position, FailOn: in.FailOn, Texts: loaded.Text,
	}
	for _, file := range in.Credits {
		shown.Files = append(shown.Files, file.Name)
	}
	if in.Payments != nil {
		payments, findings, complete, err := credit.ReadPayments(*in.Payments, credit.DefaultLimits())
		if err != nil {
			return report.Payout{}, fmt.Errorf("%s: %w", in.Payments.Name, err)
		}
		shown.Balances, shown.PaymentFindings, shown.Complete = result.Reconcile(payments), findings, shown.Complete && complete
	}
	return report.NewPayout(shown), nil
}

// Payee names whose statement is asked for.
type Payee struct {
	Position string
	Person   string // "" for everybody who is paid for the position
}

// PayoutStatement reports what one position is paid for one payout period, down
// to every credit. The fiscal year is computed from its beginning, whatever
// credits there are. It fails if there is no such payout.
func PayoutStatement(loaded *Loaded, in PayoutInput, payee Payee, at period.Period) (Statement, error) {
	if year := period.Containing(period.Containing(at.MonthNumber(), period.Year).MonthNumber(), period.Month); in.From.IsZero() || year.MonthNumber() < in.From.MonthNumber() {
		in.From = year
	}
	result, err := compute(loaded, in, payee.Position)
	if err != nil {
		return Statement{}, err
	}
	made, err := result.Statements(payee.Position, at)
	if err != nil {
		return Statement{}, err
	}
	if payee.Person != "" {
		made = slices.DeleteFunc(made, func(s payout.Statement) bool { return s.Total.Person != payee.Person })
		if len(made) == 0 {
			return Statement{}, fmt.Errorf("there is no payout of person %s on position %s for %s", payee.Person, payee.Position, at)
		}
	}
	complete := loaded.Complete && result.Complete
	return Statement{Report: report.NewStatements(loaded.Source.Name, loaded.Plan.Choices.Name, complete, made), loaded: loaded, made: made}, nil
}

// Statement is what one position is paid for one payout period.
type Statement struct {
	Report report.Statements

	loaded *Loaded
	made   []payout.Statement
}

// Document returns the document that the payee gets. It fails where more than one
// person is paid: nobody gets the pay of another one.
func (s Statement) Document() (document.Document, error) {
	var people []string
	for i := range s.made {
		person := s.made[i].Total.Person
		if person == "" {
			person = "nobody"
		}
		if !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	if len(people) > 1 {
		total := &s.made[0].Total
		return document.Document{}, fmt.Errorf("%s are paid for position %s in %s, and a document is for one person: name one, as in %s/%s@%s",
			strings.Join(people, " and "), total.Position, total.Period, total.Position, people[0], total.Period)
	}
	var data bytes.Buffer
	if err := render.JSON(&data, s.record()); err != nil {
		return document.Document{}, err
	}
	return statement.Of(statement.Input{
		Plan: s.loaded.Plan, Book: comp.Read(s.loaded.Plan), Statements: s.made, Record: data.Bytes(), Complete: s.Report.Complete,
	}), nil
}

// record is the report as the document carries it: without the folders in which
// whoever made it keeps plan and credits, so that its digest is that of values.
func (s Statement) record() report.Statements {
	record := report.NewStatements("", s.loaded.Plan.Choices.Name, s.Report.Complete, s.made)
	for _, one := range record.Statements {
		for _, part := range one.Parts {
			for i := range part.Entries {
				if file := &part.Entries[i].File; *file != "" {
					*file = path.Base(*file)
				}
			}
		}
	}
	return record
}

// WhyPayout traces what a component, or with component "" the whole comp plan,
// pays a position in a payout period. It fails if there is no such payout.
func WhyPayout(loaded *Loaded, in PayoutInput, position, component string, at period.Period) (report.Why, error) {
	result, err := compute(loaded, in, position)
	if err != nil {
		return report.Why{}, err
	}
	trace, err := result.Why(position, component, at)
	return report.NewWhy(loaded.Source.Name, loaded.Source.Path, loaded.Complete && result.Complete, trace), err
}

// compute pays the credits of all files, and keeps the credits of one position.
func compute(loaded *Loaded, in PayoutInput, detail string) (*payout.Result, error) {
	credits := func(each func(*credit.Credit)) (found diag.List, complete bool, err error) {
		complete = true
		for _, file := range in.Credits {
			findings, whole, readErr := credit.Read(file, credit.DefaultLimits(), each)
			if readErr != nil {
				err = errors.Join(err, fmt.Errorf("%s: %w", file.Name, readErr))
			}
			found, complete = append(found, findings...), complete && whole
		}
		return found, complete, err
	}
	options := payout.Options{From: in.From, Through: in.Through, Detail: detail}
	return payout.Compute(loaded.Plan, comp.Read(loaded.Plan), credits, options)
}
