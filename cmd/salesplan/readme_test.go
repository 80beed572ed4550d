package main_test

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeTour runs every line of the tour in README.
func TestReadmeTour(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, tour, found := strings.Cut(string(readme), "<!-- tour")
	_, tour, opened := strings.Cut(tour, "```sh\n")
	tour, _, closed := strings.Cut(tour, "```")
	if !found || !opened || !closed {
		t.Fatal("README has no tour")
	}
	dir := t.TempDir()
	for line := range strings.Lines(tour) {
		command, _, _ := strings.Cut(line, "#")
		words := strings.Fields(command)
		if len(words) == 0 {
			continue
		}
		if words[0] != "salesplan" {
			t.Errorf("the tour runs %q, which is not salesplan", words[0])
			continue
		}
		if exit, out := run(t, dir, words[1:]...); exit != 0 || out == "" {
			t.Errorf("%s: exit %d\n%s", command, exit, out)
		}
	}
}
