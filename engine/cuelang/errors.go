package cuelang

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/errors"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
)

// reportErrors reports what CUE has against the files of a plan, one finding
// for a place and path.
func (o *owner) reportErrors(err error) {
	seen := map[string]bool{}
	for _, e := range errors.Errors(err) {
		places := o.places.ofError(e)
		path := fieldPath(e.Path())
		key := path + "\x00" + places[0].String()
		if seen[key] || len(seen) == maxReported {
			continue
		}
		seen[key] = true
		f := diag.New(diag.CUEFailed, addr.Addr{}, places[0], "%s", sentenceOf(e, path))
		for _, place := range places[1:] {
			f = f.With(place, "this is part of it")
		}
		o.found = append(o.found, f)
	}
}

// ofError returns the places in plan files that an error is about, at least
// one.
func (p places) ofError(e errors.Error) []source.Place {
	var found []source.Place
	for _, pos := range errors.Positions(e) {
		if place := p.of(pos); place.Known() && !slices.Contains(found, place) {
			found = append(found, place)
		}
	}
	if len(found) == 0 {
		return []source.Place{{File: p.first()}}
	}
	return found
}

// first returns the name of the first file.
func (p places) first() string {
	var names []string
	for name := range p {
		names = append(names, name)
	}
	return slices.Min(names)
}

// fieldPath prints a path of CUE as findings name fields.
func fieldPath(path []string) string {
	var b strings.Builder
	for _, step := range path {
		switch {
		case strings.HasPrefix(step, "#"):
			continue
		case step != "" && strings.Trim(step, "0123456789") == "":
			b.WriteString("[" + step + "]")
			continue
		case b.Len() > 0:
			b.WriteByte('.')
		}
		b.WriteString(strings.Trim(step, `"`))
	}
	return b.String()
}

// sentenceOf says in one line what CUE has found. Its own words are kept where
// there are none better.
func sentenceOf(e errors.Error, path string) string {
	format, args := e.Msg()
	text := oneLine(fmt.Sprintf(format, args...))
	if path == "" {
		path = "this CUE"
	}
	switch {
	case strings.HasPrefix(format, "conflicting values") && len(args) >= 2:
		return fmt.Sprintf("%s cannot be both %s and %s", path, oneLine(fmt.Sprint(args[0])), oneLine(fmt.Sprint(args[1])))
	case strings.HasPrefix(format, "invalid value") && len(args) >= 2:
		return fmt.Sprintf("%s must fulfil %s, and %s does not", path, oneLine(fmt.Sprint(args[1])), oneLine(fmt.Sprint(args[0])))
	case strings.HasPrefix(format, "reference") && strings.Contains(format, "not found") && len(args) >= 1:
		return fmt.Sprintf("the name %q is not declared", oneLine(fmt.Sprint(args[0])))
	case strings.Contains(format, "field is required but not present"):
		return path + " has no value, and it needs one"
	case strings.Contains(format, "field not allowed"):
		return path + " is not a field that is allowed here"
	}
	return path + " cannot be evaluated: " + text
}

// findings translates what CUE has against a record that is fine by the
// compiled language.
func (c *constraint) findings(err error, r *record.Record) diag.List {
	var found diag.List
	for _, e := range errors.Errors(err) {
		path := fieldPath(withinRecord(e.Path(), r))
		place := r.Place()
		if n, ok := r.Node.At(path); ok && path != "" && n.Line > 0 {
			place = n.Place(r.File)
		}
		f := diag.New(diag.OwnConstraint, r.Addr, place, "%s", sentenceOf(e, path)).At(path)
		if declared := c.declared(e); declared.Known() {
			f = f.With(declared, "the constraint is declared here")
		}
		if !slices.ContainsFunc(found, func(g diag.Finding) bool { return g.Field == f.Field }) {
			found = append(found, f)
		}
	}
	return found
}

// declared returns where the constraint stands that an error is about, as
// exactly as CUE can tell.
func (c *constraint) declared(e errors.Error) source.Place {
	positions := errors.Positions(e)
	for _, pos := range slices.Backward(positions) { // what encloses the rest comes first
		if place := c.places.of(pos); place.Known() {
			return place
		}
	}
	return c.Reasons[0].Place
}

// withinRecord cuts collection and id off a path.
func withinRecord(path []string, r *record.Record) []string {
	if len(path) > 0 && path[0] == r.Addr.Collection {
		path = path[1:]
		if r.Addr.Collection != planCollection && len(path) > 0 {
			path = path[1:]
		}
	}
	return path
}
