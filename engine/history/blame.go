package history

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/engine/vcs"
)

// Origin is where a field of a record comes from.
type Origin struct {
	Field  string
	Value  *syntax.Node
	Commit vcs.Commit // that last set the field
	Cut    bool       // or an older one, which this clone left out
}

// Blame returns for every field that is written in a record the commit that
// last set it, sorted by field. Groups are entered; a list is one field. It
// fails if the commit has no such record.
func (r *Reader) Blame(at vcs.Commit, a addr.Addr) ([]Origin, error) {
	p, err := r.Whole(at)
	if err != nil {
		return nil, err
	}
	if p == nil || !p.Has(a) {
		return nil, fmt.Errorf("there is no %s", a)
	}
	found, _ := p.Find(a)
	queue := newQueue(r.Repository)
	queue.push(state{at, a}, written("", &found.Node))
	var origins []Origin
	for queue.Len() > 0 {
		item, err := queue.pop()
		if err != nil {
			return nil, err
		}
		steps, cut, err := r.steps(item.state)
		if err != nil {
			return nil, err
		}
		if same, ok := sameStep(steps); ok {
			queue.push(state{same.parent, item.state.addr}, item.fields)
			continue
		}
		for _, f := range item.fields {
			if s, ok := takenFrom(steps, f); ok {
				queue.push(state{s.parent, s.addr}, []leaf{f})
				continue
			}
			origins = append(origins, Origin{Field: f.path, Value: f.value, Commit: item.state.commit, Cut: cut})
		}
	}
	slices.SortFunc(origins, func(a, b Origin) int { return cmp.Compare(a.Field, b.Field) })
	return origins, nil
}

// leaf is a field and its value.
type leaf struct {
	path  string
	value *syntax.Node
}

// written lists the fields that somebody wrote.
func written(path string, n *syntax.Node) []leaf {
	var leaves []leaf
	for i := range n.Children {
		child := &n.Children[i]
		switch below := syntax.Join(path, child.Key); {
		case child.Line == 0: // a default
		case child.Kind == syntax.Map && len(child.Children) > 0:
			leaves = append(leaves, written(below, child)...)
		default:
			leaves = append(leaves, leaf{below, child})
		}
	}
	return leaves
}

// takenFrom returns the first step whose parent has the field as it is.
func takenFrom(steps []step, f leaf) (step, bool) {
	for _, s := range steps {
		if s.before == nil || s.parent.Hash == "" {
			continue
		}
		if value, ok := s.before.Node.At(f.path); ok && value.Equal(f.value) {
			return s, true
		}
	}
	return step{}, false
}
