package pdf

import "fmt"

// bookmark is an entry of the outline, with which readers move from heading to heading.
type bookmark struct {
	title     string
	level     int // of its heading, 1 to 6
	node      *node
	page, top int // where it was drawn
	drawn     bool

	number, parent, previous, next int // objects; 0 is none
	first, last, below             int
}

// drawnHeadings are the bookmarks that lead somewhere.
func (b *bench) drawnHeadings() []*bookmark {
	var drawn []*bookmark
	for _, h := range b.headings {
		if h.drawn && h.title != "" {
			drawn = append(drawn, h)
		}
	}
	return drawn
}

// writeOutline gives the entry of the catalog that leads to the outline. The
// nodes have their numbers.
func (b *bench) writeOutline(o *objects, pages []int) string {
	marks := b.drawnHeadings()
	if len(marks) == 0 {
		return ""
	}
	root := &bookmark{number: o.number()}
	for _, m := range marks {
		m.number = o.number()
	}
	link(root, marks)
	o.set(root.number, fmt.Appendf(nil, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", root.first, root.last, root.below))
	for _, m := range marks {
		body := appendText([]byte("<</Title"), m.title)
		body = fmt.Appendf(body, "/Parent %d 0 R/SE %d 0 R/Dest[%d 0 R/XYZ null ", m.parent, m.node.number, pages[m.page])
		body = append(appendLength(body, b.canvas.height-m.top), " null]"...)
		for _, other := range []struct {
			key    string
			number int
		}{{"Prev", m.previous}, {"Next", m.next}, {"First", m.first}, {"Last", m.last}} {
			if other.number != 0 {
				body = fmt.Appendf(body, "/%s %d 0 R", other.key, other.number)
			}
		}
		if m.below != 0 {
			body = fmt.Appendf(body, "/Count %d", m.below)
		}
		o.set(m.number, append(body, ">>"...))
	}
	return fmt.Sprintf("/Outlines %d 0 R", root.number)
}

// link makes a tree of headings in their order: below each stand those of higher
// levels that follow it.
func link(root *bookmark, marks []*bookmark) {
	open := []*bookmark{root}
	byNumber := map[int]*bookmark{}
	for _, m := range marks {
		for len(open) > 1 && open[len(open)-1].level >= m.level {
			open = open[:len(open)-1]
		}
		parent := open[len(open)-1]
		m.parent, m.previous = parent.number, parent.last
		if before := byNumber[parent.last]; before != nil {
			before.next = m.number
		} else {
			parent.first = m.number
		}
		parent.last = m.number
		byNumber[m.number] = m
		for _, above := range open {
			above.below++
		}
		open = append(open, m)
	}
}
