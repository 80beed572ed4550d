package report

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
)

// Payout is the result of the verb payout.
type Payout struct {
	Header
	Verdict  string          `json:"verdict"` // pass, fail or incomplete
	Input    string          `json:"input"`   // as the user named it
	Plan     string          `json:"plan"`    // the plan's own name
	Credits  CreditSum       `json:"credits"`
	Lines    []PayoutLine    `json:"lines"`  // in order of position, component, period
	Totals   []PayoutTotal   `json:"totals"` // in order of position, period
	Balances []PayoutBalance `json:"balances,omitempty"`
	Counts   Counts          `json:"counts"`
	FailOn   string          `json:"fail_on"`
	Findings []Finding       `json:"findings"`
}

// CreditSum says what became of the rows of the credits files.
type CreditSum struct {
	Files    []string `json:"files"`
	Rows     int      `json:"rows"`     // sound rows
	Credited int      `json:"credited"` // times that a row was counted for somebody
	Unpaid   int      `json:"unpaid"`   // rows that count for nobody
	Waiting  int      `json:"waiting"`  // times that the date by which a row counts is not there yet
}

// PayoutLine is what one component pays for one payout period. Numbers that are
// not exact in nine digits after the point are rounded to nine, half even.
type PayoutLine struct {
	Position   string  `json:"position"`
	Person     string  `json:"person"` // "" where the position is paid as itself
	CompPlan   string  `json:"comp_plan"`
	Component  string  `json:"component"`
	Measure    string  `json:"measure"`
	Period     string  `json:"period"`
	Corrects   string  `json:"corrects,omitempty"` // the earlier payout period that it corrects
	Window     string  `json:"window,omitempty"`   // "" for single deals
	Credited   string  `json:"credited"`           // in the payout period
	Result     string  `json:"result"`             // in the window to date
	Quota      *string `json:"quota"`
	Attainment *string `json:"attainment"` // result / quota
	Target     string  `json:"target"`
	Earned     string  `json:"earned"`
	Payout     string  `json:"payout"`
	HeldBack   string  `json:"held_back"`
	Currency   string  `json:"currency"`
	Known      bool    `json:"known"` // false: it could not be computed
}

// PayoutTotal is what one payee is paid for one payout period; payout is the sum
// of the fields from components to adjustment.
type PayoutTotal struct {
	Position   string       `json:"position"`
	Person     string       `json:"person"`
	CompPlan   string       `json:"comp_plan"`
	Period     string       `json:"period"`
	Components string       `json:"components"`
	Modifiers  string       `json:"modifiers"`
	Caps       string       `json:"caps"`
	Draw       string       `json:"draw"`
	Guarantee  string       `json:"guarantee"`
	Adjustment string       `json:"adjustment"`
	Payout     string       `json:"payout"`
	Advanced   string       `json:"advanced"` // of payout, handed over at the start of the period
	Owed       string       `json:"owed"`     // on the draw, after the period
	Currency   string       `json:"currency"`
	Known      bool         `json:"known"`
	Notes      []PayoutNote `json:"notes,omitempty"`
}

// PayoutNote explains a part of a total.
type PayoutNote struct {
	Text   string `json:"text"`
	Amount string `json:"amount"`
}

// PayoutBalance compares what is due with what was paid already.
type PayoutBalance struct {
	Position  string `json:"position"`
	Component string `json:"component,omitempty"` // "" for the pay in all
	Period    string `json:"period"`
	Due       string `json:"due"`
	Paid      string `json:"paid"`
	Owed      string `json:"owed"`
	Currency  string `json:"currency"`
}

// PayoutInput is what a payout computed.
type PayoutInput struct {
	Input, Prefix, Plan string
	Files               []string
	Result              *payout.Result
	Balances            []payout.Balance
	PlanFindings        diag.List // beside those of the result, which are about the plan, too
	PaymentFindings     diag.List
	Complete            bool
	Position            string // only this one; "" for all
	FailOn              diag.Severity
	Texts               Texts
}

