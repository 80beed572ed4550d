package schema

import (
	"regexp"
	"slices"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testseed"
)

// expressions that have an automaton.
var expressions = []string{
	`^[a-z0-9]+([._-][a-z0-9]+)*$`, `^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, `^[A-Z]{2}$`, `^FY[0-9]{2}(-(H[12]|Q[1-4]|M(0[1-9]|1[0-2])))?$`,
	``, `^`, `$`, `^$`, `a`, `ab|b$`, `^a|b`, `(a|b)*ab`, `a{2,4}$`, `[^a]`, `.`, `.$`, `(?s).b`, `(?i)aB`, `x*`, `^(a?b?)+$`, `a$|^b`, `$a`, `a^`, `(^a|b)c`, `^[^b]*$`, `[[:alpha:]]1`, `\d-\w`,
}

// examples are near what some of the expressions match.
var examples = []string{"", "emea.dach-1", "2027-02-01", "DE", "FY27-Q2", "FY27", "ab", "aab", "xxb", "1-a"}

// TestAutomatonIsTheLibrary holds automata against package regexp.
func TestAutomatonIsTheLibrary(t *testing.T) {
	random := testseed.Rand(t, 31)
	const letters = "aabbcxAB019-._FYQMH2\n \x00"
	for _, expr := range expressions {
		quick, whole := automatonOf(expr), regexp.MustCompile(expr)
		if quick == nil {
			t.Errorf("%q has no automaton", expr)
			continue
		}
		for range 20_000 {
			text := []byte(examples[random.IntN(len(examples))])
			for range random.IntN(5) {
				at := random.IntN(len(text) + 1)
				cut := min(at+random.IntN(2), len(text))
				text = slices.Replace(text, at, cut, letters[random.IntN(len(letters))])
			}
			want := whole.Match(text)
			if got, ok := quick.matches(string(text)); !ok || got != want {
				t.Fatalf("%q in %q: %v, the library says %v", expr, text, got, want)
			}
		}
	}
}

func TestWhatHasNoAutomaton(t *testing.T) {
	for _, expr := range []string{`\bword\b`, `(?m)^a`, `(?m)a$`, `a{1,200}b`, `(a|b)*a(a|b){9}`} {
		if automatonOf(expr) != nil {
			t.Errorf("%q has an automaton", expr)
		}
	}
	if _, ok := automatonOf("ü").matches("ü"); ok {
		t.Error("an automaton claims to know text that is not ASCII")
	}
	for _, c := range []struct {
		expr, text string
		want       bool
	}{{"^ü$", "ü", true}, {"^.$", "ü", true}, {"^[a-z]$", "ü", false}, {`\bword\b`, "a word", true}, {`\bword\b`, "swords", false}} {
		m := matcher{whole: regexp.MustCompile(c.expr)}
		if m.matches(c.text) != c.want {
			t.Errorf("%q in %q is not %v", c.expr, c.text, c.want)
		}
	}
}
