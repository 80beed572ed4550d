package check

import (
	"math/bits"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	l := lexiconOf([]string{"ae-1", "ae-2", "ae-3", "ae-4", "apac", "emea", "emea.dach", "emea.uki", "northern-ca", "southern-ca"})
	for word, want := range map[string]string{
		"emae": "emea", "emea.dahc": "emea.dach", "emea-dach": "emea.dach", "northen-ca": "northern-ca", "nothern-ca": "northern-ca",
		"ae-5": "", "xx": "", "": "", "emea": "", "latam": "", "completely-different": "", "apca": "apac", "ae1": "ae-1",
	} {
		if got := strings.Join(l.nearest(word), " "); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzDistance(f *testing.F) {
	for _, seed := range [][2]string{{"ab", "ba"}, {"", "abc"}, {"kitten", "sitting"}, {"ca", "abc"}, {"aaaa", "bbbb"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 50 || len(b) > 50 {
			return
		}
		var rows editRows
		exact := rows.distance(a, b, 100)
		if back := rows.distance(b, a, 100); back != exact {
			t.Errorf("%q to %q is %d, back %d", a, b, exact, back)
		}
		if (exact == 0) != (a == b) || exact > max(len(a), len(b)) || exact < max(len(a)-len(b), len(b)-len(a)) {
			t.Errorf("%q to %q is %d", a, b, exact)
		}
		for limit := range 4 {
			if got := rows.distance(a, b, limit); got != min(exact, limit+1) {
				t.Errorf("%q to %q within %d is %d, exactly %d", a, b, limit, got, exact)
			}
		}
		changed := bits.OnesCount64(characters(a) ^ characters(b))
		if changed > 2*exact {
			t.Errorf("%q to %q is %d edits, but %d characters come or go", a, b, exact, changed)
		}
	})
}
