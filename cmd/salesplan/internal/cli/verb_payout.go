package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// payoutOptions are the flags of payout.
type payoutOptions struct {
	plan, from, through, position, paid, statement, failOn string
	credits                                                []string
	out                                                    output
}

func (c *command) verbPayout() *cobra.Command {
	var o payoutOptions
	cmd := &cobra.Command{
		Use:   "payout --credits FILE [INPUT]",
		Short: "Work out from credits what everybody is paid",
		Long: `payout reads credits (what was sold, by whom, when) and applies the comp plans of the plan to them. It reports
what each component pays for each payout period, and what each person is paid in all.

A credits file is CSV with a header. Columns: id, date, one of position, person and account, measure, amount; and where
they are needed booked, invoiced, paid, posted, currency, share, kind (sale, overlay, cancel, event), of, event. Any
other column is an attribute that comp plans can look at.

With --statement the report is the statement of one position for one payout period, with every credit. As pdf, html, docx
and markdown it is the document that one payee gets, with the sums of the fiscal year from the credits at hand.`,
		Example: `  salesplan payout --plan plans/fy27 --credits credits.csv
  salesplan payout --plan main --credits q1.csv --credits q2.csv --format csv
  salesplan payout --plan plans/fy27 --credits credits.csv --paid payroll.csv
  salesplan payout --plan plans/fy27 --credits credits.csv --statement ae-1@FY27-Q1
  salesplan payout --plan plans/fy27 --credits credits.csv --statement ae-1/p-7@FY27-Q1 --out pdf=statement.pdf`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.plan != "" && len(args) > 0 {
				return &usageError{verb: "payout ", message: "the plan is named twice: by --plan and as INPUT"}
			}
			o.plan += first(args)
			return c.payout(cmd, o)
		},
	}
	cmd.Flags().StringVar(&o.plan, "plan", "", "plan to read: a folder, REV or REV:DIR; the working folder if left out")
	cmd.Flags().StringArrayVar(&o.credits, "credits", nil, "credits file; may be repeated")
	cmd.Flags().StringVar(&o.from, "from", "", "also show the payout periods from this fiscal period on, such as FY27-M01")
	cmd.Flags().StringVar(&o.through, "through", "", "also show the payout periods up to this fiscal period")
	cmd.Flags().StringVar(&o.position, "position", "", "show this position only")
	cmd.Flags().StringVar(&o.paid, "paid", "", "file of what was paid already (position, component, period, amount): show what is still owed")
	cmd.Flags().StringVar(&o.statement, "statement", "", "show one statement, as POSITION@PERIOD or POSITION/PERSON@PERIOD; also in the formats "+strings.Join(press.Formats(), ", "))
	o.out.flags(cmd)
	failOnFlag(cmd, &o.failOn)
	return cmd
}

// payout loads the plan, computes and reports.
func (c *command) payout(cmd *cobra.Command, o payoutOptions) error {
	in, payee, at, err := o.input()
	if err != nil {
		return err
	}
	if o.statement != "" && c.Terminal && (o.out.format == "pdf" || o.out.format == "docx") {
		return &usageError{verb: "payout ", message: fmt.Sprintf("a terminal cannot show %s: write it to a file with --out %[1]s=FILE", o.out.format)}
	}
	loaded, err := c.load(cmd.Context(), o.plan)
	if err != nil {
		return err
	}
	closeAll, err := c.openCredits(&in, o.credits, o.paid)
	defer closeAll()
	if err != nil {
		return err
	}
	defer c.progress("computing payouts")()
	if o.statement != "" {
		result, err := engine.PayoutStatement(loaded, in, payee, at)
		if err != nil {
			return err
		}
		if !result.Report.Complete {
			c.exit = exitIncomplete
		}
		return c.emitAs(o.out, func(format string, color bool) ([]byte, error) { return c.drawStatement(format, result, color) })
	}
	result, err := engine.Payout(loaded, in)
	if err != nil {
		return err
	}
	if o.position != "" && len(result.Totals) == 0 && result.Verdict == report.Pass {
		return fmt.Errorf("nothing is paid to a position %s in these periods", o.position)
	}
	c.exit = exitOf(result.Verdict)
	return c.emit(o.out, result)
}

// drawStatement draws a statement: as a document in the formats of documents,
// else as a report.
func (c *command) drawStatement(format string, s engine.Statement, color bool) ([]byte, error) {
	if !slices.Contains(press.Formats(), format) {
		return c.draw(format, s.Report, color)
	}
	d, err := s.Document()
	if err != nil {
		return nil, err
	}
	return press.Print(format, d)
}

