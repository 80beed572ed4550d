package salesforce

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// File is a file to write. A nil Text says that it is to be deleted.
type File struct {
	Path string // slash path below the folder that is written to
	Text []byte
}

// planFolder is the folder below the plan folder in which the import writes.
const planFolder = "salesforce"

// settingsFile is the file of the plan's settings.
const settingsFile = "plan.yaml"

const yamlHeader = `# Written by "salesplan import salesforce SRC --into PLAN"; to refresh, run it again.
# Records and fields that you add here stay. Changes to imported fields are overwritten.

`

const settingsHeader = `# Written by "salesplan import salesforce SRC --into PLAN"; to refresh, run it again.
# It is yours to edit: only the fields of extra that begin with sf_ are the import's.

`

// targets are the files that hold imported records, and the collections in each.
var targets = []struct {
	path        string
	collections []string
}{
	{planFolder + "/territory-types.yaml", []string{plan.TypeKind}},
	{planFolder + "/territories.yaml", []string{plan.TerritoryKind}},
	{planFolder + "/assignment-rules.yaml", []string{plan.RuleKind}},
	{planFolder + "/people.yaml", []string{plan.PositionKind, plan.PersonKind}},
	{planFolder + "/holder.csv", []string{plan.HolderKind}},
	{planFolder + "/assignment.csv", []string{plan.AssignmentKind}},
}

// ownedFields are the fields that an import writes and the next one replaces,
// by collection; and in every collection those of extra with [extraPrefix].
var ownedFields = map[string][]string{
	plan.TypeKind:      {"name", "priority"},
	plan.TerritoryKind: {"name", "parent", "type", "rules", "access"},
	plan.RuleKind:      {"name", "active", "object", "conditions", "filter"},
}

// Files returns the plan files that change when the model is laid into the
// plan folder existing, in order of path. Nil stands for a folder that is not
// there yet. What an earlier import wrote is replaced; what people have written
// beside it stays, down to single fields and comments.
//
// Where a finding has severity error there are no files: a file of the import
// cannot be read, so that nothing is certain to be kept.
func (m *Model) Files(existing fs.FS) ([]File, diag.List, error) {
	l := layer{model: m, next: imported{}}
	if err := l.read(existing); err != nil {
		return nil, nil, err
	}
	if l.findings.Worst() == diag.Error {
		return nil, diag.Sorted(l.findings), nil
	}
	files, err := l.files()
	if err != nil {
		return nil, nil, err
	}
	files = slices.DeleteFunc(files, func(f File) bool {
		old, ok := l.old(f.Path)
		return bytes.Equal(old, f.Text) && ok == (f.Text != nil)
	})
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	l.checkSizes(files)
	if l.findings.Worst() == diag.Error {
		return nil, diag.Sorted(l.findings), nil
	}
	return files, diag.Sorted(l.findings), nil
}

// layer lays one model into one plan folder.
type layer struct {
	model        *Model
	tree         *load.Tree
	importedText []byte   // of the file as it is; nil if there is none
	last, next   imported // what the last import wrote, and what this one does
	findings     diag.List
}

// read reads the plan folder as it is.
func (l *layer) read(existing fs.FS) error {
	l.tree, l.last = &load.Tree{}, imported{}
	if existing == nil {
		return nil
	}
	tree, findings, err := load.Plan(existing, load.DefaultLimits())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	l.tree = tree
	for _, f := range findings {
		if f.Severity == diag.Error && (isTarget(f.Place.File) || f.Place.File == planFolder || f.Place.File == settingsFile) {
			l.findings = append(l.findings, f)
		}
	}
	var more diag.List
	l.last, l.importedText, more = readImported(existing)
	l.findings = append(l.findings, more...)
	return nil
}

