package cuelang

import (
	"strings"
	"unicode/utf8"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/source"
)

// places finds where something in CUE stands. CUE counts columns in bytes;
// people count characters.
type places map[string]*[]string // lines by file

func newPlaces(files []File) places {
	p := places{}
	for _, f := range files {
		lines := strings.Split(string(f.Text), "\n")
		p[f.Name] = &lines
	}
	return p
}

// of returns the place of a position, the zero Place where it is in no file of
// the plan.
func (p places) of(pos token.Pos) source.Place {
	at := pos.Position()
	lines, ok := p[at.Filename]
	if !ok || at.Line < 1 || at.Line > len(*lines) {
		return source.Place{}
	}
	line := (*lines)[at.Line-1]
	before := line[:max(min(at.Column-1, len(line)), 0)]
	return source.Place{File: at.Filename, Line: at.Line, Column: utf8.RuneCountInString(before) + 1}
}

// ofNode returns the place of a syntax node.
func (p places) ofNode(n ast.Node) source.Place {
	if n == nil {
		return source.Place{}
	}
	return p.of(n.Pos())
}
