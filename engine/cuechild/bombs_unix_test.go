//go:build unix

package cuechild_test

import (
	"fmt"
	"strings"
)

// bomb is CUE that is small and costs much.
type bomb struct{ name, text string }

// bombs returns generated CUE that asks for far too much of everything. The
// gate of package cuelang refuses many of them; here they meet the child as
// they are.
func bombs() []bomb {
	list := []bomb{
		{"range", "import \"list\"\n_a: list.Range(0, 1000000000, 1)\n_b: len(_a)\n"},
		{"range of fractions", "import \"list\"\n_a: list.Range(0, 100000, 0.00001)\n"},
		{"repeat", "import \"list\"\n_a: list.Repeat([1], 1000000000)\n"},
		{"repeated text", "import \"strings\"\n_a: strings.Repeat(\"x\", 100000000000)\n"},
		{"shift", "import \"bits\"\n_a: bits.Lsh(1, 100000000000)\n"},
		{"power", "import \"math\"\n_a: math.Pow(10, 1000000000)\n"},
		{"exponent", "_a: 1e1000000000 + 1\n"},
		{"permutations", "import \"list\"\n_a: list.Permutations([for i in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] {i}])\n"},
		{"text times number", "_a: \"x\" * 100000000000\n"},
		{"reference cycle", "_a: _b\n_b: _a\n"},
		{"structural cycle", "#a: {b: #a}\n_x: #a\n"},
		{"arithmetic cycle", "_a: _b + 1\n_b: _a + 1\n"},
		{"regular expression", "_a: =~\"^(a|aa|aaa){1000}$\"\n_b: _a & \"" + strings.Repeat("a", 10000) + "b\"\n"},
		{"digits", "_a: " + strings.Repeat("9", 1<<20) + " * " + strings.Repeat("9", 1<<20) + "\n"},
		{"division", "import \"math\"\n_a: math.Sqrt(" + strings.Repeat("7", 100000) + ")\n"},
		{"open brackets", "_a: " + strings.Repeat("[", 1000000)},
		{"open parentheses", "_a: " + strings.Repeat("(", 1000000)},
		{"nested lists", "_a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n"},
		{"chain of labels", strings.Repeat("a: ", 100000) + "1\n"},
		{"longer chain of labels", strings.Repeat("a: ", 1000000) + "1\n"},
		{"sum", "_a: 1" + strings.Repeat("+1", 1000000) + "\n"},
		{"conjunction", "_a: _" + strings.Repeat("&_", 300000) + "\n"},
		{"disjunction", "_a: 0" + strings.Repeat("|1", 300000) + "\n"},
		{"signs", "_a: " + strings.Repeat("-", 1000000) + "1\n"},
		{"selectors", "_a: {}\n_b: _a" + strings.Repeat(".a", 300000) + "\n"},
		{"wide struct", wide(100000)},
		{"wide list", "_a: [" + strings.Repeat("1, ", 500000) + "]\n_b: {for i, v in _a for j, w in _a {\"\\(i)-\\(j)\": v}}\n"},
		{"sorting", "import \"list\"\n_n: [for a in _d for b in _d for c in _d for d in _d {10000 - 1000*a - 100*b - 10*c - d}]\n_d: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n_a: list.Sort(_n, list.Ascending)\n"},
		{"answer", "_a: \"" + strings.Repeat("x", 100000) + "\"\n_d: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\nterritory: {for a in _d for b in _d for c in _d {\"t\\(a)\\(b)\\(c)\": description: _a}}\n"},
		{"many texts", "import \"strings\"\n_d: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n_a: [for a in _d for b in _d for c in _d {strings.Repeat(\"x\", 1000000) + \"\\(a)\\(b)\\(c)\"}]\n"},
		{"interpolation", "_a: \"" + strings.Repeat("\\(\"", 5000) + strings.Repeat("\")", 5000) + "\"\n"},
	}
	for _, loops := range []int{3, 4, 8} {
		list = append(list, bomb{fmt.Sprint(loops, " loops"), nestedLoops(loops)})
	}
	for _, terms := range []int{12, 14, 24} {
		list = append(list, bomb{fmt.Sprint(terms, " disjunctions"), product(terms)})
	}
	for _, steps := range []int{36, 64} {
		list = append(list,
			bomb{fmt.Sprint("text doubled ", steps, " times"), doubled(steps, `"x"`, "%[1]s + %[1]s")},
			bomb{fmt.Sprint("list doubled ", steps, " times"), doubled(steps, "[1]", "[for i in [0, 1] for x in %[1]s {x}]")},
			bomb{fmt.Sprint("struct doubled ", steps, " times"), "territory: t: extra: x: _a" + fmt.Sprint(steps) + "\n" + doubled(steps, "{y: 1}", "{l: %[1]s, r: %[1]s}")},
			bomb{fmt.Sprint("number squared ", steps, " times"), doubled(steps, "12345678901234567890", "%[1]s * %[1]s")},
		)
	}
	return list
}

// doubled declares _a0 as start and each next name by the one before.
func doubled(steps int, start, step string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "_a0: %s\n", start)
	for i := range steps {
		fmt.Fprintf(&b, "_a%d: %s\n", i+1, fmt.Sprintf(step, fmt.Sprint("_a", i)))
	}
	return b.String()
}

// product unifies disjunctions, each of two structs.
func product(terms int) string {
	parts := make([]string, terms)
	for i := range parts {
		parts[i] = fmt.Sprintf("({a%d: 1} | {b%d: 1})", i, i)
	}
	return "_a: " + strings.Join(parts, " & ") + "\n"
}

// nestedLoops counts to a thousand in each loop.
func nestedLoops(n int) string {
	var b strings.Builder
	b.WriteString("_d: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n_l: [for a in _d for b in _d for c in _d {100*a + 10*b + c}]\n_a: [")
	for i := range n {
		fmt.Fprintf(&b, "for i%d in _l ", i)
	}
	b.WriteString("{1}]\n")
	return b.String()
}

// wide is a struct of many fields.
func wide(n int) string {
	var b strings.Builder
	b.WriteString("_a: {\n")
	for i := range n {
		fmt.Fprintf(&b, "f%d: %d\n", i, i)
	}
	b.WriteString("}\n_b: _a & {[string]: int}\n")
	return b.String()
}
