package cuelang

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue/scanner"
	"cuelang.org/go/cue/token"
)

// lexicalRefusal looks at the tokens of a file before it is parsed: CUE's
// parser calls itself for every level and every link of a chain, and a stack
// that overflows cannot be caught. It returns the position of what is too deep
// or too long, and a sentence; "" where there is nothing.
func lexicalRefusal(name string, text []byte) (token.Pos, string) {
	file := token.NewFile(name, -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Pos, string, []any) {}, 0)
	var brackets []bool // open brackets; true for those of an interpolation
	run, interpolation := 0, false
	for {
		pos, tok, _ := s.Scan()
		run++
		switch tok {
		case token.EOF:
			return token.NoPos, ""
		case token.INTERPOLATION:
			interpolation = true
			continue
		case token.LPAREN, token.LBRACK, token.LBRACE:
			brackets = append(brackets, interpolation && tok == token.LPAREN)
			run = 0
		case token.RPAREN, token.RBRACK, token.RBRACE:
			run = 0
			if n := len(brackets); n > 0 {
				interpolated := brackets[n-1]
				brackets = brackets[:n-1]
				if interpolated && tok == token.RPAREN {
					interpolation = strings.HasSuffix(s.ResumeInterpolation(), "(")
					continue
				}
			}
		case token.COMMA:
			run = 0
		}
		interpolation = false
		if len(brackets) > maxDepth {
			return pos, fmt.Sprintf("more than %d levels of brackets", maxDepth)
		}
		if run > maxRun {
			return pos, fmt.Sprintf("more than %d words and signs without a comma or a line end", maxRun)
		}
	}
}
