package report

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/pipeline"
)

// OpsForecast is the result of the verb ops forecast. Amounts are in Currency.
type OpsForecast struct {
	Header
	Input      string              `json:"input"`
	Plan       string              `json:"plan"`
	Process    string              `json:"process"` // address
	Currency   string              `json:"currency"`
	Period     string              `json:"period"` // in which deals close; "" for all deals
	By         string              `json:"by"`
	Where      []string            `json:"where"`
	Latest     ForecastDay         `json:"latest"`
	Whole      ForecastNode        `json:"whole"`
	Nodes      []ForecastNode      `json:"nodes"` // in tree order, or in order of value
	WinRate    *string             `json:"win_rate"`
	Velocity   *ForecastVelocity   `json:"velocity"` // null without won deals that say when they were created
	Renewal    *ForecastRenewal    `json:"renewal"`  // null without a period
	Earlier    []ForecastDay       `json:"earlier"`  // oldest first
	Waterfalls []ForecastWaterfall `json:"waterfalls"`
	Moves      []ForecastMove      `json:"moves"`    // by open stage, over all snapshots
	Promises   []ForecastPromise   `json:"promises"` // what became of the calls of earlier snapshots
	Counts     Counts              `json:"counts"`
	Findings   []Finding           `json:"findings"` // of the snapshots
}

// ForecastDay is the pipeline as one snapshot shows it.
type ForecastDay struct {
	Date       string             `json:"date"`
	Deals      int                `json:"deals"`
	Amount     string             `json:"amount"`
	Open       ForecastBucket     `json:"open"`
	Won        ForecastBucket     `json:"won"`
	Lost       ForecastBucket     `json:"lost"`
	Weighted   string             `json:"weighted"`
	Call       string             `json:"call"` // won, and open in categories that sellers promise
	Categories []ForecastCategory `json:"categories"`
	Stages     []ForecastStage    `json:"stages"`
}

// ForecastBucket are some deals.
type ForecastBucket struct {
	Deals  int    `json:"deals"`
	Amount string `json:"amount"`
}

// ForecastCategory are the deals of one category.
type ForecastCategory struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Parent  string `json:"parent,omitempty"` // id of the category that it refines
	State   string `json:"state"`
	ForecastBucket
	Weighted   string `json:"weighted"`
	Cumulative string `json:"cumulative"` // with all surer categories; 0 for lost deals
}

// ForecastStage are the deals of one stage.
type ForecastStage struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	State   string `json:"state"`
	ForecastBucket
	Weighted     string  `json:"weighted"`
	AverageDays  *string `json:"average_days"` // in the stage, half up to one digit; null if no deal says since when
	OldestDays   int     `json:"oldest_days"`
	Overdue      int     `json:"overdue"`       // deals longer than the expected days
	ExpectedDays *int    `json:"expected_days"` // null if not stated
}

// ForecastNode is the forecast of a territory, a position or a value.
type ForecastNode struct {
	Address    string            `json:"address"` // "" for the whole and for values of columns
	Name       string            `json:"name"`
	Depth      int               `json:"depth"`
	Open       ForecastBucket    `json:"open"`
	Won        ForecastBucket    `json:"won"`
	Lost       ForecastBucket    `json:"lost"`
	Weighted   string            `json:"weighted"`
	Call       string            `json:"call"`
	Categories []ForecastBucket  `json:"categories"` // in the order of the process
	Coverage   *ForecastCoverage `json:"coverage"`   // null without a period or a quota
}

// ForecastCoverage is how much open pipeline there is for what is to be won.
type ForecastCoverage struct {
	Quota     string  `json:"quota"`
	Of        string  `json:"of"`        // remaining or full: what the open pipeline is divided by
	Basis     string  `json:"basis"`     // that amount
	Ratio     *string `json:"ratio"`     // half up to 2 digits; null where nothing remains
	Required  *string `json:"required"`  // stated, or 1 / win rate
	Expected  *string `json:"expected"`  // open × win rate
	Shortfall *string `json:"shortfall"` // open pipeline that is missing
}

// ForecastVelocity is what the pipeline brings in a day.
type ForecastVelocity struct {
	Open          int    `json:"open"`
	WinRate       string `json:"win_rate"`
	AverageAmount string `json:"average_amount"` // of won deals
	CycleDays     string `json:"cycle_days"`     // from creation to close of won deals
	PerDay        string `json:"per_day"`
}

