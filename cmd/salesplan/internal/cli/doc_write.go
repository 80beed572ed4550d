package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/seal"
)

// saveEvery is after how many letters the manifest is written again: so many are
// made once more after a run that was stopped.
const saveEvery = 50

// letterWriter writes letters into a folder.
type letterWriter struct {
	*command
	root    *os.Root
	folder  string
	formats []string
	plan    string // name
	earlier letter.Manifest
	seals   *sealing // nil: nothing is signed

	mu      sync.Mutex
	entries map[string]letter.Entry // in the folder, by address
	files   map[string][]report.LetterFile
	found   diag.List
	failed  map[string]bool
	done    int
	err     error
}

// writeLetters writes the letters of a set in all formats, and the manifest.
func (c *command) writeLetters(loaded *engine.Loaded, o docOptions, in *engine.LettersInput) error {
	root, err := c.openLetterFolder(o)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	w := &letterWriter{
		command: c, root: root, folder: c.path(o.out), formats: slices.Compact(slices.Sorted(slices.Values(o.formats))), plan: loaded.Plan.Choices.Name,
		entries: map[string]letter.Entry{}, files: map[string][]report.LetterFile{}, failed: map[string]bool{},
	}
	if err := w.sweep(); err != nil {
		return err
	}
	if err := w.recall(in.Set, o.only != nil || o.at.asOf != ""); err != nil {
		return err
	}
	if o.sign != "" {
		if w.seals, err = c.newSealing(o.sign, w.plan, in.Set.Letters); err != nil {
			return fmt.Errorf("--sign: %w", err)
		}
	}
	if err := w.all(in.Set.Letters); err != nil {
		return err
	}
	for _, l := range in.Set.Letters {
		in.Made = append(in.Made, w.files[l.Address]...)
	}
	in.Found, in.Failed = w.found, w.failed
	return w.save()
}

// sweep deletes files that a run which was stopped had not finished.
func (w *letterWriter) sweep() error {
	entries, err := fs.ReadDir(w.root.FS(), ".")
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), temporaryStart) && entry.Type().IsRegular() {
			if err := w.root.Remove(entry.Name()); err != nil {
				return err
			}
		}
	}
	return err
}

// recall reads the manifest of an earlier run. Letters that are not made now stay
// in it only where some were left out on purpose.
func (w *letterWriter) recall(set *letter.Set, partly bool) error {
	text, err := w.root.ReadFile(letter.ManifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	if w.earlier, err = letter.ParseManifest(text); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(w.folder, letter.ManifestName), err)
	}
	for _, entry := range w.earlier.Letters {
		if _, made := set.Find(entry.Address); made || partly {
			w.entries[entry.Address] = entry
		}
	}
	return nil
}

// all writes letters, several at a time. What is written does not depend on how
// many.
func (w *letterWriter) all(letters []*letter.Letter) error {
	bar := w.bar("writing letters", len(letters))
	defer bar.end()
	next := make(chan *letter.Letter)
	var group sync.WaitGroup
	for range max(1, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for l := range next {
				w.finish(l, w.one(l))
				bar.step()
			}
		})
	}
	for _, l := range letters {
		if w.stopped() {
			break
		}
		if l.Incomplete {
			w.leaveOut(l)
			continue
		}
		next <- l
	}
	close(next)
	group.Wait()
	return w.err
}

func (w *letterWriter) stopped() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err != nil
}

// leaveOut notes a letter that must not be written.
func (w *letterWriter) leaveOut(l *letter.Letter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed[l.Address] = true
	delete(w.entries, l.Address)
}

// written is what became of one letter.
type written struct {
	entry letter.Entry
	files []report.LetterFile
	found diag.List
	err   error // of the world
}

