package letter_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/pdf"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// TestEveryNumberOfALetter draws letters as PDF, takes their text out with
// another program, and demands of every number in it that the plan has it, or
// that it is worked out again from the plan: quotas by package goal, pay by
// package cost, examples by hand.
func TestEveryNumberOfALetter(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not here: the text of PDF files cannot be read")
	}
	p := compiled(t, example(t))
	set := lettersOf(t, p, letter.Options{})
	for _, c := range []struct{ address, group, point string }{
		{"letter/ae-dach-1/p-0214/account_executive", ".", ","},
		{"letter/am-dach/p-0399/account_manager", ".", ","},
		{"letter/ae-japan-1/p-1583/account_executive", ",", "."},
		{"letter/ae-italy-1/p-0991/account_executive", ",", "."},
		{"letter/sdr-apac/p-2803/sales_development", ",", "."},
	} {
		t.Run(c.address, func(t *testing.T) {
			l, ok := set.Find(c.address)
			if !ok {
				t.Fatal("there is no such letter")
			}
			known := numbersOf(t, p, l)
			checked := 0
			for _, number := range numbersIn(t, textOfPDF(t, l), c.group, c.point) {
				if checked++; !known[number] {
					t.Errorf("%s is not a number of the plan, nor worked out from it", number)
				}
			}
			if checked < 100 {
				t.Errorf("only %d numbers were found", checked)
			}
			for _, wrong := range []string{"46400.01", "81", "2.5", "FY28", "1299999"} {
				if known[wrong] {
					t.Errorf("%s counts as a number of the plan: the test proves nothing", wrong)
				}
			}
		})
	}
}

// textOfPDF returns the text of a letter as another program reads it in the PDF.
func textOfPDF(t *testing.T, l *letter.Letter) string {
	t.Helper()
	drawn, err := pdf.Write(l.Document())
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(name, drawn, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	// What holds digits and is no number: ids, fiscal periods, versions, pages.
	notNumbers = regexp.MustCompile(`[a-z]+(-[a-z0-9]+)+|FY[0-9]{2}(-[QM][0-9]+)?(\.[0-9])?|GJ27|27年度|\b[0-9a-f]{12}\b|[Pp]age [0-9]+ of [0-9]+|Seite [0-9]+ von [0-9]+|[0-9]+ / [0-9]+ ページ`)
	number     = regexp.MustCompile(`[0-9]+([.,][0-9]+)*`)
)

// numbersIn returns the numbers of a text without marks between thousands.
func numbersIn(t *testing.T, text, group, point string) []string {
	t.Helper()
	var all []string
	for _, found := range number.FindAllString(notNumbers.ReplaceAllString(text, " "), -1) {
		plain := strings.ReplaceAll(strings.ReplaceAll(found, group, ""), point, ".")
		d, err := money.ParseDecimal(strings.TrimRight(plain, "."))
		if err != nil {
			t.Fatalf("%s: %v", found, err)
		}
		all = append(all, d.String())
	}
	return all
}

// numbersOf are the numbers that a letter may state.
func numbersOf(t *testing.T, p *plan.Plan, l *letter.Letter) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	add := func(r money.Ratio, digits int) {
		d, err := r.Round(digits, money.HalfUp)
		if err != nil {
			t.Fatal(err)
		}
		known[d.String()] = true
	}
	book := comp.Read(p)
	roster, _ := stint.Of(p, book)
	goals := goal.New(p, book, roster)
	var s *stint.Stint
	for i := range roster.Stints {
		if one := &roster.Stints[i]; one.Position.ID() == l.Payee.Position && one.Person == l.Payee.Person {
			s = one
		}
	}
	hundred := money.FromInt(100)
	for _, n := range s.Plan.Numbers() {
		add(money.FromDecimal(n), 9)
		add(money.FromDecimal(n).Mul(hundred), 9) // as a percentage
	}
	for _, level := range []int64{0, 50, 80, 100, 120, 150} {
		add(money.FromInt(level), 0)
	}
	ofPay(s, add)
	ofDays(p, s, known)
	ofGoals(p, goals, s, add)
	ofResults(t, p, book, l, add)
	ofExamples(s.Plan, add)
	for i := range 20 { // clauses, bands and digits are counted
		known[fmt.Sprint(i+1)] = true
	}
	known["30"], known["100"] = true, true // days of the clause about disputes
	return known
}

