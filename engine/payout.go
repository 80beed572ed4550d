package engine

import (
	"errors"
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/report"
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

// PayoutStatement reports what one position is paid for one payout period, down
// to every credit. It fails if there is no such payout.
func PayoutStatement(loaded *Loaded, in PayoutInput, position string, at period.Period) (report.Statements, error) {
	result, err := compute(loaded, in, position)
	if err != nil {
		return report.Statements{}, err
	}
	statements, err := result.Statements(position, at)
	return report.NewStatements(loaded.Source.Name, loaded.Plan.Choices.Name, loaded.Complete && result.Complete, statements), err
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
