package comp

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Numbers returns every number that a comp plan states, its examples left out,
// in the order written.
func (p *Plan) Numbers() []money.Decimal {
	var found []money.Decimal
	for i := range p.record.Node.Children {
		if n := &p.record.Node.Children[i]; n.Key != "examples" {
			found = appendNumbers(found, n)
		}
	}
	return found
}

// Numbers returns every number that an example states.
func (e *Example) Numbers() []money.Decimal {
	n, ok := e.record.Node.At(e.Path)
	if !ok {
		return nil
	}
	return appendNumbers(nil, n)
}

func appendNumbers(found []money.Decimal, n *syntax.Node) []money.Decimal {
	if n.Kind == syntax.Number || n.Kind == syntax.Int {
		if d, err := money.ParseDecimal(n.Text); err == nil {
			found = append(found, d)
		}
	}
	for i := range n.Children {
		found = appendNumbers(found, &n.Children[i])
	}
	return found
}