// NewPayout shows a payout.
func NewPayout(in PayoutInput) Payout {
	r := in.Result
	about := diag.Sorted(in.PlanFindings, r.Findings)
	files := diag.Sorted(r.CreditFindings, in.PaymentFindings)
	shown := Payout{
		Header: NewHeader("payout", in.Complete && r.Complete), Input: in.Input, Plan: in.Plan, FailOn: in.FailOn.String(),
		Credits: CreditSum{Files: in.Files, Rows: r.Counts.Rows, Credited: r.Counts.Credited, Unpaid: r.Counts.Unpaid, Waiting: r.Counts.Waiting},
		Lines:   []PayoutLine{}, Totals: []PayoutTotal{}, Counts: CountsOf(slices.Concat(about, files)),
		Findings: append(FindingsOf(about, in.Prefix, in.Texts, nil), FindingsOf(files, "", nil, nil)...),
	}
	shown.Verdict = payoutVerdict(shown.Complete, max(about.Worst(), files.Worst()) >= in.FailOn, r.Computed)
	for i := range r.Lines {
		if l := &r.Lines[i]; in.Position == "" || l.Position == in.Position {
			shown.Lines = append(shown.Lines, payoutLine(l))
		}
	}
	for i := range r.Totals {
		if t := &r.Totals[i]; in.Position == "" || t.Position == in.Position {
			shown.Totals = append(shown.Totals, payoutTotal(t))
		}
	}
	for _, b := range in.Balances {
		if in.Position == "" || b.Position == in.Position {
			shown.Balances = append(shown.Balances, PayoutBalance{
				Position: b.Position, Component: b.Component, Period: b.Period.String(), Due: cents(b.Due, b.Currency),
				Paid: cents(b.Paid, b.Currency), Owed: cents(b.Owed, b.Currency), Currency: b.Currency.String(),
			})
		}
	}
	return shown
}

// payoutVerdict returns the verdict: incomplete where a figure could not be
// computed, or where something is missing and no finding fails the run.
func payoutVerdict(complete, fails, computed bool) string {
	switch {
	case !computed || !complete && !fails:
		return Incomplete
	case fails:
		return Fail
	}
	return Pass
}

func payoutLine(l *payout.Line) PayoutLine {
	return PayoutLine{
		Position: l.Position, Person: l.Person, CompPlan: l.CompPlan, Component: l.Component, Measure: l.Measure,
		Period: l.Period.String(), Corrects: l.Corrects.String(), Window: l.Window.String(), Credited: exact(l.Credited),
		Result: exact(l.Result), Quota: exactOrNone(l.Quota), Attainment: exactOrNone(l.Attainment), Target: exact(l.Target),
		Earned: cents(l.Earned, l.Currency), Payout: cents(l.Payout, l.Currency), HeldBack: cents(l.HeldBack, l.Currency),
		Currency: l.Currency.String(), Known: l.Known,
	}
}

func payoutTotal(t *payout.Total) PayoutTotal {
	in := func(d money.Decimal) string { return cents(d, t.Currency) }
	shown := PayoutTotal{
		Position: t.Position, Person: t.Person, CompPlan: t.CompPlan, Period: t.Period.String(), Components: in(t.Components),
		Modifiers: in(t.Modified), Caps: in(t.Capped), Draw: in(t.Draw), Guarantee: in(t.Guarantee), Adjustment: in(t.Adjustment),
		Payout: in(t.Payout), Advanced: in(t.Advanced), Owed: in(t.Owed), Currency: t.Currency.String(), Known: t.Known,
	}
	for _, note := range t.Notes {
		shown.Notes = append(shown.Notes, PayoutNote{Text: note.Text, Amount: in(note.Amount)})
	}
	return shown
}

// cents prints an amount with the digits of its currency.
func cents(d money.Decimal, currency money.Currency) string { return d.Format(currency.MinorUnits()) }

// exact prints an exact number with at most nine digits after the point.
func exact(r money.Ratio) string {
	d, err := r.Round(money.MaxScale, money.HalfEven)
	if err != nil {
		return r.String()
	}
	return d.String()
}

func exactOrNone(r *money.Ratio) *string {
	if r == nil {
		return nil
	}
	text := exact(*r)
	return &text
}
