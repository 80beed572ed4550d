package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/schemas"
)

func (c *command) verbSchema() *cobra.Command {
	var asJSON, explain bool
	cmd := &cobra.Command{
		Use:   "schema [INPUT]",
		Short: "Print the plan language: reference, or JSON Schema for editors",
		Long: `schema prints every field that a plan may hold. With an INPUT it is the language of that plan: the built-in
one, narrowed by the plan's own CUE.`,
		Example: `  salesplan schema
  salesplan schema --json > salesplan.schema.json
  salesplan schema --explain plans/fy27`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			language, err := c.language(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			text := ""
			switch {
			case asJSON:
				text = string(language.Schema.JSONSchema())
			case explain:
				text = fallbacksText(language.Fallbacks)
			default:
				text = language.Schema.Reference()
			}
			_, err = io.WriteString(c.Stdout, text)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON Schema (draft 07) for editors")
	cmd.Flags().BoolVar(&explain, "explain", false, "list the constraints that are left to CUE, which is slower, and why")
	cmd.MarkFlagsMutuallyExclusive("json", "explain")
	return cmd
}

// language compiles the language of the plan that an INPUT names, the built-in
// one where none is named. It fails where the plan's own CUE has errors: the
// language would not be whole.
func (c *command) language(ctx context.Context, input string) (*cuelang.Instance, error) {
	if input == "" {
		instance, _, err := cuelang.Compile(schemas.Current, nil, c.children)
		return instance, err
	}
	source, err := c.open(ctx, input)
	if err != nil {
		return nil, err
	}
	tree, _, err := load.Plan(source.Files, load.DefaultLimits())
	if err != nil {
		return nil, err
	}
	instance, findings, err := cuelang.Compile(schemas.Current, tree.CUE, c.children)
	if err == nil && (findings.Worst() >= diag.Error || !tree.Complete) {
		return nil, fmt.Errorf("%s has files that cannot be used: \"salesplan check\" lists what is wrong", input)
	}
	return instance, err
}

// fallbacksText lists constraints that the compiled schema leaves to CUE.
func fallbacksText(fallbacks []cuelang.Fallback) string {
	if len(fallbacks) == 0 {
		return "no fallbacks: every constraint is compiled\n"
	}
	var b strings.Builder
	for _, fallback := range fallbacks {
		for _, reason := range fallback.Reasons {
			at := reason.Place.String()
			if !reason.Place.Known() {
				at = fmt.Sprintf("language %s, line %d", schemas.Current, reason.Line)
			}
			fmt.Fprintf(&b, "%s: %s: %s\n", printable(at), printable(fallback.Collection), printable(reason.Construct))
		}
	}
	return b.String()
}
