package vcs

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
)

// MergeBase returns the best common ancestor of two commits: the one that is
// no ancestor of another common ancestor. It reads only the commits that are
// newer than the answer, as far as commit dates are right. Errors:
// [ErrNoMergeBase], [ErrShallow] where this clone does not hold enough history
// to tell, [AmbiguousMergeBaseError] where several are equally good.
func (r *Repository) MergeBase(a, b Commit) (Commit, error) {
	bases, err := r.MergeBases(a, b)
	if err != nil {
		return Commit{}, err
	}
	if len(bases) > 1 {
		return Commit{}, &AmbiguousMergeBaseError{Bases: bases}
	}
	return bases[0], nil
}

// MergeBases returns all best common ancestors of two commits, at least one,
// the newest first and those of the same second by hash. Errors: as for
// [Repository.MergeBase].
func (r *Repository) MergeBases(a, b Commit) ([]Commit, error) {
	common, cut, err := r.commonAncestors(a.Hash, b.Hash)
	if err != nil {
		return nil, err
	}
	if cut || len(common) == 0 && len(r.shallow) > 0 {
		return nil, fmt.Errorf("no certain merge base of %s and %s: %w: %s", a.Hash, b.Hash, ErrShallow, cureShallow)
	}
	if len(common) == 0 {
		return nil, fmt.Errorf("%w of %s and %s: their histories are unrelated", ErrNoMergeBase, a.Hash, b.Hash)
	}
	if common, err = r.independent(common); err != nil {
		return nil, err
	}
	bases := make([]Commit, len(common))
	for i, id := range common {
		if bases[i], err = r.commitByID(id); err != nil {
			return nil, err
		}
	}
	return bases, nil
}

// commonAncestors returns the candidates for merge bases, newest first, and
// whether history that this clone lacks could change the answer.
func (r *Repository) commonAncestors(a, b string) (common []string, cut bool, err error) {
	if a == b {
		return []string{a}, false, nil
	}
	w := r.newPainting()
	if err := w.run(a, []string{b}); err != nil {
		return nil, false, err
	}
	var candidates []*painted
	for _, c := range w.commits {
		if c.colours == left|right {
			candidates = append(candidates, c)
		}
	}
	for _, c := range w.cut {
		// What lies behind a commit that both sides reach is old news, unless
		// it decides between several candidates.
		cut = cut || c.colours&(left|right) != left|right || len(candidates) > 1
	}
	slices.SortFunc(candidates, newestFirst)
	for _, c := range candidates {
		common = append(common, c.id)
	}
	return common, cut, nil
}

// independent drops candidates that are ancestors of others. There are several
// candidates only after merges in both directions or with wrong dates.
func (r *Repository) independent(candidates []string) ([]string, error) {
	if len(candidates) < 2 {
		return candidates, nil
	}
	var best []string
	for i, id := range candidates {
		others := slices.Concat(candidates[:i], candidates[i+1:])
		w := r.newPainting()
		if err := w.run(id, others); err != nil {
			return nil, err
		}
		if w.commits[id].colours&right == 0 {
			best = append(best, id)
		}
	}
	return best, nil
}

// colour says from where a commit was reached.
type colour uint8

const (
	left  colour = 1 << iota // from the first commit
	right                    // from the others
	stale                    // from a common ancestor: no candidate itself
)

// painted is a commit in a painting.
type painted struct {
	commitObject
	id      string
	colours colour
	waiting bool // in the queue
}

func newestFirst(a, b *painted) int {
	return cmp.Or(cmp.Compare(b.seconds, a.seconds), cmp.Compare(a.id, b.id))
}

// painting colours commits from two sides downwards, newest first, until only
// stale ones wait: then all common ancestors worth knowing have both colours.
// Wrong dates cost more steps but do not change the colours of candidates,
// because a commit waits again whenever it gains a colour.
type painting struct {
	repository *Repository
	commits    map[string]*painted
	queue      commitQueue
	fresh      int        // waiting commits that are not stale
	cut        []*painted // commits reached whose parents this clone lacks
}

func (r *Repository) newPainting() *painting {
	return &painting{repository: r, commits: make(map[string]*painted)}
}

func (w *painting) run(one string, others []string) error {
	if err := w.paint(one, left); err != nil {
		return err
	}
	for _, id := range others {
		if err := w.paint(id, right); err != nil {
			return err
		}
	}
	for w.fresh > 0 {
		c := heap.Pop(&w.queue).(*painted)
		c.waiting = false
		if c.colours&stale == 0 {
			w.fresh--
		}
		if w.repository.shallow[c.id] {
			w.cut = append(w.cut, c)
			continue
		}
		colours := c.colours
		if colours&(left|right) == left|right {
			colours |= stale
		}
		for _, parent := range c.parents {
			if err := w.paint(parent, colours); err != nil {
				return err
			}
		}
	}
	return nil
}

// paint adds colours to a commit and lets it wait if they are new to it.
func (w *painting) paint(id string, colours colour) error {
	c, ok := w.commits[id]
	if !ok {
		if limit := w.repository.limits.Commits; len(w.commits) >= limit {
			return &LimitError{What: "the history between the revisions", Unit: "commits", Limit: int64(limit)}
		}
		object, err := w.repository.commit(id)
		if err != nil {
			return err
		}
		c = &painted{commitObject: object, id: id}
		w.commits[id] = c
	}
	if c.colours&colours == colours {
		return nil
	}
	if c.waiting && c.colours&stale == 0 {
		w.fresh--
	}
	c.colours |= colours
	if c.colours&stale == 0 {
		w.fresh++
	}
	if !c.waiting {
		c.waiting = true
		heap.Push(&w.queue, c)
	}
	return nil
}

// commitQueue is a heap of commits, the newest at its top.
type commitQueue []*painted

func (q commitQueue) Len() int           { return len(q) }
func (q commitQueue) Less(i, j int) bool { return newestFirst(q[i], q[j]) < 0 }
func (q commitQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push adds a commit for [heap.Push].
func (q *commitQueue) Push(c any) { *q = append(*q, c.(*painted)) }

// Pop removes the last commit for [heap.Pop].
func (q *commitQueue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}
