package cli

import (
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/seal"
)

// longestKey bounds files of private keys.
const longestKey = 64 << 10

// sealing gives letters that are written together the proof of what they were
// signed with.
type sealing struct {
	private   []byte
	plan      string
	tree      *seal.Tree
	places    map[string]int64 // in the tree, by address
	signature []byte
}

// newSealing signs letters as a whole with a private key of SSH.
func (c *command) newSealing(name, plan string, letters []*letter.Letter) (*sealing, error) {
	private, err := readPlain(c.path(name), longestKey)
	if err != nil {
		return nil, err
	}
	s := &sealing{private: private, plan: plan, places: map[string]int64{}}
	var leaves []seal.Leaf
	for i, l := range letters {
		leaves = append(leaves, l.Leaf())
		s.places[l.Address] = int64(i)
	}
	if s.tree, err = seal.NewTree(leaves); err != nil {
		return nil, err
	}
	s.signature, err = seal.Sign(s.tree.Head(plan).Text(), private)
	return s, err
}

// document is a letter with its proof; without a sealing the letter as it is.
func (s *sealing) document(l *letter.Letter) (document.Document, error) {
	if s == nil {
		return l.Document(), nil
	}
	proof, err := s.tree.Seal(s.plan, s.places[l.Address], s.signature)
	if err != nil {
		return document.Document{}, err
	}
	return l.Sealed(proof.Encode()), nil
}
