package letter

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/syntax"
)

// value returns what a reference stands for, as the language of the letter writes
// it; ok is false where it stands for nothing.
//
//	company, letter.effective
//	payee.name, code, title, manager, country, base, target_incentive, ote, mix
//	plan.name, version, days, from, to, and any other field of the comp plan by its path
//	component.ID.name, measure, yearly_target, and any other field by its path
func (f *facts) value(reference string) (text string, ok bool) {
	scope, path, _ := strings.Cut(reference, ".")
	switch scope {
	case "company":
		return f.template.Company, path == ""
	case "letter":
		if path == "effective" {
			return f.effective(), true
		}
	case "payee":
		return f.ofPayee(path)
	case "plan":
		return f.ofPlan(path)
	case "component":
		return f.ofComponent(path)
	}
	return "", false
}

// effective says on which day the letter begins to hold.
func (f *facts) effective() string {
	if f.issue.Effective.IsZero() {
		return f.words.text("letter.open_date")
	}
	return f.words.date(f.issue.Effective)
}

func (f *facts) ofPayee(path string) (text string, ok bool) {
	switch path {
	case "name":
		return f.employee, true
	case "code":
		return orElse(f.payee.Person, f.payee.Position), true
	case "title":
		return f.title, true
	case "manager":
		return f.manager, true
	case "country":
		return f.country, true
	case "base":
		return f.amount(f.pay.Salary), true
	case "target_incentive":
		return f.amount(f.pay.Incentive), true
	case "ote":
		return f.amount(f.ote()), true
	case "mix":
		return f.mix(), true
	}
	return "", false
}

// amount writes an amount; what nothing states as a dash.
func (f *facts) amount(a *money.Amount) string {
	if a == nil {
		return f.words.text("format.none")
	}
	return f.words.money(a.Value, a.Currency)
}

// ote is salary and target incentive together; nil where one is not stated, or
// they are in two currencies.
func (f *facts) ote() *money.Amount {
	if f.pay.Salary == nil || f.pay.Incentive == nil {
		return nil
	}
	sum, err := f.pay.Salary.Add(*f.pay.Incentive)
	if err != nil {
		return nil
	}
	return &sum
}

// mix writes salary and target incentive as shares of both, such as 53.33 : 46.67.
func (f *facts) mix() string {
	all := f.ote()
	if all == nil || all.Value.Sign() <= 0 {
		return f.words.text("format.none")
	}
	share, _ := money.FromDecimal(f.pay.Salary.Value).Quo(money.FromDecimal(all.Value))
	salary, err := share.Mul(money.FromInt(100)).Round(2, money.HalfUp)
	if err != nil {
		return f.words.text("format.none")
	}
	rest, _ := whole(100).Sub(salary)
	return f.words.say("format.mix", "base", f.words.number(salary, 0), "incentive", f.words.number(rest, 0))
}

func (f *facts) ofPlan(path string) (text string, ok bool) {
	switch path {
	case "name":
		return f.planName(), true
	case "days":
		return f.words.days(f.plan.Active), true
	}
	if id, rest, isComponent := f.component(strings.TrimPrefix(path, "components.")); isComponent && strings.HasPrefix(path, "components.") {
		return f.ofOne(id, rest)
	}
	return f.field(path, nil)
}

func (f *facts) planName() string { return f.label(f.plan.Addr, "name", f.plan.Name) }

// component finds the component whose id a path begins with. Ids may hold points
// themselves: the longest that fits counts.
func (f *facts) component(path string) (c *paidComponent, rest string, ok bool) {
	for i := range f.components {
		one := &f.components[i]
		after, begins := strings.CutPrefix(path, one.ID)
		if !begins || after != "" && after[0] != '.' {
			continue
		}
		if c == nil || len(one.ID) > len(c.ID) {
			c, rest = one, strings.TrimPrefix(after, ".")
		}
	}
	return c, rest, c != nil
}

func (f *facts) ofComponent(path string) (text string, ok bool) {
	c, rest, ok := f.component(path)
	if !ok {
		return "", false
	}
	return f.ofOne(c, rest)
}

