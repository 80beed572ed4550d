package pipeline

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Day is the pipeline as one snapshot shows it: the deals that close in the
// period and fulfil the conditions.
type Day struct {
	Date       period.Date
	Deals      int
	Amount     money.Decimal // of all deals, in whatever state
	Open       Bucket
	Won        Bucket
	Lost       Bucket
	Weighted   money.Decimal // of open deals: amount × chance, rounded half to even to the currency's minor units
	Call       money.Decimal // won, and open in categories that sellers promise
	Categories []CategoryBucket
	Stages     []StageBucket
}

// Bucket are some deals.
type Bucket struct {
	Deals  int
	Amount money.Decimal
}

// CategoryBucket are the deals of one category. The buckets of all categories
// hold each deal once.
type CategoryBucket struct {
	*plan.ForecastCategory
	Bucket
	Weighted money.Decimal // of open deals
	// Cumulative is the amount of this category and all surer ones; of lost
	// deals it is 0.
	Cumulative money.Decimal
}

// StageBucket are the deals of one stage.
type StageBucket struct {
	*plan.SalesStage
	Bucket
	Weighted money.Decimal
	// Aged are deals for which the snapshot says since when they are in the
	// stage, AgeDays their days all together, Oldest the longest.
	Aged, AgeDays, Oldest int
	Overdue               int // of these, longer than the expected days
}

// AverageAge returns the days that deals are in the stage on average, rounded
// half up to one digit; ok is false if no deal says so.
func (s *StageBucket) AverageAge() (days money.Decimal, ok bool) {
	days, err := whole(s.AgeDays).QuoRound(whole(s.Aged), 1, money.HalfUp)
	return days, err == nil
}

func whole(n int) money.Decimal {
	d, _ := money.New(int64(n), 0)
	return d
}

// tally adds up deals.
type tally struct {
	deals            int
	amount, weighted money.Sum
}

func (t *tally) add(d *deal) {
	t.deals++
	t.amount.Add(d.amount)
	t.weighted.Add(d.weighted)
}

func (t *tally) bucket(totals *totals) Bucket {
	return Bucket{Deals: t.deals, Amount: totals.of(&t.amount)}
}

// day adds up one snapshot.
func (c *computation) day(date period.Date, deals []deal) Day {
	var all tally
	var states [plan.DealLost + 1]tally
	categories, stages := make([]tally, len(c.process.Categories)), make([]tally, len(c.process.Stages))
	ages := make([]StageBucket, len(c.process.Stages))
	today := dayNumber(date)
	for i := range deals {
		d := &deals[i]
		if !d.scope() {
			continue
		}
		all.add(d)
		states[d.state].add(d)
		stages[d.stage].add(d)
		if d.category >= 0 {
			categories[d.category].add(d)
		}
		if d.since > 0 && d.state == plan.DealOpen {
			ages[d.stage].age(max(0, int(today-d.since)), c.process.Stages[d.stage].ExpectedDays)
		}
	}
	digits := c.digits
	day := Day{
		Date: date, Deals: all.deals, Amount: c.totals.of(&all.amount), Open: states[plan.DealOpen].bucket(&c.totals),
		Won: states[plan.DealWon].bucket(&c.totals), Lost: states[plan.DealLost].bucket(&c.totals), Weighted: c.totals.rounded(&states[plan.DealOpen].weighted, digits),
	}
	for i := range stages {
		s := ages[i]
		s.SalesStage, s.Bucket, s.Weighted = &c.process.Stages[i], stages[i].bucket(&c.totals), c.totals.rounded(&stages[i].weighted, digits)
		day.Stages = append(day.Stages, s)
	}
	c.byCategory(&day, categories)
	return day
}

// age takes up a deal that has been in the stage for some days.
func (s *StageBucket) age(days, expected int) {
	s.Aged++
	s.AgeDays += days
	s.Oldest = max(s.Oldest, days)
	if expected >= 0 && days > expected {
		s.Overdue++
	}
}

// byCategory fills in the categories of a day, and the call.
func (c *computation) byCategory(day *Day, tallies []tally) {
	var cumulative, call money.Sum
	call.Add(day.Won.Amount)
	for i := range tallies {
		category := &c.process.Categories[i]
		b := CategoryBucket{ForecastCategory: category, Bucket: tallies[i].bucket(&c.totals), Weighted: c.totals.rounded(&tallies[i].weighted, c.digits)}
		if category.State != plan.DealLost {
			cumulative.Add(b.Amount)
			b.Cumulative = c.totals.of(&cumulative)
		}
		if category.Call && category.State == plan.DealOpen {
			call.Add(b.Amount)
		}
		day.Categories = append(day.Categories, b)
	}
	day.Call = c.totals.of(&call)
}
