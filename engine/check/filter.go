package check

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// deepestFilter is how deep the parentheses and NOTs of a filter may nest.
const deepestFilter = 40

// operator combines the conditions of a filter. The zero operator is invalid.
type operator uint8

const (
	condition operator = iota + 1 // the condition with a number
	and
	or
	not
)

// filter is a boolean expression over numbered conditions.
type filter struct {
	operator operator
	number   int      // of a condition, from 1
	parts    []filter // of and, or and not
}

// allOf is the filter of a rule that states none: every condition holds.
func allOf(conditions int) filter {
	f := filter{operator: and}
	for i := range conditions {
		f.parts = append(f.parts, filter{operator: condition, number: i + 1})
	}
	return f
}

// numbers calls visit with every number that the filter uses.
func (f filter) numbers(visit func(number int)) {
	if f.operator == condition {
		visit(f.number)
	}
	for _, part := range f.parts {
		part.numbers(visit)
	}
}

// parseFilter reads an expression such as "1 AND (2 OR NOT 3)". It refuses AND
// beside OR without parentheses: people disagree on which binds first.
func parseFilter(text string) (filter, error) {
	r := filterReader{words: filterWords(text)}
	f, err := r.combination(0)
	if err == nil && len(r.words) > 0 {
		err = fmt.Errorf("%s stands where AND or OR is expected", r.found())
	}
	return f, err
}

// spaced puts blanks around parentheses.
var spaced = strings.NewReplacer("(", " ( ", ")", " ) ")

// filterWords splits a filter into numbers, words and parentheses.
func filterWords(text string) []string {
	return strings.Fields(spaced.Replace(text))
}

// filterReader holds the words not read yet.
type filterReader struct{ words []string }

// peek returns the next word, "" at the end.
func (r *filterReader) peek() string {
	if len(r.words) == 0 {
		return ""
	}
	return r.words[0]
}

// found names the next word for a message.
func (r *filterReader) found() string {
	if word := r.peek(); word != "" {
		return strconv.Quote(word)
	}
	return "the end"
}

// combination reads operands joined by one operator.
func (r *filterReader) combination(depth int) (filter, error) {
	first, err := r.operand(depth)
	if err != nil {
		return filter{}, err
	}
	joined := filter{parts: []filter{first}}
	for word := r.peek(); word == "AND" || word == "OR"; word = r.peek() {
		operator := and
		if word == "OR" {
			operator = or
		}
		if joined.operator != 0 && joined.operator != operator {
			return filter{}, errors.New("AND and OR stand side by side; put parentheses around one of them")
		}
		joined.operator = operator
		r.words = r.words[1:]
		next, err := r.operand(depth)
		if err != nil {
			return filter{}, err
		}
		joined.parts = append(joined.parts, next)
	}
	if joined.operator == 0 {
		return first, nil
	}
	return joined, nil
}

// operand reads a number, NOT with its operand, or a group in parentheses.
func (r *filterReader) operand(depth int) (filter, error) {
	if depth > deepestFilter {
		return filter{}, fmt.Errorf("it nests deeper than %d levels", deepestFilter)
	}
	switch word := r.peek(); {
	case word == "NOT":
		r.words = r.words[1:]
		part, err := r.operand(depth + 1)
		return filter{operator: not, parts: []filter{part}}, err
	case word == "(":
		r.words = r.words[1:]
		group, err := r.combination(depth + 1)
		if err == nil && r.peek() != ")" {
			err = fmt.Errorf("%s stands where a closing parenthesis is expected", r.found())
		}
		if err != nil {
			return filter{}, err
		}
		r.words = r.words[1:]
		return group, nil
	case word != "" && strings.Trim(word, "0123456789") == "":
		number, err := strconv.Atoi(word)
		if err != nil || number > 1_000_000 {
			return filter{}, fmt.Errorf("%q is too large for the number of a condition", word)
		}
		r.words = r.words[1:]
		return filter{operator: condition, number: number}, nil
	}
	return filter{}, fmt.Errorf("%s stands where the number of a condition is expected", r.found())
}