// files returns every file of the import as it is to be.
func (l *layer) files() ([]File, error) {
	collections, rows := l.model.collections(), l.model.rows()
	l.claim(collections, rows)
	var files []File
	for _, target := range targets {
		text, err := l.target(target.path, target.collections, collections, rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", target.path, err)
		}
		files = append(files, File{target.path, text})
	}
	settings, err := l.settings()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", settingsFile, err)
	}
	return append(files, File{settingsFile, settings}, File{importedFile, l.next.text()}), nil
}

func isTarget(file string) bool {
	for _, target := range targets {
		if target.path == file {
			return true
		}
	}
	return false
}

// old returns the text of a file as it is.
func (l *layer) old(path string) ([]byte, bool) {
	if path == importedFile {
		return l.importedText, l.importedText != nil
	}
	text, exists := l.tree.Text(path)
	if !exists {
		return nil, false
	}
	return []byte(text), true
}

// claim decides which records are the import's: all that the model has, but
// for those that people have written, which stay as they are.
func (l *layer) claim(collections map[string][]syntax.Node, rows map[string][]row) {
	byHand := l.writtenByHand()
	taken := func(collection, id string) bool {
		subject := addr.New(collection, id)
		place, hand := byHand[subject]
		if hand {
			delete(byHand, subject)
			f := diag.New(diag.DuplicateID, subject, place, "%s is written here by hand and stays as it is; delete it to have it imported", subject)
			f.Severity = diag.Warning
			l.findings = append(l.findings, f)
			return true
		}
		l.next[subject.String()] = true
		return false
	}
	for _, target := range targets {
		for _, collection := range target.collections {
			collections[collection] = slices.DeleteFunc(collections[collection], func(n syntax.Node) bool {
				hand := taken(collection, n.Key)
				if _, described := n.Field("description"); described && !hand {
					l.next[addr.New(collection, n.Key).String()+descriptionMark] = true
				}
				return hand
			})
			rows[collection] = slices.DeleteFunc(rows[collection], func(r row) bool { return taken(collection, r.id) })
		}
	}
	l.tellMoved(byHand)
}

// tellMoved tells of records that are gone from the source, and which people
// have moved out of the files of the import.
func (l *layer) tellMoved(byHand map[addr.Addr]source.Place) {
	for subject, place := range byHand {
		if l.last.has(subject.Collection, subject.ID) && !l.next[subject.String()] {
			f := diag.New(diag.UnknownReference, subject, place, "%s is gone from the source, and stands here, where the import does not delete it", subject)
			f.Severity = diag.Warning
			l.findings = append(l.findings, f)
		}
	}
}

// writtenByHand returns the records that are not the import's, with their
// places: those in other files, and those in its own files that it did not write.
func (l *layer) writtenByHand() map[addr.Addr]source.Place {
	home := map[string]string{}
	for _, target := range targets {
		for _, collection := range target.collections {
			home[collection] = target.path
		}
	}
	byHand := map[addr.Addr]source.Place{}
	for i := range l.tree.Records {
		r := &l.tree.Records[i]
		collection, id := r.Addr.Collection, r.Addr.ID
		if home[collection] == "" {
			continue
		}
		if _, listed := rowColumns[collection]; listed {
			id = rowID(collection, r.Node.TextOf)
		}
		if _, known := byHand[addr.New(collection, id)]; !known && (r.File != home[collection] || !l.last.has(collection, id)) {
			byHand[addr.New(collection, id)] = r.Place()
		}
	}
	return byHand
}

// target returns the new text of one file of the import, nil for none.
func (l *layer) target(path string, in []string, collections map[string][]syntax.Node, rows map[string][]row) ([]byte, error) {
	text, exists := l.old(path)
	if _, listed := rowColumns[in[0]]; listed {
		return mergeCSV(text, in[0], rows[in[0]], func(id string) bool { return l.last.has(in[0], id) })
	}
	want := newGroup()
	for _, collection := range in {
		want.nodes(collection, syntax.Map, collections[collection])
	}
	if !exists {
		text = []byte(yamlHeader)
	}
	merged, err := mergeYAML(text, &want.node, l.removable)
	if strings.TrimSpace(string(merged)) == strings.TrimSpace(yamlHeader) {
		return nil, err
	}
	return merged, err
}

