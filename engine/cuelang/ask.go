package cuelang

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/parser"

	"github.com/salesplan/salesplan/engine/syntax"
)

// Question asks of a list of items which fulfil conditions, and what number each
// of these stands for.
type Question struct {
	Where []string    // CUE expressions on "it", asked in order until one does not hold
	Value string      // a CUE expression on "it" that is a number
	Given syntax.Node // a group whose fields the expressions may use
	Items []syntax.Node
}

// Hit is an item that fulfils the conditions of a question.
type Hit struct {
	Item  int    // its place in the list, from 0
	Value string // a decimal number, rounded to 9 digits after the point and 18 in all
}

// Asker answers questions. Questions come from strangers: an asker refuses what
// a plan may not use, and gives up at limits of its own with a [StoppedError].
type Asker interface {
	Ask(Question) ([]Hit, error)
}

const (
	itemsAtOnce   = 250  // items that are looked at in one evaluation
	maxExpression = 4096 // bytes
	digitsAsked   = 9    // after the point of a value
	wholeAsked    = 15   // before it
	digitsInAll   = 18
)

// Ask never stops.
func (InProcess) Ask(q Question) ([]Hit, error) {
	conditions := make([]ast.Expr, 0, len(q.Where)+1)
	for _, text := range append(slices.Clip(q.Where), q.Value) {
		x, err := Expression(text)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, x)
	}
	var hits []Hit
	for from := 0; from < len(q.Items); from += itemsAtOnce {
		some, err := q.ask(conditions, from, min(from+itemsAtOnce, len(q.Items)))
		if err != nil {
			return nil, err
		}
		hits = append(hits, some...)
	}
	return hits, nil
}

// Expression parses a CUE expression and refuses what a plan may not use.
func Expression(text string) (ast.Expr, error) {
	if len(text) > maxExpression {
		return nil, fmt.Errorf("the expression is longer than %d bytes", maxExpression)
	}
	if _, reason := lexicalRefusal("", []byte(text)); reason != "" {
		return nil, fmt.Errorf("the expression is too deep or too long: %s", reason)
	}
	x, err := parseExpression(text)
	if err != nil {
		return nil, fmt.Errorf("%s is no expression of CUE: %s", oneLine(text), oneLine(err.Error()))
	}
	g := gate{places: newPlaces(nil)}
	w := gateWalk{gate: &g, file: &ast.File{}}
	w.walk(x, 0, 0)
	if len(g.found) > 0 {
		return nil, fmt.Errorf("%s: %s", oneLine(text), g.found[0].Message)
	}
	return x, nil
}

// parseExpression parses an expression. CUE's parser is not proof against all
// input.
func parseExpression(text string) (x ast.Expr, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = errors.New("the syntax cannot be read")
		}
	}()
	return parser.ParseExpr("", text)
}

// ask looks at some of the items: for each that fulfils the conditions CUE
// yields its number and its value. The last of the expressions is the value.
func (q Question) ask(expressions []ast.Expr, from, to int) (hits []Hit, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("CUE gave up: %v", cause)
		}
	}()
	ctx, err := newContext()
	if err != nil {
		return nil, err
	}
	items := syntax.Node{Kind: syntax.List, Children: q.Items[from:to]}
	last := len(expressions) - 1
	clauses := []ast.Clause{&ast.ForClause{Key: ast.NewIdent("number"), Value: ast.NewIdent("it"), Source: ast.NewIdent("items")}}
	for _, x := range expressions[:last] {
		clauses = append(clauses, &ast.IfClause{Condition: x})
	}
	file := &ast.File{Decls: []ast.Decl{&ast.Field{Label: ast.NewIdent("items"), Value: exprOf(&items)}}}
	for i := range q.Given.Children {
		child := &q.Given.Children[i]
		file.Decls = append(file.Decls, &ast.Field{Label: ast.NewIdent(child.Key), Value: exprOf(child)})
	}
	file.Decls = append(file.Decls, &ast.Field{Label: ast.NewIdent("hits"), Value: ast.NewList(&ast.Comprehension{
		Clauses: clauses,
		Value:   ast.NewStruct(&ast.Field{Label: ast.NewIdent("item"), Value: ast.NewIdent("number")}, &ast.Field{Label: ast.NewIdent("value"), Value: expressions[last]}),
	})})
	text, err := format.Node(file) // parsed anew, so that every name finds what it stands for
	if err != nil {
		return nil, err
	}
	parsed, err := parser.ParseFile("policy", text)
	if err != nil {
		return nil, err
	}
	value, err := evaluateSafely(ctx, []*ast.File{parsed})
	if err == nil {
		err = value.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("CUE says: %s", oneLine(err.Error()))
	}
	return hitsIn(value.LookupPath(cue.ParsePath("hits")), from)
}

// hitsIn reads the answer of CUE.
func hitsIn(v cue.Value, from int) ([]Hit, error) {
	if err := v.Validate(cue.Concrete(true)); err != nil {
		return nil, fmt.Errorf("CUE says: %s", oneLine(err.Error()))
	}
	list, err := v.List()
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for list.Next() {
		number, err := list.Value().LookupPath(cue.ParsePath("item")).Int64()
		if err != nil {
			return nil, err
		}
		value := list.Value().LookupPath(cue.ParsePath("value"))
		if value.IncompleteKind()&^cue.NumberKind != 0 {
			return nil, errors.New("the value is no number")
		}
		text, err := decimalText(value)
		if err != nil {
			return nil, err
		}
		hits = append(hits, Hit{Item: from + int(number), Value: text})
	}
	return hits, nil
}

// decimalText writes a number out, rounded half away from zero to as many
// digits as a decimal holds. (What CUE has for it counts the digits of a number
// below 1 from its first that is not 0, so that they become too many.)
func decimalText(v cue.Value) (string, error) {
	var mantissa big.Int
	exponent, err := v.MantExp(&mantissa)
	if err != nil {
		return "", err
	}
	whole := len(new(big.Int).Abs(&mantissa).String()) + exponent // digits before the point
	switch {
	case whole > wholeAsked:
		return "", fmt.Errorf("the value has more than %d digits before the point", wholeAsked)
	case whole < -digitsAsked:
		return "0", nil
	}
	number := new(big.Rat).SetInt(&mantissa)
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil))
	if exponent < 0 {
		power.Inv(power)
	}
	text := number.Mul(number, power).FloatString(min(digitsAsked, digitsInAll-whole))
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		return "0", nil
	}
	return text, nil
}