// one writes one letter in every format in which it is not there yet.
func (w *letterWriter) one(l *letter.Letter) written {
	result := written{entry: l.Entry()}
	earlier, known := w.earlier.Find(l.Address)
	known = known && !w.noCache && w.earlier.Program == buildVersion() && earlier.Inputs == l.Digest && earlier.Version == l.Version()
	var d *document.Document
	for _, format := range w.formats {
		name := l.FileName() + "." + press.Extension(format)
		if known {
			if form, ok := earlier.Form(format); ok && form.File == name && (form.Sealed || w.seals == nil) && w.holds(name, form.SHA256) {
				result.add(l, form, "unchanged")
				continue
			}
		}
		if d == nil {
			made, err := w.seals.document(l)
			if err != nil {
				result.err = err
				return result
			}
			d = &made
		}
		text, err := press.Print(format, *d)
		if err != nil {
			result.found = append(result.found, l.CannotBeDrawn(format, err))
			continue
		}
		action, err := writeBelow(w.root, w.folder, planFile{path: name, text: text})
		if err != nil {
			result.err = err
			return result
		}
		result.add(l, letter.Form{Format: format, File: name, SHA256: digestOf(text), Sealed: w.seals != nil}, action)
	}
	return result
}

func (r *written) add(l *letter.Letter, form letter.Form, action string) {
	r.entry.Forms = append(r.entry.Forms, form)
	r.files = append(r.files, report.LetterFile{Address: l.Address, Format: form.Format, File: form.File, Action: action})
}

// holds reports whether a file is there with these bytes.
func (w *letterWriter) holds(name, digest string) bool {
	text, err := w.root.ReadFile(name)
	return err == nil && digestOf(text) == digest
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// finish notes what became of a letter, and writes the manifest from time to
// time. Formats that an earlier run wrote of the same version stay noted.
func (w *letterWriter) finish(l *letter.Letter, result written) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if earlier, ok := w.earlier.Find(l.Address); ok && earlier.Inputs == l.Digest && earlier.Version == result.entry.Version && w.earlier.Program == buildVersion() {
		for _, form := range earlier.Forms {
			if !slices.Contains(w.formats, form.Format) && w.holds(form.File, form.SHA256) {
				result.entry.Forms = append(result.entry.Forms, form)
			}
		}
	}
	w.entries[l.Address], w.files[l.Address] = result.entry, result.files
	w.found = append(w.found, result.found...)
	if len(result.found) > 0 {
		w.failed[l.Address] = true
	}
	if w.err == nil {
		w.err = result.err
	}
	if w.done++; w.done%saveEvery == 0 && w.err == nil {
		w.err = w.save()
	}
}

// save writes the manifest, and its signature.
func (w *letterWriter) save() error {
	var entries []letter.Entry
	for _, entry := range w.entries {
		entries = append(entries, entry)
	}
	text := letter.NewManifest(buildVersion(), w.plan, entries).Encode()
	action, err := writeBelow(w.root, w.folder, planFile{path: letter.ManifestName, text: text})
	switch {
	case err != nil:
		return err
	case w.seals != nil:
		signature, err := seal.Sign(text, w.seals.private)
		if err != nil {
			return err
		}
		_, err = writeBelow(w.root, w.folder, planFile{path: letter.SignatureName, text: signature})
		return err
	case action == "written": // what was signed is not there any more
		_, err = writeBelow(w.root, w.folder, planFile{path: letter.SignatureName})
	}
	return err
}

// bar shows how far work is, on a terminal and once it lasts.
type bar struct {
	end  func()
	step func()
}

// barWidth is how many characters a bar has.
const barWidth = 30

func (c *command) bar(what string, total int) bar {
	if !c.TerminalErr || total == 0 {
		return bar{end: func() {}, step: func() {}}
	}
	var mu sync.Mutex
	done, shown, lasts := 0, -1, false
	timer := time.AfterFunc(patience, func() {
		mu.Lock()
		defer mu.Unlock()
		lasts = true
	})
	return bar{
		step: func() {
			mu.Lock()
			defer mu.Unlock()
			done++
			if full := done * barWidth / total; full != shown && lasts {
				shown = full
				fmt.Fprintf(c.Stderr, "\r%s [%s%s] %d of %d", what, strings.Repeat("#", full), strings.Repeat(".", barWidth-full), done, total)
			}
		},
		end: func() {
			timer.Stop()
			mu.Lock()
			defer mu.Unlock()
			if shown >= 0 {
				fmt.Fprint(c.Stderr, "\r\x1b[K")
			}
		},
	}
}
