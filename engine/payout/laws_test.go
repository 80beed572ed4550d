package payout_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
)

// year widens results to a whole year, so that they can be compared.
var year = payout.Options{From: fiscal("FY27-M01"), Through: fiscal("FY27-M12")}

// TestOrderOfRowsMeansNothing: neither the order of rows nor how they are kept
// changes a line or a total.
func TestOrderOfRowsMeansNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(29, 30))
	for range 150 {
		v := invent(r)
		want := figures(compute(t, v.plan(), v.text(), year))
		rows := v.rows()
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		text := inventedHead + strings.Join(rows, "\n") + "\n"
		if got := figures(compute(t, v.plan(), text, year)); got != want {
			t.Fatalf("%s%s\nin order\n%s\nin another\n%s", v.plan(), text, want, got)
		}
		every := year
		every.EveryCredit = true
		if got := figures(compute(t, v.plan(), text, every)); got != want {
			t.Fatalf("%s%s\nby sums\n%s\nby credits\n%s", v.plan(), text, want, got)
		}
	}
}

// TestSplittingADealMeansNothing: where results add up over a window, a deal in
// two parts on one day pays what it pays in one.
func TestSplittingADealMeansNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for range 150 {
		v := invent(r)
		if v.window == "deal" {
			continue
		}
		var parts []inventedCredit
		for _, c := range v.credits {
			c.cents -= c.cents % 10 // so that shares of the parts are whole, too
			part := c
			part.cents = c.cents / 20 * 10
			rest := c
			rest.cents -= part.cents
			parts = append(parts, part, rest)
		}
		whole := v
		whole.credits = nil
		for i := 0; i < len(parts); i += 2 {
			one := parts[i]
			one.cents += parts[i+1].cents
			whole.credits = append(whole.credits, one)
		}
		want := payouts(compute(t, whole.plan(), whole.text(), year))
		split := v
		split.credits = parts
		if got := payouts(compute(t, split.plan(), split.text(), year)); !slices.Equal(got, want) {
			t.Fatalf("%s\nwhole %v\nsplit %v", v.plan(), want, got)
		}
	}
}

func payouts(r *payout.Result) []string {
	var all []string
	for _, total := range r.Totals {
		all = append(all, total.Payout.String())
	}
	return all
}

// TestStatementsAddUp: the entries of every line sum to its payout, and the
// lines of a payout period to what is paid in all.
func TestStatementsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	detailed := year
	detailed.Detail = "a"
	for range 150 {
		v := invent(r)
		result := compute(t, v.plan(), v.text(), detailed)
		for _, total := range result.Totals {
			statements, err := result.Statements("a", total.Period)
			if err != nil || len(statements) != 1 {
				t.Fatal(statements, err)
			}
			var all money.Sum
			credits := 0
			for _, part := range statements[0].Components {
				var sum money.Sum
				for _, e := range part.Entries {
					sum.Add(e.Pay)
					if e.Credit {
						credits++
					}
				}
				all.Add(part.Line.Payout)
				if got, _ := sum.Total(); got != part.Line.Payout {
					t.Fatalf("%s%s\n%s %s: entries sum to %s, the line is %s\n%+v", v.plan(), v.text(), part.Line.Component, part.Line.Period, got, part.Line.Payout, part.Entries)
				}
			}
			if got, _ := all.Total(); got != total.Payout {
				t.Fatalf("lines sum to %s, the total is %s", got, total.Payout)
			}
			if want := v.creditsIn(total.Period.String()); credits != want {
				t.Fatalf("%s has %d credits, want %d", total.Period, credits, want)
			}
		}
	}
}

// creditsIn counts the credits of a payout period.
func (v *invented) creditsIn(p string) int {
	n := 0
	first := fiscal(p).MonthNumber() - fiscal("FY27").MonthNumber()
	for _, c := range v.credits {
		if c.month >= first && c.month < first+windowMonths[v.pay] {
			n++
		}
	}
	return n
}

// TestNobodyChangesThePlan: paying leaves plan and book as they are.
func TestNobodyChangesThePlan(t *testing.T) {
	v := invent(rand.New(rand.NewPCG(35, 36)))
	p := testplan.Build(t, v.plan()).Plan
	book := comp.Read(p)
	first, err := payout.Compute(p, book, creditsOf(v.text()), year)
	if err != nil {
		t.Fatal(err)
	}
	second, err := payout.Compute(p, book, creditsOf(v.text()), year)
	if err != nil {
		t.Fatal(err)
	}
	if shown(first) != shown(second) {
		t.Errorf("first\n%s\nthen\n%s", shown(first), shown(second))
	}
}
