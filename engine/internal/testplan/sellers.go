package testplan

import (
	"fmt"
	"strings"
)

// Sellers returns the files of a plan with so many sellers, each with a quota, pay
// and a name, in three countries whose letters are in three languages.
func Sellers(sellers int) map[string]string {
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
		"plan.yaml": Settings[1:] + `measure: {sales: {name: Sales, unit: money}}
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
