// Package testseed gives property tests their random numbers: the same ones in
// each run, or fresh ones where SALESPLAN_SEED says so, as ci/nightly does. Its
// entry point is [Rand].
package testseed

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Rand returns random numbers that depend on number and SALESPLAN_SEED, and says
// how to get them again should the test fail.
func Rand(t testing.TB, number uint64) *rand.Rand {
	t.Helper()
	text := os.Getenv("SALESPLAN_SEED")
	if text == "" {
		return rand.New(rand.NewPCG(number, 0))
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("SALESPLAN_SEED: %v", err)
	}
	t.Logf("again with SALESPLAN_SEED=%d", seed)
	return rand.New(rand.NewPCG(number, seed))
}
