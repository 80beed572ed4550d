package check

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// lookAlike writes characters that are mistaken for each other as one. It is
// kept narrow: i and l stay apart, since fi and fl, or il and li, are
// different countries and states, and the dot tells them apart.
var lookAlike = strings.NewReplacer("0", "o", "1", "l", "rn", "m", "_", "-", ".", "-")

// groups are the characters that lookAlike makes the same; ids of a collection
// in which no two of a group occur cannot look alike.
var groups = [256]uint8{'0': zero, 'o': oh, '1': one, 'l': ell, 'm': em, 'r': ar, 'n': en, '-': 0, '_': mark, '.': mark}

const (
	zero = 1 << iota
	oh
	one
	ell
	em
	ar
	en
	mark // other than -
)

// mayLookAlike reports whether ids with the characters of some groups can look
// alike.
func mayLookAlike(in uint8) bool {
	all := func(groups uint8) bool { return in&groups == groups }
	return all(zero|oh) || all(one|ell) || all(em|ar|en) || all(mark)
}

// lookAlikeIDs reports ids of one collection that a reader takes for the same.
// Ids put together from other ids are left out: their parts are looked at.
func lookAlikeIDs(p *Pass) {
	for _, collection := range identified {
		repeated := p.repeatedShapes(collection)
		if len(repeated) == 0 {
			continue
		}
		seen := make(map[string]addr.Addr)
		p.eachSound(collection, func(a addr.Addr) {
			if !repeated[shapeHash(a.ID)] {
				return
			}
			shape := lookAlike.Replace(a.ID)
			first, taken := seen[shape]
			if !taken {
				seen[shape] = a
				return
			}
			f := diag.New(diag.LookAlikeID, a, p.placeOf(a), "%s and %s look alike; a reader will take one for the other", first, a)
			p.report(f.With(p.placeOf(first), "%s stands here", first))
		})
	}
}

func lookAlikeIDsReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{reach.Along(reach.Alike("shape", func(r *record.Record) []string {
		if !slices.Contains(identified, r.Addr.Collection) {
			return nil
		}
		return []string{addr.New(r.Addr.Collection, lookAlike.Replace(r.Addr.ID)).String()}
	}))}}
}

// eachSound calls visit with the addresses of the records of a collection that
// are not broken, in order.
func (p *Pass) eachSound(collection string, visit func(addr.Addr)) {
	from, to := p.Plan.Records.Collection(collection)
	for i := from; i < to; i++ {
		if a := p.Plan.Records.Addr(i); len(p.Plan.Broken) == 0 || !p.Plan.Broken[a] {
			visit(a)
		}
	}
}

// repeatedShapes returns the hashes of ids that more than one id of the
// collection has. Nearly always there are none, and a million ids are looked
// through for them: their hashes go into a table of slots, 0 where it is free.
func (p *Pass) repeatedShapes(collection string) map[uint64]bool {
	var in uint8
	p.eachSound(collection, func(a addr.Addr) {
		for i := range len(a.ID) {
			in |= groups[a.ID[i]]
		}
	})
	if !mayLookAlike(in) {
		return nil
	}
	from, to := p.Plan.Records.Collection(collection)
	size := uint64(1) << bits.Len(uint(2*(to-from)))
	slots := make([]uint64, size)
	repeated := map[uint64]bool{}
	p.eachSound(collection, func(a addr.Addr) {
		hash := shapeHash(a.ID)
		at := hash & (size - 1)
		for slots[at] != 0 && slots[at] != hash {
			at = (at + 1) & (size - 1)
		}
		if slots[at] == hash {
			repeated[hash] = true
		}
		slots[at] = hash
	})
	return repeated
}

// shapeHash returns a hash, not 0, that is the same for ids which lookAlike
// makes the same. (It is FNV-1a, finished so that the last bytes matter in all
// bits.)
func shapeHash(id string) uint64 {
	hash := uint64(14695981039346656037)
	for i := 0; i < len(id); i++ {
		b := id[i]
		switch b {
		case '0':
			b = 'o'
		case '1':
			b = 'l'
		case '_', '.':
			b = '-'
		case 'r':
			if i+1 < len(id) && id[i+1] == 'n' {
				b = 'm'
				i++
			}
		}
		hash = (hash ^ uint64(b)) * 1099511628211
	}
	return max(hash^hash>>32, 1)
}
