package compile

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/schemas"
)

// Key names the facts of a file: a digest of its content, of what of its name
// matters, and of the language.
type Key [sha256.Size]byte

// Store keeps facts between runs. What it gives back for a key was remembered
// under that key, by this or an earlier run.
type Store interface {
	Recall(key Key) (Facts, bool)
	Remember(key Key, facts Facts)
}

// Memory knows languages and files that were read before, in this run or, with
// a store, in earlier ones. It may be used by several goroutines.
type Memory struct {
	store     Store // nil if nothing is kept between runs
	evaluator cuelang.Evaluator

	compiling sync.Mutex // guards languages
	languages map[Key]*language

	mu    sync.Mutex
	facts map[Key]named
}

// named are the facts of a file under the name that it had.
type named struct {
	name  string
	facts Facts
}

// NewMemory returns a memory that also keeps facts in store; nil keeps them for
// this run only. CUE in plans is evaluated by the evaluator.
func NewMemory(store Store, evaluator cuelang.Evaluator) *Memory {
	return &Memory{store: store, evaluator: evaluator, languages: map[Key]*language{}, facts: map[Key]named{}}
}

// language is a compiled language and what it was compiled from.
type language struct {
	instance *cuelang.Instance
	findings diag.List
	digest   Key
}

// language compiles the language of a plan with the CUE files own.
func (m *Memory) language(own []cuelang.File) (*language, error) {
	digest := digestOf(own)
	m.compiling.Lock()
	defer m.compiling.Unlock()
	if known, ok := m.languages[digest]; ok {
		return known, nil
	}
	instance, findings, err := cuelang.Compile(schemas.Current, own, m.evaluator)
	if err != nil {
		return nil, fmt.Errorf("compiling the schema: %w", err)
	}
	compiled := &language{instance: instance, findings: findings, digest: digest}
	if len(stopsIn([]Facts{{Findings: findings}})) > 0 {
		compiled.digest = digestOf(nil)
	}
	m.languages[digest] = compiled
	return compiled, nil
}

// giveUp returns a language without the CUE that was stopped, and remembers
// that instead: what is stopped once is not tried again.
func (m *Memory) giveUp(own []cuelang.File, l *language, stops diag.List) *language {
	without := &language{instance: l.instance.Without(), findings: diag.Sorted(l.findings, stops), digest: digestOf(nil)}
	m.compiling.Lock()
	defer m.compiling.Unlock()
	m.languages[digestOf(own)] = without
	return without
}

// digestOf digests the files that a language is made of beside the built-in
// ones, which are part of the program.
func digestOf(own []cuelang.File) Key {
	hash := sha256.New()
	for _, file := range own {
		fmt.Fprintf(hash, "%d %s %d ", len(file.Name), file.Name, len(file.Text))
		_, _ = hash.Write(file.Text)
	}
	return Key(hash.Sum(nil))
}

// key names the facts of a file with the content id. Of a CSV file the name
// tells the collection.
func (l *language) key(file load.File, id string) Key {
	collection := ""
	if file.Kind == load.CSV {
		collection, _, _ = strings.Cut(path.Base(file.Name), ".")
	}
	return sha256.Sum256(fmt.Appendf(nil, "%x %s %s %s", l.digest, file.Kind, collection, id))
}

// blobID is the id that git gives to a file with this content, so that files
// are known again once they are committed.
func blobID(text string) string {
	hash := sha1.New()
	fmt.Fprintf(hash, "blob %d\x00", len(text))
	var block [8192]byte
	for len(text) > 0 {
		n := copy(block[:], text)
		_, _ = hash.Write(block[:n])
		text = text[n:]
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// recall returns the facts under a key for a file of the given name.
func (m *Memory) recall(key Key, name string) (Facts, bool) {
	m.mu.Lock()
	known, ok := m.facts[key]
	m.mu.Unlock()
	if !ok && m.store != nil {
		if facts, stored := m.store.Recall(key); stored {
			known, ok = named{nameless, facts}, true
		}
	}
	if !ok {
		return Facts{}, false
	}
	if known.name == name {
		return known.facts, true
	}
	facts := known.facts.moved(known.name, name)
	m.mu.Lock()
	m.facts[key] = named{name, facts}
	m.mu.Unlock()
	return facts, true
}

// remember keeps the facts of a file, unless CUE was stopped in the middle.
func (m *Memory) remember(key Key, name string, facts Facts) {
	if len(stopsIn([]Facts{facts})) > 0 {
		return
	}
	m.mu.Lock()
	m.facts[key] = named{name, facts}
	m.mu.Unlock()
	// Rows are read again as fast as they could be recalled.
	if _, rows := facts.Records.(typedRows); m.store != nil && !rows {
		m.store.Remember(key, facts.moved(name, nameless))
	}
}

// nameless stands in stored facts for the file that they are of. No file has
// this name.
const nameless = "\x00"

// moved returns the facts with every place in file from at the same place in
// file to. Places in other files, such as an own constraint's, stay.
func (f Facts) moved(from, to string) Facts {
	at := func(place source.Place) source.Place {
		if place.File == from {
			place.File = to
		}
		return place
	}
	moved := f
	if f.Records != nil {
		moved.Records = f.Records.In(to)
	}
	moved.References = slices.Clone(f.References)
	for i := range moved.References {
		moved.References[i].Place = at(moved.References[i].Place)
	}
	moved.Findings = slices.Clone(f.Findings)
	for i := range moved.Findings {
		finding := &moved.Findings[i]
		finding.Place = at(finding.Place)
		finding.Related = slices.Clone(finding.Related)
		for j := range finding.Related {
			finding.Related[j].Place = at(finding.Related[j].Place)
		}
	}
	return moved
}

// BuiltIn returns the built-in language.
func (m *Memory) BuiltIn() (*schema.Schema, error) {
	builtIn, err := m.language(nil)
	if err != nil {
		return nil, err
	}
	return builtIn.instance.Schema, nil
}

// Recall returns the facts of a file with a content id, in the built-in
// language, if they are known.
func (m *Memory) Recall(file load.File, id string) (Facts, bool) {
	return m.recall((&language{digest: digestOf(nil)}).key(file, id), file.Name)
}

// Read returns the facts of one file of a folder that has no CUE files.
func (m *Memory) Read(folder *load.Folder, file load.File) (Facts, error) {
	builtIn, err := m.language(nil)
	if err != nil {
		return Facts{}, err
	}
	return reader{folder: folder, language: builtIn, memory: m}.read(file), nil
}

// Assemble builds the plan of what some files say in the built-in language, be
// they all files of a plan or not. The findings are those in the facts and of
// what is written twice.
func (m *Memory) Assemble(facts []Facts) (*plan.Plan, diag.List, error) {
	builtIn, err := m.language(nil)
	if err != nil {
		return nil, nil, err
	}
	result, findings := assemble(builtIn.instance.Schema, facts)
	return result.Plan, findings, nil
}
