package credit

import (
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestSplitsAsTheLibrary holds rows and places against encoding/csv, for texts
// that are mostly broken.
func TestSplitsAsTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(43, 44))
	pieces := []string{"a", ",", ",", "\n", "\n", "\r\n", `"`, `"`, `""`, "é", " ", "bc", `,"x`, `y",`}
	for range 200_000 {
		var b strings.Builder
		for range r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		library := csv.NewReader(strings.NewReader(text))
		library.FieldsPerRecord = -1
		s := newSplitter(strings.NewReader(text), 1<<20)
		for {
			want, wantErr := library.Read()
			got, err := s.next()
			if errors.Is(wantErr, io.EOF) != errors.Is(err, io.EOF) || (wantErr == nil) != (err == nil) {
				t.Fatalf("%q: %v, the library says %v", text, err, wantErr)
			}
			if wantErr != nil {
				break // after a mistake each goes on where it can
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q: %q, the library has %q", text, got, want)
			}
			for i := range got {
				line, column := s.place(i)
				if wantLine, wantColumn := library.FieldPos(i); line != wantLine || column != wantColumn {
					t.Fatalf("%q: cell %d at %d:%d, the library has it at %d:%d", text, i, line, column, wantLine, wantColumn)
				}
			}
		}
	}
}