// removable reports whether what stands at a path of a file of the import goes
// when it is not wanted: a record that the last import wrote, or in such a
// record a field that is the import's.
func (l *layer) removable(path []string) bool {
	if len(path) < 2 || !l.last.has(path[0], path[1]) {
		return false
	}
	switch len(path) {
	case 2:
		return !l.next.has(path[0], path[1])
	case 3:
		return slices.Contains(ownedFields[path[0]], path[2]) || path[2] == "description" && l.last.hasDescription(path[0], path[1])
	default:
		return path[2] == "access" || path[2] == "extra" && strings.HasPrefix(path[3], extraPrefix)
	}
}

// settings returns the new text of the settings: written where the plan has
// none, refreshed where an earlier import wrote them, and as they are where
// people did. Then it is said what they lack.
func (l *layer) settings() ([]byte, error) {
	text, exists := l.old(settingsFile)
	extra := l.model.settings()
	written, has := l.settingsRecord()
	mine := l.last.has(plan.SettingsAddr.Collection, plan.SettingsAddr.ID)
	removable := func(path []string) bool {
		return len(path) == 3 && path[1] == "extra" && strings.HasPrefix(path[2], extraPrefix)
	}
	want := newGroup()
	switch {
	case !exists && !has && len(l.tree.CUE) == 0:
		l.next[plan.SettingsAddr.String()] = true
		want.add("plan", newGroup().text("name", cmp.Or(l.model.Label, l.model.DeveloperName, "Salesforce territories")).extra(extra).node)
		return mergeYAML([]byte(settingsHeader), &want.node, removable)
	case mine && has && written == settingsFile:
		l.next[plan.SettingsAddr.String()] = true
		want.add("plan", newGroup().extra(extra).node)
		return mergeYAML(text, &want.node, removable)
	}
	l.lacks(extra)
	return text, nil
}

// settingsRecord returns the file in which the settings of the plan stand.
func (l *layer) settingsRecord() (file string, ok bool) {
	for i := range l.tree.Records {
		if r := &l.tree.Records[i]; r.Addr == plan.SettingsAddr {
			return r.File, true
		}
	}
	return "", false
}

// lacks says what export could not know of the model from settings that people
// have written.
func (l *layer) lacks(extra *group) {
	var lines []string
	for i := range extra.node.Children {
		n := &extra.node.Children[i]
		if !slices.ContainsFunc(l.tree.Records, func(r record.Record) bool {
			stated, ok := r.Node.At("extra." + n.Key)
			return ok && r.Addr == plan.SettingsAddr && stated.Text == n.Text
		}) {
			lines = append(lines, n.Key+": "+edit.Text(n.Text))
		}
	}
	if len(lines) == 0 {
		return
	}
	f := diag.New(diag.MissingField, plan.SettingsAddr, source.Place{File: settingsFile},
		"the plan has settings of its own; for export to know the model, add to them: extra: {%s}", strings.Join(lines, ", "))
	f.Severity = diag.Info
	l.findings = append(l.findings, f)
}

// checkSizes tells of files that would be too large to be read again.
func (l *layer) checkSizes(files []File) {
	limits := load.DefaultLimits()
	for _, f := range files {
		most := limits.YAMLBytes
		if strings.HasSuffix(f.Path, ".csv") || f.Path == importedFile {
			most = maxCSVBytes
		}
		if int64(len(f.Text)) > most {
			l.findings = append(l.findings, diag.New(diag.LimitExceeded, addr.Addr{}, source.Place{File: f.Path},
				"the file would be %d KiB, and a plan file may be %d: the model is too large to import", len(f.Text)>>10, most>>10))
		}
	}
}
