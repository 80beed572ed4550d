package salesforce

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Read reads the territory metadata below fsys, wherever it lies, and the
// association file at its top. What is wrong with a file is a finding, and its
// record is left out. The error says that there is nothing to read, or that it
// is not clear which of several models to read.
func Read(fsys fs.FS) (*Model, diag.List, error) {
	folder, err := readFolder(fsys)
	if err != nil {
		return nil, nil, err
	}
	r := reader{model: &Model{}, findings: folder.findings, broken: map[addr.Addr]bool{}}
	if err := r.place(folder.files); err != nil {
		return nil, nil, err
	}
	for _, f := range folder.findings {
		if unread, ok := metadataFile(f.Place.File); ok {
			r.broken[addressOf(unread.element, unread.name)] = true
		}
	}
	for _, file := range folder.files {
		r.file(file)
	}
	if folder.associations != nil {
		rows, findings := readAssociations(folder.associations.path, folder.associations.text)
		r.model.Associations = rows
		r.findings = append(r.findings, findings...)
		folder.files = append(folder.files, *folder.associations)
	}
	r.settle()
	r.compare(folder.files)
	return r.model, diag.Sorted(r.findings), nil
}

// reader collects a model file by file.
type reader struct {
	model    *Model
	findings diag.List
	broken   map[addr.Addr]bool // records whose file has a finding with severity error
}

func (r *reader) tell(code diag.Code, subject addr.Addr, place source.Place, format string, args ...any) {
	r.findings = append(r.findings, diag.New(code, subject, place, format, args...))
}

func (r *reader) info(code diag.Code, place source.Place, format string, args ...any) {
	r.tell(code, addr.Addr{}, place, format, args...)
	r.findings[len(r.findings)-1].Severity = diag.Info
}

// modelsFolder is the folder of source format that holds a folder for each model.
const modelsFolder = "territory2Models"

// place finds out which model the files are of, and where it lies.
func (r *reader) place(files []sourceFile) error {
	var models []string
	for _, file := range files {
		parts := strings.Split(file.path, "/")
		at := slices.Index(parts, modelsFolder)
		switch {
		case at >= 0 && at+2 < len(parts):
			models = append(models, parts[at+1])
			if r.model.folder == "" {
				r.model.folder = path.Join(append([]string{"."}, parts[:at]...)...)
			}
		case file.element == modelElement:
			models = append(models, file.name)
		}
	}
	slices.Sort(models)
	models = slices.Compact(models)
	if len(models) > 1 {
		return fmt.Errorf("there are %d territory models below the source folder (%s) and a plan holds one: give a folder that holds one of them", len(models), strings.Join(models, ", "))
	}
	if len(models) == 0 {
		return nil
	}
	if !developerName.MatchString(models[0]) {
		return fmt.Errorf("%q is not the name of a territory model: letters, digits and underscores, beginning with a letter", shown(models[0]))
	}
	r.model.DeveloperName = models[0]
	return nil
}

// file reads one metadata file into the model.
func (r *reader) file(file sourceFile) {
	subject := addressOf(file.element, file.name)
	at := source.Place{File: file.path}
	before := len(r.findings)
	defer func() { r.broken[subject] = r.findings[before:].Worst() == diag.Error }()
	if !developerName.MatchString(file.name) {
		r.tell(diag.BadID, addr.Addr{}, at, "%q is not a developer name (letters, digits and underscores, beginning with a letter): the file is not read", shown(file.name))
		return
	}
	root, err := parseXML(file.path, file.text)
	if err != nil {
		r.unreadable(subject, err)
		return
	}
	if root.name != file.element {
		r.tell(diag.WrongType, subject, root.place, "the file holds a %q, and its name promises a %q", shown(root.name), file.element)
		return
	}
	d := &decoder{element: root, subject: subject}
	r.decode(d, file)
	r.findings = append(r.findings, d.findings...)
}

func (r *reader) unreadable(subject addr.Addr, err error) {
	var told *xmlError
	if !errors.As(err, &told) {
		return
	}
	code := diag.Unreadable
	if told.limit {
		code = diag.LimitExceeded
	}
	r.tell(code, subject, told.place, "%s", told.message)
}

// decode adds the record that the file holds, if it is sound.
func (r *reader) decode(d *decoder, file sourceFile) {
	m := r.model
	sound := func() bool { return d.findings.Worst() < diag.Error }
	switch file.element {
	case modelElement:
		d.only("description", "name")
		m.Label, m.Description = d.needed("name"), d.text("description")
	case typeElement:
		if t := decodeType(d, file.name); sound() {
			m.Types = append(m.Types, t)
		}
	case territoryElement:
		if t := decodeTerritory(d, file.name); sound() {
			m.Territories = append(m.Territories, t)
		}
	case ruleElement:
		if rule := decodeRule(d, file.name); sound() {
			m.Rules = append(m.Rules, rule)
		}
	}
}

