// Package redline says how one version of a document differs from the one
// before: as a document with marks. Numbers, rows and clauses are compared by
// their keys, prose by words. The entry point is [Compare].
package redline

import (
	"slices"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
)

// Compare returns the document after with marks on what was added, removed and
// changed since before. Without what is added its blocks say what before said;
// without what is removed, what after says. What moved to another place is
// removed there and added here.
//
// The result has no attachments: it is about two documents, and is neither.
func Compare(before, after document.Document) document.Document {
	d := after
	d.Attachments = nil
	d.Blocks = blocks(before.Blocks, after.Blocks)
	return d
}

// blocks compares two lists of blocks.
func blocks(before, after []document.Block) []document.Block {
	var all []document.Block
	align(before, after, likeness, func(was, is *document.Block) {
		switch {
		case was == nil:
			all = append(all, marked(*is, document.Added))
		case is == nil:
			all = append(all, marked(*was, document.Removed))
		default:
			all = append(all, block(*was, *is)...)
		}
	})
	return all
}

// block compares two blocks that are versions of one.
func block(was, is document.Block) []document.Block {
	switch is := is.(type) {
	case document.Heading:
		is.Text = words(was.(document.Heading).Text, is.Text) //nolint:forcetypeassert // likeness pairs blocks of one type
		return []document.Block{is}
	case document.Paragraph:
		is.Text = words(was.(document.Paragraph).Text, is.Text) //nolint:forcetypeassert // as above
		return []document.Block{is}
	case document.Notice:
		is.Text = words(was.(document.Notice).Text, is.Text) //nolint:forcetypeassert // as above
		return []document.Block{is}
	case document.KeyFigures:
		is.Items = figures(was.(document.KeyFigures).Items, is.Items) //nolint:forcetypeassert // as above
		return []document.Block{is}
	case document.Table:
		return table(was.(document.Table), is) //nolint:forcetypeassert // as above
	case document.Curve:
		return []document.Block{curve(was.(document.Curve), is)} //nolint:forcetypeassert // as above
	case document.List:
		is.Items = items(was.(document.List).Items, is.Items) //nolint:forcetypeassert // as above
		return []document.Block{is}
	case document.Clause:
		return []document.Block{clause(was.(document.Clause), is)} //nolint:forcetypeassert // as above
	case document.Example:
		old := was.(document.Example) //nolint:forcetypeassert // as above
		is.Title, is.Blocks = words(old.Title, is.Title), blocks(old.Blocks, is.Blocks)
		return []document.Block{is}
	case document.Signatures:
		is.Parties = parties(was.(document.Signatures).Parties, is.Parties) //nolint:forcetypeassert // as above
		return []document.Block{is}
	}
	return []document.Block{is}
}

// marked marks a block as a whole; where a block has no mark of its own, all its
// parts.
func marked(b document.Block, mark document.Mark) document.Block {
	switch b := b.(type) {
	case document.Heading:
		b.Mark = mark
		return b
	case document.Paragraph:
		b.Mark = mark
		return b
	case document.Notice:
		b.Mark = mark
		return b
	case document.KeyFigures:
		b.Items = slices.Clone(b.Items)
		for i := range b.Items {
			b.Items[i].Mark = mark
		}
		return b
	case document.Table:
		b.Mark = mark
		return b
	case document.Curve:
		b.Lines = slices.Clone(b.Lines)
		for i := range b.Lines {
			b.Lines[i].Mark = mark
		}
		return b
	case document.List:
		b.Items = slices.Clone(b.Items)
		for i := range b.Items {
			b.Items[i].Mark = mark
		}
		return b
	case document.Clause:
		b.Mark = mark
		return b
	case document.Example:
		b.Mark = mark
		return b
	case document.Signatures:
		b.Parties = slices.Clone(b.Parties)
		for i := range b.Parties {
			b.Parties[i].Mark = mark
		}
		return b
	}
	return b
}

// clause compares two versions of a clause. Another number is told in the
// heading.
func clause(was, is document.Clause) document.Clause {
	is.Heading = words(was.Heading, is.Heading)
	if was.Number != is.Number {
		numbers := slices.DeleteFunc([]document.Span{{Text: was.Number + " ", Mark: document.Removed}, {Text: is.Number + " ", Mark: document.Added}},
			func(s document.Span) bool { return s.Text == " " })
		is.Heading = append(numbers, is.Heading...)
		is.Number = ""
	}
	is.Blocks = blocks(was.Blocks, is.Blocks)
	return is
}