// ofPay adds salary, target incentive, both together and their shares.
func ofPay(s *stint.Stint, add func(money.Ratio, int)) {
	pay := s.Pay()[0]
	salary, incentive := money.FromDecimal(pay.Salary.Value), money.FromDecimal(pay.Incentive.Value)
	all := salary.Add(incentive)
	for _, part := range []money.Ratio{salary, incentive, all} {
		add(part, 2)
		share, _ := part.Quo(all)
		add(share.Mul(money.FromInt(100)), 2)
	}
	share, _ := salary.Quo(all)
	rounded, _ := share.Mul(money.FromInt(100)).Round(2, money.HalfUp)
	add(money.FromInt(100).Sub(money.FromDecimal(rounded)), 2) // both shares make 100
	for i := range s.Plan.Components {
		if weight := s.Plan.Components[i].Weight; weight != nil {
			add(incentive.Mul(money.FromDecimal(*weight)), 2)
		}
	}
}

// ofDays adds the days and years of dates.
func ofDays(p *plan.Plan, s *stint.Stint, known map[string]bool) {
	add := func(r period.Range) {
		last, _ := r.To.AddDays(-1)
		for _, day := range []period.Date{r.From, last} {
			known[fmt.Sprint(day.Day())], known[fmt.Sprint(day.Month())], known[fmt.Sprint(day.Year())] = true, true, true
		}
	}
	add(s.Days)
	add(s.Plan.Active)
	for _, quarter := range p.Choices.Years[0].Parts(period.Quarter) {
		add(p.Choices.Calendar.Range(quarter))
	}
}

// ofGoals adds quotas and targets of the windows of the year.
func ofGoals(p *plan.Plan, goals *goal.Book, s *stint.Stint, add func(money.Ratio, int)) {
	year := p.Choices.Years[0]
	for _, window := range append(year.Parts(period.Quarter), year) {
		for i := range s.Plan.Components {
			c := &s.Plan.Components[i]
			if quota, ok := goals.QuotaOf(s, c.Measure, c.Quota, c.Active, window, window.Kind()); ok {
				add(quota, 2)
			}
			if incentive, ok := goals.Incentive(s, window, window); ok && c.Weight != nil {
				add(incentive.Mul(money.FromDecimal(*c.Weight)), 2)
			}
		}
	}
}

// ofResults adds pay at the six levels and the ticks of the curve. Of components
// the pay is what the whole plan pays without the others.
func ofResults(t *testing.T, p *plan.Plan, book *comp.Book, l *letter.Letter, add func(money.Ratio, int)) {
	t.Helper()
	var levels []money.Decimal
	for _, level := range []int64{0, 50, 80, 100, 120, 150} {
		d, _ := money.New(level, 2)
		levels = append(levels, d)
	}
	paid := func(of *comp.Book) {
		result, err := cost.At(p, of, p.Choices.Years[0], levels)
		if err != nil {
			t.Fatal(err)
		}
		for i := range result.People {
			if person := &result.People[i]; person.Stint.Position.ID() == l.Payee.Position && person.Stint.Person == l.Payee.Person {
				for _, pay := range person.Pay {
					add(money.FromDecimal(pay), 2)
				}
			}
		}
	}
	paid(book)
	for i := range book.Plans {
		if book.Plans[i].Addr.ID != l.Payee.CompPlan {
			continue
		}
		for j := range book.Plans[i].Components {
			alone := *book
			alone.Plans = slices.Clone(book.Plans)
			alone.Plans[i].Components = book.Plans[i].Components[j : j+1]
			paid(&alone)
		}
	}
	for tick := range int64(10) { // of the axis of pay, at round thousands
		for _, unit := range []int64{5000, 10000, 20000, 50000} {
			add(money.FromInt(tick*unit), 0)
		}
	}
}

// ofExamples adds what examples state, and works out their steps.
func ofExamples(c *comp.Plan, add func(money.Ratio, int)) {
	for i := range c.Examples {
		e := &c.Examples[i]
		for _, n := range e.Numbers() {
			add(money.FromDecimal(n), 2)
		}
		quota, result := money.FromDecimal(e.Quotas[0].Value), money.FromDecimal(e.Periods[0].Results[0].Value)
		attainment, _ := result.Quo(quota)
		add(attainment.Mul(money.FromInt(100)), 6)
		quarter, _ := money.FromDecimal(*e.TargetIncentive).Quo(money.FromInt(4))
		target := quarter.Mul(money.FromDecimal(*c.Components[0].Weight))
		base, _ := target.Quo(quota)
		add(base.Mul(money.FromInt(100)), 6)
		above := result.Sub(quota)
		add(above, 2)
		add(target, 2)
		if bands := c.Components[0].Rates.Bands; len(bands) > 1 {
			add(above.Mul(base).Mul(money.FromDecimal(bands[1].Value)), 2)
		}
		add(money.FromInt(90), 2) // per cent of the target at 97.5 % attainment, between 80 % at 95 % and 100 % at 100 %
		add(attainment.Mul(money.FromInt(100)), 1)
	}
}
