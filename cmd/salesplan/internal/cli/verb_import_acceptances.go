package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/acceptance"
	"github.com/salesplan/salesplan/engine/report"
)

// acceptances is the file of a plan in which signatures are noted.
const acceptances = "letters/" + acceptance.Kind + ".csv"

// acceptanceFields are the columns of a new file of acceptances.
var acceptanceFields = []string{"position", "person", "comp_plan", "issue", "signer", "signed_by", "accepted", "means", "reference", "version"}

func (c *command) verbImportAcceptances() *cobra.Command {
	var out output
	var into string
	var signers, only []string
	columns := acceptance.Columns{}
	cmd := &cobra.Command{
		Use:   "acceptances FILE.csv --into PLAN --means NAME",
		Short: "Note in a plan who has signed which letter, from the file of a signing service",
		Long: `import acceptances reads the table that a signing service exports, and adds what is new to letters/acceptance.csv of
the plan. The address of the letter and the version that is printed on it have to be among its columns: give them to
the service as fields of the envelope. Importing the same file again adds nothing.

Exit codes: 0 every row was used or passed over, 1 some could not be used, 2 could not compute.`,
		Example: `  salesplan import acceptances envelopes.csv --into plans/fy27 --means docusign --letter "Letter" --version "Version" \
    --signer "Signer Role" --signed-by "Employee ID" --accepted "Completed On" --only "Status=Completed"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if into == "" || columns.Means == "" {
				return &usageError{verb: "import acceptances ", message: "import acceptances needs --into PLAN, the plan folder, and --means NAME, what the service is called"}
			}
			var err error
			if columns.Signers, err = pairs("--signer-as", signers); err != nil {
				return err
			}
			if columns.Only, err = pairs("--only", only); err != nil {
				return err
			}
			result, err := c.importAcceptances(cmd.Context(), args[0], into, columns)
			if err != nil {
				return err
			}
			if result.Counts.Error > 0 {
				c.exit = exitFindings
			}
			return c.emit(out, result)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&into, "into", "", "plan folder to write")
	flags.StringVar(&columns.Means, "means", "", "what the service is called")
	for _, column := range []struct {
		into        *string
		name, usual string
		what        string
	}{
		{&columns.Letter, "letter", "letter", "address of the letter"},
		{&columns.Version, "version", "version", "version that is printed on the letter"},
		{&columns.Signer, "signer", "signer", "role in which it was signed"},
		{&columns.SignedBy, "signed-by", "signed_by", "code of the person who signed"},
		{&columns.Accepted, "accepted", "accepted", "day of the signature, YYYY-MM-DD, with or without a time"},
		{&columns.Reference, "reference", "", "number of the envelope"},
	} {
		flags.StringVar(column.into, column.name, column.usual, "column with the "+column.what)
	}
	flags.StringArrayVar(&signers, "signer-as", nil, "what a role is here, as WORD=employee, WORD=manager or WORD=company; may be repeated")
	flags.StringArrayVar(&only, "only", nil, "only rows with a value, as COLUMN=VALUE; may be repeated")
	out.flags(cmd)
	return cmd
}

// pairs reads NAME=VALUE flags.
func pairs(flag string, texts []string) (map[string]string, error) {
	all := map[string]string{}
	for _, text := range texts {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, &usageError{verb: "import acceptances ", message: fmt.Sprintf("%s %s: write NAME=VALUE", flag, text)}
		}
		all[name] = value
	}
	return all, nil
}

// importAcceptances adds new acceptances to a plan.
func (c *command) importAcceptances(ctx context.Context, name, into string, columns acceptance.Columns) (report.Transfer, error) {
	folder := c.path(into)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return report.Transfer{}, fmt.Errorf("there is no folder %s", into)
	}
	loaded, err := c.load(ctx, into)
	if err != nil {
		return report.Transfer{}, err
	}
	file, err := readPlain(c.path(name), acceptance.MaxFileBytes)
	if err != nil {
		return report.Transfer{}, err
	}
	rows, findings, err := acceptance.Import(loaded.Plan, name, file, columns)
	if err != nil {
		return report.Transfer{}, err
	}
	action := "unchanged"
	if len(rows) > 0 {
		action = "written"
		source, err := openFolder(into, folder, ".")
		if err != nil {
			return report.Transfer{}, err
		}
		if err := addRows(filepath.Join(folder, filepath.FromSlash(source.Path)), acceptances, acceptanceFields, rows); err != nil {
			return report.Transfer{}, err
		}
	}
	return report.NewTransfer("import", into, []report.Written{{Path: acceptances, Action: action}}).Found(".", findings, nil), nil
}
