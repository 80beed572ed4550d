package vcs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	idOfLength20 = "aaaaaaaaaaaaaaaaaaaa" // raw bytes
	hexOfThat    = "6161616161616161616161616161616161616161"
)

func TestParseTreeRefuses(t *testing.T) {
	tests := map[string]struct{ data, says string }{
		"no id":          {"100644 a\x00aaaa", "within an entry"},
		"no NUL":         {"100644 a", "within an entry"},
		"no name":        {"100644 \x00" + idOfLength20, "without a name"},
		"no mode":        {"a\x00" + idOfLength20, "without a name"},
		"padded mode":    {"040000 a\x00" + idOfLength20, "mode"},
		"unknown mode":   {"100600 a\x00" + idOfLength20, "mode"},
		"repeated":       {"100644 a\x00" + idOfLength20 + "100644 a\x00" + idOfLength20, "order"},
		"wrong order":    {"100644 b\x00" + idOfLength20 + "100644 a\x00" + idOfLength20, "order"},
		"file beside":    {"100644 a\x00" + idOfLength20 + "100644 a.b\x00" + idOfLength20 + "40000 a\x00" + idOfLength20, "same name"},
		"order of files": {"100644 a\x00" + idOfLength20 + "40000 a\x00" + idOfLength20, "same name"},
	}
	for name, test := range tests {
		if got, err := parseTree([]byte(test.data), 40, 100); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, %v, want %q", name, got, err, test.says)
		}
	}
	var limit *LimitError
	if _, err := parseTree([]byte(strings.Repeat("100644 a\x00"+idOfLength20, 2)), 40, 1); !errors.As(err, &limit) {
		t.Errorf("got %v, want LimitError", err)
	}
}

func FuzzParseTree(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("100644 a\x00" + idOfLength20))
	f.Add([]byte("40000 a\x00" + idOfLength20 + "100644 a0\x00" + idOfLength20 + "120000 l\x00" + idOfLength20))
	f.Add([]byte("160000 ..\x00" + idOfLength20))
	f.Add([]byte("100644 a.b\x00" + idOfLength20 + "40000 a\x00" + idOfLength20))
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := parseTree(data, 40, 50)
		if err != nil {
			return
		}
		if len(parsed) > 50 || !slices.IsSortedFunc(parsed, func(a, b entry) int { return strings.Compare(a.name, b.name) }) {
			t.Errorf("%q: not sorted or too long: %v", data, parsed)
		}
		size := 0
		for _, e := range parsed {
			if found, ok := parsed.find(e.name); !ok || found != e || !isObjectID(e.id) {
				t.Errorf("%q: entry %v is found as %v", data, e, found)
			}
			mode := 6
			if e.kind == dirEntry {
				mode = 5
			}
			size += mode + 1 + len(e.name) + 1 + 20
		}
		if size != len(data) {
			t.Errorf("%q: entries account for %d of %d bytes", data, size, len(data))
		}
	})
}

func FuzzParseCommit(f *testing.F) {
	const people = "author A <a@x> 1767603600 +0000\ncommitter A <a@x> 1767603600 -0330\n"
	f.Add([]byte("tree " + hexOfThat + "\nparent " + hexOfThat + "\n" + people + "\nmessage\n"))
	f.Add([]byte("tree " + hexOfThat + "\n" + people + "gpgsig x\n y\nencoding latin1\n\nm"))
	f.Add([]byte("tree " + hexOfThat + "\n" + people + people))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parseCommit(data, 40)
		if err != nil {
			return
		}
		// The header can be written again from what was read.
		var again strings.Builder
		fmt.Fprintf(&again, "tree %s\n", c.tree)
		for _, parent := range c.parents {
			fmt.Fprintf(&again, "parent %s\n", parent)
		}
		if !strings.HasPrefix(string(data), again.String()+"author ") || len(c.date) != len("2026-01-05") {
			t.Errorf("%q was read as %+v", data, c)
		}
	})
}

func TestPrintable(t *testing.T) {
	for path, want := range map[string]string{
		"a/é/b.yaml": "a/é/b.yaml", "a\tb": `a\x09b`, "\xff": `\xff`, "a\u200bb": `a\u200bb`, "\u0085": `\u0085`, `a\b`: `a\x5cb`, "": "",
	} {
		if got := printable(path); got != want {
			t.Errorf("printable(%q) = %q, want %q", path, got, want)
		}
	}
}
