package record_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

func TestPlaces(t *testing.T) {
	keyed := record.Record{File: "a.yaml", Node: syntax.Node{
		Kind: syntax.Map, Line: 3, Column: 5, KeyLine: 2, KeyColumn: 3,
		Children: []syntax.Node{
			{Key: "name", Kind: syntax.String, Text: "A", Line: 3, Column: 11, KeyLine: 3, KeyColumn: 5},
			{Key: "active", Kind: syntax.Bool, Text: "true"},
		},
	}}
	row := keyed
	row.Node.KeyLine = 0
	for _, c := range []struct {
		name      string
		got, want source.Place
	}{
		{"a record begins at its key", keyed.Place(), source.Place{File: "a.yaml", Line: 2, Column: 3}},
		{"a row begins at its first field", row.Place(), source.Place{File: "a.yaml", Line: 3, Column: 5}},
		{"a field that is written", keyed.PlaceOf("name"), source.Place{File: "a.yaml", Line: 3, Column: 11}},
		{"a field by default", keyed.PlaceOf("active"), source.Place{File: "a.yaml", Line: 2, Column: 3}},
		{"a field that is not there", keyed.PlaceOf("parent"), source.Place{File: "a.yaml", Line: 2, Column: 3}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestSort: the order is by address, then place, whatever the order before.
func TestSort(t *testing.T) {
	var records []record.Record
	for _, collection := range []string{"quota", "territory"} {
		for _, id := range []string{"a", "a.b", "b"} {
			for line := range int32(3) {
				records = append(records, record.Record{Addr: addr.New(collection, id), File: "f", Node: syntax.Node{Line: line + 9, Column: 1}})
			}
		}
	}
	r := rand.New(rand.NewPCG(9, 10))
	for range 50 {
		mixed := slices.Clone(records)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if record.Sort(mixed); !cmp.Equal(mixed, records) {
			t.Fatal(cmp.Diff(records, mixed))
		}
	}
}