// ForecastRenewal are renewal rates.
type ForecastRenewal struct {
	Available string `json:"available"`
	Worst     string `json:"worst"` // won / available
	Best      string `json:"best"`  // (won + open) / available
}

// ForecastWaterfall leads from one snapshot to the next.
type ForecastWaterfall struct {
	From    string         `json:"from"`
	To      string         `json:"to"`
	Opening string         `json:"opening"`
	Steps   []ForecastStep `json:"steps"` // with opening they sum to closing
	Closing string         `json:"closing"`
	Slips   ForecastSlips  `json:"slips"`
}

// ForecastStep is one step of a waterfall.
type ForecastStep struct {
	Flow   string `json:"flow"`
	Deals  int    `json:"deals"`
	Amount string `json:"amount"`
}

// ForecastSlips are open deals that close later than in the snapshot before.
type ForecastSlips struct {
	Deals       int     `json:"deals"`
	Amount      string  `json:"amount"`
	AverageDays *string `json:"average_days"` // half up to one digit; null without deals
}

// ForecastMove says what became of the deals of a stage.
type ForecastMove struct {
	Address    string  `json:"address"`
	Name       string  `json:"name"`
	Forward    int     `json:"forward"`
	Back       int     `json:"back"`
	Lost       int     `json:"lost"`
	Vanished   int     `json:"vanished"`
	Stayed     int     `json:"stayed"`
	Conversion *string `json:"conversion"` // forward / (forward + back + lost), half up to 4 digits
	Expected   *string `json:"expected"`   // as the plan states it
}

// ForecastPromise is what became of the call of an earlier snapshot.
type ForecastPromise struct {
	Date      string  `json:"date"`
	Call      string  `json:"call"`
	Promised  string  `json:"promised"` // the open part of the call; the next five sum to it
	Won       string  `json:"won"`
	Lost      string  `json:"lost"`
	StillOpen string  `json:"still_open"`
	Slipped   string  `json:"slipped"`
	Vanished  string  `json:"vanished"`
	Accuracy  *string `json:"accuracy"` // won in the period by the latest snapshot / call, half up to 4 digits
}

// ForecastInput is what a forecast found.
type ForecastInput struct {
	Input, Plan string
	Summary     *pipeline.Summary
	Where       []string // as asked
	Findings    diag.List
	Complete    bool
}

// NewOpsForecast shows a forecast. Findings name snapshots as the user did.
func NewOpsForecast(in ForecastInput) OpsForecast {
	s := in.Summary
	r := OpsForecast{
		Header: NewHeader("ops forecast", in.Complete && s.Complete), Input: in.Input, Plan: in.Plan, Process: s.Process.Addr.String(),
		Currency: s.Currency.String(), Period: s.Period.String(), By: s.By, Where: orEmpty(in.Where), Latest: forecastDay(&s.Latest),
		Whole: forecastNode(&s.Whole), Nodes: []ForecastNode{}, Earlier: []ForecastDay{}, Waterfalls: []ForecastWaterfall{},
		Moves: []ForecastMove{}, Promises: []ForecastPromise{}, Counts: CountsOf(in.Findings), Findings: FindingsOf(in.Findings, "", nil, nil),
	}
	for i := range s.Nodes {
		r.Nodes = append(r.Nodes, forecastNode(&s.Nodes[i]))
	}
	for i := range s.Earlier {
		r.Earlier = append(r.Earlier, forecastDay(&s.Earlier[i]))
	}
	for i := range s.Waterfalls {
		r.Waterfalls = append(r.Waterfalls, forecastWaterfall(&s.Waterfalls[i]))
	}
	for i := range s.Moves {
		m := &s.Moves[i]
		one := ForecastMove{Address: m.Addr.String(), Name: m.Name, Forward: m.Forward, Back: m.Back, Lost: m.Lost, Vanished: m.Vanished, Stayed: m.Stayed}
		if share, ok := m.Conversion(); ok {
			one.Conversion = printed(&share)
		}
		one.Expected = printed(m.SalesStage.Conversion)
		r.Moves = append(r.Moves, one)
	}
	for i := range s.Kept {
		r.Promises = append(r.Promises, forecastPromise(&s.Kept[i]))
	}
	if s.WinRate != nil {
		r.WinRate = printed(&s.WinRate.Share)
	}
	if v := s.Velocity; v != nil {
		r.Velocity = &ForecastVelocity{Open: v.Open, WinRate: v.WinRate.String(), AverageAmount: v.AverageAmount.String(), CycleDays: v.CycleDays.String(), PerDay: v.PerDay.String()}
	}
	if n := s.Renewal; n != nil {
		r.Renewal = &ForecastRenewal{Available: n.Available.String(), Worst: n.Worst.String(), Best: n.Best.String()}
	}
	return r
}

