package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/press"
)

// docOptions are the flags of doc.
type docOptions struct {
	formats   []string
	out       string
	only      []string
	at        moment
	effective string
	check     bool
	issue     bool
	redline   string
	sign      string
	tracked   bool
	report    string
	failOn    string
}

func (c *command) verbDoc() *cobra.Command {
	var o docOptions
	cmd := &cobra.Command{
		Use:   "doc [INPUT] --out DIR",
		Short: "Write the letters about pay: one for each person, position and comp plan",
		Long: `doc writes a letter for everybody who is paid by a comp plan: terms, quota, rate tables, pay at different results and
worked examples, all from the plan, in the language that the plan's letter templates choose.

Letters go to a folder that git ignores; --tracked leaves that out. Files are named by codes. Only letters whose values
have changed are written again. manifest.json lists them with digests.

--check writes nothing and tells which letters that were issued say something else than the plan now.
--issue makes drafts and stale letters the issue that holds, and notes them in letters/issued_letter.csv of the plan; the
plan must be committed. Letters that replace an issue need --effective.
--sign puts a proof into each letter that it is one of those signed together, and signs the manifest; verify checks both.
--redline shows what differs from the letters of a revision, or from what was issued.

Exit codes: 0 fine, 1 findings at or above --fail-on, letters that could not be drawn, or stale ones with --check,
2 could not compute.`,
		Example: `  salesplan doc plans/fy27 --format pdf,html --out letters
  salesplan doc plans/fy27 --only position/ae-dach-1 --format markdown --out letters
  salesplan doc plans/fy27 --check
  salesplan doc plans/fy27 --issue --effective 2026-08-01 --format pdf --out letters
  salesplan doc plans/fy27 --redline issued --format pdf --out redlines`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.doc(cmd.Context(), first(args), o) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&o.formats, "format", []string{"pdf"}, "formats of the letters: "+strings.Join(press.Formats(), ", ")+"; may be repeated")
	flags.StringVar(&o.out, "out", "", "folder to write to")
	flags.StringSliceVar(&o.only, "only", nil, "only letters of this address, such as letter/POSITION/PERSON/COMP_PLAN, position/ID, person/ID or comp_plan/ID; may be repeated")
	flags.StringVar(&o.at.asOf, "as-of", "", "only letters of those who are paid on a day, YYYY-MM-DD")
	flags.StringVar(&o.at.knownAt, "known-at", "", "read the plan as a revision has it, or as the last commit of a day, YYYY-MM-DD, has it")
	flags.StringVar(&o.effective, "effective", "", "first day on which letters hold that replace issued ones, YYYY-MM-DD")
	flags.BoolVar(&o.check, "check", false, "write nothing; exit code 1 if a letter that was issued is stale")
	flags.BoolVar(&o.issue, "issue", false, "make the letters issues, and note them in the plan")
	flags.StringVar(&o.redline, "redline", "", "write what differs from the letters of a revision, or from those that were issued: REV or issued")
	flags.StringVar(&o.sign, "sign", "", "file of a private SSH key without passphrase: letters and manifest are signed with it")
	flags.BoolVar(&o.tracked, "tracked", false, "let git see the folder")
	flags.StringVar(&o.report, "report", "text", "format of the report on stdout: text, markdown, json")
	failOnFlag(cmd, &o.failOn)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(press.Formats(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// usage reports flags that make no sense together.
func (o *docOptions) usage() error {
	wrong := func(format string, args ...any) error {
		return &usageError{verb: "doc ", message: fmt.Sprintf(format, args...)}
	}
	for _, format := range o.formats {
		if !o.check && !slices.Contains(press.Formats(), format) {
			return wrong("unknown format %q: choose one of %s", format, strings.Join(press.Formats(), ", "))
		}
	}
	switch {
	case !slices.Contains([]string{"text", "markdown", "json"}, o.report):
		return wrong("unknown format %q of the report: choose one of text, markdown, json", o.report)
	case o.check && (o.out != "" || o.issue || o.redline != ""):
		return wrong("--check writes nothing: leave out --out, --issue and --redline")
	case !o.check && o.out == "":
		return wrong("doc needs --out DIR, the folder to write to, or --check")
	case o.sign != "" && (o.check || o.redline != ""):
		return wrong("--sign signs letters: leave out --check and --redline")
	case o.issue && (o.redline != "" || o.at.knownAt != ""):
		return wrong("--issue issues the letters of the folder as it is: leave out --redline and --known-at")
	}
	return nil
}

// doc makes letters.
func (c *command) doc(ctx context.Context, input string, o docOptions) error {
	if err := o.usage(); err != nil {
		return err
	}
	failOn, err := diag.ParseSeverity(o.failOn)
	if err != nil {
		return &usageError{verb: "doc ", message: err.Error()}
	}
	options := letter.Options{Only: o.only}
	if options.AsOf, err = optionalDate("--as-of", o.at.asOf); err != nil {
		return &usageError{verb: "doc ", message: err.Error()}
	}
	if options.Effective, err = optionalDate("--effective", o.effective); err != nil {
		return &usageError{verb: "doc ", message: err.Error()}
	}
	loaded, _, err := c.loadMoment(ctx, input, moment{knownAt: o.at.knownAt})
	if err != nil {
		return err
	}
	if !loaded.Complete {
		return fmt.Errorf("%s has files that cannot be read, so that letters would be wrong or missing: run \"salesplan check\" first", loaded.Source.Name)
	}
	set, err := c.letters(loaded, options)
	if err != nil {
		return err
	}
	in := engine.LettersInput{Set: set, FailOn: failOn, Check: o.check}
	switch {
	case o.check:
	case o.redline != "":
		in.Into = o.out
		err = c.writeRedlines(ctx, input, loaded, options, o, &in)
	case o.issue:
		in.Into = o.out
		err = c.issueLetters(ctx, input, loaded, options, o, &in)
	default:
		in.Into = o.out
		err = c.writeLetters(loaded, o, &in)
	}
	if err != nil {
		return err
	}
	result := engine.LettersReport(loaded, in)
	c.exit = exitOf(result.Verdict)
	return c.emit(output{format: o.report}, result)
}

// letters makes the letters of a plan, and demands that there are those asked
// for.
func (c *command) letters(loaded *engine.Loaded, options letter.Options) (*letter.Set, error) {
	defer c.progress("making letters")()
	set, err := engine.Letters(loaded, options)
	if err != nil {
		return nil, err
	}
	if unmatched := set.Unmatched(); len(unmatched) > 0 {
		return nil, fmt.Errorf("there is no letter of %s: name a letter, position, person or comp plan that the plan has one for", strings.Join(unmatched, ", "))
	}
	return set, nil
}

// optionalDate reads a day, none from "".
func optionalDate(flag, text string) (period.Date, error) {
	if text == "" {
		return period.Date{}, nil
	}
	day, err := period.ParseDate(text)
	if err != nil {
		return day, fmt.Errorf("%s: %w", flag, err)
	}
	return day, nil
}

// isPlanFile reports whether a file may belong to a plan.
func isPlanFile(entry fs.DirEntry) bool {
	return slices.Contains([]string{".yaml", ".csv", ".cue"}, filepath.Ext(entry.Name()))
}

// ignoreEverything is what git reads in a folder of letters.
const ignoreEverything = "# Letters tell what people are paid.\n*\n"

// openLetterFolder makes the folder of letters, and hides it from git.
func (c *command) openLetterFolder(o docOptions) (*os.Root, error) {
	folder := c.path(o.out)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	if entries, err := fs.ReadDir(root.FS(), "."); err != nil || slices.ContainsFunc(entries, isPlanFile) {
		_ = root.Close()
		return nil, errors.Join(err, fmt.Errorf("%s holds files of a plan, which must not be hidden from git: name another folder with --out", o.out))
	}
	if _, err := root.Lstat(".gitignore"); errors.Is(err, os.ErrNotExist) && !o.tracked {
		if _, err := writeBelow(root, folder, planFile{path: ".gitignore", text: []byte(ignoreEverything)}); err != nil {
			_ = root.Close()
			return nil, err
		}
	}
	return root, nil
}
