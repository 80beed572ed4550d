package diag

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/source"
)

// Bounded collects findings and keeps at most so many of each code: one mistake
// made a million times is told often enough to be understood, and then counted.
type Bounded struct {
	Most   int // findings kept of one code
	list   List
	count  map[Code]int
	untold map[Code]source.Place // the first that is not kept
}

// Full reports that one more finding of the code would only be counted, and
// counts it then: nobody needs to write its sentence.
func (b *Bounded) Full(code Code, place source.Place) bool {
	if b.count[code] < b.Most {
		return false
	}
	b.add(code, place)
	return true
}

// Add adds a finding.
func (b *Bounded) Add(f Finding) {
	if b.add(f.Code, f.Place) {
		b.list = append(b.list, f)
	}
}

func (b *Bounded) add(code Code, place source.Place) (kept bool) {
	if b.count == nil {
		b.count, b.untold = map[Code]int{}, map[Code]source.Place{}
	}
	b.count[code]++
	if b.count[code] == b.Most+1 {
		b.untold[code] = place
	}
	return b.count[code] <= b.Most
}

// All returns the findings kept, and for each code with more of them one that
// says how many more there are.
func (b *Bounded) All() List {
	all := b.list
	for code, place := range b.untold {
		message := fmt.Sprintf("%d more of %s %s from here on", b.count[code]-b.Most, code, code.Info().Slug)
		all = append(all, Finding{Code: code, Severity: code.Info().Severity, Subject: addr.Addr{}, Place: place, Message: message})
	}
	return Sorted(all)
}
