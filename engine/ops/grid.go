package ops

import "github.com/salesplan/salesplan/engine/money"

// Grid sorts work by how much of it follows a recipe and how much thinking it
// takes.
type Grid struct {
	Quadrants []Quadrant // routine before not, cognitive before manual; then what is not classified, if there is any
	// Misplaced is routine work of roles that are there for strategic work, in
	// the order of the map.
	Misplaced []Work
	Total     Tally
}

// Quadrant is the work of one nature and kind of labour; both are "" for what
// is not classified.
type Quadrant struct {
	Nature, Labor string
	Tally
	Share money.Decimal // of all hours, rounded half to even to 4 digits; 0 if there are none
}

// quadrants are those of the grid in the order shown.
var quadrants = [...][2]string{{"routine", "cognitive"}, {"routine", "manual"}, {"non_routine", "cognitive"}, {"non_routine", "manual"}}

// Grid returns the labour grid of the map.
func (m *Map) Grid() Grid {
	totals := newTallies()
	g := Grid{Total: m.Total}
	for i := range m.Work {
		w := &m.Work[i]
		totals.add(quadrantKey(w.Nature, w.Labor), w)
		if w.Nature == "routine" && m.StrategicRole(w.OwnerRole) {
			g.Misplaced = append(g.Misplaced, *w)
		}
	}
	for _, q := range quadrants {
		g.Quadrants = append(g.Quadrants, quadrantOf(q[0], q[1], totals.of(quadrantKey(q[0], q[1])), m.Total))
	}
	if rest := totals.of(""); rest.Activities > 0 {
		g.Quadrants = append(g.Quadrants, quadrantOf("", "", rest, m.Total))
	}
	return g
}

// quadrantKey names a quadrant; work of which one side is not stated is in
// none.
func quadrantKey(nature, labor string) string {
	if nature == "" || labor == "" {
		return ""
	}
	return nature + " " + labor
}

func quadrantOf(nature, labor string, t, total Tally) Quadrant {
	q := Quadrant{Nature: nature, Labor: labor, Tally: t}
	q.Share, _ = Ratio(t.Hours, total.Hours)
	return q
}
