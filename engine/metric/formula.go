package metric

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/money"
)

// Limits of formulas.
const (
	mostBytes = 500
	mostDeep  = 50
)

// Formula is a formula that can be read.
type Formula struct {
	Text  string
	Names []Name // in order of first use, each once
	root  node
}

// Name is the name of a figure in a formula.
type Name struct {
	Text   string
	Column int // of its first use, in characters from 1
}

// SyntaxError says where a formula cannot be read.
type SyntaxError struct {
	Column  int // in characters from 1
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Message) }

// node is a part of a formula: an operator with two operands, a name, or a number.
type node struct {
	operator    rune // '+', '-', '*', '/', 'n' for a name, '#' for a number, '~' for the opposite of left
	left, right *node
	name        string
	number      money.Ratio
	column      int
}

// Parse reads a formula. Its error is a *SyntaxError.
func Parse(text string) (*Formula, error) {
	p := &parser{rest: text, column: 1}
	switch {
	case len(text) > mostBytes:
		return nil, &SyntaxError{1, fmt.Sprintf("it has more than %d bytes", mostBytes)}
	case !utf8.ValidString(text):
		return nil, &SyntaxError{1, "it is no UTF-8 text"}
	}
	if err := p.next(); err != nil {
		return nil, err
	}
	root, err := p.sum(0)
	if err != nil {
		return nil, err
	}
	if p.token.kind != end {
		return nil, &SyntaxError{p.token.column, fmt.Sprintf("an operator is missing before %s", p.token)}
	}
	f := &Formula{Text: text, root: *root}
	f.collect(root)
	return f, nil
}

// collect lists the names that a part uses, from left to right.
func (f *Formula) collect(n *node) {
	if n == nil {
		return
	}
	f.collect(n.left)
	if n.operator == 'n' && !f.uses(n.name) {
		f.Names = append(f.Names, Name{n.name, n.column})
	}
	f.collect(n.right)
}

func (f *Formula) uses(name string) bool {
	for _, known := range f.Names {
		if known.Text == name {
			return true
		}
	}
	return false
}

// kinds of token.
const (
	end = iota
	number
	word
	sign // one of + - * / ( )
)

// token is a word of a formula.
type token struct {
	kind   int
	text   string
	column int
}

func (t token) String() string {
	if t.kind == end {
		return "the end"
	}
	return "\"" + t.text + "\""
}

// parser reads a formula from left to right, one token ahead.
type parser struct {
	rest   string
	column int // of rest
	token  token
}

// take cuts so many bytes off the rest.
func (p *parser) take(bytes int) string {
	text := p.rest[:bytes]
	p.rest, p.column = p.rest[bytes:], p.column+utf8.RuneCountInString(text)
	return text
}

// signs are the ways to write an operator.
var signs = map[rune]string{'+': "+", '-': "-", '−': "-", '*': "*", '×': "*", '/': "/", '÷': "/", '(': "(", ')': ")"}

// next reads the next token.
func (p *parser) next() error {
	p.take(len(p.rest) - len(strings.TrimLeft(p.rest, " \t\n")))
	p.token = token{column: p.column}
	if p.rest == "" {
		return nil
	}
	first, size := utf8.DecodeRuneInString(p.rest)
	switch text, isSign := signs[first]; {
	case isSign:
		p.take(size)
		p.token.kind, p.token.text = sign, text
	case isDigit(p.rest[0]):
		p.token.kind, p.token.text = number, p.take(lengthOf(p.rest, func(b byte) bool { return isDigit(b) || b == '.' || b == '_' || isLetter(b) }))
	case isLetter(p.rest[0]):
		p.token.kind, p.token.text = word, p.take(lengthOfName(p.rest))
	default:
		return &SyntaxError{p.column, fmt.Sprintf("%q cannot stand in a formula", first)}
	}
	return nil
}

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

func lengthOf(text string, fits func(byte) bool) int {
	for i := range len(text) {
		if !fits(text[i]) {
			return i
		}
	}
	return len(text)
}

