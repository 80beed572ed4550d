package pdf_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/salesplan/salesplan/engine/pdf"
)

// TestSamples writes every sample. With PDF_OUT set, the files stay there to be
// looked at.
func TestSamples(t *testing.T) {
	for name, doc := range samples(t) {
		data, err := pdf.Write(doc)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if out := os.Getenv("PDF_OUT"); out != "" {
			if err := os.WriteFile(filepath.Join(out, name+".pdf"), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
