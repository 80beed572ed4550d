package near

import (
	"errors"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/reach"
)

// mostLoaded is how many records may be near a change. Beyond, the whole plan
// is looked at.
const mostLoaded = 20_000

// errFar says that the whole plan has to be looked at.
var errFar = errors.New("the change reaches too far")

// far says why the whole plan has to be looked at.
func far(why string) error { return fmt.Errorf("%w: %s", errFar, why) }

// sides is a set of plans that are known at once: the one of the memo, and
// those that are asked about.
type sides uint8

// kept is the plan of the memo.
const kept sides = 1

// asked is the plan with a number that is asked about.
func asked(number int) sides { return kept << (1 + number) }

// item is a record that some of the plans have.
type item struct {
	reach.Record
	in sides
}

// world is the part of the plans that was loaded so far. It grows as it is
// asked: whoever asks for a key gets all records under it.
type world struct {
	memo   *Memo
	memory *compile.Memory
	// earlier is the folder of the memo's plan, whose files are read by name.
	earlier func() (*load.Folder, error)
	lister  lister

	all     sides           // the plans that there are
	changed map[place]sides // where files of the memo are different
	loaded  map[place]bool
	under   map[reach.Key]*listed
	records int
	err     error // the first that occurred; then nothing more is found
}

// listed are the records under a key.
type listed struct {
	items    []*item
	complete bool                      // everything under the key is loaded
	seen     map[sides][]*reach.Record // by plan, once it is complete
}

// at returns what is loaded so far under a key.
func (w *world) at(key reach.Key) *listed {
	l, ok := w.under[key]
	if !ok {
		l = &listed{}
		w.under[key] = l
	}
	return l
}

// ask returns what is under a key in one plan, and loads it if it must.
func (w *world) ask(key reach.Key, in sides) []*reach.Record {
	l := w.at(key)
	if !l.complete && w.err == nil {
		files, err := w.memo.under(key)
		w.fail(err)
		for _, at := range files {
			w.load(place(at))
		}
		l.complete, l.seen = true, make(map[sides][]*reach.Record, 3)
	}
	if w.err != nil {
		return nil // so that every search comes to an end
	}
	found, seen := l.seen[in]
	if !seen {
		for _, one := range l.items {
			if one.in&in != 0 {
				found = append(found, &one.Record)
			}
		}
		l.seen[in] = found
	}
	return found
}

func (w *world) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// load takes up a file of the memo.
func (w *world) load(at place) {
	if w.loaded[at] || w.err != nil {
		return
	}
	w.loaded[at] = true
	name, id, err := w.memo.file(at)
	if err != nil || !isPlanFile(name) {
		w.fail(errors.Join(err, errDamaged))
		return
	}
	facts, err := w.facts(name, id)
	if err != nil {
		w.fail(err)
		return
	}
	w.take(facts, w.all&^w.changed[at])
}

// facts returns the facts of a file of the memo's plan. What is not kept, such as
// the rows of CSV files, is read again as it was.
func (w *world) facts(name, id string) (compile.Facts, error) {
	if facts, known := w.memory.Recall(planFile(name), id); known {
		return facts, nil
	}
	folder, err := w.earlier()
	if err != nil {
		return compile.Facts{}, err
	}
	facts, err := w.memory.Read(folder, planFile(name))
	if err == nil && !facts.Complete {
		err = far("a file cannot be read as it was")
	}
	return facts, err
}

// take takes up the records of a file that some of the plans have. A record
// that other plans have, too, is there once.
func (w *world) take(facts compile.Facts, in sides) {
	for _, r := range recordsOf(&facts) {
		same := slices.IndexFunc(w.at(keyAt(r.Addr)).items, func(one *item) bool {
			return one.in&in == 0 && sameRecord(&one.Record, r)
		})
		if same >= 0 {
			w.under[keyAt(r.Addr)].items[same].in |= in
			continue
		}
		one := &item{*r, in}
		w.lister.keys(r, func(key reach.Key) {
			if l := w.at(key); len(l.items) == 0 || l.items[len(l.items)-1] != one {
				l.items = append(l.items, one)
			}
		})
	}
	if w.records += facts.Len(); w.records > mostLoaded {
		w.fail(far("too much is near"))
	}
}

// view is one plan of the world as a graph.
type view struct {
	*world
	in sides
}

// At returns the records with an address.
func (v view) At(a addr.Addr) []*reach.Record { return v.ask(keyAt(a), v.in) }

// Under returns the records under a key.
func (v view) Under(key reach.Key) []*reach.Record { return v.ask(key, v.in) }

// Certain returns the record with an address if it is sound and the same in all
// plans.
func (v view) Certain(a addr.Addr) (*reach.Record, bool) {
	found := v.At(a)
	if len(found) != 1 || found[0].Broken || v.at(keyAt(a)).items[0].in != v.all {
		return nil, false
	}
	return found[0], true
}

// GiveUp says why the whole plan has to be looked at.
func (v view) GiveUp(why string) { v.fail(far(why)) }
