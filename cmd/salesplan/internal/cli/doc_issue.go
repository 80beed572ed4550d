package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/letter"
)

// register is the file of a plan in which issued letters are noted.
const register = "letters/" + letter.IssuedKind + ".csv"

// issueLetters makes drafts and stale letters the issue that holds: it notes them
// in the plan and writes them. Their values must be those of the last commit,
// since that is printed on them.
func (c *command) issueLetters(ctx context.Context, input string, loaded *engine.Loaded, options letter.Options, o docOptions, in *engine.LettersInput) error {
	folder := c.path(orDot(input))
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s: --issue notes letters in a plan of the working folder", input)
	}
	if loaded.Findings.Worst() >= diag.Error || in.Set.Findings.Worst() >= diag.Error {
		return errors.New("nothing is issued: the plan has errors; without --issue the report names them")
	}
	committed, revision, err := c.loadKnown(ctx, input, "HEAD")
	if err != nil {
		return fmt.Errorf("letters are issued from a commit: %w", err)
	}
	options.As = map[string]letter.Issue{}
	for _, l := range in.Set.Letters {
		if l.Issue.Number == 0 {
			if l.Issue.Effective.IsZero() {
				return &usageError{verb: "doc ", message: fmt.Sprintf("%s replaces an issued letter: say from which day on with --effective YYYY-MM-DD", l.Address)}
			}
			if last, ok := in.Set.LastIssued(l.Address); ok && l.Issue.Effective.Compare(last.Effective) < 0 {
				return &usageError{verb: "doc ", message: fmt.Sprintf("issue %d of %s holds from %s: one that replaces it cannot hold from %s", last.Number, l.Address, last.Effective, l.Issue.Effective)}
			}
			options.As[l.Address] = l.Next(revision)
		}
	}
	if in.Set, err = engine.Letters(loaded, options); err != nil {
		return err
	}
	there, err := engine.Letters(committed, options)
	if err != nil {
		return fmt.Errorf("the plan as committed: %w", err)
	}
	for _, l := range in.Set.Letters {
		if before, ok := there.Find(l.Address); options.As[l.Address].Number > 0 && (!ok || before.Digest != l.Digest) {
			return fmt.Errorf("%s differs from the last commit, and letters are issued from a commit: commit the plan first", l.Address)
		}
	}
	if err := c.writeLetters(loaded, o, in); err != nil {
		return err
	}
	if len(in.Failed) > 0 {
		return errors.New("nothing was issued: some letters could not be drawn; without --issue the report says why")
	}
	source, err := openFolder(input, folder, ".")
	if err != nil {
		return err
	}
	return noteIssued(filepath.Join(folder, filepath.FromSlash(source.Path)), in.Set, options.As)
}

// noteIssued adds letters to the register of a plan.
func noteIssued(folder string, set *letter.Set, as map[string]letter.Issue) error {
	var rows []map[string]string
	for _, l := range set.Letters {
		if as[l.Address].Number == 0 {
			continue
		}
		rows = append(rows, map[string]string{
			"position": l.Payee.Position, "person": l.Payee.Person, "comp_plan": l.Payee.CompPlan, "issue": strconv.Itoa(l.Issue.Number),
			"effective": l.Issue.Effective.String(), "revision": l.Issue.Revision, "inputs": l.Digest,
		})
	}
	return addRows(folder, register, []string{"position", "person", "comp_plan", "issue", "effective", "revision", "inputs"}, rows)
}

// addRows adds rows, by column, to a CSV file of a plan, which is made with the
// columns of head if it is not there.
func addRows(folder, name string, head []string, rows []map[string]string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	text, err := root.ReadFile(filepath.FromSlash(name))
	table := [][]string{head}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if table, err = csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil || len(table) == 0 {
			return fmt.Errorf("%s cannot be read: run \"salesplan check\" first", name)
		}
		head = table[0]
	}
	for _, values := range rows {
		cells := make([]string, len(head))
		for i, column := range head {
			cells[i] = values[column]
		}
		for column, value := range values {
			if value != "" && !slices.Contains(head, column) {
				return fmt.Errorf("%s has no column %s", name, column)
			}
		}
		table = append(table, cells)
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(table); err != nil {
		return err
	}
	_, err = writeBelow(root, folder, planFile{path: name, text: b.Bytes()})
	return err
}
