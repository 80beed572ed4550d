package rollup_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/rollup"
)

// handed is a territory with a quota of the first quarter of FY27, February to
// April 2026, that belongs to several one after the other.
func handed(assignments string) string {
	return settings + `
territory: {north: {name: North}}
position: {a: {title: A}, b: {title: B}, c: {title: C}, d: {title: D}}
quota: [{territory: north, measure: arr, period: FY27-Q1, amount: 89000}]
assignment:
` + assignments
}

// statedOf returns what positions a to d carry of the quota.
func statedOf(t *testing.T, text string) string {
	t.Helper()
	result := compute(t, text)
	var all []string
	for _, seat := range []string{"a", "b", "c", "d"} {
		cell, _ := result.Cell(key(t, rollup.Manager, "position/"+seat, "arr", "FY27-Q1"))
		all = append(all, figureText(cell.Stated))
	}
	return strings.Join(all, " ")
}

// TestHandover: who carries the quota of a territory that changes hands.
func TestHandover(t *testing.T) {
	own := func(position, from, to, takes string) string {
		text := fmt.Sprintf("  - {territory: north, position: %s, coverage: owner, share: 1, from: %s", position, from)
		if to != "" {
			text += ", to: " + to
		}
		return text + ", takes_quota: " + takes + "}\n"
	}
	for _, c := range []struct{ name, assignments, want string }{
		{"it follows", own("a", "2026-01-01", "2026-03-01", "whole") + own("b", "2026-03-01", "", "whole"), "- 89000 - -"},
		{"it stays", own("a", "2026-01-01", "2026-03-01", "whole") + own("b", "2026-03-01", "", "none"), "89000 - - -"},
		{"by days", own("a", "2026-01-01", "2026-03-01", "whole") + own("b", "2026-03-01", "", "by_days"), "28000 61000 - -"},
		{"by months", own("a", "2026-01-01", "2026-03-02", "whole") + own("b", "2026-03-02", "", "by_months"), "59333.33 29666.67 - -"},
		{"twice by days", own("a", "2026-01-01", "2026-03-01", "whole") + own("b", "2026-03-01", "2026-04-01", "by_days") + own("c", "2026-04-01", "", "by_days"), "28000 31000 30000 -"},
		{"it stays with the second", own("a", "2026-01-01", "2026-03-01", "whole") + own("b", "2026-03-01", "2026-04-01", "by_days") + own("c", "2026-04-01", "", "none"), "28000 61000 - -"},
		{"from the first day on", own("a", "2026-01-01", "2026-02-01", "whole") + own("b", "2026-02-01", "", "by_days"), "- 89000 - -"},
		{"nobody before", own("b", "2026-03-01", "", "by_days"), "- 89000 - -"},
		{"to two", own("a", "2026-01-01", "2026-03-01", "whole") +
			strings.ReplaceAll(own("b", "2026-03-01", "", "by_days")+own("c", "2026-03-01", "", "by_days"), "share: 1", "share: 0.5"), "28000 30500 30500 -"},
	} {
		if got := statedOf(t, handed(c.assignments)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestHandoverInAMonth: a month is the only one of its months.
func TestHandoverInAMonth(t *testing.T) {
	for takes, want := range map[string]string{"by_days": "14000 14000", "by_months": "28000 -", "none": "28000 -", "whole": "- 28000"} {
		result := compute(t, settings+`
territory: {north: {name: North}}
position: {a: {title: A}, b: {title: B}}
quota: [{territory: north, measure: arr, period: FY27-M01, amount: 28000}]
assignment:
  - {territory: north, position: a, coverage: owner, share: 1, to: 2026-02-15, takes_quota: whole}
  - {territory: north, position: b, coverage: owner, share: 1, from: 2026-02-15, takes_quota: `+takes+"}\n")
		a, _ := result.Cell(key(t, rollup.Manager, "position/a", "arr", "FY27-M01"))
		b, _ := result.Cell(key(t, rollup.Manager, "position/b", "arr", "FY27-M01"))
		if got := figureText(a.Stated) + " " + figureText(b.Stated); got != want {
			t.Errorf("%s: %s, want %s", takes, got, want)
		}
	}
}

// TestHandoverSums: however often a territory changes hands, and whatever each
// owner takes, the parts sum to the whole quota, and so does the manager tree.
func TestHandoverSums(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	takes := []string{"whole", "none", "by_days", "by_months"}
	for range 300 {
		var b strings.Builder
		day, shares := 1, []string{"0.3", "0.7"}
		before := "2026-01-01"
		for seat := range 4 {
			day += 1 + r.IntN(25)
			next := fmt.Sprintf("2026-%02d-%02d", 2+day/28, 1+day%28)
			end := ", to: " + next
			if seat == 3 {
				end = ""
			}
			holder := string(rune('a' + seat))
			if r.IntN(3) == 0 {
				for i, share := range shares {
					fmt.Fprintf(&b, "  - {territory: north, position: %c, coverage: owner, share: %s, from: %s%s, takes_quota: %s}\n", 'a'+(seat+i)%4, share, before, end, takes[r.IntN(4)])
				}
			} else {
				fmt.Fprintf(&b, "  - {territory: north, position: %s, coverage: owner, share: 1, from: %s%s, takes_quota: %s}\n", holder, before, end, takes[r.IntN(4)])
			}
			before = next
		}
		result := compute(t, handed(b.String()))
		var sum money.Sum
		for _, seat := range []string{"a", "b", "c", "d"} {
			cell, _ := result.Cell(key(t, rollup.Manager, "position/"+seat, "arr", "FY27-Q1"))
			sum.Add(cell.Stated.Value)
		}
		total, err := sum.Total()
		cell, _ := result.Cell(rollup.Key{Dimension: rollup.Total, Measure: "arr", Period: periodOf(t, "FY27-Q1")})
		if err != nil || total.String() != "89000" || cell.Rolled.Value.String() != "89000" {
			t.Fatalf("the parts sum to %s, the tree to %s:\n%s", total, cell.Rolled.Value, b.String())
		}
	}
}
