package cuechild

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
)

// Parent evaluates every package in a child of its own. It may be used by
// several goroutines. It is a [cuelang.Evaluator].
type Parent struct {
	ctx      context.Context // ends all children
	end      context.CancelFunc
	program  string
	patience time.Duration // with one request
	life     time.Duration // of one child

	mu       sync.Mutex
	children []*child
}

// NewParent returns a parent whose children are the given program, started with
// [Argument] alone; it must then call [Serve]. No child is started before it is
// needed. The parent must be closed.
func NewParent(ctx context.Context, program string) *Parent {
	ctx, end := context.WithCancel(ctx)
	return &Parent{ctx: ctx, end: end, program: program, patience: maxRequestTime, life: maxLife}
}

// Close ends all children. Their sessions are of no use any more.
func (p *Parent) Close() {
	p.end()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.children {
		c.close()
	}
}

// Evaluate evaluates a package in a new child. An error that is no
// [cuelang.StoppedError] means that there can be no child.
func (p *Parent) Evaluate(pkg cuelang.Package) (*cuelang.Evaluation, cuelang.Session, error) {
	c, err := p.bear()
	if err != nil {
		return nil, nil, err
	}
	a, err := c.ask(request{Evaluate: &pkg})
	if err != nil {
		return nil, nil, err
	}
	return a.Evaluation, session{c}, nil
}

// bear starts a child that ends with its parent.
func (p *Parent) bear() (*child, error) {
	if !filepath.IsAbs(p.program) {
		return nil, errors.New("CUE cannot be evaluated: where this program lies is not known")
	}
	c, err := start(p)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.children = append(p.children, c)
	return c, nil
}

// askedAtOnce is how many items a request asks about: few enough for the time
// that it has.
const askedAtOnce = 2000

// Ask asks a new child. It is a [cuelang.Asker].
func (p *Parent) Ask(q cuelang.Question) ([]cuelang.Hit, error) {
	c, err := p.bear()
	if err != nil {
		return nil, err
	}
	defer c.close()
	var hits []cuelang.Hit
	for from := 0; from < len(q.Items); from += askedAtOnce {
		some := q
		some.Items = q.Items[from:min(from+askedAtOnce, len(q.Items))]
		a, err := c.ask(request{Ask: &some})
		if err != nil {
			return nil, err
		}
		for _, hit := range a.Hits {
			hits = append(hits, cuelang.Hit{Item: from + hit.Item, Value: hit.Value})
		}
	}
	return hits, nil
}

// session has evaluated a package in a child.
type session struct{ child *child }

// Look implements [cuelang.Session].
func (s session) Look(number int, r record.Record) (diag.List, error) {
	a, err := s.child.ask(request{Look: &look{number, r}})
	return a.Findings, err
}

// judgedAtOnce is how many records are judged in one request: few enough for
// the time that a request has.
const judgedAtOnce = 100

// Judge implements [cuelang.Session].
func (s session) Judge(records []record.Record) ([]string, error) {
	var objections []string
	for some := range slices.Chunk(records, judgedAtOnce) {
		a, err := s.child.ask(request{Judge: some})
		if err != nil {
			return nil, err
		}
		objections = append(objections, a.Objections...)
	}
	return objections, nil
}
