package capacity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Check finds what does not fit among goals, envelopes, capacity and hiring of a
// plan, and returns the findings, sorted. What a node costs is in none of them.
func Check(p *plan.Plan) diag.List {
	book := Read(p)
	if len(book.Goals)+len(book.Envelopes)+len(book.Assumptions)+len(book.Hires) == 0 {
		return book.Findings
	}
	c := checker{plan: p, book: book, pay: comp.Read(p), found: book.Findings}
	c.capacities()
	c.hires()
	if p.Choices.Calendar == nil {
		c.found = append(c.found, diag.New(diag.MissingChoice, plan.SettingsAddr, p.Choices.Place(),
			"goals, envelopes, capacity and hires are by fiscal year, and the plan states no calendar: set \"calendar\" under plan").At("calendar"))
		return diag.Sorted(c.found)
	}
	totals, _ := rollup.Compute(p)
	for _, year := range c.years() {
		c.Assessment = assess(p, book, c.pay, totals, year)
		c.goalsOfYear()
		c.envelopesOfYear()
		c.gapsOfYear()
	}
	return diag.Sorted(c.found)
}

// Reach says what decides the findings of [Check]: wherever a plan says anything
// of the kind, nearly everything but accounts and who does which work.
func Reach() reach.Reach {
	return reach.Reach{
		Among: []string{GoalKind, EnvelopeKind, Kind, HireKind},
		Reads: []string{
			plan.MeasureKind, plan.RoleKind, plan.PositionKind, plan.PersonKind, plan.TerritoryKind, plan.HolderKind, plan.AssignmentKind,
			plan.QuotaKind, comp.PlanKind, comp.PayKind, comp.RampKind, comp.LeaveKind, comp.MarketRateKind, comp.AdjustmentKind,
		},
	}
}

// checker collects findings, year by year.
type checker struct {
	*Assessment
	plan  *plan.Plan
	book  *Book
	pay   *comp.Book
	found diag.List
}

func (c *checker) report(o origin, code diag.Code, field, format string, args ...any) *diag.Finding {
	c.found = append(c.found, diag.New(code, o.Addr, o.place(field), format, args...).At(field))
	return &c.found[len(c.found)-1]
}

// years returns the fiscal years that the plan covers, or that it has goals or
// envelopes for.
func (c *checker) years() []period.Period {
	years := slices.Clone(c.plan.Choices.Years)
	for i := range c.book.Goals {
		if year, err := period.Parse(fmt.Sprintf("FY%02d", c.book.Goals[i].Period.FiscalYear()%100)); err == nil {
			years = append(years, year)
		}
	}
	for i := range c.book.Envelopes {
		years = append(years, c.book.Envelopes[i].Year)
	}
	slices.SortFunc(years, period.Period.Compare)
	return slices.Compact(years)
}

// capacities reports assumptions that cannot both be meant, and ramps that last
// longer than people stay.
func (c *checker) capacities() {
	type scope struct{ measure, role, territory string }
	first := map[scope]*Assumption{}
	for i := range c.book.Assumptions {
		a := &c.book.Assumptions[i]
		for _, role := range a.Roles {
			key := scope{a.Measure, role, a.Territory}
			if other := first[key]; other != nil && other != a {
				f := c.report(a.origin, diag.TwoCapacities, "roles", "%s and %s both say what seats of %s achieve for %s%s", a.Addr, other.Addr, role, a.Measure, in(a.Territory))
				*f = f.With(other.place("roles"), "%s says it first", other.Addr)
			} else {
				first[key] = a
			}
		}
		c.tenure(a)
	}
}

func in(territory string) string {
	if territory == "" {
		return ""
	}
	return " in territory/" + territory
}

// tenure reports a ramp that lasts longer than people stay on average: with a
// rate of 0.5 a year that is 24 months.
func (c *checker) tenure(a *Assumption) {
	if a.Attrition == nil || a.Attrition.Rate.Sign() == 0 {
		return
	}
	stay, err := money.FromInt(months).Quo(a.Attrition.Rate)
	if err != nil {
		return
	}
	for _, ramp := range c.rampsOf(a, a.Roles...) {
		if money.FromInt(int64(len(ramp.Shares))).Cmp(stay) > 0 {
			f := c.report(a.origin, diag.RampOutlastsTenure, "attrition.rate", "%s takes %d months to full productivity, and at an attrition of %s a year people stay %s months on average",
				ramp.Addr, len(ramp.Shares), a.Attrition.Rate, rounded(stay, 1))
			*f = f.With(ramp.PlaceOf("shares"), "the ramp")
		}
	}
}

