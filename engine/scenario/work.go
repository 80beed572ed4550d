package scenario

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// work works a scenario out, after those that it builds on. One that builds on
// itself changes nothing.
func (b *Book) work(s *Scenario) {
	if s.layer != nil {
		return
	}
	s.layer = layer{}
	if s.above[s.Addr.ID] {
		return
	}
	joined := layer{}
	for _, id := range s.BuildsOn {
		if below, ok := b.Find(id); ok {
			b.work(below)
			joined = s.join(joined, below.layer)
		}
	}
	before := view{b.plan, joined}
	w := &worker{view: view{b.plan, joined.clone()}, scenario: s, language: b.language}
	w.removals()
	w.additions()
	w.settings()
	w.levers()
	s.layer = w.layer
	b.judge(s, before)
}

// worker lays what one scenario itself says over what it builds on.
type worker struct {
	view
	scenario *Scenario
	language *schema.Schema
}

// may reports whether a scenario may change records of a collection.
func (w *worker) may(collection string, field string, place source.Place) (*schema.Collection, bool) {
	c, known := w.language.Collection(collection)
	switch {
	case !known:
		w.scenario.report(diag.ScenarioNoRecord, field, place, "%s is no collection of the plan language", quoted(collection))
	case collection == Kind || collection == plan.MoveKind:
		w.scenario.report(diag.ScenarioNoRecord, field, place, "a scenario cannot change a %s: that says nothing about what is planned", collection)
		known = false
	}
	return c, known
}

// quoted shows a text in a sentence.
func quoted(text string) string { return `"` + text + `"` }

func (w *worker) removals() {
	list, ok := w.scenario.record.Node.Field("remove")
	if !ok {
		return
	}
	for i := range list.Children {
		one := &list.Children[i]
		a, err := addr.Parse(one.Text)
		if err != nil {
			continue // told by the schema
		}
		c, ok := w.may(a.Collection, "remove", w.scenario.place(one))
		if !ok {
			continue
		}
		if _, there := w.find(a); !there || c.Shape == schema.Single {
			w.scenario.report(diag.ScenarioNoRecord, "remove", w.scenario.place(one), "there is no %s that could be removed", a)
			continue
		}
		w.remove(a, w.scenario.place(one))
	}
}

func (w *worker) remove(a addr.Addr, place source.Place) {
	e := w.layer.own(a)
	*e = entry{presence: removed, by: w.scenario, place: place}
}

// records visits collection, id and fields below a field of the scenario.
func (w *worker) records(field string, visit func(c *schema.Collection, n *syntax.Node)) {
	groups, ok := w.scenario.record.Node.Field(field)
	if !ok {
		return
	}
	for i := range groups.Children {
		group := &groups.Children[i]
		c, ok := w.may(group.Key, field, group.KeyPlace(w.scenario.record.File))
		if !ok {
			continue
		}
		for j := range group.Children {
			visit(c, &group.Children[j])
		}
	}
}

func (w *worker) additions() {
	w.records("add", func(c *schema.Collection, n *syntax.Node) {
		place := n.KeyPlace(w.scenario.record.File)
		switch c.Shape {
		case schema.Single:
			w.scenario.report(diag.ScenarioExists, "add", place, "the plan has its settings: set fields of them")
		case schema.Keyed:
			w.add(addr.New(c.Name, n.Key), *n, place, "add")
		case schema.Listed:
			typed, found := w.language.Check(record.Record{Addr: addr.New(c.Name, ""), File: w.scenario.record.File, Node: *n})
			if typed.Addr.ID == "" {
				w.object(typed.Addr, found)
				return
			}
			w.add(typed.Addr, *n, place, "add")
		}
	})
}

// add adds a record that is not there.
func (w *worker) add(a addr.Addr, n syntax.Node, place source.Place, field string) {
	if _, there := w.find(a); there {
		w.scenario.report(diag.ScenarioExists, field, place, "%s is added and is there already: set fields of it, or remove it, too", a)
		return
	}
	*w.layer.own(a) = entry{presence: given, node: n, by: w.scenario, place: place}
}

func (w *worker) settings() {
	w.records("set", func(c *schema.Collection, n *syntax.Node) {
		a := addr.New(c.Name, n.Key)
		place := n.KeyPlace(w.scenario.record.File)
		current, there := w.find(a)
		if !there {
			w.scenario.report(diag.ScenarioNoRecord, "set", place, "fields of %s are set, and there is no such record", a)
			return
		}
		for i := range n.Children {
			if !w.setAll(a, []string{n.Children[i].Key}, n.Children[i], &current) {
				w.without("set", n.Children[i].KeyPlace(w.scenario.record.File), "%s of %s has the value already that the scenario sets", n.Children[i].Key, a)
			}
		}
	})
}

