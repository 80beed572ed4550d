package curve_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// quarterly is a component whose pay telescopes.
func quarterly(t testing.TB) comp.Component {
	t.Helper()
	return comp.Component{
		Window: comp.Quarter, PayEvery: comp.Month,
		Rates: comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByAttainment, Bands: bands(t, "0", "0.05", "1", "0.08", "1.5", "0.1")},
	}
}

func TestHindrances(t *testing.T) {
	limit := func(of string, per comp.Window) func(*comp.Component) {
		return func(c *comp.Component) { c.Caps = []comp.Cap{{ID: "limit", Of: of, Per: per}} }
	}
	for _, test := range []struct {
		name   string
		change func(*comp.Component)
		fields string
	}{
		{"as it is", func(*comp.Component) {}, ""},
		{"stacked", func(c *comp.Component) { c.Rates.Combine = "stack" }, ""},
		{"negative values", func(c *comp.Component) { c.Rates.Bands[1].Value = dec(t, "-0.1") }, ""},
		{"capped deals", limit("credit", comp.Deal), ""},
		{"capped attainment", limit("attainment", comp.Quarter), ""},
		{"capped pay", limit("payout", comp.Quarter), ""},
		{"team together", func(c *comp.Component) { c.ResultsOf, c.Combine = comp.Team, comp.Together }, ""},
		{"budget that only tells", func(c *comp.Component) { c.Budget = &comp.Budget{WhenSpent: "report"} }, ""},
		{"capped pay of a deal", limit("payout", comp.Deal), "caps.limit"},
		{"capped pay of a month", limit("payout", comp.Month), "caps.limit"},
		{"capped credit of a month", limit("credit", comp.Month), "caps.limit"},
		{"retroactive", func(c *comp.Component) { c.Rates.Kind, c.Rates.Boundary = comp.Retroactive, "upper" }, "rates.kind"},
		{"by attribute", func(c *comp.Component) {
			c.Rates.Kind, c.Rates.By, c.Rates.Attribute = comp.Retroactive, comp.ByAttribute, "margin"
		}, "rates.kind rates.by"},
		{"nothing beyond", func(c *comp.Component) { c.Rates.Bands[2].To, c.Rates.Beyond = pointer(t, "2"), "nothing" }, "rates.beyond"},
		{"a gap", func(c *comp.Component) { c.Rates.Bands[0].To = pointer(t, "0.9") }, "rates"},
		{"single deals", func(c *comp.Component) { c.Window = comp.Deal }, "window"},
		{"quota to date", func(c *comp.Component) { c.Quota.Basis = "to_date" }, "quota.basis"},
		{"each member", func(c *comp.Component) { c.ResultsOf, c.Combine = comp.Team, comp.Each }, "combine"},
		{"divided payouts", func(c *comp.Component) { c.Crediting.Split = "payout" }, "crediting.split"},
		{"a gate", func(c *comp.Component) { c.Gates = []comp.Gate{{ID: "gate"}} }, "gates"},
		{"a modifier", func(c *comp.Component) { c.Modifiers = []comp.Modifier{{ID: "margin"}} }, "modifiers"},
		{"a floor", func(c *comp.Component) { c.Floor = pointer(t, "100") }, "floor"},
		{"a budget", func(c *comp.Component) { c.Budget = &comp.Budget{WhenSpent: "first_come"} }, "budget"},
	} {
		c := quarterly(t)
		test.change(&c)
		var fields []string
		for _, h := range curve.Hindrances(&c, "sum") {
			fields = append(fields, h.Field)
			if h.Reason == "" || strings.HasSuffix(h.Reason, ".") {
				t.Errorf("%s: %q is no sentence without a full stop", test.name, h.Reason)
			}
		}
		if got := strings.Join(fields, " "); got != test.fields {
			t.Errorf("%s: hindered by %q, want %q", test.name, got, test.fields)
		}
	}
	c := quarterly(t)
	if h := curve.Hindrances(&c, "average"); len(h) != 1 || h[0].Field != "measure" {
		t.Errorf("averages do not add up, but the hindrances are %+v", h)
	}
}