// rampsOf returns the ramps by which people of some roles grow.
func (c *checker) rampsOf(a *Assumption, roles ...string) []*comp.Ramp {
	var ids []string
	if a.Ramp != "" {
		ids = []string{a.Ramp}
	} else {
		for i := range c.plan.Roles {
			if role := &c.plan.Roles[i]; role.Ramp != "" && slices.Contains(roles, role.ID()) {
				ids = append(ids, role.Ramp)
			}
		}
	}
	var ramps []*comp.Ramp
	for i := range c.pay.Ramps {
		if slices.Contains(ids, c.pay.Ramps[i].Addr.ID) {
			ramps = append(ramps, &c.pay.Ramps[i])
		}
	}
	return ramps
}

// hires reports hires that come too late for the plan, or that do not fit the
// seat that they are for.
func (c *checker) hires() {
	positions := map[string]*plan.Position{}
	for i := range c.plan.Positions {
		positions[c.plan.Positions[i].ID()] = &c.plan.Positions[i]
	}
	taken := map[string]*Hire{}
	for i := range c.book.Hires {
		h := &c.book.Hires[i]
		if end := c.end(); !end.IsZero() && h.Works.Compare(end) >= 0 {
			c.report(h.origin, diag.HireOutsideYears, "from", "somebody is there from %s on, after the last day that the plan covers: the hire adds nothing", h.Works)
		}
		seat := positions[h.Position]
		if h.Position == "" || seat == nil {
			continue
		}
		for _, field := range []string{"territory", "manager", "planned_salary", "planned_incentive"} {
			if _, stated := h.record.Node.Field(field); stated {
				c.report(h.origin, diag.HireDoesNotFit, field, "%s is for %s, and %s is for new seats only: leave it out", h.Addr, seat.Addr, field)
			}
		}
		c.fits(h, seat, taken[h.Position])
		c.staysFor(h, seat)
		taken[h.Position] = h
	}
}

// fits reports a hire for a seat that is not free.
func (c *checker) fits(h *Hire, seat *plan.Position, before *Hire) {
	switch {
	case h.Count > 1:
		c.report(h.origin, diag.HireDoesNotFit, "count", "%s is one seat, and %d people are planned for it: plan new seats by role", seat.Addr, h.Count)
	case !seat.Active.Contains(h.Works):
		f := c.report(h.origin, diag.HireDoesNotFit, "from", "%s is not there on %s, the first day of whom is planned for it", seat.Addr, h.Works)
		*f = f.With(seat.Place(), "it exists over %s", seat.Active)
	case before != nil:
		f := c.report(h.origin, diag.HireDoesNotFit, "position", "%s is planned for twice", seat.Addr)
		*f = f.With(before.place("position"), "%s is for it, too", before.Addr)
	}
	for i := range c.plan.Holders {
		if holder := &c.plan.Holders[i]; holder.Position == seat.ID() && holder.Active.Contains(h.Works) {
			f := c.report(h.origin, diag.HireDoesNotFit, "from", "%s is not vacant on %s, the first day of whom is planned for it", seat.Addr, h.Works)
			*f = f.With(holder.Place(), "somebody holds it then")
			return
		}
	}
}

// staysFor reports a hire for a seat that ends before the ramp does.
func (c *checker) staysFor(h *Hire, seat *plan.Position) {
	if seat.Active.To.IsZero() || !seat.Active.Contains(h.Works) || c.plan.Choices.Calendar == nil {
		return
	}
	first, err := c.plan.Choices.Calendar.Find(h.Works, period.Month)
	if err != nil {
		return
	}
	over, err := c.plan.Choices.Calendar.Find(seat.Active.To, period.Month)
	if err != nil {
		return
	}
	stay := over.MonthNumber() - first.MonthNumber()
	for i := range c.book.Assumptions {
		if a := &c.book.Assumptions[i]; slices.Contains(a.Roles, seat.Role) {
			for _, ramp := range c.rampsOf(a, seat.Role) {
				if len(ramp.Shares) > stay {
					f := c.report(h.origin, diag.RampOutlastsTenure, "from", "%s takes %d months to full productivity, and %s ends %d months after somebody comes", ramp.Addr, len(ramp.Shares), seat.Addr, stay)
					*f = f.With(seat.PlaceOf("to"), "it ends here")
				}
			}
		}
	}
}

// end returns the day after the last year that the plan covers, no date if it
// states none.
func (c *checker) end() period.Date {
	if len(c.plan.Choices.Years) == 0 || c.plan.Choices.Calendar == nil {
		return period.Date{}
	}
	return c.plan.Choices.Calendar.Range(c.plan.Choices.Years[len(c.plan.Choices.Years)-1]).To
}

