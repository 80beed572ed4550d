package pdf_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/pdf"
)

// BenchmarkLetter writes letters of three tables and a curve, each different from the last.
func BenchmarkLetter(b *testing.B) {
	press, err := pdf.NewPress()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if _, err := press.Write(letter(b, n%1000)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewPress(b *testing.B) {
	for b.Loop() {
		if _, err := pdf.NewPress(); err != nil {
			b.Fatal(err)
		}
	}
}
