package check

import (
	"slices"

	"github.com/salesplan/salesplan/engine/plan"
)

// circles returns the closed chains of parents among ids, each beginning with
// its smallest member, in order of these. The ids are sorted.
func circles(ids []string, parent map[string]string) [][]string {
	const walking, done = 1, 2
	state := make(map[string]int, len(ids))
	var found [][]string
	for _, id := range ids {
		var path []string
		for at := id; state[at] == 0; {
			state[at] = walking
			path = append(path, at)
			above, ok := parent[at]
			if !ok {
				break
			}
			if state[above] == walking {
				found = append(found, fromSmallest(path[slices.Index(path, above):]))
			}
			at = above
		}
		for _, at := range path {
			state[at] = done
		}
	}
	slices.SortFunc(found, slices.Compare)
	return found
}

// fromSmallest turns a circle so that it begins with its smallest member.
func fromSmallest(circle []string) []string {
	at := slices.Index(circle, slices.Min(circle))
	return slices.Concat(circle[at:], circle[:at])
}

// depthsOf returns the level of each territory, 1 for roots. Territories under
// an unknown or broken one, or in or under a circle, have no level.
func depthsOf(territories []plan.Territory, sound map[string]*plan.Territory) map[string]int {
	depth := make(map[string]int, len(territories))
	visited := make(map[string]bool, len(territories))
	for i := range territories {
		var path []string
		level, known := 0, true
		for id := territories[i].ID(); ; {
			if d, ok := depth[id]; ok {
				level = d
				break
			}
			t, ok := sound[id]
			if !ok || visited[id] {
				known = false
				break
			}
			visited[id] = true
			path = append(path, id)
			if t.Parent == "" {
				break
			}
			id = t.Parent
		}
		for _, id := range slices.Backward(path) {
			if level++; known {
				depth[id] = level
			}
		}
	}
	return depth
}
