package history

import (
	"path"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/vcs"
)

// version is what one blob says about a record.
type version struct {
	record *record.Record // typed; nil if the blob does not have it
	moves  []plan.Move
}

// find looks for a record in one side of changed files, and returns the renames
// that this side declares.
func (r *Reader) find(changes []vcs.FileChange, a addr.Addr, side func(vcs.FileChange) string) (found *record.Record, moves []plan.Move, err error) {
	for _, change := range changes {
		id := side(change)
		if id == "" {
			continue
		}
		v, err := r.version(id, change.Path, a)
		if err != nil {
			return nil, nil, err
		}
		if found == nil {
			found = v.record
		}
		moves = append(moves, v.moves...)
	}
	return found, moves, nil
}

// version reads one blob once for each record.
func (r *Reader) version(id, name string, a addr.Addr) (version, error) {
	key := id + " " + path.Base(name) + " " + a.String()
	if v, ok := r.known[key]; ok {
		return v, nil
	}
	text, err := r.Repository.Content(id)
	if err != nil {
		return version{}, err
	}
	var v version
	if r.mayHold(string(text), a) {
		for raw := range load.Text(name, string(text), load.DefaultLimits()) {
			r.see(&v, raw, a)
		}
	}
	if r.known == nil {
		r.known = map[string]version{}
	}
	r.known[key] = v
	return v, nil
}

// mayHold reports whether a text may hold a record or declare a rename. Most
// files of a plan do not, and need not be parsed. Where characters are escaped,
// no word can be looked for.
func (r *Reader) mayHold(text string, a addr.Addr) bool {
	if strings.Contains(text, `\`) || strings.Contains(text, plan.MoveKind) || a == plan.SettingsAddr {
		return true
	}
	if c, ok := r.Schema.Collection(a.Collection); ok && c.Shape == schema.Keyed {
		return strings.Contains(text, a.ID)
	}
	// The parts of the id of a listed record stand in fields of their own.
	for part := range strings.FieldsFuncSeq(a.ID, func(c rune) bool { return c == '/' || c == '@' }) {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// see keeps a raw record if it is the one looked for, or a rename.
func (r *Reader) see(v *version, raw *record.Record, a addr.Addr) {
	if raw.Addr.Collection == plan.MoveKind {
		from, _ := addr.Parse(raw.Node.TextOf("from"))
		to, _ := addr.Parse(raw.Node.TextOf("to"))
		v.moves = append(v.moves, plan.Move{From: from, To: to})
	}
	if v.record != nil || raw.Addr.Collection != a.Collection {
		return
	}
	id := raw.Addr.ID
	if derived, ok := r.Schema.DeriveID(a.Collection, &raw.Node); ok {
		id = derived
	}
	if id != a.ID {
		return
	}
	typed, _ := r.Schema.Check(*raw)
	v.record = &typed
}

// formerly returns a record as it would read before renames: under its own old
// id, or, where its id is formed from fields, with old ids in these.
func (r *Reader) formerly(now *record.Record, moves []plan.Move) []*record.Record {
	var old []*record.Record
	for _, m := range moves {
		if m.To == now.Addr {
			was := *now
			was.Addr = m.From
			old = append(old, &was)
		}
	}
	was := *now
	collection, _ := r.Schema.Collection(now.Addr.Collection)
	if collection == nil {
		return old
	}
	for ref := range collection.References(now) {
		for _, m := range moves {
			for _, target := range ref.Collections {
				if addr.New(target, ref.Node.Text) == m.To {
					value := *ref.Node
					value.Text = m.From.ID
					was.Node = was.Node.With(ref.Path, &value)
				}
			}
		}
	}
	if id, ok := r.Schema.DeriveID(now.Addr.Collection, &was.Node); ok && id != now.Addr.ID {
		was.Addr.ID = id
		old = append(old, &was)
	}
	return old
}
