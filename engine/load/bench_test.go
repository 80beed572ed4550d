package load_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// accountsCSV is a bulk file as plans have them.
func accountsCSV(rows int) string {
	var text strings.Builder
	text.WriteString("id,name,country,region,postal_code,industry,segment,employees\n")
	for i := range rows {
		fmt.Fprintf(&text, "acc-%07d,Company %d,DE,BY,%05d,manufacturing,enterprise,%d\n", i, i, i%99999, i%50000)
	}
	return text.String()
}

// positionsYAML is a file of records as people write them.
func positionsYAML(records int) string {
	var text strings.Builder
	text.WriteString("position:\n")
	for i := range records {
		fmt.Fprintf(&text, "  ae-%d:\n    title: Account Executive %d\n    role: ae\n    manager: mgr-%d\n    from: 2027-02-01\n    location: \"Berlin\"\n", i, i, i/8)
	}
	return text.String()
}

func BenchmarkYAML(b *testing.B) {
	const records = 5000
	files := map[string]string{"position.yaml": positionsYAML(records)}
	b.ReportAllocs()
	for b.Loop() {
		if tree, _ := read(b, files); len(tree.Records) != records {
			b.Fatal("records are missing")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/records, "µs/record")
}

func BenchmarkCSV(b *testing.B) {
	const rows = 100_000
	files := map[string]string{"account.csv": accountsCSV(rows)}
	b.ReportAllocs()
	for b.Loop() {
		if tree, _ := read(b, files); len(tree.Records) != rows {
			b.Fatal("records are missing")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/rows, "µs/record")
}

// BenchmarkCSVLibrary is what CSV is measured against.
func BenchmarkCSVLibrary(b *testing.B) {
	const rows = 100_000
	text := accountsCSV(rows)
	b.ReportAllocs()
	for b.Loop() {
		reader := csv.NewReader(strings.NewReader(text))
		reader.ReuseRecord = true
		for {
			if _, err := reader.Read(); errors.Is(err, io.EOF) {
				break
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/rows, "µs/record")
}
