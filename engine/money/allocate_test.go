package money_test

import (
	"cmp"
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

func TestAllocate(t *testing.T) {
	for _, test := range []struct {
		name    string
		total   string
		weights string
		digits  int
		want    string
		err     error
	}{
		{"even with ties to the first", "100", "1 1 1", 2, "33.34 33.33 33.33", nil},
		{"ties in index order", "0.05", "1 1 1 1", 2, "0.02 0.01 0.01 0.01", nil},
		{"ties of other weights to the larger", "0.02", "1 3", 2, "0 0.02", nil},
		{"largest remainder wins", "10", "1 2 4", 0, "1 3 6", nil},
		{"one holder", "12.34", "0.1", 2, "12.34", nil},
		{"weights of other scales", "1000", "0.25 0.5 0.250", 0, "250 500 250", nil},
		{"zero weight gets zero", "1", "0 3 0 3 1", 0, "0 1 0 0 0", nil},
		{"more holders than units", "0.02", "1 1 1", 2, "0.01 0.01 0", nil},
		{"negative total mirrors", "-100", "1 1 1", 2, "-33.34 -33.33 -33.33", nil},
		{"zero total", "0", "1 2", 2, "0 0", nil},
		{"history", "1200000", "734520.10 512377.45 98102.45", 0, "655334 457140 87526", nil},
		{"largest total", "999999999999999.99", "1 2", 2, "333333333333333.33 666666666666666.66", nil},
		{"no weights", "1", "", 2, "", money.ErrWeights},
		{"zero weights", "1", "0 0", 2, "", money.ErrWeights},
		{"negative weight", "1", "3 -1", 2, "", money.ErrWeights},
		{"finer than the unit", "1.005", "1 1", 2, "", money.ErrInexact},
		{"unit too fine for the total", "999999999999999", "1 1", 9, "", money.ErrRange},
		{"weights too far apart", "1", "999999999999999 0.000000001", 2, "", money.ErrRange},
	} {
		got, err := money.Allocate(dec(t, test.total), decs(t, strings.Fields(test.weights)...), test.digits)
		var texts []string
		for _, part := range got {
			texts = append(texts, part.String())
		}
		if joined := strings.Join(texts, " "); !errors.Is(err, test.err) || joined != test.want {
			t.Errorf("%s: got %q, %v; want %q, %v", test.name, joined, err, test.want, test.err)
		}
	}
	if _, err := money.Allocate(dec(t, "1"), decs(t, "1"), 10); err == nil {
		t.Error("a unit of 10 digits was accepted")
	}
}

func TestAllocationLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		digits := random.IntN(5)
		total := decimal(t, random.Int64()>>random.IntN(63), digits)
		if random.IntN(3) == 0 {
			total = total.Neg()
		}
		weights := make([]money.Decimal, 1+random.IntN(12))
		for i := range weights {
			weights[i] = decimal(t, random.Int64N(1e12)>>random.IntN(42), random.IntN(3))
		}
		parts, err := money.Allocate(total, weights, digits)
		if err != nil {
			if !errors.Is(err, money.ErrWeights) {
				t.Fatal(err)
			}
			continue
		}
		checkAllocation(t, total, weights, parts, digits)
	}
}

// TestMillionAllocations tries small numbers of units, where ties are common:
// every split sums to its whole, each part is within a unit of its exact share,
// and the order of the weights changes nobody's part but among equal weights.
func TestMillionAllocations(t *testing.T) {
	allocations := 1_000_000
	if testing.Short() {
		allocations /= 40
	}
	random := rand.New(rand.NewPCG(9, 10))
	for range allocations {
		units := random.Int64N(100_000_000_000) >> random.IntN(36)
		shares := make([]int64, 1+random.IntN(6))
		var sum int64
		for i := range shares {
			shares[i] = random.Int64N(1_000_000) >> random.IntN(20)
			sum += shares[i]
		}
		if sum == 0 {
			continue
		}
		parts := allocated(t, units, shares)
		left := units
		for i, part := range parts {
			left -= part
			if off := part*sum - units*shares[i]; off <= -sum || off >= sum {
				t.Fatalf("part %d of %d units by %d is %d", i, units, shares, part)
			}
		}
		if left != 0 {
			t.Fatalf("%d units by %d lose %d", units, shares, left)
		}
		before := pairs(shares, parts)
		random.Shuffle(len(shares), func(i, j int) { shares[i], shares[j] = shares[j], shares[i] })
		if after := pairs(shares, allocated(t, units, shares)); !slices.Equal(before, after) {
			t.Fatalf("%d units by %d: %v in this order, %v in another", units, shares, after, before)
		}
	}
}

// allocated splits cents and counts the cents of each part.
func allocated(t *testing.T, units int64, shares []int64) []int64 {
	t.Helper()
	weights := make([]money.Decimal, len(shares))
	for i, share := range shares {
		weights[i] = decimal(t, share, 3)
	}
	parts, err := money.Allocate(decimal(t, units, 2), weights, 2)
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int64, len(parts))
	for i, part := range parts {
		scaled, err := part.Mul(decimal(t, 100, 0))
		if err != nil || scaled.Scale() != 0 {
			t.Fatalf("%s is no number of cents: %v", part, err)
		}
		if counts[i], err = strconv.ParseInt(scaled.String(), 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	return counts
}

// pairs returns weights with their parts in an order of their own.
func pairs(shares, parts []int64) [][2]int64 {
	list := make([][2]int64, len(shares))
	for i := range shares {
		list[i] = [2]int64{shares[i], parts[i]}
	}
	slices.SortFunc(list, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return list
}

// checkAllocation tests what Allocate promises: the parts sum to the whole,
// each is within one unit of its exact share, each is a multiple of the unit
// and a larger weight never gets a smaller part.
func checkAllocation(t *testing.T, total money.Decimal, weights, parts []money.Decimal, digits int) {
	t.Helper()
	var sum money.Sum
	weightSum := new(big.Rat)
	for i, part := range parts {
		sum.Add(part)
		weightSum.Add(weightSum, rat(t, weights[i]))
	}
	if got, err := sum.Total(); err != nil || got != total {
		t.Fatalf("parts %s sum to %s, %v; want %s", parts, got, err, total)
	}
	unit := rat(t, decimal(t, 1, digits))
	for i, part := range parts {
		share := new(big.Rat).Mul(rat(t, total), new(big.Rat).Quo(rat(t, weights[i]), weightSum))
		off := share.Sub(share, rat(t, part))
		if off.Abs(off).Cmp(unit) >= 0 || part.Scale() > digits || weights[i].Sign() == 0 && part.Sign() != 0 {
			t.Fatalf("part %d of %s by %s is %s", i, total, weights, part)
		}
		for j, other := range parts {
			if weights[i].Cmp(weights[j]) > 0 && part.Cmp(other)*total.Sign() < 0 {
				t.Fatalf("of %s, weight %s gets %s and weight %s gets %s", total, weights[i], part, weights[j], other)
			}
		}
	}
}
