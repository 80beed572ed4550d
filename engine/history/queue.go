package history

import (
	"container/heap"

	"github.com/salesplan/salesplan/engine/vcs"
)

// item is a state that waits, with the fields that are asked for.
type item struct {
	state  state
	fields []leaf
}

// queue gives out states, those of the newest commits first. A state that is
// put in again while it waits gains the fields asked for.
type queue struct {
	repository *vcs.Repository
	items      []*item
	waiting    map[state]*item
	given      int // states given out so far
}

func newQueue(repository *vcs.Repository) *queue {
	return &queue{repository: repository, waiting: map[state]*item{}}
}

func (q *queue) push(s state, fields []leaf) {
	if known, ok := q.waiting[s]; ok {
		known.fields = append(known.fields, fields...)
		return
	}
	one := &item{s, fields}
	q.waiting[s] = one
	heap.Push(q, one)
}

func (q *queue) pop() (*item, error) {
	if q.given++; q.given > mostSteps {
		return nil, &vcs.LimitError{What: "the history of the record", Unit: "commits", Limit: mostSteps}
	}
	one := heap.Pop(q).(*item)
	delete(q.waiting, one.state)
	return one, nil
}

// Len counts what waits, for [heap.Interface].
func (q *queue) Len() int { return len(q.items) }

// Less puts newer commits first.
func (q *queue) Less(i, j int) bool {
	return q.repository.CompareTime(q.items[i].state.commit, q.items[j].state.commit) > 0
}

// Swap swaps two items.
func (q *queue) Swap(i, j int) { q.items[i], q.items[j] = q.items[j], q.items[i] }

// Push adds an item for [heap.Push].
func (q *queue) Push(x any) { q.items = append(q.items, x.(*item)) }

// Pop removes the last item for [heap.Pop].
func (q *queue) Pop() any {
	last := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return last
}
