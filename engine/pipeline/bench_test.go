package pipeline_test

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"testing"

	"github.com/salesplan/salesplan/engine/pipeline"
)

// largeSnapshots are months of a pipeline of many deals; from month to month
// some move on.
func largeSnapshots(b *testing.B, deals, months int) []pipeline.Snapshot {
	b.Helper()
	stages := []string{"meet,upside", "prove,upside", "offer,commit", "offer,at-risk", "won,won", "lost,lost"}
	nodes := []string{"dach", "uki", "amer"}
	var all []pipeline.Snapshot
	for month := range months {
		var text bytes.Buffer
		text.WriteString("id,stage,category,amount,close_date,created,stage_since,territory\n")
		for id := range deals {
			progress := (id*7 + month*(1+id%3)) % 60 / 10
			text.WriteString("006-")
			text.WriteString(strconv.Itoa(1_000_000_000 + id*37))
			fmt.Fprintf(&text, ",%s,%d.%02d,2026-%02d-%02d,2025-%02d-11,2026-01-%02d,%s\n", stages[progress], 1000+(id*131+month)%90000, id%100,
				2+(id+month)%4, 1+id%28, 1+id%12, 1+id%28, nodes[id%3])
		}
		data := text.Bytes()
		all = append(all, pipeline.Snapshot{
			Name: "pipeline.csv", Date: day(b, fmt.Sprintf("2026-%02d-01", month+1)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
		})
	}
	return all
}

// BenchmarkForecast summarises twelve snapshots of a million deals.
func BenchmarkForecast(b *testing.B) {
	p := sellingPlan(b)
	all := largeSnapshots(b, 1_000_000, 12)
	q := pipeline.Query{By: "territory", Period: quarter(b)}
	b.ResetTimer()
	for b.Loop() {
		s, findings, err := pipeline.Compute(p, q, all[:11], all[11])
		if err != nil || len(findings) > 0 || s.Latest.Deals == 0 {
			b.Fatal(err, findings)
		}
	}
}
