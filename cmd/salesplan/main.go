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
	// Without a folder for caches, or a program that can be told from another
	// build of itself, nothing is kept between runs.
	caches, _ := os.UserCacheDir()
	program, _ := os.Executable()
	os.Exit(cli.Main(&cli.Process{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Dir: dir,
		Caches: caches, Program: program,
		Terminal: term.IsTerminal(int(os.Stdout.Fd())), TerminalErr: term.IsTerminal(int(os.Stderr.Fd())),
	}))
}
