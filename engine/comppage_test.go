package engine_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
)

// pageBlock is a block of code of a page, with its language.
var pageBlock = regexp.MustCompile("(?s)```(yaml|csv)\n(.*?)```")

// ofComponent and ofCompPlan are the fields that the page shows by themselves.
var (
	ofComponent = []string{"rates", "gates", "modifiers", "caps", "crediting", "instalments", "clawback", "windfall", "budget"}
	ofCompPlan  = []string{"draw", "guarantee", "proration", "leave", "pay_change", "examples"}
)

// TestCompPage holds what plans/comp.md shows against the engine: its first plan
// pays what the page says, its credits files have no bad row, and all else that
// it shows in YAML is understood.
func TestCompPage(t *testing.T) {
	blocks := pageBlock.FindAllStringSubmatch(textOf(t, "../plans/comp.md"), -1)
	first := payCase{
		plan: fstest.MapFS{"plan.yaml": {Data: []byte(blocks[0][2])}}, credits: blocks[1][2],
		expect: "position,component,period,field,value\nseller-1,commission,FY27-M01,payout,7400\n",
	}
	t.Run("first plan", first.run)
	for _, block := range blocks[1:] {
		name, _, _ := strings.Cut(block[2], "\n")
		t.Run(name, func(t *testing.T) {
			switch {
			case strings.HasPrefix(name, "id,date"):
				found, complete, err := credit.Read(credit.File{Name: "credits.csv", Text: strings.NewReader(block[2])}, credit.DefaultLimits(), func(*credit.Credit) {})
				if len(found) > 0 || !complete || err != nil {
					t.Errorf("%v, complete %v, %v", found, complete, err)
				}
			case block[1] == "csv":
				understood(t, fstest.MapFS{"plan.yaml": {Data: []byte(skeleton("", ""))}, "pay.csv": {Data: []byte(block[2])}})
			default:
				understood(t, fstest.MapFS{"plan.yaml": {Data: []byte(planAround(t, block[2]))}})
			}
		})
	}
}

// planAround makes a plan of what the page shows of one.
func planAround(t *testing.T, shown string) string {
	t.Helper()
	key := regexp.MustCompile(`(?m)^([a-z_]+):`).FindStringSubmatch(shown)
	switch {
	case key == nil:
		t.Fatalf("no field in\n%s", shown)
	case slices.Contains(ofComponent, key[1]):
		return skeleton(indented(shown, 8), "")
	case slices.Contains(ofCompPlan, key[1]):
		return skeleton("", indented(shown, 4))
	case key[1] == "cost":
		settings, _, _ := strings.Cut(skeleton("", ""), "\n")
		return strings.Replace(skeleton("", ""), settings, blockSettings+indented(shown, 2), 1)
	case key[1] == "ramp":
		return strings.Replace(skeleton("", ""), "{name: Seller}", "{name: Seller, ramp: new-seller}", 1) + shown
	}
	return skeleton("", "") + shown
}

// blockSettings are the settings of the skeleton with room for more.
const blockSettings = `plan:
  name: Page
  currency: EUR
  calendar: {kind: months, start_month: 1, named_by: start}
`

// skeleton is a plan with room for fields of its component and its comp plan.
func skeleton(ofComponent, ofCompPlan string) string {
	if !strings.Contains(ofComponent, "        rates:") {
		ofComponent += "        rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.025}]}\n"
	}
	return fmt.Sprintf(`plan: {name: Page, currency: EUR, calendar: {kind: months, start_month: 1, named_by: start}}
measure:
  sales: {name: Sales, unit: money}
  volume: {name: Volume, unit: money}
  satisfaction: {name: Satisfaction, unit: ratio}
role:
  seller: {name: Seller}
position:
  seller-1: {role: seller}
person:
  p-0412: {}
comp_plan:
  seller:
    name: Seller
    roles: [seller]
    target_incentive: 12000
    components:
      sales:
        measure: sales
        weight: 1
        window: month
        pay_every: month
%s%s    rounding: {mode: half_up, at: component}
`, ofComponent, ofCompPlan)
}

func indented(text string, by int) string {
	return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(text, strings.Repeat(" ", by)+"$1")
}

// understood reports every finding of a plan that is more than worth knowing.
func understood(t *testing.T, files fstest.MapFS) {
	t.Helper()
	loaded, err := engine.Load(engine.Source{Files: files, Name: "page"}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range engine.Check(loaded, engine.CheckInput{FailOn: diag.Error}).Findings {
		if f.Severity != diag.Info.String() {
			t.Errorf("%s:%d %s: %s", f.File, f.Line, f.Code, f.Message)
		}
	}
}
