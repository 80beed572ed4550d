package diff

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Rename returns the records of a plan as they read once the renames are
// carried out: renamed records have their new address, every reference names
// it, and ids that are formed from references follow. Sorted by address.
func Rename(p *plan.Plan, renames map[addr.Addr]addr.Addr, language Language) record.List {
	if len(renames) == 0 {
		return p.Records
	}
	renamed := map[addr.Addr]record.Record{}
	current := func(a addr.Addr) (record.Record, bool) {
		if r, ok := renamed[a]; ok {
			return r, true
		}
		r, ok := p.Find(a)
		if !ok {
			return record.Record{}, false
		}
		return *r, true
	}
	for _, ref := range p.References {
		to, ok := renamedTarget(ref, renames)
		if !ok {
			continue
		}
		if r, ok := current(ref.From); ok {
			r.Node = withText(r.Node, ref.Field, to.ID)
			if id, derived := language.DeriveID(r.Addr.Collection, &r.Node); derived {
				r.Addr.ID = id
			}
			renamed[ref.From] = r
		}
	}
	for from, to := range renames {
		if r, ok := current(from); ok {
			r.Addr = to
			renamed[from] = r
		}
	}
	var changed record.Slice
	rest := p.Records.Keep(func(i int) bool {
		r, changes := renamed[p.Records.Addr(i)]
		if changes {
			changed = append(changed, r)
		}
		return !changes
	})
	return rest.With(changed)
}

// renamedTarget returns the new address of the record that a reference names.
func renamedTarget(ref plan.Reference, renames map[addr.Addr]addr.Addr) (addr.Addr, bool) {
	for _, collection := range ref.Collections {
		if to, ok := renames[addr.New(collection, ref.ID)]; ok {
			return to, true
		}
	}
	return addr.Addr{}, false
}

// withText returns the node with the text of one scalar replaced.
func withText(n syntax.Node, path, text string) syntax.Node {
	old, ok := n.At(path)
	if !ok {
		return n
	}
	scalar := *old
	scalar.Text = text
	return n.With(path, &scalar)
}
