// Package cli is the command line of salesplan: one file a verb, each turning
// flags into an engine call, the call's report into bytes, and the outcome into
// an exit code. It is the only package that knows the process, and knows it
// through [Process]. Its entry point is [Main].
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/cache"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuechild"
)

// The exit codes.
const (
	exitOK         = 0 // fine
	exitFindings   = 1 // findings at or above --fail-on, or changes with --exit-code
	exitIncomplete = 2 // could not compute: usage, unreadable input, incomplete result
)

// Process is the door to the outside world.
type Process struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Dir            string // the working directory
	Terminal       bool   // stdout is a terminal
	TerminalErr    bool   // stderr is a terminal
	Caches         string // folder for caches; "" if there is none
	Program        string // the program's own file; "" if not known
}

// command is one run of the program.
type command struct {
	*Process
	exit     int
	noCache  bool
	facts    plainFile        // what kept was opened from
	kept     *cache.Cache     // facts of files from earlier runs; nil if nothing is kept
	memory   *compile.Memory  // of languages and files read in this run
	children *cuechild.Parent // evaluate the CUE of plans
}

// Main runs the program and returns its exit code. Started with the argument of
// [cuechild.Serve], the program evaluates CUE for the one that started it.
func Main(p *Process) int {
	if len(p.Args) == 1 && p.Args[0] == cuechild.Argument {
		return cuechild.Serve(p.Stdin, p.Stdout)
	}
	c := &command{Process: p, children: cuechild.NewParent(context.Background(), p.Program)}
	defer c.children.Close()
	root := c.root()
	root.SetArgs(p.Args)
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	if err := root.ExecuteContext(context.Background()); err != nil {
		fmt.Fprintf(p.Stderr, "salesplan: %s\n", oneLine(err.Error()))
		if usage, ok := errors.AsType[*usageError](err); ok {
			fmt.Fprintf(p.Stderr, "run \"salesplan %s--help\" for what it takes\n", usage.verb)
		}
		return exitIncomplete
	}
	c.keepFacts()
	return c.exit
}

// oneLine puts a message on one line, with nothing in it that a terminal acts on.
func oneLine(message string) string { return printable(strings.Join(strings.Fields(message), " ")) }

// usageError is a command line that makes no sense.
type usageError struct {
	verb    string // with a space behind, "" for the program itself
	message string
}

// Error says what is wrong with the command line.
func (e *usageError) Error() string { return e.message }

// root builds the tree of verbs.
func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "salesplan",
		Short: "Check, roll up, compare and review sales plans kept as files in git",
		Long: `salesplan reads a plan folder (a folder with a plan.yaml or plan.cue) of YAML, CSV and CUE files.

INPUT names what to read: a folder, a git revision such as main or HEAD~1, or REVISION:FOLDER.
A revision is read straight from the repository, without a checkout.

Exit codes: 0 fine, 1 findings at or above --fail-on (or changes, with --exit-code), 2 could not compute.`,
		SilenceUsage: true, SilenceErrors: true, SuggestionsMinimumDistance: 2,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &usageError{verb: verbPath(cmd), message: err.Error()}
	})
	root.PersistentFlags().BoolVar(&c.noCache, "no-cache", false, "neither use nor keep what earlier runs found out about files")
	root.PersistentPreRun = func(*cobra.Command, []string) { c.recallFacts() }
	root.AddCommand(
		c.verbInit(), c.verbCheck(), c.verbFmt(), c.verbRollup(), c.verbMetrics(), c.verbPayout(), c.verbCost(), c.verbDoc(), c.verbVerify(), c.verbDiff(), c.verbReview(), c.verbRender(), c.verbPost(), c.verbApprovals(), c.verbWhy(), c.verbLog(), c.verbBlame(), c.verbQuota(), c.verbScenario(), c.verbOps(),
		c.verbExplain(), c.verbRules(), c.verbSchema(), c.verbMergeDriver(), c.verbImport(), c.verbExport(), c.verbDemo(), c.verbVersion(),
	)
	for _, sub := range root.Commands() {
		asUsage(sub)
	}
	return root
}

// asUsage makes wrong numbers of arguments usage errors, for a verb and those
// below it.
func asUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return &usageError{verb: verbPath(cmd), message: err.Error()}
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		asUsage(sub)
	}
}

// verbPath names a verb as the user types it, with a space behind.
func verbPath(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return ""
	}
	return verbPath(cmd.Parent()) + cmd.Name() + " "
}
