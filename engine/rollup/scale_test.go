package rollup_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/syntax"
)

// made writes a record from pairs of field and value.
func made(collection, id string, fields ...string) record.Record {
	n := syntax.Node{Kind: syntax.Map}
	for i := 0; i < len(fields); i += 2 {
		n.Children = append(n.Children, syntax.Node{Key: fields[i], Text: fields[i+1], Kind: syntax.String})
	}
	return record.Record{Addr: addr.New(collection, id), Node: n}
}

// large builds a plan of a tree in which every territory has so many children,
// each with an owner in a tree of seats of the same shape, and quarterly quotas
// for three measures on every territory.
func large(t testing.TB, territories, fanout int) *plan.Plan {
	t.Helper()
	records := recordsOf(t, settings+"  seller: {name: Seller}\n")
	records = append(records, made(plan.MeasureKind, "units", "name", "Units", "unit", "count"))
	for i := range territories {
		id, parent := strconv.Itoa(i), ""
		if i > 0 {
			parent = strconv.Itoa((i - 1) / fanout)
		}
		records = append(records,
			made(plan.TerritoryKind, "t"+id, "name", id, "parent", prefix("t", parent)),
			made(plan.PositionKind, "p"+id, "role", "seller", "manager", prefix("p", parent)),
			made(plan.AssignmentKind, "t"+id+"/p"+id, "territory", "t"+id, "position", "p"+id, "coverage", plan.Owner, "share", "1"))
		for _, measure := range []string{"arr", "deals", "units"} {
			for _, quarter := range quarters {
				records = append(records, made(plan.QuotaKind, "t"+id+"/"+measure+"@"+quarter, "territory", "t"+id, "measure", measure, "period", quarter, "amount", fmt.Sprintf("%d.%d", i, i%10)))
			}
		}
	}
	return plan.Build(record.NewList(record.Slice(records)), nil, map[addr.Addr]bool{})
}

func prefix(letter, id string) string {
	if id == "" {
		return ""
	}
	return letter + id
}

// TestDeepTree rolls up and traces a chain of territories and of managers.
func TestDeepTree(t *testing.T) {
	const depth = 3_000
	result, findings := rollup.Compute(large(t, depth, 1))
	if len(findings) > 0 {
		t.Fatal(findings[0])
	}
	root := key(t, rollup.Territory, "territory/t0", "deals", "FY27")
	cell, _ := result.Cell(root)
	bottom, _ := result.Cell(key(t, rollup.Territory, "territory/t"+strconv.Itoa(depth-1), "deals", "FY27"))
	if cell.Rolled != bottom.Rolled || !cell.Rolled.Known {
		t.Errorf("the root rolls up %v, the only territory that counts has %v", cell.Rolled, bottom.Rolled)
	}
	trace, err := result.Why(root)
	if err != nil {
		t.Fatal(err)
	}
	levels := 0
	for at := &trace; len(at.Parts) > 0; at = &at.Parts[0] {
		levels++
	}
	if levels != depth {
		t.Errorf("the trace has %d levels, want %d", levels, depth)
	}
	if head, _ := result.Cell(key(t, rollup.Territory, "territory/t0", rollup.Positions, "FY27")); head.Rolled.Value != decimal(t, strconv.Itoa(depth)) {
		t.Errorf("headcount is %s, want %d", head.Rolled.Value, depth)
	}
}

// TestTooManyTotals: a plan with more totals than fit says so once and leaves
// out what is too much.
func TestTooManyTotals(t *testing.T) {
	records := recordsOf(t, settings)
	for i := range 9000 {
		records = append(records, made(plan.TerritoryKind, "t"+strconv.Itoa(i), "name", "T"))
	}
	for year := range 100 {
		when := fmt.Sprintf("FY%02d-M12", year)
		for _, measure := range []string{"arr", "deals"} {
			records = append(records, made(plan.QuotaKind, "t0/"+measure+"@"+when, "territory", "t0", "measure", measure, "period", when, "amount", "1"))
		}
	}
	result, findings := rollup.Compute(plan.Build(record.NewList(record.Slice(records)), nil, map[addr.Addr]bool{}))
	if len(findings) != 1 || findings[0].Code != diag.LimitExceeded {
		t.Fatalf("findings: %v", findingLines(findings))
	}
	for _, d := range everyDimension {
		for row := range result.Rows(d) {
			t.Fatalf("%v is there", row.Key)
		}
	}
}

// BenchmarkCompute: 25,000 territories on ten levels with as many seats, three
// measures by quarter.
func BenchmarkCompute(b *testing.B) {
	p := large(b, 25_000, 3)
	b.ReportAllocs()
	for b.Loop() {
		if _, findings := rollup.Compute(p); len(findings) > 0 {
			b.Fatal(findings[0])
		}
	}
}

// BenchmarkDelta compares two such plans that differ in one quota.
func BenchmarkDelta(b *testing.B) {
	before, _ := rollup.Compute(large(b, 25_000, 3))
	p := large(b, 25_000, 3)
	for i := range p.Quotas {
		if p.Quotas[i].Territory == "t20000" {
			p.Quotas[i].Amount = decimal(b, "5")
		}
	}
	after, _ := rollup.Compute(p)
	b.ReportAllocs()
	for b.Loop() {
		if len(rollup.Delta(before, after)) == 0 {
			b.Fatal("no difference")
		}
	}
}
