package plan

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Names of the collections of the sales process.
const (
	ProcessKind    = "sales_process"
	SalesStageKind = "sales_stage"
	CategoryKind   = "forecast_category"
)

// Selling is how deals are won and how sure they are. Every slice is sorted by
// address.
type Selling struct {
	Processes  []SalesProcess
	Stages     []SalesStage
	Categories []ForecastCategory
}

// SalesProcess is a way in which deals are won.
type SalesProcess struct {
	Origin
	Name             string
	Measure          string
	FullCoverage     bool           // divided by the whole quota, not by what remains of it
	RequiredCoverage *money.Decimal // nil: 1 / win rate
	Weight           string         // stage, category or deal
}

// DealState says how far a deal is. The zero DealState is invalid.
type DealState uint8

// The states of deals.
const (
	DealOpen DealState = iota + 1
	DealWon
	DealLost
)

// String returns open, won or lost.
func (s DealState) String() string {
	names := [...]string{DealOpen: "open", DealWon: "won", DealLost: "lost"}
	if int(s) < len(names) && s != 0 {
		return names[s]
	}
	return "invalid"
}

func dealStateOf(text string) DealState {
	for _, state := range []DealState{DealOpen, DealWon, DealLost} {
		if state.String() == text {
			return state
		}
	}
	return 0
}

// SalesStage is a step of a sales process.
type SalesStage struct {
	Origin
	Process, Name string
	Order         int
	State         DealState
	ExpectedDays  int            // -1 if not stated
	Conversion    *money.Decimal // nil if not stated
	Probability   *money.Decimal // nil if not stated
}

// ForecastCategory is how sure a seller is of a deal.
type ForecastCategory struct {
	Origin
	Process, Name string
	Order         int
	State         DealState
	Parent        string         // id of a category; "" at the top
	Call          bool           // sellers promise it
	Probability   *money.Decimal // nil if not stated
}

// add files one sound record of the sales process under its type; ok is false
// for other collections.
func (s *Selling) add(r *record.Record, origin Origin) (ok bool) {
	n := &r.Node
	switch r.Addr.Collection {
	case ProcessKind:
		s.Processes = append(s.Processes, SalesProcess{
			Origin: origin, Name: n.TextOf("name"), Measure: n.TextOf("measure"), FullCoverage: n.TextOf("coverage") == "full",
			RequiredCoverage: statedDecimal(n, "required_coverage"), Weight: n.TextOf("weight"),
		})
	case SalesStageKind:
		s.Stages = append(s.Stages, stageOf(n, origin))
	case CategoryKind:
		s.Categories = append(s.Categories, ForecastCategory{
			Origin: origin, Process: n.TextOf("process"), Name: n.TextOf("name"), Order: orderOf(n), State: dealStateOf(n.TextOf("state")),
			Parent: n.TextOf("parent"), Call: n.TextOf("call") == "true", Probability: statedDecimal(n, "probability"),
		})
	default:
		return false
	}
	return true
}

func stageOf(n *syntax.Node, origin Origin) SalesStage {
	return SalesStage{
		Origin: origin, Process: n.TextOf("process"), Name: n.TextOf("name"), Order: orderOf(n), State: dealStateOf(n.TextOf("state")),
		ExpectedDays: wholeOf(n, "expected_days", -1), Conversion: statedDecimal(n, "conversion"), Probability: statedDecimal(n, "probability"),
	}
}