// TestCreditsAddUp settles random credits, refunds among them, one by one in two
// orders and compares with the window as a whole: exactly, and to the cent where
// the pay to date is rounded once and differenced. What telescoping says of a
// credit is checked against walking its own stretch through the bands.
func TestCreditsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(33, 34))
	tables, _ := sizes(2_000)
	tried := 0
	for range tables {
		d := draw(t, random)
		component := comp.Component{Window: comp.Quarter, Rates: d.rates}
		if len(curve.Hindrances(&component, "sum")) > 0 {
			continue
		}
		tried++
		c, o := build(t, d.rates, d.basis), newOracle(d.rates, d.basis)
		credits := make([]money.Ratio, 1+random.IntN(12))
		var result money.Ratio
		for i := range credits {
			credits[i] = d.result(t, random)
			if random.IntN(4) == 0 {
				credits[i] = credits[i].Neg()
			}
			result = result.Add(credits[i])
		}
		whole := c.Pay(result)
		for range 2 {
			exact, rounded := settle(t, c, o, credits)
			cents, err := whole.Round(2, money.HalfUp)
			if err != nil || exact.Cmp(whole) != 0 || rounded != cents {
				t.Fatalf("%s: credits %s pay %s and %s, together %s, %v", describe(d), credits, exact, rounded, whole, err)
			}
			random.Shuffle(len(credits), func(i, j int) { credits[i], credits[j] = credits[j], credits[i] })
		}
	}
	if tried < tables/10 {
		t.Fatalf("only %d of %d tables telescope: the test looks at too few", tried, tables)
	}
}

// settle pays credits one after the other and returns the sums, exact and in
// cents.
func settle(t *testing.T, c *curve.Curve, o oracle, credits []money.Ratio) (exact money.Ratio, cents money.Decimal) {
	t.Helper()
	var before money.Ratio
	paid := money.Decimal{}
	for _, credit := range credits {
		after := before.Add(credit)
		pay := c.Pay(after).Sub(c.Pay(before))
		if walked := sub(o.pay(ratOf(after), nil), o.pay(ratOf(before), nil)); !same(pay, walked) {
			t.Fatalf("from %s to %s the credit pays %s, want %s", before, after, pay, walked.RatString())
		}
		exact = exact.Add(pay)
		upTo, err := c.Pay(after).Round(2, money.HalfUp)
		if err != nil {
			t.Fatal(err)
		}
		line, err := upTo.Sub(paid)
		if err != nil {
			t.Fatal(err)
		}
		if cents, err = cents.Add(line); err != nil {
			t.Fatal(err)
		}
		before, paid = after, upTo
	}
	return exact, cents
}

// TestRefundsSettleToZero holds where the first band begins at or below zero: a
// window with only a refund takes back what the first band paid.
func TestRefundsSettleToZero(t *testing.T) {
	for _, kind := range []comp.RateKind{comp.Marginal, comp.Retroactive, comp.Overage} {
		for _, boundary := range []string{"upper", "lower"} {
			r := comp.Rates{Kind: kind, Pays: comp.PaysRate, By: comp.ByResult, Boundary: boundary, Bands: bands(t, "0", "0.1", "5000", "0.2")}
			c := build(t, r, curve.Basis{})
			if sale, refund := c.Pay(num(t, "1000")), c.Pay(num(t, "-1000")); sale.String() != "100" || refund.String() != "-100" {
				t.Errorf("%s: a sale of 1000 pays %s, its refund in a later window %s", kind, sale, refund)
			}
			r.Bands = bands(t, "500", "0.1")
			if refund := build(t, r, curve.Basis{}).Pay(num(t, "-1000")); refund.Sign() != 0 {
				t.Errorf("%s: nothing is earned below 500, but a refund takes %s back", kind, refund)
			}
		}
	}
}

func TestNoResultNoPay(t *testing.T) {
	random := rand.New(rand.NewPCG(35, 36))
	for range 2_000 {
		d := draw(t, random)
		if c := build(t, d.rates, d.basis); d.rates.Kind == comp.Marginal || d.rates.Kind == comp.Retroactive || d.rates.Kind == comp.Overage {
			if pay := c.Pay(money.Ratio{}); pay.Sign() != 0 {
				t.Fatalf("%s pays %s for nothing", describe(d), pay)
			}
		}
	}
}
