package pdf_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strings"
	"testing"
)

var plainStream = regexp.MustCompile(`obj\n<</Filter/FlateDecode/Length \d+>>stream\n`)

// contents are the unpacked content streams of pages.
func contents(t *testing.T, data []byte) []string {
	t.Helper()
	var all []string
	for _, at := range plainStream.FindAllIndex(data, -1) {
		unpacked, err := zlib.NewReader(bytes.NewReader(data[at[1]:]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(unpacked)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(content, []byte("/CIDInit")) {
			all = append(all, string(content))
		}
	}
	return all
}

// TestNothingIsDrawnUntold reads the operators of every page: whatever is drawn
// belongs to the structure or is marked as an artifact, and what is opened is closed.
func TestNothingIsDrawnUntold(t *testing.T) {
	for name, doc := range samples(t) {
		pages := contents(t, write(t, doc))
		if len(pages) < 2 {
			t.Fatalf("%s: %d content streams", name, len(pages))
		}
		for n, page := range pages {
			marked, inText, saved, drawn := 0, false, 0, 0
			for line := range strings.Lines(page) {
				fields := strings.Fields(line)
				operator := fields[len(fields)-1]
				switch {
				case strings.HasSuffix(operator, "BDC") || operator == "BMC":
					marked++
				case operator == "EMC":
					marked--
				case operator == "BT":
					inText = true
				case operator == "ET":
					inText = false
				case strings.HasSuffix(operator, "TJ") || operator == "f" || operator == "S":
					drawn++
					if marked != 1 || inText != strings.HasSuffix(operator, "TJ") {
						t.Fatalf("%s, page %d: drawn within %d marks: %s", name, n+1, marked, line)
					}
				}
				saved += strings.Count(" "+line, " q ") - strings.Count(" "+line, " Q\n")
			}
			if marked != 0 || inText || saved != 0 || drawn == 0 {
				t.Errorf("%s, page %d: %d marks, %d states are open, %d things are drawn", name, n+1, marked, saved, drawn)
			}
		}
	}
}
