// Command salesplan checks, rolls up, compares and reviews sales plans kept as
// files in git.
package main

import (
	"os"

	"golang.org/x/term"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/cli"
)

func main() {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	os.Exit(cli.Main(&cli.Process{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Dir: dir,
		Terminal: term.IsTerminal(int(os.Stdout.Fd())), TerminalErr: term.IsTerminal(int(os.Stderr.Fd())),
	}))
}
