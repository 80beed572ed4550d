package schema

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/salesplan/salesplan/engine/source"
)

// Pattern is a regular expression that strings match, or must not match.
type Pattern struct {
	Expr    string
	Not     bool
	Origin  source.Place
	matcher *regexp.Regexp
}

// UnmarshalJSON reads a stored pattern.
func (p *Pattern) UnmarshalJSON(stored []byte) error {
	type plain Pattern
	var read plain
	if err := json.Unmarshal(stored, &read); err != nil { //nolint:musttag // stored under the names of the fields, for ourselves only
		return err
	}
	var err error
	*p, err = NewPattern(read.Expr, read.Not, read.Origin)
	return err
}

// NewPattern compiles a regular expression in Go's syntax, which is CUE's too.
func NewPattern(expr string, not bool, origin source.Place) (Pattern, error) {
	matcher, err := regexp.Compile(expr)
	if err != nil {
		return Pattern{}, fmt.Errorf("%q is not a regular expression: %w", expr, err)
	}
	return Pattern{Expr: expr, Not: not, Origin: origin, matcher: matcher}, nil
}

// holds reports whether text fulfils the pattern.
func (p *Pattern) holds(text string) bool { return p.matcher.MatchString(text) != p.Not }
