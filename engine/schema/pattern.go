package schema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sync"

	"github.com/salesplan/salesplan/engine/source"
)

// Pattern is a regular expression that strings match, or must not match.
type Pattern struct {
	Expr    string
	Not     bool
	Origin  source.Place
	matcher *matcher
}

// matcher is a compiled regular expression. Its automaton is made when it is
// used first: most patterns of the language are not used by a plan.
type matcher struct {
	whole *regexp.Regexp
	once  sync.Once
	quick *automaton // nil if there is none
}

func (m *matcher) matches(text string) bool {
	m.once.Do(func() { m.quick = automatonOf(m.whole.String()) })
	if m.quick != nil {
		if matched, ok := m.quick.matches(text); ok {
			return matched
		}
	}
	return m.whole.MatchString(text)
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
	whole, err := regexp.Compile(expr)
	if err != nil {
		return Pattern{}, fmt.Errorf("%q is not a regular expression: %w", expr, err)
	}
	return Pattern{Expr: expr, Not: not, Origin: origin, matcher: &matcher{whole: whole}}, nil
}

// holds reports whether text fulfils the pattern.
func (p *Pattern) holds(text string) bool { return p.matcher.matches(text) != p.Not }