func (f *facts) ofOne(c *paidComponent, path string) (text string, ok bool) {
	switch path {
	case "name":
		return c.name, true
	case "measure":
		return c.measure, true
	case "yearly_target":
		if c.yearly == nil {
			return "", false
		}
		return f.words.rounded(*c.yearly, f.pay.Currency), true
	}
	return f.field(c.At(path), c)
}

// field writes the value at a path of the comp plan by what kind of value it is.
func (f *facts) field(path string, c *paidComponent) (text string, ok bool) {
	node, ok := f.node().At(path)
	if !ok || !node.Scalar() || strings.HasPrefix(path, "extra") || strings.Contains(path, ".extra.") || strings.HasPrefix(path, "examples") {
		return "", false
	}
	return f.scalar(path, node, c), true
}

// scalar writes a value of the comp plan.
func (f *facts) scalar(path string, node *syntax.Node, c *paidComponent) string {
	last := path[strings.LastIndexByte(path, '.')+1:]
	switch d, err := money.ParseDecimal(node.Text); {
	case err != nil || node.Kind == syntax.String:
	case isCounted[last]:
		return f.words.number(d, 0)
	case f.isShare(path, last):
		return f.words.percent(money.FromDecimal(d))
	case last == "target_multiple":
		return f.words.times(d)
	case last == "value" && c != nil && strings.HasPrefix(path, c.At("rates")):
		return f.tableValue(&c.Rates, money.FromDecimal(d))
	case last == "value" || last == "otherwise":
		return f.words.times(d)
	case c != nil && !c.isMoney && (isOfMeasure[last] || strings.HasSuffix(path, ".quota.amount")):
		return f.words.number(d, 0)
	default:
		return f.words.money(d, f.plan.Currency)
	}
	if day, err := period.ParseDate(node.Text); err == nil {
		if last == "to" { // the last day on which it holds
			day, _ = day.AddDays(-1)
		}
		return f.words.date(day)
	}
	if c != nil {
		path = strings.TrimPrefix(path, c.Path+".")
	}
	if key := choiceKey(path) + "." + node.Text; f.words.has(key) {
		return f.words.text(key)
	}
	return node.Text
}

// Fields of comp plans by the kind of their numbers: counts, and amounts in the
// unit of a component's measure. All others that are no shares are money.
var (
	isCounted   = set("periods", "recover_from", "digits", "after_months", "unserved_of_months", "within_days")
	isOfMeasure = set("above")
	isPart      = set("weight", "share", "target_share", "above_quota_share", "attainment", "factor")
	isBound     = set("at_least", "more_than", "at_most", "less_than", "from", "to", "at")
)

func set(of ...string) map[string]bool {
	all := make(map[string]bool, len(of))
	for _, one := range of {
		all[one] = true
	}
	return all
}

// isShare reports whether a number of the comp plan is a part of a whole.
func (f *facts) isShare(path, last string) bool {
	if isPart[last] {
		return true
	}
	if !isBound[last] {
		return false
	}
	around := path[:max(strings.LastIndexByte(path, '.'), 0)]
	for around != "" { // the nearest "by" says what bounds are bounds of
		if by, ok := f.node().At(around + ".by"); ok {
			return comp.By(by.Text) == comp.ByAttainment
		}
		around = around[:max(strings.LastIndexAny(around, ".["), 0)]
	}
	return false
}

// choiceKey is the key of the words of a choice: the path of the field below the
// comp plan or a component, without ids and numbers of items. What stands in
// both has one key.
func choiceKey(path string) string {
	var kept []string
	steps := strings.Split(path, ".")
	for i := 0; i < len(steps); i++ {
		name, _, _ := strings.Cut(steps[i], "[")
		kept = append(kept, name)
		if name == "gates" || name == "modifiers" || name == "caps" {
			i++ // the id
		}
	}
	return "choice." + strings.Join(kept, ".")
}

// node is the record of the comp plan, with defaults.
func (f *facts) node() *syntax.Node {
	if r, ok := f.set.plan.Find(f.plan.Addr); ok {
		return &r.Node
	}
	return &syntax.Node{}
}

func itoa(n int) string { return strconv.Itoa(n) }
