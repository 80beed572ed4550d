package main_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// signingKeyCommand writes a plan file that names a public key: signing-key FILE
// PUBLIC.
func signingKeyCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 2 {
		ts.Fatalf("usage: signing-key FILE PUBLIC")
	}
	text := fmt.Sprintf("signing_key:\n  office: {name: Comp office, key: %q}\n", strings.TrimSpace(ts.ReadFile(args[1])))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// flipCommand copies a file with one bit of a byte flipped, counted from 1: flip
// FILE BYTE COPY.
func flipCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 3 {
		ts.Fatalf("usage: flip FILE BYTE COPY")
	}
	data := []byte(ts.ReadFile(args[0]))
	at := number(ts, args[1])
	if at < 1 || at > len(data) {
		ts.Fatalf("%s has %d bytes", args[0], len(data))
	}
	data[at-1] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), data, 0o644))
}
