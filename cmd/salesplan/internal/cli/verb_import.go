package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/salesforce"
	"github.com/salesplan/salesplan/engine/vcs"
)

func (c *command) verbImport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Write plan files from the files of another system",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return &usageError{verb: "import ", message: "name what to import, such as: salesplan import salesforce SRC --into PLAN"}
		},
	}
	cmd.AddCommand(c.verbImportSalesforce(), c.verbImportAcceptances())
	return cmd
}

func (c *command) verbImportSalesforce() *cobra.Command {
	var out output
	var into string
	cmd := &cobra.Command{
		Use:   "salesforce SRC --into PLAN",
		Short: "Write plan files from Salesforce territory metadata",
		Long: `import salesforce reads metadata in source format below SRC (Territory2Type, Territory2Model, Territory2 and
Territory2Rule, and UserTerritory2Association.csv) and writes it into the folder "salesforce" of the plan.
Importing again replaces what the earlier import wrote and leaves what people added by hand.`,
		Example: "  salesplan import salesforce force-app --into plans/fy27",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if into == "" {
				return &usageError{verb: "import salesforce ", message: "import needs --into PLAN, the plan folder to write"}
			}
			result, err := c.importSalesforce(args[0], into)
			if err != nil {
				return err
			}
			if result.Counts.Error > 0 {
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "plan folder to write; made if it is not there")
	out.flags(cmd)
	return cmd
}

// importSalesforce reads metadata and writes it into a plan folder.
func (c *command) importSalesforce(from, into string) (report.Transfer, error) {
	source, err := c.folder(from)
	if err != nil {
		return report.Transfer{}, err
	}
	model, findings, err := salesforce.Read(source)
	if err != nil {
		return report.Transfer{}, err
	}
	if err := os.MkdirAll(c.path(into), 0o755); err != nil {
		return report.Transfer{}, err
	}
	existing, err := c.folder(into)
	if err != nil {
		return report.Transfer{}, err
	}
	files, more, err := model.Files(existing)
	if err != nil {
		return report.Transfer{}, err
	}
	written, err := writeAll(c.path(into), filesOf(files))
	return report.NewTransfer("import", into, written).Found(from, findings, nil).Found(into, more, nil), err
}

// folder opens a folder for reading.
func (c *command) folder(name string) (fs.FS, error) {
	info, err := os.Stat(c.path(name))
	if err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s", name)
	}
	return vcs.OpenWorkTree(c.path(name), vcs.DefaultLimits())
}

// filesOf turns the files of a transfer into files to be written.
func filesOf(files []salesforce.File) []planFile {
	list := make([]planFile, 0, len(files))
	for _, f := range files {
		list = append(list, planFile{path: f.Path, text: f.Text})
	}
	return list
}

func (c *command) verbExport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the files of another system from a plan",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return &usageError{verb: "export ", message: "name what to export to, such as: salesplan export salesforce PLAN --into DIR"}
		},
	}
	cmd.AddCommand(c.verbExportSalesforce(), c.verbExportCodeOwners())
	return cmd
}

func (c *command) verbExportSalesforce() *cobra.Command {
	var out output
	var into string
	cmd := &cobra.Command{
		Use:     "salesforce [INPUT] --into DIR",
		Short:   "Write Salesforce territory metadata from a plan",
		Example: "  salesplan export salesforce plans/fy27 --into force-app",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if into == "" {
				return &usageError{verb: "export salesforce ", message: "export needs --into DIR, the folder to write"}
			}
			result, err := c.exportSalesforce(cmd.Context(), first(args), into)
			if err != nil {
				return err
			}
			if result.Counts.Error > 0 {
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "folder to write; made if it is not there")
	out.flags(cmd)
	return cmd
}

// exportSalesforce reads a plan and writes it as metadata. A plan that could
// not be read in full is not exported: what is missing would be deleted there.
func (c *command) exportSalesforce(ctx context.Context, input, into string) (report.Transfer, error) {
	loaded, err := c.load(ctx, input)
	if err != nil {
		return report.Transfer{}, err
	}
	source := loaded.Source
	if !loaded.Complete {
		return report.Transfer{}, fmt.Errorf("%s has files that cannot be read: run \"salesplan check\" first", source.Name)
	}
	files, findings, err := salesforce.Export(loaded.Plan)
	if err != nil {
		return report.Transfer{}, err
	}
	written, err := writeAll(c.path(into), filesOf(files))
	return report.NewTransfer("export", into, written).Found(source.Path, findings, nil), err
}