// settle puts the records in order, leaves out those whose id is taken, and
// looks at the references between them.
func (r *reader) settle() {
	m := r.model
	if m.Label == "" {
		m.Label = m.DeveloperName
	}
	types := newNames(r, plan.TypeKind)
	m.Types = slices.DeleteFunc(m.Types, func(t TerritoryType) bool { return !types.add(t.DeveloperName, t.place) })
	territories := newNames(r, plan.TerritoryKind)
	m.Territories = slices.DeleteFunc(m.Territories, func(t Territory) bool { return !territories.add(t.DeveloperName, t.place) })
	rules := newNames(r, plan.RuleKind)
	m.Rules = slices.DeleteFunc(m.Rules, func(rule Rule) bool { return !rules.add(rule.DeveloperName, rule.place) })

	slices.SortFunc(m.Types, func(a, b TerritoryType) int { return cmp.Compare(a.DeveloperName, b.DeveloperName) })
	slices.SortFunc(m.Territories, func(a, b Territory) int { return cmp.Compare(a.DeveloperName, b.DeveloperName) })
	slices.SortFunc(m.Rules, func(a, b Rule) int { return cmp.Compare(a.DeveloperName, b.DeveloperName) })
	for i := range m.Territories {
		t := &m.Territories[i]
		subject := addr.New(plan.TerritoryKind, idOf(t.DeveloperName))
		t.Parent = territories.resolve(t.Parent, "parentTerritory", subject, t.place)
		t.Type = types.resolve(t.Type, "territory2Type", subject, t.place)
		t.Rules = slices.DeleteFunc(t.Rules, func(use RuleUse) bool {
			return rules.resolve(use.Rule, "ruleName", subject, use.place) == ""
		})
	}
	r.associations(territories)
}

// associations keeps one association of a user with a territory and role.
func (r *reader) associations(territories *names) {
	users := newNames(r, plan.PersonKind)
	seen := map[[3]string]bool{}
	keep := r.model.Associations[:0]
	for _, a := range r.model.Associations {
		if !users.same(a.User, a.place) || territories.resolve(a.Territory, territoryColumn, addr.Addr{}, a.place) == "" {
			continue
		}
		key := [3]string{a.User, a.Territory, coverageOf(a.Role)}
		if seen[key] {
			r.tell(diag.DuplicateID, addr.Addr{}, a.place, "%s works on %s as %s twice: only the first row is imported", shown(a.User), shown(a.Territory), key[2])
			continue
		}
		seen[key] = true
		keep = append(keep, a)
	}
	r.model.Associations = keep
	slices.SortStableFunc(r.model.Associations, Association.compare)
}

// names are the names of one kind of record, by the id each becomes.
type names struct {
	reader     *reader
	collection string
	byID       map[string]string
	places     map[string]source.Place
}

func newNames(r *reader, collection string) *names {
	return &names{reader: r, collection: collection, byID: map[string]string{}, places: map[string]source.Place{}}
}

// same reports whether a name is the first with its id, or that one again.
func (n *names) same(name string, place source.Place) bool {
	id := idOf(name)
	first, taken := n.byID[id]
	if taken && first != name {
		f := diag.New(diag.DuplicateID, addr.New(n.collection, id), place, "%q and %q both become the id %s: only the first is imported", shown(first), shown(name), id)
		n.reader.findings = append(n.reader.findings, f.With(n.places[id], "the first"))
		return false
	}
	if !taken {
		n.byID[id], n.places[id] = name, place
	}
	return true
}

// add reports whether a record is the first with its name and id.
func (n *names) add(name string, place source.Place) bool {
	if first, taken := n.byID[idOf(name)]; taken && first == name {
		f := diag.New(diag.DuplicateID, addr.New(n.collection, idOf(name)), place, "there are two files for %q: only the first is imported", name)
		n.reader.findings = append(n.reader.findings, f.With(n.places[idOf(name)], "the first"))
		return false
	}
	return n.same(name, place)
}

// resolve tells of a reference to a record that is not there. The reference
// stays, for the check of the plan to find, unless it would become one to
// another record or to none: then resolve returns "". Nothing is told of a
// record whose own file is broken: that has been.
func (n *names) resolve(name, field string, subject addr.Addr, place source.Place) string {
	id := idOf(name)
	known, taken := n.byID[id]
	if name == "" || known == name && taken || !taken && n.reader.broken[addr.New(n.collection, id)] {
		return name
	}
	n.reader.tell(diag.UnknownReference, subject, place, "%s names %q, and there is no such %s in the source", field, shown(name), strings.ReplaceAll(strings.TrimPrefix(n.collection, "assignment_"), "_", " "))
	if taken || id == "" {
		return ""
	}
	return name
}

// compare tells of every file that export would not write with the same bytes,
// although nothing else is to be said about it.
func (r *reader) compare(files []sourceFile) {
	rendered := map[string][]byte{}
	for _, file := range r.model.render() {
		rendered[file.Path] = file.Text
	}
	told := map[string]bool{}
	for _, f := range r.findings {
		told[f.Place.File] = true
	}
	displaced := false
	for _, file := range files {
		expected := associationFile
		if file.element != "" {
			expected = r.model.pathOf(file.element, file.name)
		}
		switch text, ok := rendered[expected]; {
		case told[file.path]:
		case expected != file.path && !displaced:
			displaced = true // told once: a folder lies elsewhere as a whole
			r.info(diag.UnknownFile, source.Place{File: file.path}, "the file does not lie where source format keeps it; export writes %s", expected)
		case ok && !bytes.Equal(text, file.text):
			r.info(diag.BadFormat, source.Place{File: file.path}, "the file is not written the way Salesforce writes it: export writes the same content in another form")
		}
	}
}
