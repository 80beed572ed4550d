package diag_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// families are the first letters of codes, and nothing else.
var families = []string{"SYN", "SCH", "REF", "TER", "QUO", "POS", "EFF", "OPS", "PIP", "CYC", "CHG", "GAT", "ALC", "GOA", "CAP", "RLF", "COV", "KPI", "DOC", "ACC", "SCN", "CMP", "CRD", "PAY", "GIT", "INT"}

func TestCatalogue(t *testing.T) {
	codes, slugs := map[diag.Code]bool{}, map[string]bool{}
	form, slug := regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`), regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	all := diag.Catalogue()
	for _, info := range all {
		if !form.MatchString(string(info.Code)) || !slices.Contains(families, string(info.Code[:3])) {
			t.Errorf("%s is not of a family with three digits", info.Code)
		}
		if !slug.MatchString(info.Slug) {
			t.Errorf("%s: slug %q", info.Code, info.Slug)
		}
		if codes[info.Code] || slugs[info.Slug] {
			t.Errorf("%s or %s occurs twice", info.Code, info.Slug)
		}
		codes[info.Code], slugs[info.Slug] = true, true
		if info.Severity < diag.Info || info.Severity > diag.Error {
			t.Errorf("%s has severity %d", info.Code, info.Severity)
		}
		if info.Code.Info() != info {
			t.Errorf("%s is known as %+v", info.Code, info.Code.Info())
		}
	}
	if !slices.IsSortedFunc(all, func(a, b diag.CodeInfo) int { return compare(string(a.Code), string(b.Code)) }) {
		t.Error("not in order of code")
	}
	all[0].Slug = "changed"
	if diag.Catalogue()[0].Slug == "changed" {
		t.Error("a caller can change the catalogue")
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestFind(t *testing.T) {
	for text, want := range map[string]diag.Code{"REF001": diag.UnknownReference, "ref001": diag.UnknownReference, "unknown-reference": diag.UnknownReference} {
		if info, ok := diag.Find(text); !ok || info.Code != want {
			t.Errorf("Find(%q) = %+v, %v", text, info, ok)
		}
	}
	for _, text := range []string{"", "REF", "REF999", "Unknown-Reference", "unknown reference"} {
		if info, ok := diag.Find(text); ok {
			t.Errorf("Find(%q) = %+v", text, info)
		}
	}
	if info := diag.Code("ZZZ999").Info(); info.Slug != "" || info.Severity != diag.Error {
		t.Errorf("an unknown code is %+v", info)
	}
}

func TestSeverities(t *testing.T) {
	for _, s := range []diag.Severity{diag.Info, diag.Warning, diag.Error} {
		if again, err := diag.ParseSeverity(s.String()); err != nil || again != s {
			t.Errorf("%s reads back as %s, %v", s, again, err)
		}
	}
	for _, text := range []string{"", "invalid", "Error", "errors", "0"} {
		if s, err := diag.ParseSeverity(text); err == nil || s != 0 {
			t.Errorf("ParseSeverity(%q) = %s, %v", text, s, err)
		}
	}
	if diag.Severity(0).String() != "invalid" || diag.Severity(9).String() != "invalid" {
		t.Error("unknown severities are not called invalid")
	}
}

func TestFindingIsNotChangedByItsDescendants(t *testing.T) {
	f := diag.New(diag.OrphanTerritory, addr.New("territory", "a"), source.Place{File: "a"}, "%s has 100%% of nothing", "a")
	if f.Message != "a has 100% of nothing" || f.Severity != diag.Warning {
		t.Errorf("%+v", f)
	}
	one := f.With(source.Place{File: "b"}, "first")
	two, three := one.With(source.Place{File: "c"}, "second"), one.With(source.Place{File: "d"}, "third").At("name")
	if len(f.Related) != 0 || len(one.Related) != 1 || two.Related[1].Message != "second" || three.Related[1].Message != "third" || one.Field != "" {
		t.Errorf("%+v\n%+v\n%+v\n%+v", f, one, two, three)
	}
}

// randomList has few different values, so that ties and repeats occur.
func randomList(r *rand.Rand) diag.List {
	list := make(diag.List, r.IntN(40))
	for i := range list {
		code := []diag.Code{diag.NotUTF8, diag.UnknownReference, diag.PositionOverTwo}[r.IntN(3)]
		place := source.Place{File: string(rune('a' + r.IntN(2))), Line: r.IntN(3), Column: r.IntN(2)}
		list[i] = diag.New(code, addr.New("territory", string(rune('a'+r.IntN(2)))), place, "m%d", r.IntN(2))
		if r.IntN(3) == 0 {
			list[i] = list[i].With(place, "r%d", r.IntN(2))
		}
		if r.IntN(5) == 0 {
			list[i].Severity = diag.Info
		}
	}
	return list
}

// TestSortedLaws: the order and the parting of lists mean nothing, sorting
// twice changes nothing, and nothing is lost but exact repeats.
func TestSortedLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		list := randomList(r)
		before := slices.Clone(list)
		sorted := diag.Sorted(list)
		if !cmp.Equal(before, list) {
			t.Fatal("the list itself was changed")
		}
		if !slices.IsSortedFunc(sorted, diag.Finding.Compare) || !cmp.Equal(sorted, diag.Sorted(sorted)) {
			t.Fatal("not sorted, or not the same when sorted again")
		}
		at := r.IntN(len(list) + 1)
		parts := [2]diag.List{slices.Clone(list[:at]), slices.Clone(list[at:])}
		r.Shuffle(len(parts[1]), func(i, j int) { parts[1][i], parts[1][j] = parts[1][j], parts[1][i] })
		if diff := cmp.Diff(sorted, diag.Sorted(parts[1], parts[0], list)); diff != "" {
			t.Fatalf("another order gives another result: %s", diff)
		}
		for _, f := range list {
			if !slices.ContainsFunc(sorted, func(g diag.Finding) bool { return cmp.Equal(f, g) }) {
				t.Fatalf("%+v is lost", f)
			}
		}
	}
}

func TestCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		list := randomList(r)
		if list.Count(diag.Info)+list.Count(diag.Warning)+list.Count(diag.Error) != len(list) {
			t.Fatal("the counts do not sum to the whole")
		}
		worst := list.Worst()
		if (worst == 0) != (len(list) == 0) || worst != 0 && list.Count(worst) == 0 {
			t.Fatalf("the worst of %d is %s", len(list), worst)
		}
		for s := worst + 1; s <= diag.Error; s++ {
			if list.Count(s) != 0 {
				t.Fatalf("%s is worse than %s", s, worst)
			}
		}
	}
}

// TestIdentity: a finding keeps its identity when its lines move, and gets
// another one with anything else.
func TestIdentity(t *testing.T) {
	f := diag.New(diag.UnknownReference, addr.New("a", "b"), source.Place{File: "a", Line: 1}, "m").At("f")
	moved := f
	moved.Place = source.Place{File: "z", Line: 9}
	if f.Identity() != moved.Identity() {
		t.Error("the place is part of the identity")
	}
	others := []diag.Finding{f, f.At("g"), f, f, f}
	others[2].Code, others[3].Message = diag.BadMove, "n"
	others[4].Subject = addr.New("a", "c")
	seen := map[string]bool{}
	for _, g := range others {
		seen[g.Identity()] = true
	}
	if len(seen) != len(others) {
		t.Errorf("%d identities of %d findings", len(seen), len(others))
	}
}
