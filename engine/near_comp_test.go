package engine_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// staffed is a drawn plan whose positions are on comp plans.
type staffed struct {
	*drawing
	comp string // the file of comp plans and ramps
}

// newStaffed draws a plan in which comp plans say, or do not say, what happens
// to people who come and go.
func newStaffed(r *rand.Rand) staffed {
	d := staffed{drawing: newDrawing(r)}
	d.sound = true
	settled := ""
	if r.IntN(3) > 0 {
		settled = "proration: {basis: calendar_days, first_day: counted, applies_to: [quota, target]}, leave: {quota: prorated, target: unchanged}, pay_change: blend, "
	}
	payAt := ""
	if settled != "" {
		payAt = "pay_at: plan_rate, "
	}
	plan := func(id, roles, component string) string {
		return fmt.Sprintf("  %s: {name: P, roles: [%s], base_salary: 100, target_incentive: 100, %srounding: {mode: half_up, at: component}, components: {c: {weight: 1, pay_every: year, window: year, %s}}}\n", id, roles, settled, component)
	}
	rates := "rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, to: 1, value: 1}, {from: 1, value: %s}]}"
	d.comp = "comp_plan:\n" + plan("lead", "l0", "measure: m0, results_of: team, combine: together, quota: {of: members}, "+payAt+fmt.Sprintf(rates, d.one("1.75", "1.2"))) +
		plan("rep", "l1", "measure: m0, "+payAt+fmt.Sprintf(rates, "1.5")) +
		plan("named", "", "measure: m1, "+payAt+fmt.Sprintf(rates, "2")) +
		"ramp:\n  r0: {shares: [0.5], first_month: start_month, longer: average, applies_to: [quota, target]}\n"
	for range 6 * d.scale {
		d.pay()
	}
	return d
}

// pay writes a pay record or a leave.
func (d staffed) pay() string {
	line := fmt.Sprintf("pay\t- {%s, base_salary: 100, target_incentive: %d%s%s}", d.one("person: "+d.id("w", 6), "position: "+d.id("p", 8)), 100*(1+d.IntN(3)), d.one("", "", ", currency: USD"), d.dates())
	if d.IntN(3) == 0 {
		line = fmt.Sprintf("leave\t- {person: %s, from: 2026-0%d-01, to: 2026-12-01}", d.id("w", 6), 1+d.IntN(9))
	}
	return d.write(line)
}

// edit changes pay, leave, or who is on what, and now and then something else.
func (d staffed) edit() string {
	switch d.IntN(5) {
	case 0:
		return d.drawing.edit(1)
	case 1:
		return d.pay()
	}
	for range 100 {
		name := d.one(slices.Sorted(keysOf(d.lines))...)
		if len(d.lines[name]) == 0 {
			continue
		}
		at := d.IntN(len(d.lines[name]))
		line := &d.lines[name][at]
		was := *line
		switch collection, _, _ := strings.Cut(was, "\t"); collection {
		case "position":
			*line = toggled(was, d.one("comp_plan: named", "role: l1", "role: l0"))
		case "holder":
			*line = toggled(was, "ramp: r0")
		case "pay", "leave":
			d.lines[name] = slices.Delete(d.lines[name], at, at+1)
			return "remove " + was
		default:
			continue
		}
		return fmt.Sprintf("%q for %q in %s", *line, was, name)
	}
	return "nothing"
}

// toggled gives a record a field, or takes it away.
func toggled(line, field string) string {
	if strings.Contains(line, ", "+field) {
		return strings.Replace(line, ", "+field, "", 1)
	}
	key, _, _ := strings.Cut(field, ":")
	if at := strings.Index(line, ", "+key+":"); at >= 0 {
		end := at + 2 + strings.IndexAny(line[at+2:], ",}")
		line = line[:at] + line[end:]
	}
	return strings.TrimSuffix(line, "}") + ", " + field + "}"
}

func keysOf(lines map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range lines {
			if !yield(name) {
				return
			}
		}
	}
}

func (d staffed) files() fstest.MapFS {
	files := d.drawing.files()
	settings := strings.Replace(string(files["plan.yaml"].Data), "  over_assignment:", "  comp_design: {quota_to_ote: {min: 2, max: 3}, pay_mix: {min: 0.4, max: 0.6}}\n  over_assignment:", 1)
	files["plan.yaml"] = &fstest.MapFile{Data: []byte(settings)}
	files["comp.yaml"] = &fstest.MapFile{Data: []byte(d.comp)}
	return files
}

// TestNearIsWholeWithCompPlans is TestNearIsWhole for changes of who is on which
// comp plan.
func TestNearIsWholeWithCompPlans(t *testing.T) {
	answered, differing, asked, refused, codes := 0, 0, 0, map[string]int{}, map[string]int{}
	for round := range 40 {
		drawn := newStaffed(rand.New(rand.NewPCG(7, uint64(round))))
		known := map[string]fstest.MapFS{}
		store := &facts{}
		before := tree{drawn.files(), known}
		earlier, memo := checkedWhole(t, before, store)
		if memo == nil {
			continue
		}
		for step := range 4 {
			edits := drawn.edit()
			now := tree{drawn.files(), known}
			asked++
			got, err := checkedNear(now, store, memo)
			if err != nil {
				refused[err.Error()]++
				continue
			}
			answered++
			want, _ := checkedWhole(t, now, store)
			if !reflect.DeepEqual(want.Findings, earlier.Findings) {
				differing++
			}
			for _, f := range want.Findings {
				codes[f.Code]++
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("round %d, step %d: %s (-whole +near):\n%s\nbefore:\n%s\nafter:\n%s", round, step, edits, diff, shownFiles(before), shownFiles(now))
			}
		}
	}
	t.Logf("%d of %d changes were answered from the neighbourhood, %d with other findings than before; the rest: %v; findings: %v", answered, asked, differing, refused, codes)
	if answered*2 < asked {
		t.Errorf("only %d of %d changes were answered from the neighbourhood", answered, asked)
	}
}
