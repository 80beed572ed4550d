package pdf

// node is an element of the structure of a document, which says what the marks
// on its pages are and in which order they are read.
type node struct {
	tag    string // such as P or TH
	kids   []kid
	parent *node
	// attributes are entries of its dictionary, such as /Alt(…).
	attributes string
	// box is where a figure stands.
	box    rect
	page   int // where box is
	number int // of its object, when the file is written
}

// kid is a child node, or a marked part of a page.
type kid struct {
	node       *node
	page, mark int
}

type rect struct{ left, top, right, bottom int }

// add adds a child, which is read after those added before.
func (n *node) add(tag string) *node {
	child := &node{tag: tag, parent: n}
	n.kids = append(n.kids, kid{node: child})
	return child
}
