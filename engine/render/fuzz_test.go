package render_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// FuzzStoredReports draws whatever can be read back: no format fails in another
// way than by not being there.
func FuzzStoredReports(f *testing.F) {
	for _, r := range []any{fullReview(), fullCheck(), fullDiff(), fullRollup(), fullWhy(), fullTransfer()} {
		var text bytes.Buffer
		if err := render.JSON(&text, r); err != nil {
			f.Fatal(err)
		}
		f.Add(text.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		stored, err := report.Read(text)
		if err != nil {
			return
		}
		for _, format := range render.Formats() {
			err := render.Write(io.Discard, format, stored, render.Style{Color: true})
			if _, unsupported := errors.AsType[*render.UnsupportedError](err); err != nil && !unsupported {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