// documentsOnly returns a format of documents among those asked for that reports
// do not have; "" if there is none.
func (o *output) documentsOnly() string {
	for _, asked := range append([]string{o.format}, o.files...) {
		format, _, _ := strings.Cut(asked, "=")
		if slices.Contains(press.Formats(), format) && !slices.Contains(render.Formats(), format) {
			return format
		}
	}
	return ""
}

// input reads the flags. Payee and period are those of a statement.
func (o *payoutOptions) input() (in engine.PayoutInput, payee engine.Payee, at period.Period, err error) {
	usage := func(err error) error {
		if err == nil {
			return nil
		}
		return &usageError{verb: "payout ", message: err.Error()}
	}
	if len(o.credits) == 0 {
		return in, payee, at, usage(errors.New("payout needs --credits FILE"))
	}
	if in.FailOn, err = diag.ParseSeverity(o.failOn); err != nil {
		return in, payee, at, usage(err)
	}
	in.Position = o.position
	if in.From, err = optionalPeriod("--from", o.from); err != nil {
		return in, payee, at, usage(err)
	}
	if in.Through, err = optionalPeriod("--through", o.through); err != nil {
		return in, payee, at, usage(err)
	}
	if !in.From.IsZero() && !in.Through.IsZero() && lastMonthOf(in.Through) < in.From.MonthNumber() {
		return in, payee, at, usage(fmt.Errorf("--from %s begins after --through %s has ended", in.From, in.Through))
	}
	if format := o.out.documentsOnly(); o.statement == "" && format != "" {
		return in, payee, at, usage(fmt.Errorf("only a statement has the format %s: name one with --statement POSITION@PERIOD", format))
	}
	if o.statement != "" && (o.position != "" || o.paid != "") {
		return in, payee, at, usage(errors.New("--statement shows one statement: leave out --position and --paid"))
	}
	if o.statement != "" {
		whose, text, _ := strings.Cut(o.statement, "@")
		var named bool
		payee.Position, payee.Person, named = strings.Cut(whose, "/")
		if at, err = period.Parse(text); err != nil || payee.Position == "" || named && payee.Person == "" {
			return in, payee, at, usage(fmt.Errorf("--statement %s: write POSITION@PERIOD or POSITION/PERSON@PERIOD, such as ae-1@FY27-Q1", o.statement))
		}
	}
	return in, payee, at, nil
}

// lastMonthOf returns the number of the last month of a period.
func lastMonthOf(p period.Period) int {
	if months := p.Parts(period.Month); len(months) > 0 {
		return months[len(months)-1].MonthNumber()
	}
	return p.MonthNumber()
}

// optionalPeriod reads a period, none from "".
func optionalPeriod(flag, text string) (period.Period, error) {
	if text == "" {
		return period.Period{}, nil
	}
	p, err := period.Parse(text)
	if err != nil {
		return p, fmt.Errorf("%s: %w", flag, err)
	}
	return p, nil
}

// openCredits opens the files of credits and payments. The function that it
// returns closes them, and may be called whatever the error.
func (c *command) openCredits(in *engine.PayoutInput, credits []string, paid string) (closeAll func(), err error) {
	var files []*os.File
	var opened []os.FileInfo
	closeAll = func() {
		for _, f := range files {
			_ = f.Close()
		}
	}
	open := func(name string) (credit.File, error) {
		f, err := os.Open(c.path(name))
		if err != nil {
			return credit.File{}, err
		}
		files = append(files, f)
		info, err := f.Stat()
		if err != nil {
			return credit.File{}, err
		}
		if info.IsDir() {
			return credit.File{}, fmt.Errorf("%s is a folder: name a credits file", name)
		}
		if slices.ContainsFunc(opened, func(o os.FileInfo) bool { return os.SameFile(o, info) }) {
			return credit.File{}, fmt.Errorf("%s is named twice: its rows would count twice", name)
		}
		opened = append(opened, info)
		return credit.File{Name: name, Text: f}, nil
	}
	for _, name := range credits {
		file, err := open(name)
		if err != nil {
			return closeAll, err
		}
		in.Credits = append(in.Credits, file)
	}
	if paid != "" {
		file, err := open(paid)
		if err != nil {
			return closeAll, err
		}
		in.Payments = &file
	}
	return closeAll, nil
}