// without tells of a part of a scenario that changes nothing.
func (w *worker) without(field string, place source.Place, format string, args ...any) {
	w.scenario.report(diag.ScenarioWithoutEffect, field, place, format, args...)
}

// setAll sets a field, or the fields of a group, and reports whether that changes
// anything.
func (w *worker) setAll(a addr.Addr, path []string, value syntax.Node, current *syntax.Node) (changed bool) {
	if value.Kind == syntax.Map && len(value.Children) > 0 {
		for i := range value.Children {
			changed = w.setAll(a, append(slices.Clone(path), value.Children[i].Key), value.Children[i], current) || changed
		}
		return changed
	}
	return w.set(a, path, value, current)
}

// set gives a field another value, and reports whether it had another one.
func (w *worker) set(a addr.Addr, path []string, value syntax.Node, current *syntax.Node) bool {
	at := current
	for _, step := range path {
		next, ok := at.Field(step)
		if !ok {
			at = nil
			break
		}
		at = next
	}
	if at.Equal(&value) {
		return false
	}
	key := ""
	for _, step := range path {
		key = syntax.Join(key, step)
	}
	w.layer.own(a).put(edit{path: path, key: key, value: value, by: w.scenario})
	return true
}

// object reports what the schema has against a record as the scenario makes it.
func (w *worker) object(a addr.Addr, found diag.List) { w.scenario.object(a, found) }

func (s *Scenario) object(a addr.Addr, found diag.List) {
	for _, f := range found {
		place := f.Place
		if !place.Known() || place.File != s.record.File {
			place = s.Place()
		}
		f.Message = "under this scenario, in " + strings.TrimSuffix(a.String(), "/") + ": " + f.Message
		f.Subject, f.Place = s.Addr, place
		s.found = append(s.found, f)
	}
}

// judge reports what the schema has against records that the scenario touches
// itself, or that come out of what it puts together, and references to what is
// not there.
func (b *Book) judge(s *Scenario, before view) {
	after := view{b.plan, s.layer}
	own := 0
	for _, a := range s.layer.addresses() {
		e := s.layer[a]
		if before.layer[a] != e {
			own++
		}
		if !e.mixed(s) {
			continue
		}
		typed, found, there := b.typed(after, a)
		if !there {
			continue
		}
		if typed.Addr != a && len(found) == 0 {
			s.report(diag.ScenarioExists, "set", typed.Place(), "the id of %s is made of fields that the scenario changes, to %s: remove the record and add another one", a, typed.Addr)
			continue
		}
		s.object(a, found)
		for _, ref := range b.references(&typed) {
			if !slices.ContainsFunc(ref.Collections, func(c string) bool { _, ok := after.find(addr.New(c, ref.ID)); return ok }) {
				s.report(diag.UnknownReference, ref.Field, ref.Place, "under this scenario, %s of %s is %s, and there is no such %s", ref.Field, a, quoted(ref.ID), strings.Join(ref.Collections, " or "))
			}
		}
	}
	if own == 0 && len(s.BuildsOn) == 0 && len(s.found) == 0 {
		s.report(diag.ScenarioWithoutEffect, "", s.Place(), "%s changes nothing", s.Addr)
	}
}

// mixed reports whether the scenario itself, or what it joins, made an entry what
// it is: otherwise a scenario below has told what is wrong with it.
func (e *entry) mixed(s *Scenario) bool {
	makers := map[*Scenario]bool{}
	if e.by != nil {
		makers[e.by] = true
	}
	for i := range e.fields {
		makers[e.fields[i].by] = true
	}
	return makers[s] || len(makers) > 1
}

// typed returns a touched record as it is under a layer.
func (b *Book) typed(v view, a addr.Addr) (typed record.Record, found diag.List, there bool) {
	r, there := v.raw(a)
	if !there {
		return r, nil, false
	}
	if c, ok := b.language.Collection(a.Collection); ok && c.Shape == schema.Listed {
		r.Addr.ID = ""
	}
	typed, found = b.language.Check(r)
	return typed, found, true
}

// references lists every use of an id in a record.
func (b *Book) references(r *record.Record) []plan.Reference {
	c, ok := b.language.Collection(r.Addr.Collection)
	if !ok {
		return nil
	}
	var all []plan.Reference
	for ref := range c.References(r) {
		all = append(all, plan.Reference{From: r.Addr, Field: ref.Path, Collections: ref.Collections, ID: ref.Node.Text, Place: ref.Node.Place(r.File)})
	}
	return all
}
