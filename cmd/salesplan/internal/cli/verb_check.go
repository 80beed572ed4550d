package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/report"
)

// failOnFlag adds --fail-on to a verb.
func failOnFlag(cmd *cobra.Command, text *string) {
	cmd.Flags().StringVar(text, "fail-on", diag.Error.String(), "severity from which findings fail the run: error, warning or info")
	_ = cmd.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions([]string{"error", "warning", "info"}, cobra.ShellCompDirectiveNoFileComp))
}

// unmaskFlag adds --unmask to a verb whose reports withhold what is confidential.
func unmaskFlag(cmd *cobra.Command, unmask *bool) {
	cmd.Flags().BoolVar(unmask, "unmask", false, "show what gives away the pay of single people")
}

func (c *command) verbCheck() *cobra.Command {
	var out output
	var failOn, judge, scenario string
	var unmask bool
	var known baselines
	cmd := &cobra.Command{
		Use:   "check [INPUT]",
		Short: "Find every mistake in a plan, at its file, line and column",
		Long: `check reads a plan and lists every finding in one run: fields that the schema does not allow, references
that lead nowhere, territories without an owner, quotas that do not sum, dates with gaps.`,
		Example: `  salesplan check plans/fy27
  salesplan check main --format json
  salesplan check --fail-on warning --out markdown=findings.md
  salesplan check --write-baseline baseline.json   # once; then in CI: check --baseline baseline.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			severity, err := diag.ParseSeverity(failOn)
			if err != nil {
				return err
			}
			if judge != compiledEngine && judge != cueEngine {
				return &usageError{verb: "check ", message: fmt.Sprintf("--engine %s: write %s or %s", judge, compiledEngine, cueEngine)}
			}
			if scenario != "" && (judge == cueEngine || known != (baselines{})) {
				return &usageError{verb: "check ", message: "--scenario looks at a plan that is in no files: leave out --engine cue and baselines"}
			}
			if unmask && known != (baselines{}) {
				return &usageError{verb: "check ", message: "a baseline is about what everybody may see: leave out --unmask"}
			}
			source, err := c.open(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			result, err := c.check(source, engine.CheckInput{FailOn: severity, Unmasked: unmask}, judge, scenario)
			if err != nil {
				return err
			}
			if result, err = c.apply(known, result); err != nil {
				return err
			}
			c.exit = exitOf(result.Verdict)
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	failOnFlag(cmd, &failOn)
	scenarioFlag(cmd, &scenario)
	unmaskFlag(cmd, &unmask)
	cmd.Flags().StringVar(&known.read, "baseline", "", "leave out the findings that this file lists")
	cmd.Flags().StringVar(&known.write, "write-baseline", "", "list the findings in this file; one that is there only shrinks")
	cmd.Flags().StringVar(&judge, "engine", compiledEngine, "what judges records: compiled, or cue, which lets CUE judge each of them too and reports where the two disagree; some hundred times slower, for finding mistakes in salesplan")
	_ = cmd.RegisterFlagCompletionFunc("engine", cobra.FixedCompletions([]string{compiledEngine, cueEngine}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// check checks a plan: where a similar one has been checked before, only what
// lies near the difference.
func (c *command) check(source engine.Source, in engine.CheckInput, judge, scenario string) (result report.Check, err error) {
	if judge == compiledEngine && scenario == "" && c.near(source, func(memo *near.Memo) error {
		result, err = engine.CheckNear(source, c.memory, memo, in)
		return err
	}) {
		return result, nil
	}
	loaded, err := c.read(source)
	if err != nil {
		return result, err
	}
	if judge == cueEngine {
		if err := engine.CrossCheck(loaded); err != nil {
			return result, err
		}
		return engine.Check(loaded, in), nil
	}
	if scenario != "" {
		if loaded, err = loaded.Under(scenario); err != nil {
			return result, err
		}
		return engine.Check(loaded, in), nil // of a plan that is nowhere: nothing to remember
	}
	result = engine.Check(loaded, in)
	c.keepMemo(loaded)
	return result, nil
}

// The values of --engine.
const (
	compiledEngine = "compiled"
	cueEngine      = "cue"
)

// exitOf returns the exit code of a verdict.
func exitOf(verdict string) int {
	switch verdict {
	case report.Pass:
		return exitOK
	case report.Fail:
		return exitFindings
	}
	return exitIncomplete
}

// first returns the first argument, "" if there is none.
func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}
