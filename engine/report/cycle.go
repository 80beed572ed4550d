package report

import (
	"github.com/salesplan/salesplan/engine/cycle"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/schema"
)

// OpsCycle is the result of the verb ops cycle: a month of sales and operations
// planning as of a day.
type OpsCycle struct {
	Header
	Verdict  string         `json:"verdict"`
	Input    string         `json:"input"`
	Plan     string         `json:"plan"`
	Month    string         `json:"month"`
	LastDay  string         `json:"last_day"` // of the month
	AsOf     string         `json:"as_of"`    // what came later is not in the report
	Recap    bool           `json:"recap"`    // shown short: decisions and actions
	Steps    []CycleStep    `json:"steps"`
	Inputs   []CycleInput   `json:"inputs"`
	Balances []CycleBalance `json:"balances"` // of the month and those after it
	KPIs     []CycleKPI     `json:"kpis"`
	Meeting  *CycleMeeting  `json:"meeting"` // null if none is planned for the month
	Next     string         `json:"next"`    // day of the next meeting; "" if none is planned
	Open     []CycleAction  `json:"open"`    // carried ones first, then by due date
	Closed   []CycleAction  `json:"closed"`  // since the month began
	Counts   Counts         `json:"counts"`
	FailOn   string         `json:"fail_on"`
	Findings []Finding      `json:"findings"`
}

// CycleStep is a step of the cycle.
type CycleStep struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Owner   string `json:"owner"` // role
	Due     string `json:"due"`
}

// CycleInput is an input of the cycle in the month.
type CycleInput struct {
	Address   string `json:"address"`
	Name      string `json:"name"`
	Owner     string `json:"owner"` // role
	Due       string `json:"due"`
	Delivered string `json:"delivered"` // "" if it is not there
	AsOf      string `json:"as_of"`     // last day of the data
	AgeDays   int    `json:"age_days"`  // when it is used
	FreshDays int    `json:"fresh_days"`
	LateDays  int    `json:"late_days"`
	Standing  string `json:"standing"` // ready, not validated, stale, rejected, missing, awaited
	Note      string `json:"note"`
}

// CycleBalance is demand against supply of an item in a month.
type CycleBalance struct {
	Item      string  `json:"item"`
	Month     string  `json:"month"`
	Unit      string  `json:"unit"`
	Demand    string  `json:"demand"`
	Capacity  string  `json:"capacity"`
	Inventory string  `json:"inventory"`
	Gap       string  `json:"gap"` // capacity + inventory - demand
	Use       *string `json:"use"` // demand / (capacity + inventory), half up to 4 digits
}

// CycleKPI is a figure in the month and in the month before.
type CycleKPI struct {
	Address    string  `json:"address"`
	Name       string  `json:"name"`
	Unit       string  `json:"unit"`
	Owner      string  `json:"owner"` // role
	Target     *string `json:"target"`
	Actual     *string `json:"actual"`
	Difference *string `json:"difference"` // actual - target
	Result     string  `json:"result"`     // met, near, missed, no result
	LastTarget *string `json:"last_target"`
	LastActual *string `json:"last_actual"`
	LastResult string  `json:"last_result"`  // against the target of that month
	Moved      bool    `json:"target_moved"` // since the month before
	Reason     string  `json:"reason"`
}

// CycleMeeting is the meeting of the month.
type CycleMeeting struct {
	Date      string      `json:"date"`
	Past      bool        `json:"past"`
	Chair     string      `json:"chair"` // position
	Seats     []CycleSeat `json:"seats"`
	Guests    []string    `json:"guests"`
	Agenda    []string    `json:"agenda"`
	Decisions []string    `json:"decisions"` // none before the meeting
}

// CycleSeat is a seat at the meeting.
type CycleSeat struct {
	Position string `json:"position"`
	Deputy   string `json:"deputy"`
	Required bool   `json:"required"`
	Presence string `json:"presence"` // present, deputy, absent, expected
}

// CycleAction is something that somebody has to do.
type CycleAction struct {
	Address     string `json:"address"`
	Title       string `json:"title"`
	Owner       string `json:"owner"` // position
	Raised      string `json:"raised"`
	Due         string `json:"due"`
	Status      string `json:"status"`
	Closed      string `json:"closed"` // "" while it is open
	Carried     bool   `json:"carried"`
	OverdueDays int    `json:"overdue_days"`
	Note        string `json:"note"`
}

// CycleReportInput is what a month of the cycle shows.
type CycleReportInput struct {
	Input, Prefix, Plan string
	Pack                *cycle.Pack
	Recap               bool
	Complete            bool
	FailOn              diag.Severity
	Texts               Texts
	Confidence          *schema.Confidence // what is withheld of findings; nil: nothing
}

