package letter_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/letter"
)

// mutable are the values of a plan that TestEveryValueCounts changes: numbers, days
// and choices.
var mutable = regexp.MustCompile(`[ \[](2026-0[0-9]-[0-9]{2}|[0-9]+(\.[0-9]+)?|true|false|invoiced|first|specialist|retroactive|upper|half_up|half_even|any|payout|first_unit|multiply|banded|paid|of_event|reduced|scale|market_rate|extend|above_target|recoverable_above_draw|keep|owe|component|days_365|not_counted|latest|prorated|unchanged|by_day|average|nothing)([,}\]\n])`)

// instead is what a value becomes.
var instead = map[string][]string{
	"true": {"false"}, "false": {"true"}, "invoiced": {"booked"}, "first": {"multiply", "flat"}, "specialist": {"overlay"}, "retroactive": {"overage"}, "upper": {"lower"},
	"half_up": {"down"}, "half_even": {"half_up"}, "any": {"all"}, "payout": {"above_target"}, "first_unit": {"above_gate"}, "multiply": {"add"}, "banded": {"interpolated"},
	"paid": {"earned"}, "of_event": {"of_sale"}, "reduced": {"cap_credit"}, "scale": {"first_come"}, "market_rate": {"plan_rate"}, "extend": {"flat"}, "above_target": {"payout"},
	"recoverable_above_draw": {"recoverable_full"}, "keep": {"forgive"}, "owe": {"forgive"}, "component": {"plan"}, "days_365": {"calendar_days"}, "not_counted": {"counted"},
	"latest": {"blend"}, "prorated": {"unchanged"}, "unchanged": {"prorated"}, "by_day": {"start_month"}, "average": {"start"}, "nothing": {"top_rate"},
}

// TestEveryValueCounts changes the values of a comp plan that says everything, one
// at a time. The digest of the letter must change exactly if what it says does.
func TestEveryValueCounts(t *testing.T) {
	original := richLetter(t)
	was := said(original)
	places := mutable.FindAllStringSubmatchIndex(rich, -1)
	changed, same := 0, 0
	for n, at := range places {
		if testing.Short() && n%5 > 0 {
			continue
		}
		value := rich[at[2]:at[3]]
		options := instead[value]
		if options == nil {
			options = []string{bumped(value)}
		}
		for _, other := range options {
			mutant := rich[:at[2]] + other + rich[at[3]:]
			result, findings := testplan.Load(t, map[string]string{"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + mutant})
			if findings.Worst() >= diag.Error {
				continue
			}
			set := lettersOf(t, result.Plan, letter.Options{Only: []string{"position/a"}})
			if len(set.Letters) != 1 || set.Letters[0].Incomplete {
				continue
			}
			l := set.Letters[0]
			equal := reflect.DeepEqual(was, said(l))
			if equal != (l.Digest == original.Digest) {
				line := strings.Count(rich[:at[2]], "\n")
				t.Errorf("%s for %s in %q: the same text %v, the same digest %v\n%s", other, value, strings.Split(rich, "\n")[line], equal, l.Digest == original.Digest, cmp.Diff(text(original), text(l)))
			}
			if equal {
				same++
			} else {
				changed++
			}
		}
	}
	t.Logf("%d changes of %d values change the letter, %d do not", changed, len(places), same)
	if least := 60; !testing.Short() && changed < least {
		t.Errorf("only %d changes were tried", changed)
	}
}

// bumped is another value like a number or a day.
func bumped(value string) string {
	last := value[len(value)-1]
	if last == '1' || strings.HasPrefix(value, "2026") && last == '0' {
		return value[:len(value)-1] + "2"
	}
	return value[:len(value)-1] + "1"
}
