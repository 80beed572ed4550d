package record_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/internal/testseed"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// randomSources spreads records over files; some addresses occur more than once.
func randomSources(r *rand.Rand) (sources []record.Source, all []record.Record) {
	for file := range 1 + r.IntN(4) {
		var slice record.Slice
		for line := range r.IntN(6) {
			one := record.Record{
				Addr: addr.New([]string{"a", "b"}[r.IntN(2)], fmt.Sprint(r.IntN(12))), File: fmt.Sprint("f", file),
				Node: syntax.Node{Kind: syntax.Map, Line: int32(line + 1), Column: 1, Children: []syntax.Node{{Key: "k", Kind: syntax.String, Text: fmt.Sprint(file, line)}}},
			}
			slice = append(slice, one)
		}
		if r.IntN(2) == 0 {
			slices.SortFunc(slice, func(a, b record.Record) int { return a.Addr.Compare(b.Addr) })
			for i := range slice {
				slice[i].Node.Line = int32(i + 1)
			}
		}
		sources, all = append(sources, slice), append(all, slice...)
	}
	return sources, all
}

func recordsOf(l *record.List) []record.Record {
	var records []record.Record
	for r := range l.All() {
		records = append(records, *r)
	}
	return records
}

// TestListLaws: a list holds all records of its sources in the order of Sort,
// however they came into it; it finds each, and what it says of one without
// making it is what the record says.
func TestListLaws(t *testing.T) {
	r := testseed.Rand(t, 41)
	for range 2_000 {
		sources, want := randomSources(r)
		record.Sort(want)
		list := record.NewList(sources...)
		if got := recordsOf(&list); !cmp.Equal(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
		cut := r.IntN(len(sources) + 1)
		first := record.NewList(sources[:cut]...)
		if joined := first.With(sources[cut:]...); !cmp.Equal(recordsOf(&joined), want) {
			t.Fatal(cmp.Diff(want, recordsOf(&joined)))
		}
		if list.Distinct() && len(slices.CompactFunc(slices.Clone(want), func(a, b record.Record) bool { return a.Addr == b.Addr })) != len(want) {
			t.Fatal("records of one address are called distinct")
		}
		demandNumbers(t, &list)
		odd := list.Keep(func(i int) bool { return i%2 == 1 })
		demandNumbers(t, &odd)
		if odd.Len() != list.Len()/2 {
			t.Fatalf("%d of %d records are kept", odd.Len(), list.Len())
		}
	}
}

func demandNumbers(t *testing.T, list *record.List) {
	t.Helper()
	counted := 0
	for name, count := range list.Collections() {
		from, to := list.Collection(name)
		for i := from; i < to; i++ {
			r := list.Record(i)
			if a := list.Addr(i); a != r.Addr || a.Collection != name || list.Text(i, "k") != r.Node.TextOf("k") {
				t.Fatalf("record %d is %s in %s, not %s", i, a, name, r.Addr)
			}
			if found, ok := list.Find(r.Addr); !ok || list.Addr(found) != r.Addr || found > from && list.Addr(found-1) == r.Addr {
				t.Fatalf("%s is found at %d", r.Addr, found)
			}
		}
		counted += count
	}
	if counted != list.Len() {
		t.Fatalf("%d records in collections, %d in all", counted, list.Len())
	}
	for _, a := range []addr.Addr{{}, addr.New("a", "x"), addr.New("c", "1"), addr.New("a", "")} {
		if i, ok := list.Find(a); ok {
			t.Fatalf("%s is found at %d", a, i)
		}
	}
}
