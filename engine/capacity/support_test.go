package capacity_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

func fiscal(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func date(t testing.TB, text string) period.Date {
	t.Helper()
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// assessed assesses FY27 (February 2026 to January 2027) of a plan in YAML without
// settings.
func assessed(t testing.TB, text string) *capacity.Assessment {
	t.Helper()
	a, err := capacity.Assess(testplan.Build(t, text).Plan, fiscal(t, "FY27"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func seat(id string) addr.Addr      { return addr.New(plan.PositionKind, id) }
func territory(id string) addr.Addr { return addr.New(plan.TerritoryKind, id) }

// whole stands for the whole plan.
var whole addr.Addr

// capacityOf returns the capacity of a node as text, "none" where there is none.
func capacityOf(t testing.TB, a *capacity.Assessment, node addr.Addr, when string) string {
	t.Helper()
	figure, ok := a.Of(node, "arr", fiscal(t, when))
	if !ok {
		return "none"
	}
	return figure.String()
}

// choices are what a capacity states, written so that one may be changed.
type choices struct{ productivity, attainment, ramping, partMonth, vacant, more string }

func (c choices) String() string {
	or := func(text, usual string) string {
		if text == "" {
			return usual
		}
		return text
	}
	return "{roles: [ae], measure: arr, productivity: " + or(c.productivity, "amount, amount: 120000") + ", attainment: " + or(c.attainment, "1") +
		", attainment_when_ramping: " + or(c.ramping, "applies") + ", part_month: " + or(c.partMonth, "by_days") + ", vacant_seats: " + or(c.vacant, "not_counted") + c.more + "}"
}

const base = `
measure: {arr: {name: ARR, unit: money}, deals: {name: Deals, unit: count}, share: {name: Share, unit: ratio}}
role: {ae: {name: AE, measures: [arr]}, head: {name: Head, manager: true}, se: {name: SE, measures: [arr]}}
person: {ann: {}, bob: {}, cy: {}}
`
