package letter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/letter"
)

// company returns the files of a plan with so many sellers, each with a quota,
// pay and a name, in three countries.
func company(sellers int) map[string]string {
	var positions, people, holders, pay, quotas strings.Builder
	people.WriteString("id,name,country\n")
	holders.WriteString("position,person\n")
	pay.WriteString("person,base_salary,target_incentive\n")
	quotas.WriteString("position,measure,period,amount\n")
	positions.WriteString("position:\n  lead: {title: Head of Sales}\n")
	names := []string{"Łukasz Wójcik", "山田 太郎", "Anna Müller", "İbrahim Öztürk", "王 秀英"}
	countries := []string{"GB", "DE", "JP"}
	for i := range sellers {
		fmt.Fprintf(&positions, "  s-%05d: {title: Seller %d, role: ae, manager: lead}\n", i, i)
		fmt.Fprintf(&people, "p-%05d,%s,%s\n", i, names[i%len(names)], countries[i%len(countries)])
		fmt.Fprintf(&holders, "s-%05d,p-%05d\n", i, i)
		fmt.Fprintf(&pay, "p-%05d,%d,%d\n", i, 50000+i%400*100, 40000+i%300*100)
		for quarter := 1; quarter <= 4; quarter++ {
			fmt.Fprintf(&quotas, "s-%05d,sales,FY27-Q%d,%d\n", i, quarter, 200000+i%100*1000)
		}
	}
	return map[string]string{
		"plan.yaml": testplan.Settings[1:] + `measure: {sales: {name: Sales, unit: money}}
role: {ae: {name: AE}}
comp_plan:
  ae:
    name: Sellers
    version: "1"
    roles: [ae]
    rounding: {mode: half_up, at: component}
    components:
      new:
        name: New business
        measure: sales
        weight: 0.7
        window: quarter
        pay_every: quarter
        rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, to: 1, value: 1}, {from: 1, value: 1.5}]}
        caps: {quarter: {of: payout, per: quarter, target_multiple: 3}}
      year:
        name: Year
        measure: sales
        weight: 0.3
        window: year
        pay_every: year
        rates: {kind: interpolated, pays: target_share, by: attainment, below: nothing, beyond: flat, knots: [{at: 0.8, value: 0.5}, {at: 1, value: 1}, {at: 1.5, value: 2}]}
    order: [component_cap, modifier, plan_cap, draw, guarantee, adjustment]
letter_template:
  all: {company: Acme Ltd, language: en}
  de: {company: Acme GmbH, language: de, countries: [DE]}
  ja: {company: Acme KK, language: ja, countries: [JP]}
`,
		"position.yaml": positions.String(), "person.csv": people.String(), "holder.csv": holders.String(), "pay.csv": pay.String(), "quota.csv": quotas.String(),
	}
}

// issuedBy adds the register of a plan of which every letter was issued.
func issuedBy(t testing.TB, files map[string]string) map[string]string {
	t.Helper()
	var b strings.Builder
	b.WriteString("position,person,comp_plan,issue,effective,revision,inputs\n")
	for _, l := range lettersOf(t, compiled(t, files), letter.Options{}).Letters {
		fmt.Fprintf(&b, "%s,%s,%s,1,%s,%s,%s\n", l.Payee.Position, l.Payee.Person, l.Payee.CompPlan, l.Issue.Effective, strings.Repeat("0a", 20), l.Digest)
	}
	files["issued_letter.csv"] = b.String()
	return files
}

// TestCompany demands that every letter of a large plan can be made and holds
// once it is issued.
func TestCompany(t *testing.T) {
	p := compiled(t, issuedBy(t, company(60)))
	for _, f := range letter.Check(p) {
		if f.Code != "DOC005" {
			t.Errorf("%s %s", f.Code, f.Message)
		}
	}
}

var sizes = []int{1000}

// BenchmarkLetters makes what letters say, without a form.
func BenchmarkLetters(b *testing.B) {
	for _, n := range sizes {
		p := compiled(b, company(n))
		book := comp.Read(p)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				set, err := letter.Of(p, book, letter.Options{})
				if err != nil {
					b.Fatal(err)
				}
				for _, l := range set.Letters {
					_ = l.Document()
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "letters/s")
		})
	}
}

// BenchmarkCheck finds stale letters.
func BenchmarkCheck(b *testing.B) {
	for _, n := range sizes {
		for _, state := range []string{"issued", "drafts", "no templates"} {
			files := company(n)
			switch state {
			case "issued":
				files = issuedBy(b, files)
			case "no templates":
				files["plan.yaml"], _, _ = strings.Cut(files["plan.yaml"], "letter_template:")
			}
			p := compiled(b, files)
			b.Run(fmt.Sprint(n, " ", state), func(b *testing.B) {
				for b.Loop() {
					_ = letter.Check(p)
				}
			})
		}
	}
}