// NewOpsCycle shows a month of the cycle.
func NewOpsCycle(in CycleReportInput) OpsCycle {
	p := in.Pack
	r := OpsCycle{
		Header: NewHeader("ops cycle", in.Complete), Verdict: Pass, Input: in.Input, Plan: in.Plan, Month: p.Month.String(), LastDay: p.LastDay.String(),
		AsOf: p.AsOf.String(), Recap: in.Recap, Steps: []CycleStep{}, Inputs: []CycleInput{}, Balances: []CycleBalance{}, KPIs: []CycleKPI{},
		Open: []CycleAction{}, Closed: []CycleAction{}, Counts: CountsOf(p.Findings), FailOn: in.FailOn.String(), Findings: FindingsOf(p.Findings, in.Prefix, in.Texts, in.Confidence),
	}
	if p.Findings.Worst() >= in.FailOn {
		r.Verdict = Fail
	}
	if !in.Complete {
		r.Verdict = Incomplete
	}
	for _, s := range p.Steps {
		r.Steps = append(r.Steps, CycleStep{Address: s.Addr.String(), Name: s.Name, Kind: s.Kind, Owner: s.OwnerRole, Due: s.Due.String()})
	}
	for i := range p.Inputs {
		r.Inputs = append(r.Inputs, cycleInput(&p.Inputs[i]))
	}
	for _, b := range p.Balances {
		r.Balances = append(r.Balances, CycleBalance{
			Item: b.Item, Month: b.Month.String(), Unit: b.Unit, Demand: b.Demand.String(), Capacity: b.Capacity.String(), Inventory: b.Inventory.String(),
			Gap: b.Gap.String(), Use: printed(b.Use),
		})
	}
	for i := range p.KPIs {
		r.KPIs = append(r.KPIs, cycleKPI(&p.KPIs[i]))
	}
	if p.Meeting != nil {
		r.Meeting = cycleMeeting(p.Meeting)
	}
	if p.Next != nil {
		r.Next = p.Next.Date.String()
	}
	for _, a := range p.Open {
		r.Open = append(r.Open, CycleAction{
			Address: a.Addr.String(), Title: a.Title, Owner: a.Owner, Raised: a.Raised.String(), Due: a.Due.String(), Status: "open",
			Carried: a.Carried, OverdueDays: a.Overdue, Note: a.Note,
		})
	}
	for _, a := range p.Closed {
		r.Closed = append(r.Closed, CycleAction{
			Address: a.Addr.String(), Title: a.Title, Owner: a.Owner, Raised: a.Raised.String(), Due: a.Due.String(), Status: a.Status, Closed: a.Closed.String(), Note: a.Note,
		})
	}
	return r
}

func cycleInput(in *cycle.Input) CycleInput {
	shown := CycleInput{
		Address: in.Addr.String(), Name: in.Name, Owner: in.OwnerRole, Due: in.Due.String(), AgeDays: in.Age, FreshDays: in.FreshDays, LateDays: in.Late,
		Standing: in.Standing.String(),
	}
	if d := in.Delivery; d != nil {
		shown.Delivered, shown.AsOf, shown.Note = d.Delivered.String(), d.AsOf.String(), d.Note
	}
	return shown
}

func cycleKPI(k *cycle.KPI) CycleKPI {
	shown := CycleKPI{
		Address: k.Addr.String(), Name: k.Name, Unit: k.Unit, Owner: k.OwnerRole, Difference: printed(k.Difference), Result: k.Result.String(),
		LastResult: k.LastResult.String(), Moved: k.Moved,
	}
	if k.Now != nil {
		shown.Target, shown.Actual, shown.Reason = printed(&k.Now.Target), printed(k.Now.Actual), k.Now.Reason
	}
	if k.Before != nil {
		shown.LastTarget, shown.LastActual = printed(&k.Before.Target), printed(k.Before.Actual)
	}
	return shown
}

func cycleMeeting(m *cycle.Meeting) *CycleMeeting {
	shown := &CycleMeeting{
		Date: m.Date.String(), Past: m.Past, Chair: m.Chair, Seats: []CycleSeat{}, Guests: orEmpty(m.Guests), Agenda: orEmpty(m.Agenda), Decisions: []string{},
	}
	if m.Past {
		shown.Decisions = orEmpty(m.Decisions)
	}
	for _, s := range m.Seats {
		shown.Seats = append(shown.Seats, CycleSeat{Position: s.Position, Deputy: s.CycleAttendee.Deputy, Required: s.Required, Presence: s.Presence.String()})
	}
	return shown
}