// lengthOfName returns how long a name is: letters, digits and, between these,
// dots, underscores and hyphens.
func lengthOfName(text string) int {
	n := 0
	for i := range len(text) {
		switch b := text[i]; {
		case isLetter(b) || isDigit(b):
			n = i + 1
		case b != '.' && b != '_' && b != '-':
			return n
		}
	}
	return n
}

// sum reads terms that are added or taken away.
func (p *parser) sum(depth int) (*node, error) {
	return p.chain("+-", func() (*node, error) {
		return p.chain("*/", func() (*node, error) { return p.factor(depth) })
	})
}

// chain reads operands between operators of one rank, from left to right.
func (p *parser) chain(operators string, operand func() (*node, error)) (*node, error) {
	left, err := operand()
	for err == nil && p.token.kind == sign && strings.Contains(operators, p.token.text) {
		one := &node{operator: rune(p.token.text[0]), left: left, column: p.token.column}
		if err = p.next(); err == nil {
			one.right, err = operand()
		}
		left = one
	}
	return left, err
}

// factor reads a number, a name, what stands in parentheses, or the opposite of
// one of these.
func (p *parser) factor(depth int) (*node, error) {
	at := p.token
	if depth >= mostDeep {
		return nil, &SyntaxError{at.column, fmt.Sprintf("more than %d parentheses and signs stand in each other", mostDeep)}
	}
	switch {
	case at.kind == number:
		value, err := money.ParseDecimal(at.text)
		if err != nil {
			return nil, &SyntaxError{at.column, fmt.Sprintf("%s is no number", at)}
		}
		return &node{operator: '#', number: money.FromDecimal(value), column: at.column}, p.next()
	case at.kind == word:
		return &node{operator: 'n', name: at.text, column: at.column}, p.next()
	case at.kind == sign && at.text == "-":
		if err := p.next(); err != nil {
			return nil, err
		}
		operand, err := p.factor(depth + 1)
		return &node{operator: '~', left: operand, column: at.column}, err
	case at.kind == sign && at.text == "(":
		return p.parenthesis(at, depth)
	}
	return nil, &SyntaxError{at.column, fmt.Sprintf("a number, a figure or a parenthesis is missing before %s", at)}
}

func (p *parser) parenthesis(at token, depth int) (*node, error) {
	if err := p.next(); err != nil {
		return nil, err
	}
	inner, err := p.sum(depth + 1)
	if err != nil {
		return nil, err
	}
	if p.token.kind != sign || p.token.text != ")" {
		return nil, &SyntaxError{at.column, "the parenthesis that opens here is not closed"}
	}
	return inner, p.next()
}

// Problem says why a formula has no value.
type Problem struct {
	Column int    // of what has no value, in characters from 1
	Name   string // of a figure that nothing states; "" for a division by 0
}

func (p *Problem) String() string {
	if p.Name == "" {
		return fmt.Sprintf("what stands after the sign in column %d is 0, and nothing is divided by 0", p.Column)
	}
	return fmt.Sprintf("nothing states %s in column %d", p.Name, p.Column)
}

// Value works a formula out. The problem is nil if it has a value.
func (f *Formula) Value(figure func(name string) (money.Ratio, bool)) (money.Ratio, *Problem) {
	return f.root.value(figure)
}

func (n *node) value(figure func(name string) (money.Ratio, bool)) (value money.Ratio, problem *Problem) {
	switch n.operator {
	case '#':
		return n.number, nil
	case 'n':
		value, known := figure(n.name)
		if !known {
			return value, &Problem{n.column, n.name}
		}
		return value, nil
	}
	left, problem := n.left.value(figure)
	if problem != nil {
		return value, problem
	}
	if n.operator == '~' {
		return left.Neg(), nil
	}
	right, problem := n.right.value(figure)
	if problem != nil {
		return value, problem
	}
	return n.apply(left, right)
}

// apply carries out an operator.
func (n *node) apply(left, right money.Ratio) (value money.Ratio, problem *Problem) {
	switch n.operator {
	case '+':
		return left.Add(right), nil
	case '-':
		return left.Sub(right), nil
	case '*':
		return left.Mul(right), nil
	}
	quotient, err := left.Quo(right)
	if err != nil {
		return quotient, &Problem{Column: n.column}
	}
	return quotient, nil
}
