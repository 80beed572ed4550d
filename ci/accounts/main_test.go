package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestRows: what is written is as many rows as asked for and a header, and the
// same bytes each time.
func TestRows(t *testing.T) {
	var texts [2][]byte
	for i := range texts {
		dir := filepath.Join(t.TempDir(), "plan")
		if err := write(dir, 1_234); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "account.csv")
		if n, err := readAll(file); n != 1_235 || err != nil {
			t.Errorf("%d rows, %v", n, err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = text
	}
	if !bytes.Equal(texts[0], texts[1]) {
		t.Error("the same rows are not the same bytes")
	}
}
