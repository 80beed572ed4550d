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
	lister lister

	all     sides           // the plans that there are
	changed map[int64]sides // where files of the memo are different, by number
	loaded  map[int64]bool
	known   map[string]bool // keys under which everything is loaded
	under   map[string][]*item
	records int
	err     error // the first that occurred; then nothing more is found
}

// ask loads every record under a key.
func (w *world) ask(key string) []*item {
	if !w.known[key] && w.err == nil {
		w.known[key] = true
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

// load takes up a file of the memo.
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
	w.take(facts, w.all&^w.changed[number])
}

// take takes up the records of a file that some of the plans have.
func (w *world) take(facts compile.Facts, in sides) {
	for _, r := range recordsOf(&facts) {
		one := &item{*r, in}
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

// view is one plan of the world as a graph.
type view struct {
	*world
	in sides
}

// At returns the records with an address.
func (v view) At(a addr.Addr) []*reach.Record { return v.Under(keyAt(a.String())) }

// GiveUp says why the whole plan has to be looked at.
func (v view) GiveUp(why string) { v.fail(far(why)) }

// Under returns the records under a key.
func (v view) Under(key string) []*reach.Record {
	var found []*reach.Record
	for _, one := range v.ask(key) {
		if one.in&v.in != 0 {
			found = append(found, &one.Record)
		}
	}
	return found
}
