package render

import (
	"math/rand/v2"
	"testing"
)

// TestSharesLaws: what is given fits, nobody gets more than they need, and who
// gets less than that gets at least as much as anybody else, but for a byte.
func TestSharesLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		needs := make([]int, r.IntN(7))
		for i := range needs {
			needs[i] = r.IntN(100)
		}
		room := r.IntN(400) - 20
		given, total := shares(needs, room), 0
		for i := range given {
			total += given[i]
			if given[i] < 0 || given[i] > needs[i] {
				t.Fatalf("shares(%v, %d) = %v", needs, room, given)
			}
			for j := range given {
				if given[i] < needs[i] && given[i]+1 < given[j] {
					t.Fatalf("shares(%v, %d) = %v: %d gets less than %d", needs, room, given, i, j)
				}
			}
		}
		if total > max(room, 0) {
			t.Fatalf("shares(%v, %d) = %v: sum %d", needs, room, given, total)
		}
	}
}
