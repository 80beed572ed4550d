package cli

import (
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/plans"
)

// demoPath is where the files of the demonstration lie in this repository.
const demoPath = "plans/brindlemark"

func (c *command) verbDemo() *cobra.Command {
	var out output
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Review a prepared change to the example plan that the program carries",
		Long: `demo reviews a realistic pull request to the plan of Brindlemark Software, a company that does not exist.
It needs no files and no repository. The verdict is "failed", since the change breaks a quota band on purpose;
the exit code is 0 all the same.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			result, err := c.demo()
			if err != nil {
				return err
			}
			return c.emit(out, result)
		},
	}
	out.flags(cmd)
	return cmd
}

// demo reviews the prepared change.
func (c *command) demo() (report.Review, error) {
	before, err := fs.Sub(plans.Example, "brindlemark")
	if err != nil {
		return report.Review{}, err
	}
	changed, err := fs.Sub(plans.Changes, "changes")
	if err != nil {
		return report.Review{}, err
	}
	base, err := c.read(engine.Source{Files: before, Name: "before", Path: demoPath})
	if err != nil {
		return report.Review{}, err
	}
	head, err := c.read(engine.Source{Files: overlay{upper: changed, lower: before}, Name: "after", Path: demoPath})
	if err != nil {
		return report.Review{}, err
	}
	return engine.Review(engine.ReviewInput{
		Base: base, Target: base, Head: head, Path: demoPath, FailOn: diag.Error,
		Revisions: report.Revisions{Base: "example", Head: "change", MergeBase: "example"},
	}), nil
}
