package pipeline

import (
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// row reads one deal.
func (r *reader) row(into []deal) []deal {
	cells := r.rows.cells
	if len(cells) != r.width {
		r.report(diag.SnapshotShape, 0, "the row has %d cells, the header %d", len(cells), r.width)
		return into
	}
	if !utf8.Valid(r.rows.row) {
		r.report(diag.SnapshotShape, 0, "the row is not UTF-8: save the file as UTF-8")
		return into
	}
	r.deal = deal{}
	if !r.fill(&r.deal, cells) {
		return into
	}
	number, ok := r.number(cells[r.at.id])
	if !ok {
		r.report(diag.SnapshotShape, r.at.id, "there are more than %d deals", mostDeals)
		return into
	}
	if r.seen[number] == r.snapshot {
		r.report(diag.DuplicateDeal, r.at.id, "the opportunity %q stands twice in this snapshot: only the first row counts", cells[r.at.id])
		return into
	}
	r.seen[number] = r.snapshot
	for int(number) >= len(into) {
		into = append(into, deal{})
	}
	into[number] = r.deal
	return into
}

// number returns the number of a deal, a new one if it is met for the first
// time; ok is false if there are too many. Snapshots mostly list deals in one
// order, so that the deal that followed last time is tried first.
func (r *reader) number(id []byte) (number int32, ok bool) {
	if r.expected < len(r.ids) && r.ids[r.expected] == string(id) {
		r.expected++
		return int32(r.expected) - 1, true
	}
	number, known := r.numbers[string(id)]
	if !known {
		if len(r.ids) >= mostDeals {
			return 0, false
		}
		number = int32(len(r.ids))
		name := string(id)
		r.ids, r.seen, r.numbers[name] = append(r.ids, name), append(r.seen, 0), number
	}
	r.expected = int(number) + 1
	return number, true
}

// fill reads the cells of a deal; ok is false if one cannot be used.
func (r *reader) fill(d *deal, cells [][]byte) (ok bool) {
	if len(cells[r.at.id]) == 0 {
		r.report(diag.BadDealCell, r.at.id, "the opportunity has no id")
		return false
	}
	stage, known := r.process.stages[string(cells[r.at.stage])]
	if !known {
		r.report(diag.UnknownStage, r.at.stage, "the process %q has no stage %q; it has %s", r.process.Name, cells[r.at.stage], r.process.stageNames())
		return false
	}
	d.there, d.stage, d.state, d.category, d.node, d.group = true, stage, r.process.Stages[stage].State, -1, -1, -1
	if r.at.category >= 0 && len(r.process.Categories) > 0 && !r.fillCategory(d, cells[r.at.category]) {
		return false
	}
	if !r.fillDates(d, cells) || !r.fillAmount(d, cells) {
		return false
	}
	d.chosen = true
	for i := range r.where {
		if !r.where[i].holds(cells) {
			d.chosen = false
			break
		}
	}
	d.inPeriod = !r.bounded || d.close >= r.firstDay && d.close < r.dayAfter
	if r.at.node >= 0 {
		r.fillNode(d, cells[r.at.node])
	}
	if r.at.group >= 0 {
		r.fillGroup(d, cells[r.at.group])
	}
	return true
}

func (r *reader) fillCategory(d *deal, cell []byte) (ok bool) {
	category, known := r.process.categories[string(cell)]
	if !known {
		r.report(diag.UnknownCategory, r.at.category, "the process %q has no forecast category %q; it has %s", r.process.Name, cell, r.process.categoryNames())
		return false
	}
	c := &r.process.Categories[category]
	if c.State != d.state {
		r.report(diag.UnknownCategory, r.at.category, "the stage %q is for deals that are %s, the category %q for those that are %s",
			r.process.Stages[d.stage].Name, d.state, c.Name, c.State)
		return false
	}
	d.category = category
	return true
}

func (r *reader) fillDates(d *deal, cells [][]byte) (ok bool) {
	for _, one := range [...]struct {
		cell   int
		name   string
		needed bool
		to     *int32
	}{{r.at.closes, "close_date", true, &d.close}, {r.at.created, "created", false, &d.created}, {r.at.since, "stage_since", false, &d.since}} {
		if one.cell < 0 || len(cells[one.cell]) == 0 && !one.needed {
			continue
		}
		if *one.to, ok = r.days.read(cells[one.cell]); !ok {
			r.report(diag.BadDealCell, one.cell, "%s is %q, which is not a day: write it as 2026-05-31", one.name, cells[one.cell])
			return false
		}
	}
	return true
}

func (r *reader) fillAmount(d *deal, cells [][]byte) (ok bool) {
	amount, ok := parseNumber(cells[r.at.amount])
	if !ok {
		_, err := money.ParseDecimal(string(cells[r.at.amount]))
		r.report(diag.BadDealCell, r.at.amount, "amount: %s", err)
		return false
	}
	if amount.Sign() < 0 {
		r.report(diag.BadDealCell, r.at.amount, "amount is %s: it must be at least 0", amount)
		return false
	}
	if d.amount, ok = r.inPlanCurrency(amount, cells); !ok {
		return false
	}
	if d.state != plan.DealOpen {
		return true
	}
	chance := r.chances[int(d.stage)*(len(r.process.Categories)+1)+int(d.category)+1]
	if r.process.Weight == "deal" {
		chance, ok = parseNumber(cells[r.at.probability])
		if !ok || chance.Sign() < 0 || chance.Cmp(one) > 0 {
			r.report(diag.BadDealCell, r.at.probability, "probability is %q: it must be a number from 0 to 1, such as 0.25", cells[r.at.probability])
			return false
		}
	}
	d.weighted, _ = d.amount.MulRound(chance, weightDigits, money.HalfEven)
	return true
}

// weightDigits are the digits after the point of the weighted amount of one
// deal; it is rounded half to even.
const weightDigits = 6

var one = func() money.Decimal { d, _ := money.New(1, 0); return d }()

// inPlanCurrency converts an amount that names another currency at the plan's
// rate, rounded half to even to the minor units of the plan's currency.
func (r *reader) inPlanCurrency(amount money.Decimal, cells [][]byte) (converted money.Decimal, ok bool) {
	if r.at.currency < 0 || len(cells[r.at.currency]) == 0 {
		return amount, true
	}
	code := string(cells[r.at.currency])
	if r.currency == (money.Currency{}) {
		r.report(diag.BadDealCell, r.at.currency, "currency is %q, but the measure of this process counts units", code)
		return money.Decimal{}, false
	}
	if code == r.currency.String() {
		return amount, true
	}
	currency, err := money.ParseCurrency(code)
	if err != nil {
		r.report(diag.BadDealCell, r.at.currency, "currency: %s", err)
		return money.Decimal{}, false
	}
	rate, known := r.plan.Choices.FXRates[currency]
	if !known {
		r.report(diag.CurrencyMix, r.at.currency, "the plan states no rate from %s to %s in \"fx_rates\"", currency, r.currency)
		return money.Decimal{}, false
	}
	in, err := money.Amount{Value: amount, Currency: currency}.Convert(rate, r.currency, money.HalfEven)
	if err != nil {
		r.report(diag.BadDealCell, r.at.amount, "%s", err)
		return money.Decimal{}, false
	}
	return in.Value, true
}

// fillNode finds the node of the tree. A deal at an unknown one counts in the
// whole only.
func (r *reader) fillNode(d *deal, cell []byte) {
	node, known := r.nodes[string(cell)]
	if !known {
		r.report(diag.UnknownNode, r.at.node, "the plan has no %s/%s: the deal counts in the whole only", r.by, cell)
		return
	}
	d.node = node
}

func (r *reader) fillGroup(d *deal, cell []byte) {
	group, known := r.groups[string(cell)]
	if !known {
		if len(r.names) >= mostGroups {
			r.report(diag.SnapshotShape, r.at.group, "the column %q has more than %d values", r.by, mostGroups)
			return
		}
		group = int32(len(r.names))
		r.groups[string(cell)] = group
		r.names = append(r.names, string(cell))
	}
	d.group = group
}