// goalsOfYear holds the goals of a year against each other, quotas and capacity,
// for measures that add up.
func (c *checker) goalsOfYear() {
	for i := range c.book.Goals {
		g := &c.book.Goals[i]
		if g.Period.FiscalYear() != c.Year.FiscalYear() || !c.addsUp(g.Measure) || c.treeOf(g.Node).find(g.Node.ID) == nowhere {
			continue
		}
		if parts, ok := c.goalOfParts(g.Node, g.Measure, g.Period); ok && parts.Cmp(g.Amount) != 0 {
			c.report(g.origin, diag.GoalPartsDiffer, "amount", "the goal of %s for %s in %s is %s, and those of its parts sum to %s",
				g.Node, g.Measure, g.Period, c.amount(g.Measure, g.Amount), c.amount(g.Measure, parts))
		}
		c.conserved(g)
		c.covered(g)
	}
}

// conserved reports goals below that sum to more than the goal, or to less
// where everybody below has one.
func (c *checker) conserved(g *Goal) {
	t := c.treeOf(g.Node)
	node := t.find(g.Node.ID)
	below := c.nearest(t, node, g.Measure, g.Period)
	var sum money.Ratio
	for _, at := range below {
		amount, _ := c.goal(t.addr(at), g.Measure, g.Period)
		sum = sum.Add(amount)
	}
	differs := sum.Cmp(g.Amount)
	if len(below) == 0 || differs == 0 || differs < 0 && !c.allBelow(t, node, g) {
		return
	}
	f := c.report(g.origin, diag.GoalsDiffer, "amount", "the goal of %s for %s in %s is %s, and the goals below sum to %s", g.Node, g.Measure, g.Period,
		c.amount(g.Measure, g.Amount), c.amount(g.Measure, sum))
	for _, at := range below[:min(len(below), mostRelated)] {
		if goal := c.goals[aim{t.addr(at), g.Measure, g.Period}]; goal != nil {
			*f = f.With(goal.place("amount"), "%s has %s", goal.Node, c.amount(g.Measure, goal.Amount))
		}
	}
}

// mostRelated is how many goals below are named with a finding.
const mostRelated = 5

// allBelow reports whether every way down from a node, over those that are there
// in the period, leads to a goal.
func (c *checker) allBelow(t *tree, node int32, g *Goal) bool {
	days := c.plan.Choices.Calendar.Range(g.Period)
	some := false
	for _, child := range t.children[node] {
		if !t.active[child].Overlaps(days) {
			continue
		}
		some = true
		if _, ok := c.goal(t.addr(child), g.Measure, g.Period); !ok && !c.allBelow(t, child, g) {
			return false
		}
	}
	return some
}

func (c *checker) treeOf(node addr.Addr) *tree {
	if node.Collection == plan.PositionKind {
		return c.managers
	}
	return c.territories
}

// covered reports a goal that quotas or capacity do not cover. For periods for
// which there is only a longer quota, nothing is said of quotas.
func (c *checker) covered(g *Goal) {
	l := c.Line(g.Node, g.Measure, g.Period)
	least := g.Amount.Mul(g.MinQuota)
	_, yearly := c.quota(g.Node, g.Measure, c.Year)
	if l.Quota == nil && !yearly {
		l.Quota = &money.Ratio{}
	}
	if l.Quota != nil && l.Quota.Cmp(least) < 0 {
		c.report(g.origin, diag.QuotaBelowGoal, "amount", "the quotas below %s for %s in %s sum to %s: its goal asks for at least %s", g.Node, g.Measure, g.Period,
			c.amount(g.Measure, *l.Quota), c.amount(g.Measure, least))
	}
	if !slices.Contains(c.Measures, g.Measure) {
		return
	}
	if l.Capacity == nil {
		l.Capacity = &money.Ratio{}
	}
	if least := g.Amount.Mul(g.MinCapacity); l.Capacity.Cmp(least) < 0 {
		c.report(g.origin, diag.CapacityBelowGoal, "amount", "the seats below %s can achieve %s for %s in %s: its goal asks for at least %s, so %s are missing", g.Node,
			c.amount(g.Measure, *l.Capacity), g.Measure, g.Period, c.amount(g.Measure, least), c.amount(g.Measure, least.Sub(*l.Capacity)))
	}
}

