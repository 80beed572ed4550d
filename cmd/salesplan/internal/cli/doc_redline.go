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

// writeRedlines writes what differs from the letters of a revision, or from those
// that were issued last.
func (c *command) writeRedlines(ctx context.Context, loaded *engine.Loaded, options letter.Options, o docOptions, in *engine.LettersInput) error {
	earlier := &earlierLetters{command: c, ctx: ctx, folder: loaded.Source.Path, sets: map[string]*letter.Set{}, options: options, plans: map[string]*engine.Loaded{}}
	if err := earlier.open(); err != nil {
		return err
	}
	defer func() { _ = earlier.repository.Close() }()
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
		before, err := earlier.of(l, in.Set, o.redline)
		if err != nil {
			return err
		}
		if before == nil || before.Digest == l.Digest {
			continue
		}
		d := redline.Compare(before.Document(), l.Document())
		if err := c.writeRedline(root, o, l, d, in); err != nil {
			return err
		}
	}
	return nil
}

// earlierLetters are letters as they were at revisions.
type earlierLetters struct {
	*command
	ctx        context.Context
	repository *vcs.Repository
	folder     string // of the plan
	options    letter.Options
	plans      map[string]*engine.Loaded // by commit
	sets       map[string]*letter.Set    // by revision
}

func (e *earlierLetters) open() (err error) {
	e.repository, err = vcs.Open(e.ctx, e.Dir, vcs.DefaultLimits())
	return err
}

// of returns a letter as it was: at a revision, or as it was issued last. It is
// nil if there was none.
func (e *earlierLetters) of(l *letter.Letter, set *letter.Set, revision string) (*letter.Letter, error) {
	options := e.options
	options.As = nil
	if revision == "issued" {
		issue, ok := set.LastIssued(l.Address)
		if !ok {
			return nil, nil
		}
		revision = issue.Revision
		options.Only, options.As = []string{l.Address}, map[string]letter.Issue{l.Address: issue}
		made, err := e.make(revision, options)
		if err != nil {
			return nil, err
		}
		before, _ := made.Find(l.Address)
		return before, nil
	}
	made, ok := e.sets[revision]
	if !ok {
		var err error
		if made, err = e.make(revision, options); err != nil {
			return nil, err
		}
		e.sets[revision] = made
	}
	before, _ := made.Find(l.Address)
	return before, nil
}

// make makes letters of the plan as a revision has it.
func (e *earlierLetters) make(revision string, options letter.Options) (*letter.Set, error) {
	loaded, ok := e.plans[revision]
	if !ok {
		commit, err := e.repository.Resolve(revision)
		if err != nil {
			return nil, fmt.Errorf("--redline: %w", err)
		}
		source, found, err := planAt(e.repository, commit, path.Join(e.repository.Prefix(), e.folder))
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, fmt.Errorf("--redline: %s has no plan in %s", revision, e.folder)
		}
		if loaded, err = e.read(source); err != nil {
			return nil, err
		}
		e.plans[revision] = loaded
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
