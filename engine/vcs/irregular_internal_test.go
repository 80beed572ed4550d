package vcs

import (
	"strings"
	"testing"
)

// TestKindsReadWell holds what findings say, `"x" is a … and is not read`, to
// grammar: each kind is a noun that goes with "a".
func TestKindsReadWell(t *testing.T) {
	for kind := Symlink; kind <= LongPath; kind++ {
		name := kind.String()
		if name == "invalid" || strings.ContainsAny(name[:1], "aeiou") {
			t.Errorf("kind %d is named %q, which does not go with \"is a\"", kind, name)
		}
	}
}