// envelopesOfYear holds the limits of a year against each other and against what
// is there.
func (c *checker) envelopesOfYear() {
	for i := range c.book.Envelopes {
		e := &c.book.Envelopes[i]
		if e.Year != c.Year || c.treeOf(e.Node).find(e.Node.ID) == nowhere {
			continue
		}
		c.nested(e)
		if c.tooCostly(e) {
			c.report(e.origin, diag.CostAboveEnvelope, "cost.max", "at %s attainment the people of %s cost more in %s than its envelope, %s: salesplan rollup --by node tells how much",
				cost.Percent(e.Cost.Attainment), e.Node, e.Year, c.money(money.FromDecimal(e.Cost.Max)))
		}
		if e.Headcount != nil {
			c.seatsWithin(e)
		}
		if most, manager := c.widest(e.Node); e.MaxSpan > 0 && most > e.MaxSpan {
			c.report(e.origin, diag.SpanAboveLimit, "max_span", "%d seats report to %s at the end of %s: the most that %s allows is %d", most, manager, e.Year, e.Node, e.MaxSpan)
		}
		if e.CostOfSales != nil {
			c.costOfSales(e)
		}
	}
	c.wholePlan()
}

// tooCostly reports whether the people of a node cost more than its envelope.
func (c *checker) tooCostly(e *Envelope) bool {
	if e.Cost == nil {
		return false
	}
	spent, known := c.costs.of(e.Node, e.Cost.Counted, nil)
	return known && spent.Cmp(e.Cost.Max) > 0
}

func (c *checker) seatsWithin(e *Envelope) {
	there, filled, hires := c.headcount(e.Node)
	what := "seats"
	if e.Headcount.Filled {
		there, what = filled, "filled seats"
	}
	if there <= e.Headcount.Max {
		return
	}
	planned := ""
	if hires > 0 {
		planned = fmt.Sprintf(", %d of them from planned hires", hires)
	}
	c.report(e.origin, diag.SeatsAboveLimit, "headcount.max", "%s has %d %s at the end of %s%s: the most that its envelope allows is %d", e.Node, there, what, e.Year, planned, e.Headcount.Max)
}

// wholePlan reports a plan that planned hires lift above its own envelope.
// Without them it is a finding of its own.
func (c *checker) wholePlan() {
	most := c.costs.maxOf(addr.Addr{})
	if most == nil || len(c.book.Hires) == 0 {
		return
	}
	spent, known := c.costs.of(addr.Addr{}, c.costs.usual, nil)
	if !known || spent.Cmp(*most) <= 0 || c.costs.peopleOnly(c.costs.usual).Cmp(*most) > 0 {
		return
	}
	field := "cost.envelope." + c.Year.String()
	c.found = append(c.found, diag.New(diag.CostAboveEnvelope, plan.SettingsAddr, c.plan.Choices.PlaceOf(field),
		"with its planned hires the plan costs more in %s than its envelope, %s: salesplan rollup --by node tells how much", c.Year, c.money(money.FromDecimal(*most))).At(field))
}

// costOfSales reports cost that is too large a share of what is sold.
func (c *checker) costOfSales(e *Envelope) {
	limit := e.CostOfSales
	spent, known := c.costs.of(e.Node, limit.Counted, limit.Roles)
	if !known {
		return
	}
	sold := c.sold(e)
	share, err := money.FromDecimal(spent).Quo(sold)
	if err != nil || sold.Sign() <= 0 {
		c.report(e.origin, diag.NothingToDivideBy, "cost_of_sales.taken_from", "cost of sales of %s in %s is held against the %s for %s, and there is none", e.Node, e.Year, limit.TakenFrom, limit.Measure)
		return
	}
	if share.Cmp(money.FromDecimal(limit.Max)) > 0 {
		c.report(e.origin, diag.CostOfSalesTooHigh, "cost_of_sales.max", "the people of %s cost more than %s of the %s that its %s for %s stands for in %s", e.Node,
			cost.Percent(limit.Max), limit.Of, limit.TakenFrom, limit.Measure, e.Year)
	}
}

// sold returns what cost of sales is divided by, 0 if it is not stated.
func (c *checker) sold(e *Envelope) money.Ratio {
	l := c.Line(e.Node, e.CostOfSales.Measure, c.Year)
	var of *money.Ratio
	switch e.CostOfSales.TakenFrom {
	case "goal":
		of = l.Goal
	case "capacity":
		of = l.Capacity
	case "quota":
		if l.Quota != nil {
			sold := l.Quota.Mul(money.FromDecimal(e.CostOfSales.Attainment))
			of = &sold
		}
	}
	if of == nil {
		return money.Ratio{}
	}
	return *of
}

