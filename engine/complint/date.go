package complint

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
)

// EmptyRanges returns comp plans, components, pay and leaves that end before or
// on their first day.
func EmptyRanges(p *Pass) diag.List {
	return p.collect(func(p *Pass) {
		for i := range p.book.Plans {
			p.empty(p.book.Plans[i].Origin, p.book.Plans[i].Active)
			for j := range p.book.Plans[i].Components {
				p.empty(p.book.Plans[i].Components[j].Origin, p.book.Plans[i].Components[j].Active)
			}
		}
		for i := range p.book.Pay {
			p.empty(p.book.Pay[i].Origin, p.book.Pay[i].Active)
		}
		for i := range p.book.Leaves {
			p.empty(p.book.Leaves[i].Origin, p.book.Leaves[i].Active)
		}
	})
}

func (p *Pass) empty(at comp.Origin, active period.Range) {
	if active.Empty() {
		p.tell(diag.EmptyRange, at, "to", "\"to\" is %s, which is not after \"from\", %s: \"to\" is the first day that does not count any more", active.To, active.From)
	}
}
