package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// commitsOf returns the commits of a generated history, each beginning with
// its branch.
func commitsOf(t *testing.T, s sizes) []string {
	t.Helper()
	var b bytes.Buffer
	if err := writeHistory(&b, s); err != nil {
		t.Fatal(err)
	}
	return strings.Split("\n"+b.String(), "\ncommit refs/heads/")[1:]
}

// TestSizes holds the generator to the sizes that it was asked for.
func TestSizes(t *testing.T) {
	for _, s := range []sizes{{300, 3, 1}, {307, 5, 20}, {1_000, 4, 3}} {
		commits := commitsOf(t, s)
		if got := strings.Count(commits[0], "\nM 100644"); got != s.files {
			t.Errorf("%+v: the first commit has %d files", s, got)
		}
		change := commits[len(commits)-1]
		if len(commits) != s.commits+1 || !strings.HasPrefix(change, "change\n") {
			t.Errorf("%+v: there are %d commits with the change", s, len(commits))
		}
		if got := strings.Count(change, "\nM 100644"); got != filesChanged {
			t.Errorf("%+v: the change edits %d files", s, got)
		}
	}
}

// TestSameBytes keeps figures comparable between runs and machines.
func TestSameBytes(t *testing.T) {
	s := sizes{300, 5, 30}
	once, again := commitsOf(t, s), commitsOf(t, s)
	if !slices.Equal(once, again) {
		t.Error("two histories of the same sizes differ")
	}
}

func TestTooSmall(t *testing.T) {
	for _, s := range []sizes{{299, 5, 1}, {300, 2, 1}, {300, 3, 0}} {
		if s.check() == nil {
			t.Errorf("%+v is accepted", s)
		}
	}
}