// gapsOfYear reports seats of which nothing says what they achieve, once for each
// role, and hires whose pay is not known where an envelope asks for it.
func (c *checker) gapsOfYear() {
	type about struct{ role, measure string }
	told := map[about]bool{}
	for _, g := range c.gaps {
		s := &c.seats[g.seat]
		key := about{s.Role, g.measure}
		switch {
		case g.used != nil:
			c.found = append(c.found, diag.New(diag.NoProductivity, s.Addr, s.Place,
				"%s carries no quota for %s in a part of %s, and %s states no amount for such seats: they count nothing there", s.Addr, g.measure, c.Year, g.used.Addr).
				With(g.used.place("productivity"), "productivity is the quota"))
		case !told[key]:
			told[key] = true
			c.found = append(c.found, diag.New(diag.NoProductivity, s.Addr, s.Place, "no capacity says what seats of role/%s, such as %s, achieve for %s: they count nothing",
				s.Role, s.Addr, g.measure))
		}
	}
	if c.costs.maxOf(addr.Addr{}) == nil && !c.limitsCost() {
		return
	}
	for i := range c.seats {
		s := &c.seats[i]
		if s.hire == nil || s.hire.Position != "" || !s.there(c.yearDays()) {
			continue
		}
		if _, _, known := c.costs.planned(s); !known {
			c.report(s.hire.origin, diag.HireWithoutPay, "role", "neither %s nor a comp plan of role/%s says what is paid: envelopes count the hiring cost only", s.Addr, s.Role)
		}
	}
}

// limitsCost reports whether an envelope of the year limits cost.
func (c *checker) limitsCost() bool {
	for _, e := range c.limits {
		if e.Cost != nil || e.CostOfSales != nil {
			return true
		}
	}
	return false
}

// nested reports envelopes below that allow more than the one above.
func (c *checker) nested(e *Envelope) {
	t := c.treeOf(e.Node)
	var most money.Sum
	seats := 0
	var costs, counts []string
	for _, at := range c.nearestLimits(t, t.find(e.Node.ID)) {
		below := c.limits[t.addr(at)]
		if e.Cost != nil && below.Cost != nil && below.Cost.Counted == e.Cost.Counted {
			most.Add(below.Cost.Max)
			costs = append(costs, t.ids[at])
		}
		if e.Headcount != nil && below.Headcount != nil && below.Headcount.Filled == e.Headcount.Filled {
			seats += below.Headcount.Max
			counts = append(counts, t.ids[at])
		}
	}
	if sum, err := most.Total(); e.Cost != nil && err == nil && sum.Cmp(e.Cost.Max) > 0 {
		c.report(e.origin, diag.EnvelopesExceed, "cost.max", "the envelope of %s for %s is %s, and those of %s sum to %s", e.Node, e.Year, c.money(money.FromDecimal(e.Cost.Max)),
			list(costs), c.money(money.FromDecimal(sum)))
	}
	if e.Headcount != nil && seats > e.Headcount.Max {
		c.report(e.origin, diag.EnvelopesExceed, "headcount.max", "%s may have %d seats in %s, and %s may have %d together", e.Node, e.Headcount.Max, e.Year, list(counts), seats)
	}
}

// nearestLimits returns the uppermost nodes below a node that have an envelope.
func (c *checker) nearestLimits(t *tree, node int32) []int32 {
	var found []int32
	for stack := slices.Clone(t.children[node]); len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c.limits[t.addr(at)] != nil {
			found = append(found, at)
		} else {
			stack = append(stack, t.children[at]...)
		}
	}
	slices.Sort(found)
	return found
}

// list names the first of several ids.
func list(ids []string) string {
	if len(ids) > mostRelated {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:mostRelated], ", "), len(ids)-mostRelated)
	}
	return strings.Join(ids, ", ")
}

// amount writes a figure of a measure.
func (c *checker) amount(measure string, figure money.Ratio) string {
	for i := range c.plan.Measures {
		if m := &c.plan.Measures[i]; m.ID() == measure && m.Unit == plan.Money {
			return c.money(figure)
		}
	}
	return rounded(figure, 2)
}

func (c *checker) money(figure money.Ratio) string {
	digits := c.plan.Choices.Currency.MinorUnits()
	d, err := figure.Round(digits, money.HalfUp)
	if err != nil {
		return figure.String()
	}
	return d.Grouped(0)
}

// rounded writes a number with at most so many digits after the point.
func rounded(figure money.Ratio, digits int) string {
	d, err := figure.Round(digits, money.HalfUp)
	if err != nil {
		return figure.String()
	}
	return d.Grouped(0)
}
