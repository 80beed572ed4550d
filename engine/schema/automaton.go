package schema

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// automaton decides a regular expression on ASCII text byte by byte, in a tenth
// of the time that package regexp takes. Each of its states stands for a set of
// instructions of the compiled expression at which a match may be; it begins in
// state 0.
type automaton struct {
	next   [][utf8.RuneSelf]uint8 // state after a byte
	accept []bool                 // the expression is found if the text ends here
}

// mostStates is how many states an automaton may have. An expression that needs
// more is left to package regexp.
const mostStates = 100

// matches reports whether the expression is found in text; ok is false where
// the text is not ASCII, so that the automaton does not know.
func (a *automaton) matches(text string) (matched, ok bool) {
	state := uint8(0)
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false, false
		}
		state = a.next[state][text[i]]
	}
	return a.accept[state], true
}

// automatonOf returns the automaton of an expression, nil if it has none: if it
// is too large, or looks at more than the ends of the text and its characters.
func automatonOf(expr string) *automaton {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil
	}
	for i := range prog.Inst {
		if inst := &prog.Inst[i]; inst.Op == syntax.InstEmptyWidth && syntax.EmptyOp(inst.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
			return nil
		}
	}
	b := automatonBuilder{prog: prog, numbers: map[string]uint8{}}
	b.number(reached{begins: true})
	for i := 0; i < len(b.states); i++ {
		if len(b.states) > mostStates {
			return nil
		}
		b.fill(i)
	}
	return &b.made
}

// reached is the set of instructions, sorted, that the bytes so far lead to. A
// match may also begin at every byte: the first instruction is always meant.
type reached struct {
	begins bool // there were no bytes so far
	found  bool // the expression was found; what follows does not matter
	insts  []uint32
}

// automatonBuilder finds the states of an automaton.
type automatonBuilder struct {
	prog    *syntax.Prog
	made    automaton
	states  []reached
	numbers map[string]uint8 // of states
}

// number returns the number of a state, a new one if it was not met before.
func (b *automatonBuilder) number(s reached) uint8 {
	name := fmt.Sprint(s)
	n, met := b.numbers[name]
	if !met {
		n = uint8(len(b.states))
		b.numbers[name] = n
		b.states = append(b.states, s)
		b.made.next = append(b.made.next, [utf8.RuneSelf]uint8{})
		b.made.accept = append(b.made.accept, s.found || b.ends(b.open(s, true)))
	}
	return n
}

// fill finds what every byte leads to from a state.
func (b *automatonBuilder) fill(i int) {
	s := b.states[i]
	open := b.open(s, false)
	s.found = s.found || b.ends(open)
	for c := range utf8.RuneSelf {
		to := reached{found: s.found}
		for _, pc := range open {
			if inst := &b.prog.Inst[pc]; !s.found && inst.Op != syntax.InstMatch && inst.MatchRune(rune(c)) {
				to.insts = append(to.insts, inst.Out)
			}
		}
		slices.Sort(to.insts)
		to.insts = slices.Compact(to.insts)
		b.made.next[i][c] = b.number(to)
	}
}

// ends reports whether one of the instructions is the end of a match.
func (b *automatonBuilder) ends(open []uint32) bool {
	return slices.ContainsFunc(open, func(pc uint32) bool { return b.prog.Inst[pc].Op == syntax.InstMatch })
}

// open returns the instructions that read a character or end a match and are
// reached from a state without reading, be it at the end of the text or not.
func (b *automatonBuilder) open(s reached, atEnd bool) []uint32 {
	var holds syntax.EmptyOp
	if s.begins {
		holds |= syntax.EmptyBeginText
	}
	if atEnd {
		holds |= syntax.EmptyEndText
	}
	var open []uint32
	seen := make([]bool, len(b.prog.Inst))
	var visit func(pc uint32)
	visit = func(pc uint32) {
		if seen[pc] {
			return
		}
		seen[pc] = true
		switch inst := &b.prog.Inst[pc]; inst.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			visit(inst.Out)
			visit(inst.Arg)
		case syntax.InstCapture, syntax.InstNop:
			visit(inst.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(inst.Arg)&^holds == 0 {
				visit(inst.Out)
			}
		case syntax.InstFail:
		default:
			open = append(open, pc)
		}
	}
	visit(uint32(b.prog.Start))
	for _, pc := range s.insts {
		visit(pc)
	}
	return open
}
