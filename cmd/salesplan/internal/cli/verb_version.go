package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/schemas"
)

func (c *command) verbVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program, the plan language and the report format",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(c.Stdout, "salesplan %s, plan language %s, report format %s\n", buildVersion(), schemas.Current, report.FormatVersion)
			return err
		},
	}
}

// buildVersion is the version that Go stamped into the program.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
