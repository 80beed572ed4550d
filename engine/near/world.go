package near

import (
	"errors"
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/reach"
)

// mostLoaded is how many records may be near a change. Beyond, the whole plan
// is looked at.
const mostLoaded = 20_000

// errFar says that the whole plan has to be looked at.
var errFar = errors.New("the change reaches too far")

// far says why the whole plan has to be looked at.
func far(why string) error { return fmt.Errorf("%w: %s", errFar, why) }

// side is the plan before or after the change.
type side uint8

const (
	before side = 1 << iota
	after
)

// item is a record on one side or both.
type item struct {
	reach.Record
	on side
}

// world is the part of both plans that was loaded so far. It grows as it is
// asked: whoever asks for a key gets all records under it.
type world struct {
	memo   *Memo
	memory *compile.Memory
	lister lister

	changed map[int64]bool // numbers of the files of the memo that differ after
	loaded  map[int64]bool
	asked   map[string]bool
	under   map[string][]*item
	records int
	err     error // the first that occurred; then nothing more is found
}

// ask loads every record under a key.
func (w *world) ask(key string) []*item {
	if !w.asked[key] && w.err == nil {
		w.asked[key] = true
		files, err := w.memo.under(key)
		w.fail(err)
		for _, number := range files {
			w.load(int64(number))
		}
	}
	if w.err != nil {
		return nil // so that every search comes to an end
	}
	return w.under[key]
}

func (w *world) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// load takes up a file that is the same on both sides, or one that is no more.
func (w *world) load(number int64) {
	if w.loaded[number] || w.err != nil {
		return
	}
	w.loaded[number] = true
	name, id, err := w.memo.file(number)
	if err != nil || !isPlanFile(name) {
		w.fail(errors.Join(err, errDamaged))
		return
	}
	facts, known := w.memory.Recall(planFile(name), id)
	if !known {
		w.fail(far("the facts of a file are not known any more"))
		return
	}
	on := before | after
	if w.changed[number] {
		on = before
	}
	w.take(facts, on)
}

// take takes up the records of a file.
func (w *world) take(facts compile.Facts, on side) {
	for _, r := range recordsOf(&facts) {
		one := &item{*r, on}
		listed := map[string]bool{}
		w.lister.keys(r, func(key string) {
			if !listed[key] {
				listed[key] = true
				w.under[key] = append(w.under[key], one)
			}
		})
	}
	if w.records += facts.Len(); w.records > mostLoaded {
		w.fail(far("too much is near"))
	}
}

// view is one side of the world as a graph.
type view struct {
	*world
	side
}

// At returns the records with an address.
func (v view) At(a addr.Addr) []*reach.Record { return v.Under(keyAt(a.String())) }

// Under returns the records under a key.
func (v view) Under(key string) []*reach.Record {
	var found []*reach.Record
	for _, one := range v.ask(key) {
		if one.on&v.side != 0 {
			found = append(found, &one.Record)
		}
	}
	return found
}