// figures compares key figures by key.
func figures(before, after []document.KeyFigure) []document.KeyFigure {
	var all []document.KeyFigure
	align(before, after, func(a, b *document.KeyFigure) int { return sameKey(a.Key, b.Key) }, func(was, is *document.KeyFigure) {
		switch {
		case was == nil:
			one := *is
			one.Mark = document.Added
			all = append(all, one)
		case is == nil:
			one := *was
			one.Mark = document.Removed
			all = append(all, one)
		default:
			one := *is
			var differs bool
			if one.Value, differs = value(was.Value, is.Value); differs {
				one.Mark = document.Changed
			}
			all = append(all, one)
		}
	})
	return all
}

// table compares tables row by row. Tables with other columns are compared as
// wholes.
func table(was, is document.Table) []document.Block {
	if !slices.EqualFunc(was.Columns, is.Columns, func(a, b document.Column) bool { return a.Key == b.Key && a.Label == b.Label }) || was.Caption != is.Caption {
		was.Mark, is.Mark = document.Removed, document.Added
		return []document.Block{was, is}
	}
	var rows []document.Row
	align(was.Rows, is.Rows, func(a, b *document.Row) int { return sameKey(a.Key, b.Key) }, func(was, is *document.Row) {
		switch {
		case was == nil:
			one := *is
			one.Mark = document.Added
			rows = append(rows, one)
		case is == nil:
			one := *was
			one.Mark = document.Removed
			rows = append(rows, one)
		default:
			rows = append(rows, row(*was, *is))
		}
	})
	is.Rows = rows
	return []document.Block{is}
}

// row compares two versions of a row cell by cell.
func row(was, is document.Row) document.Row {
	if len(was.Cells) != len(is.Cells) {
		is.Mark = document.Changed
		return is
	}
	cells := make([]document.Cell, len(is.Cells))
	for i := range is.Cells {
		var differs bool
		cells[i] = is.Cells[i]
		if cells[i].Text, differs = value(was.Cells[i].Text, is.Cells[i].Text); differs {
			is.Mark = document.Changed
		}
	}
	is.Cells = cells
	return is
}

// value compares two values as wholes: what was stands removed before what is.
func value(was, is []document.Span) (text []document.Span, differs bool) {
	old, fresh := document.Text(was), document.Text(is)
	if old == fresh {
		return is, false
	}
	if old != "" {
		text = append(text, document.Span{Text: old, Mark: document.Removed})
	}
	if old != "" && fresh != "" {
		text = append(text, document.Span{Text: " "})
	}
	if fresh != "" {
		text = append(text, document.Span{Text: fresh, Mark: document.Added})
	}
	return text, true
}

// curve draws what was as removed lines below what is, on axes that hold both.
func curve(was, is document.Curve) document.Curve {
	if slices.EqualFunc(was.Lines, is.Lines, sameLine) {
		return is
	}
	var lines []document.Line
	for _, line := range was.Lines {
		line.Mark = document.Removed
		lines = append(lines, line)
	}
	is.Lines = append(lines, is.Lines...)
	is.X, is.Y = wider(was.X, is.X), wider(was.Y, is.Y)
	return is
}

func sameLine(a, b document.Line) bool { return a.Label == b.Label && slices.Equal(a.Points, b.Points) }

// wider is an axis from the least to the largest end of two, with the ticks of
// the longer one.
func wider(was, is document.Axis) document.Axis {
	axis := is
	if length(was).Cmp(length(is)) > 0 {
		axis.Ticks = was.Ticks
	}
	if was.From.Cmp(axis.From) < 0 {
		axis.From = was.From
	}
	if was.To.Cmp(axis.To) > 0 {
		axis.To = was.To
	}
	return axis
}

func length(a document.Axis) money.Ratio {
	return money.FromDecimal(a.To).Sub(money.FromDecimal(a.From))
}

// items compares the items of a list by what they say.
func items(before, after []document.Item) []document.Item {
	var all []document.Item
	alike := func(a, b *document.Item) int { return alikeText(textOf(a.Blocks), textOf(b.Blocks)) }
	align(before, after, alike, func(was, is *document.Item) {
		switch {
		case was == nil:
			all = append(all, document.Item{Blocks: is.Blocks, Mark: document.Added})
		case is == nil:
			all = append(all, document.Item{Blocks: was.Blocks, Mark: document.Removed})
		default:
			all = append(all, document.Item{Blocks: blocks(was.Blocks, is.Blocks)})
		}
	})
	return all
}

// parties compares who signs, by role.
func parties(before, after []document.Party) []document.Party {
	var all []document.Party
	same := func(a, b *document.Party) int {
		if *a == *b {
			return surely
		}
		return never
	}
	align(before, after, same, func(was, is *document.Party) {
		switch {
		case was == nil:
			all = append(all, document.Party{Role: is.Role, Name: is.Name, Mark: document.Added})
		case is == nil:
			all = append(all, document.Party{Role: was.Role, Name: was.Name, Mark: document.Removed})
		default:
			all = append(all, *is)
		}
	})
	return all
}