// printed prints a number that may not be there.
func printed(d *money.Decimal) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}

func forecastBucket(b pipeline.Bucket) ForecastBucket {
	return ForecastBucket{Deals: b.Deals, Amount: b.Amount.String()}
}

func forecastDay(d *pipeline.Day) ForecastDay {
	shown := ForecastDay{
		Date: d.Date.String(), Deals: d.Deals, Amount: d.Amount.String(), Open: forecastBucket(d.Open), Won: forecastBucket(d.Won), Lost: forecastBucket(d.Lost),
		Weighted: d.Weighted.String(), Call: d.Call.String(), Categories: []ForecastCategory{}, Stages: []ForecastStage{},
	}
	for i := range d.Categories {
		c := &d.Categories[i]
		shown.Categories = append(shown.Categories, ForecastCategory{
			Address: c.Addr.String(), Name: c.Name, Parent: c.Parent, State: c.State.String(), ForecastBucket: forecastBucket(c.Bucket),
			Weighted: c.Weighted.String(), Cumulative: c.Cumulative.String(),
		})
	}
	for i := range d.Stages {
		s := &d.Stages[i]
		one := ForecastStage{
			Address: s.Addr.String(), Name: s.Name, State: s.State.String(), ForecastBucket: forecastBucket(s.Bucket), Weighted: s.Weighted.String(),
			OldestDays: s.Oldest, Overdue: s.Overdue,
		}
		if average, ok := s.AverageAge(); ok {
			one.AverageDays = printed(&average)
		}
		if s.ExpectedDays >= 0 {
			one.ExpectedDays = &s.ExpectedDays
		}
		shown.Stages = append(shown.Stages, one)
	}
	return shown
}

func forecastNode(n *pipeline.Node) ForecastNode {
	shown := ForecastNode{
		Address: n.Addr.String(), Name: n.Name, Depth: n.Depth, Open: forecastBucket(n.Open), Won: forecastBucket(n.Won), Lost: forecastBucket(n.Lost),
		Weighted: n.Weighted.String(), Call: n.Call.String(), Categories: []ForecastBucket{},
	}
	for _, b := range n.Categories {
		shown.Categories = append(shown.Categories, forecastBucket(b))
	}
	if c := n.Coverage; c != nil {
		shown.Coverage = &ForecastCoverage{
			Quota: c.Quota.String(), Of: "remaining", Basis: c.Basis.String(), Ratio: printed(c.Ratio), Required: printed(c.Required),
			Expected: printed(c.Expected), Shortfall: printed(c.Shortfall),
		}
		if c.Full {
			shown.Coverage.Of = "full"
		}
	}
	return shown
}

func forecastWaterfall(w *pipeline.Waterfall) ForecastWaterfall {
	shown := ForecastWaterfall{
		From: w.From.String(), To: w.To.String(), Opening: w.Opening.String(), Closing: w.Closing.String(), Steps: []ForecastStep{},
		Slips: ForecastSlips{Deals: w.Slips.Deals, Amount: w.Slips.Amount.String()},
	}
	if average, ok := w.Slips.AverageDays(); ok {
		shown.Slips.AverageDays = printed(&average)
	}
	for _, step := range w.Steps {
		shown.Steps = append(shown.Steps, ForecastStep{Flow: step.Flow.String(), Deals: step.Deals, Amount: step.Amount.String()})
	}
	return shown
}

func forecastPromise(p *pipeline.Promise) ForecastPromise {
	shown := ForecastPromise{
		Date: p.Date.String(), Call: p.Call.String(), Promised: p.Promised.String(), Won: p.Won.String(), Lost: p.Lost.String(),
		StillOpen: p.StillOpen.String(), Slipped: p.Slipped.String(), Vanished: p.Vanished.String(),
	}
	if share, ok := p.Accuracy(); ok {
		shown.Accuracy = printed(&share)
	}
	return shown
}
