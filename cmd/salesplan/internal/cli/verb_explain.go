package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/explain"
)

func (c *command) verbExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain CODE",
		Short: "Explain a finding: what it means, why it matters, how to settle it",
		Example: `  salesplan explain QUO004
  salesplan explain territory-without-owner`,
		Args: cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return codesAndSlugs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			doc, ok := explain.Doc(args[0])
			if !ok {
				return fmt.Errorf("there is no finding %q: \"salesplan rules\" lists them", args[0])
			}
			_, err := io.WriteString(c.Stdout, doc.Text)
			return err
		},
	}
}

func codesAndSlugs() []string {
	var names []string
	for _, info := range diag.Catalogue() {
		names = append(names, string(info.Code), info.Slug)
	}
	return names
}

func (c *command) verbRules() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List every kind of finding with its code and severity",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var b strings.Builder
			for _, info := range diag.Catalogue() {
				fmt.Fprintf(&b, "%s  %-8s %s\n", info.Code, info.Severity, info.Slug)
			}
			_, err := io.WriteString(c.Stdout, b.String())
			return err
		},
	}
}
