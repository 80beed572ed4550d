package curve

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
)

// bandProblems checks that bands rise and, where they must, that each begins
// where the one before ends.
func bandProblems(origin comp.Origin, bands []comp.Band, joined bool) []Problem {
	var list []Problem
	add := func(kind ProblemKind, i int, p Problem, format string, args ...any) {
		p.Kind, p.Origin, p.Index, p.Reason = kind, bands[i].Origin, i, fmt.Sprintf(format, args...)
		list = append(list, p)
	}
	if len(bands) == 0 {
		list = append(list, Problem{Kind: Missing, Origin: origin, Field: "bands", Index: NoBand, Reason: "the table has no bands"})
	}
	for i, b := range bands {
		if b.To != nil && b.To.Cmp(b.From) <= 0 {
			add(Empty, i, Problem{Field: "to"}, "the band from %s ends at %s, which is not above it", b.From, b.To)
		}
		if i == 0 {
			continue
		}
		before := bands[i-1]
		switch {
		case b.From.Cmp(before.From) <= 0:
			add(Order, i, Problem{Field: "from"}, "the band from %s comes after the one from %s: bands must rise", b.From, before.From)
		case before.To == nil || before.To.Cmp(before.From) <= 0:
		case before.To.Cmp(b.From) > 0:
			add(Overlap, i, Problem{Field: "from", From: b.From, To: *before.To}, "the bands from %s and from %s overlap: both hold from %s to %s", before.From, b.From, b.From, before.To)
		case joined && before.To.Cmp(b.From) < 0:
			add(Gap, i, Problem{Field: "from", From: *before.To, To: b.From}, "no band holds from %s to %s: a result there has no rate; let one band begin where the other ends", before.To, b.From)
		}
	}
	return list
}

// endProblems checks what must lie above 0, and that a result above the last
// band has a meaning.
func endProblems(r *comp.Rates) []Problem {
	var list []Problem
	if len(r.Bands) == 0 {
		return nil
	}
	end := r.Bands[len(r.Bands)-1].To
	if end != nil && r.Beyond == "" {
		list = append(list, of(r, Missing, "beyond", "the last band ends at %s, and nothing says what a result above it does: set \"beyond\" to extend, cap or nothing", end))
	}
	if !paysOnResult(r.Kind) || r.By == comp.ByAttribute {
		return list
	}
	if end != nil && end.Sign() <= 0 {
		list = append(list, of(r, NoMeaning, "bands", "a %s table pays for results above 0, but its last band ends at %s", r.Kind, end))
	}
	if r.Kind == comp.Overage && len(r.Bands) > 1 && r.Bands[1].From.Sign() <= 0 {
		list = append(list, of(r, NoMeaning, "bands", "the first band of an overage table ends at %s: it must end above 0", r.Bands[1].From))
	}
	return list
}

// knotProblems checks an interpolated table.
func knotProblems(r *comp.Rates) []Problem {
	var list []Problem
	add := func(kind ProblemKind, field string, i int, format string, args ...any) {
		p := of(r, kind, field, format, args...)
		p.Index = i
		list = append(list, p)
	}
	knots := r.Knots
	if len(knots) < 2 {
		add(Missing, "knots", NoBand, "the table has %d knots, and a line needs two", len(knots))
	}
	for i := 1; i < len(knots); i++ {
		switch knots[i].At.Cmp(knots[i-1].At) {
		case -1:
			add(Order, "knots", i, "the knot at %s comes after the one at %s: knots must rise", knots[i].At, knots[i-1].At)
		case 0:
			if i > 1 && knots[i].At == knots[i-2].At {
				add(Order, "knots", i, "three knots stand at %s: two make a jump, a third one has no meaning", knots[i].At)
			}
		}
	}
	if n := len(knots); n > 1 && r.Beyond == "extend" && knots[n-1].At == knots[n-2].At {
		add(NoMeaning, "beyond", n-1, "the table ends with a jump at %s, so that there is no last line to extend", knots[n-1].At)
	}
	for _, choice := range []struct{ field, stated, choices string }{{"below", r.Below, "nothing or first"}, {"beyond", r.Beyond, "flat or extend"}} {
		if choice.stated == "" {
			add(Missing, choice.field, NoBand, "nothing says what a result %s the knots pays: set %q to %s", choice.field, choice.field, choice.choices)
		}
	}
	return list
}
