package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/schemas"
)

func (c *command) verbSchema() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the plan language: reference documentation, or JSON Schema for editors",
		Example: `  salesplan schema
  salesplan schema --json > salesplan.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			instance, _, err := cuelang.Compile(schemas.Current, nil)
			if err != nil {
				return err
			}
			if asJSON {
				_, err = c.Stdout.Write(instance.Schema.JSONSchema())
				return err
			}
			_, err = io.WriteString(c.Stdout, instance.Schema.Reference())
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON Schema for editors")
	return cmd
}
