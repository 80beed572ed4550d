package cli

import (
	"context"
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/redline"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

// asIssued is what --redline takes beside revisions: letters are held against those
// that were issued last.
const asIssued = "issued"

// writeRedlines writes what differs from the letters of a revision, or from those
// that were issued last. Letters that say the same, or that were not there, have
// none.
func (c *command) writeRedlines(ctx context.Context, input string, loaded *engine.Loaded, options letter.Options, o docOptions, in *engine.LettersInput) error {
	before, err := c.earlierLetters(ctx, input, loaded, options, o.redline, in.Set)
	if err != nil {
		return fmt.Errorf("--redline: %w", err)
	}
	root, err := c.openLetterFolder(o)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	in.Failed = map[string]bool{}
	bar := c.bar("writing redlines", len(in.Set.Letters))
	defer bar.end()
	for _, l := range in.Set.Letters {
		bar.step()
		if was, ok := before[l.Address]; ok && was.Digest != l.Digest {
			if err := c.writeRedline(root, o, l, redline.Compare(was.Document(), l.Document()), in); err != nil {
				return err
			}
		}
	}
	return nil
}

// earlierLetters returns letters as they were, by address: at a revision, or each
// as it was issued last.
func (c *command) earlierLetters(ctx context.Context, input string, loaded *engine.Loaded, options letter.Options, revision string, set *letter.Set) (map[string]*letter.Letter, error) {
	wanted := map[string]letter.Options{revision: options}
	if revision == asIssued {
		wanted = issuedBy(set)
	}
	dir, folder := c.path(orDot(input)), loaded.Source.Path
	info, err := os.Stat(dir)
	isFolder := err == nil && info.IsDir()
	if !isFolder {
		dir = c.Dir
	}
	repository, err := vcs.Open(ctx, dir, vcs.DefaultLimits())
	if err != nil {
		return nil, err
	}
	defer func() { _ = repository.Close() }()
	if isFolder {
		folder = path.Clean(repository.Prefix())
	}
	all := map[string]*letter.Letter{}
	for revision, options := range wanted {
		made, err := c.lettersAt(repository, revision, folder, options)
		if err != nil {
			return nil, err
		}
		for _, l := range made.Letters {
			all[l.Address] = l
		}
	}
	return all, nil
}

// issuedBy says by revision which letters were issued last from it, and as what.
func issuedBy(set *letter.Set) map[string]letter.Options {
	wanted := map[string]letter.Options{}
	for _, l := range set.Letters {
		issue, ok := set.LastIssued(l.Address)
		if !ok {
			continue
		}
		options := wanted[issue.Revision]
		if options.As == nil {
			options.As = map[string]letter.Issue{}
		}
		options.Only, options.As[l.Address] = append(options.Only, l.Address), issue
		wanted[issue.Revision] = options
	}
	return wanted
}

// lettersAt makes letters of the plan as a revision has it.
func (c *command) lettersAt(repository *vcs.Repository, revision, folder string, options letter.Options) (*letter.Set, error) {
	commit, err := repository.Resolve(revision)
	if err != nil {
		return nil, err
	}
	source, err := snapshotPlan(repository, commit, revision, folder)
	if err != nil {
		return nil, err
	}
	loaded, err := c.read(source)
	if err != nil {
		return nil, err
	}
	return engine.Letters(loaded, options)
}

// writeRedline writes one redline in every format.
func (c *command) writeRedline(root *os.Root, o docOptions, l *letter.Letter, d document.Document, in *engine.LettersInput) error {
	for _, format := range slices.Compact(slices.Sorted(slices.Values(o.formats))) {
		name := l.FileName() + ".redline." + press.Extension(format)
		text, err := press.Print(format, d)
		if err != nil {
			in.Found, in.Failed[l.Address] = append(in.Found, l.CannotBeDrawn(format, err)), true
			continue
		}
		action, err := writeBelow(root, c.path(o.out), planFile{path: name, text: text})
		if err != nil {
			return err
		}
		in.Made = append(in.Made, report.LetterFile{Address: l.Address, Format: format, File: name, Action: action})
	}
	return nil
}
