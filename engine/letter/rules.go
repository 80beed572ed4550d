package letter

import (
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// together makes one text of sentences.
func (f *facts) together(sentences []string) string {
	return strings.Join(sentences, f.words.text("format.sentence"))
}

// windowWord names a stretch of time.
func (f *facts) windowWord(w comp.Window) string {
	names := map[comp.Window]string{comp.Deal: "deal", comp.Month: "month", comp.Quarter: "quarter", comp.Half: "half", comp.Year: "year"}
	return f.words.text("window." + names[w])
}

// componentRules are the sentences about what counts for a component and what
// limits its pay.
func (f *facts) componentRules(c *paidComponent) []string {
	lines := f.counting(c)
	lines = append(lines, f.quotaRules(c)...)
	for i := range c.Gates {
		lines = append(lines, f.gate(c, &c.Gates[i]))
	}
	lines = append(lines, f.modifiers(c, c.Modifiers)...)
	lines = append(lines, f.caps(c, c.Caps, c.EvaluationCaps)...)
	if c.Floor != nil {
		lines = append(lines, f.say("rules.floor", "amount", f.words.money(*c.Floor, f.plan.Currency)))
	}
	lines = append(lines, f.handedOver(c)...)
	if w := c.Windfall; w != nil {
		lines = append(lines, f.windfall(c, w))
	}
	if b := c.Budget; b != nil {
		lines = append(lines, f.say("rules.budget", "amount", f.words.money(b.Amount, f.plan.Currency))+f.words.text("format.sentence")+f.choice("budget.when_spent", b.WhenSpent))
	}
	if c.PayAt != "" && f.currency != f.plan.Currency {
		lines = append(lines, f.choice("pay_at", c.PayAt, "from", f.plan.Currency.String(), "to", f.currency.String()))
	}
	if c.Description != "" {
		if text, stated := f.set.label(f.words, f.plan.Addr, c.At("description"), c.Description); stated {
			f.names[f.plan.Addr.String()+"#"+c.At("description")] = text
			lines = append(lines, text)
		}
	}
	return lines
}

// counting says which credits count and how much.
func (f *facts) counting(c *paidComponent) []string {
	g := &c.Crediting
	lines := []string{f.choice("purpose", c.Purpose), f.choice("results_of", c.ResultsOf)}
	if c.Combine != "" {
		lines = append(lines, f.choice("combine", c.Combine))
	}
	lines = append(lines, f.choice("crediting.date", g.Date))
	if !c.Active.From.IsZero() || !c.Active.To.IsZero() {
		lines = append(lines, f.say("rules.active", "days", f.words.days(c.Active)))
	}
	var roles []string
	for _, role := range g.Coverage {
		roles = append(roles, f.words.text("choice.crediting.coverage."+role))
	}
	lines = append(lines, f.say("rules.coverage", "roles", f.words.list(roles)))
	if len(g.Where) > 0 {
		lines = append(lines, f.say("rules.where", "conditions", f.conditions(g.Where)))
	}
	for _, factor := range g.Factors {
		lines = append(lines, f.say("rules.factor", "factor", f.words.percent(money.FromDecimal(factor.Factor)), "conditions", f.conditions(factor.Where)))
	}
	if g.FactorsCombine != "" {
		lines = append(lines, f.choice("crediting.factors_combine", g.FactorsCombine))
	}
	if g.Otherwise != nil && len(g.Factors) > 0 {
		lines = append(lines, f.say("rules.otherwise", "factor", f.words.percent(money.FromDecimal(*g.Otherwise))))
	}
	return append(lines, f.choice("crediting.split", g.Split), f.choice("crediting.fx", g.FX))
}

// conditions writes what must hold of a credit.
func (f *facts) conditions(all []plan.Condition) string {
	var texts []string
	for _, one := range all {
		var values []string
		for _, value := range one.Values {
			values = append(values, f.say("format.quoted", "text", value))
		}
		texts = append(texts, f.choice("operator", one.Operator, "field", one.Field, "values", f.words.either(values)))
	}
	return f.words.list(texts)
}

// quotaRules say against which quota the component is measured.
func (f *facts) quotaRules(c *paidComponent) []string {
	q := &c.Quota
	var lines []string
	if q.Measure != "" {
		lines = append(lines, f.say("rules.quota_measure", "measure", f.measureName(q.Measure)))
	}
	if q.Amount != nil {
		amount := f.words.number(*q.Amount, 0)
		if c.isMoney {
			amount = f.words.money(*q.Amount, f.plan.Currency)
		}
		lines = append(lines, f.say("rules.quota_amount", "amount", amount, "window", f.windowWord(c.Window)))
	}
	if q.Basis != "" {
		lines = append(lines, f.choice("quota.basis", q.Basis))
	}
	if q.Of != "" {
		lines = append(lines, f.choice("quota.of", q.Of))
	}
	if q.WhenZero != "error" {
		lines = append(lines, f.choice("quota.when_zero", q.WhenZero))
	}
	return lines
}

// gate is the sentence about a condition for pay.
func (f *facts) gate(c *paidComponent, g *comp.Gate) string {
	var conditions []string
	for i := range g.Conditions {
		conditions = append(conditions, f.gateCondition(c, &g.Conditions[i]))
	}
	match, all := "all", f.words.list(conditions)
	if len(conditions) > 1 && g.Match == "any" {
		match, all = "any", f.words.either(conditions)
	}
	separator := f.words.text("format.sentence")
	return f.choice("gates.match", match, "conditions", all) + separator + f.choice("gates.blocks", g.Blocks) + separator + f.choice("gates.releases", g.Releases)
}

func (f *facts) gateCondition(c *paidComponent, one *comp.GateCondition) string {
	measure, window := c.measure, c.Window
	if one.Measure != "" {
		measure = f.measureName(one.Measure)
	}
	if one.Window != 0 {
		window = one.Window
	}
	bound := f.choice("gates.conditions.bound", string(one.Bound), "value", f.bound(c, one.By, one.Measure, one.Value))
	text := f.choice("gates.conditions.by", string(one.By), "measure", measure, "window", f.windowWord(window), "bound", bound)
	if one.Basis != "" {
		text += f.choice("gates.conditions.basis", one.Basis)
	}
	return text
}

// modifiers are the sentences about factors on pay. Without a component they are
// those of the whole plan.
func (f *facts) modifiers(c *paidComponent, all []comp.Modifier) []string {
	var lines []string
	around := c
	if around == nil {
		around = &paidComponent{Component: &comp.Component{}}
	}
	for i := range all {
		m := &all[i]
		window := f.words.text("window.payout_period")
		switch {
		case m.Window != 0:
			window = f.windowWord(m.Window)
		case c != nil:
			window = f.windowWord(c.Window)
		}
		var steps []string
		for j, b := range m.Bands {
			key, to := "rules.modifier_band", ""
			switch {
			case b.To != nil:
				to = f.bound(around, m.By, m.Measure, *b.To)
			case j+1 < len(m.Bands):
				to = f.bound(around, m.By, m.Measure, m.Bands[j+1].From)
			default:
				key = "rules.modifier_last"
			}
			steps = append(steps, f.say(key, "from", f.bound(around, m.By, m.Measure, b.From), "to", to, "factor", f.words.number(b.Value, 0)))
		}
		for _, k := range m.Knots {
			steps = append(steps, f.say("rules.modifier_knot", "at", f.bound(around, m.By, m.Measure, k.At), "factor", f.words.number(k.Value, 0)))
		}
		parts := []string{
			f.choice("modifiers.by", string(m.By), "measure", f.measureName(m.Measure), "window", window), f.choice("modifiers.kind", string(m.Kind), "steps", f.words.list(steps)),
		}
		for _, one := range [][2]string{{"modifiers.basis", m.Basis}, {"modifiers.boundary", m.Boundary}, {"modifiers.beyond", m.Beyond}} {
			if one[1] != "" {
				parts = append(parts, f.choice(one[0], one[1]))
			}
		}
		parts = append(parts, f.say("rules.modifier_otherwise", "factor", f.words.number(m.Otherwise, 0)), f.choice("modifiers.effect", m.Effect), f.choice("modifiers.scales", m.Scales))
		if m.NoMoreThan != "" {
			parts = append(parts, f.say("rules.modifier_limit", "other", m.NoMoreThan))
		}
		lines = append(lines, f.say("rules.modifier", "name", m.ID)+f.together(parts))
	}
	return lines
}

// caps are the sentences about limits. Without a component they are those of the
// whole plan.
func (f *facts) caps(c *paidComponent, pay, evaluation []comp.Cap) []string {
	var lines []string
	for i, all := range [][]comp.Cap{pay, evaluation} {
		for j := range all {
			lines = append(lines, f.cap(c, &all[j], [...]string{"pay", "evaluation"}[i]))
		}
	}
	return lines
}

func (f *facts) cap(c *paidComponent, one *comp.Cap, purpose string) string {
	limit := ""
	switch {
	case one.Amount != nil && (one.Of == "payout" || c == nil || c.isMoney):
		limit = f.words.money(*one.Amount, f.plan.Currency)
	case one.Amount != nil:
		limit = f.words.number(*one.Amount, 0)
	case one.TargetMultiple != nil:
		limit = f.say("rules.cap_multiple", "percent", f.words.percent(money.FromDecimal(*one.TargetMultiple)))
	case one.Attainment != nil:
		limit = f.words.percent(money.FromDecimal(*one.Attainment))
	}
	text := f.choice("caps.of", one.Of, "window", f.windowWord(one.Per), "limit", limit)
	if purpose == "pay" {
		return text
	}
	return f.together([]string{text, f.choice("caps.purpose", purpose)})
}

// handedOver says when pay is handed over, and what comes back.
func (f *facts) handedOver(c *paidComponent) []string {
	var lines []string
	for _, one := range c.Instalments {
		share := f.words.percent(money.FromDecimal(one.Share))
		switch {
		case one.OnEvent != "":
			lines = append(lines, f.say("rules.instalment_event", "share", share, "event", one.OnEvent))
		case one.AfterMonths == 0:
			lines = append(lines, f.say("rules.instalment_now", "share", share))
		default:
			lines = append(lines, f.say("rules.instalment", "share", share, "months", f.words.count(one.AfterMonths)))
		}
	}
	if b := c.Clawback; b != nil {
		text := f.say("rules.clawback_months", "months", f.words.count(b.UnservedOfMonths))
		if b.Share != nil {
			text = f.say("rules.clawback_share", "share", f.words.percent(money.FromDecimal(*b.Share)))
		}
		parts := []string{text, f.choice("clawback.base", b.Base), f.choice("clawback.period", b.Period), f.choice("clawback.rerates", boolean(b.Rerates))}
		if b.WithinDays > 0 {
			parts = append(parts, f.say("rules.clawback_within", "days", f.words.count(b.WithinDays)))
		}
		lines = append(lines, f.together(parts))
	}
	return lines
}

func boolean(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func (f *facts) windfall(c *paidComponent, w *comp.Windfall) string {
	size := ""
	switch {
	case w.AboveQuotaShare != nil:
		size = f.say("rules.windfall_share", "share", f.words.percent(money.FromDecimal(*w.AboveQuotaShare)), "window", f.windowWord(c.Window))
	case w.Above != nil && c.isMoney:
		size = f.words.money(*w.Above, f.plan.Currency)
	case w.Above != nil:
		size = f.words.number(*w.Above, 0)
	}
	return f.choice("windfall.treatment", w.Treatment, "size", size, "factor", f.words.percent(money.FromDecimal(w.Factor)))
}

// planRules are the sentences about the pay of all components together.
func (f *facts) planRules() []string {
	p := f.plan
	lines := append(f.modifiers(nil, p.Modifiers), f.caps(nil, p.Caps, p.EvaluationCaps)...)
	if p.Draw != nil {
		lines = append(lines, f.together(f.draw(p.Draw)))
	}
	if g := p.Guarantee; g != nil {
		parts := []string{f.say("rules.guarantee", "size", f.size(g.Amount, g.TargetShare))}
		if g.Periods > 0 {
			parts = append(parts, f.say("rules.guarantee_periods", "periods", f.words.count(g.Periods)))
		}
		lines = append(lines, f.together(parts))
	}
	if steps := f.steps(); len(steps) > 1 {
		lines = append(lines, f.say("rules.order", "steps", f.words.list(steps)))
	}
	lines = append(lines, f.choice("rounding.at", p.Rounding.At, "digits", f.words.count(p.Rounding.Digits), "mode", f.words.text("choice.rounding.mode."+p.Rounding.Mode.String())))
	if p.PayChange != "" {
		lines = append(lines, f.choice("pay_change", p.PayChange))
	}
	lines = append(lines, f.parts()...)
	if p.Description != "" {
		if text, stated := f.set.label(f.words, p.Addr, "description", p.Description); stated {
			f.names[p.Addr.String()+"#description"] = text
			lines = append(lines, text)
		}
	}
	return lines
}

// steps are the steps after the rate tables that the plan has, in their order, if
// it states one.
func (f *facts) steps() []string {
	has := map[comp.Step]bool{
		comp.StepModifier: len(f.plan.Modifiers) > 0, comp.StepPlanCap: len(f.plan.Caps) > 0, comp.StepDraw: f.plan.Draw != nil, comp.StepGuarantee: f.plan.Guarantee != nil,
	}
	for i := range f.plan.Components {
		has[comp.StepComponentCap] = has[comp.StepComponentCap] || len(f.plan.Components[i].Caps) > 0
		has[comp.StepModifier] = has[comp.StepModifier] || len(f.plan.Components[i].Modifiers) > 0
	}
	var steps []string
	for _, step := range f.plan.Order {
		if has[step] {
			steps = append(steps, f.words.text("choice.order."+string(step)))
		}
	}
	return steps
}

// size writes an amount of money or a share of the target incentive.
func (f *facts) size(amount, share *money.Decimal) string {
	if amount != nil {
		return f.words.money(*amount, f.plan.Currency)
	}
	if share != nil {
		return f.say("rules.target_share", "share", f.words.percent(money.FromDecimal(*share)))
	}
	return f.words.text("format.none")
}

func (f *facts) draw(d *comp.Draw) []string {
	every := f.words.text("window.payout_period")
	if d.Every != 0 {
		every = f.windowWord(d.Every)
	}
	lines := []string{f.say("rules.draw", "size", f.size(d.Amount, d.TargetShare), "every", every), f.choice("draw.kind", d.Kind)}
	if d.Periods > 0 {
		lines = append(lines, f.say("rules.draw_periods", "periods", f.words.count(d.Periods)))
	}
	if d.RecoverFrom > 1 {
		lines = append(lines, f.say("rules.draw_recover_from", "period", f.words.count(d.RecoverFrom)))
	}
	if d.BalanceLimit != nil {
		lines = append(lines, f.say("rules.draw_limit", "amount", f.words.money(*d.BalanceLimit, f.plan.Currency)))
	}
	if d.AtEnd != "" {
		lines = append(lines, f.choice("draw.at_end", d.AtEnd), f.choice("draw.at_leaving", d.AtLeaving))
	}
	return lines
}

// parts say what happens when somebody is there for a part of a period only.
func (f *facts) parts() []string {
	var lines []string
	if p := f.plan.Proration; p != nil {
		parts := []string{f.choice("proration.basis", p.Basis)}
		if p.Basis != "none" {
			first := "not_counted"
			if p.FirstDayCounted {
				first = "counted"
			}
			parts = append(parts, f.say("rules.proration_applies", "what", f.whats("proration.applies_to", p.AppliesTo)), f.choice("proration.first_day", first))
		}
		if p.Digits > 0 {
			parts = append(parts, f.say("rules.proration_digits", "digits", f.words.count(p.Digits)))
		}
		lines = append(lines, f.together(parts))
	}
	if l := f.plan.Leave; l != nil {
		state := map[bool]string{true: "prorated", false: "unchanged"}
		lines = append(lines, f.together([]string{f.choice("leave.quota", state[l.Quota]), f.choice("leave.target", state[l.Target])}))
	}
	if r := f.ramp; r != nil {
		lines = append(lines, f.together(f.rampLines(r)))
	}
	return lines
}

// whats lists what a rule applies to.
func (f *facts) whats(path string, all []string) string {
	var texts []string
	for _, what := range all {
		texts = append(texts, f.words.text("choice."+path+"."+what))
	}
	return f.words.list(texts)
}

func (f *facts) rampLines(r *comp.Ramp) []string {
	var shares []string
	for i, share := range r.Shares {
		shares = append(shares, f.say("rules.ramp_month", "month", f.words.count(i+1), "share", f.words.percent(money.FromDecimal(share))))
	}
	lines := []string{
		f.say("rules.ramp", "what", f.whats("ramp.applies_to", r.AppliesTo), "shares", f.words.list(shares)),
		f.choice("ramp.first_month", r.FirstMonth), f.choice("ramp.longer", r.Longer),
	}
	for _, e := range r.Entry {
		lines = append(lines, f.say("rules.ramp_entry", "from", f.words.count(e.FromDay), "to", f.words.count(e.ToDay), "month", f.words.count(e.Month)))
	}
	if r.MonthZero.Sign() != 0 {
		lines = append(lines, f.say("rules.ramp_month_zero", "share", f.words.percent(money.FromDecimal(r.MonthZero))))
	}
	return lines
}

// rules is the section of all rules.
func (f *facts) rules() []document.Block {
	blocks := []document.Block{f.heading(1, "heading.rules")}
	for i := range f.components {
		c := &f.components[i]
		blocks = append(blocks, document.Heading{Level: 2, Text: document.Plain(c.name)}, items(f.componentRules(c)))
	}
	return append(blocks, f.heading(2, "heading.plan_rules"), items(f.planRules()))
}
