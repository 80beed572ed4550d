package load_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
)

func TestYAMLPlaces(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"settings", "plan:\n  name: Größe\n  years: [FY27, FY28]\n", `
			plan/settings x.yaml:1:1
			  1:1 plan = 2:3 a group of fields
			    2:3 name = 2:9 text "Größe"
			    3:3 years = 3:10 a list
			      3:11 text "FY27"
			      3:17 text "FY28"
		`},
		{"keyed, block and flow", "# head\nterritory:\n  emea: {name: 'It''s', ü: \"é\\u0041\", m: -12}\n\n  emea.dach:\n    name: DACH # why\n    open: true\n", `
			territory/emea x.yaml:3:3
			  3:3 emea = 3:9 a group of fields
			    3:10 name = 3:16 text "It's"
			    3:25 ü = 3:28 text "éA"
			    3:39 m = 3:42 a whole number "-12"
			territory/emea.dach x.yaml:5:3
			  5:3 emea.dach = 6:5 a group of fields
			    6:5 name = 6:11 text "DACH"
			    7:5 open = 7:11 true or false "true"
		`},
		{"listed", "quota:\n- territory: emea\n  amount: 1234567890.123456789012345\n-   - 2027-02-01\n- 99999999999999999999\n", `
			quota/ x.yaml:2:3
			  2:3 a group of fields
			    2:3 territory = 2:14 text "emea"
			    3:3 amount = 3:11 a number "1234567890.123456789012345"
			quota/ x.yaml:4:5
			  4:5 a list
			    4:7 text "2027-02-01"
			quota/ x.yaml:5:3
			  5:3 a whole number "99999999999999999999"
		`},
		{"several lines", "role:\n  ae:\n    literal: |\n      a\n       b\n    folded: >-\n      a\n      b\n    plain: a\n      b\n    quoted: \"a\n      b\"\n    last: x\n", `
			role/ae x.yaml:2:3
			  2:3 ae = 3:5 a group of fields
			    3:5 literal = 3:14 text "a\n b\n"
			    6:5 folded = 6:13 text "a b"
			    9:5 plain = 9:12 text "a b"
			    11:5 quoted = 11:13 text "a b"
			    13:5 last = 13:11 text "x"
		`},
		{"wrong shapes are passed on", "territory: emea\nnonsense:\n  a: 1\n  b: [x]\nplan: []\nrole: {}\n", `
			territory/ x.yaml:1:1
			  1:1 territory = 1:12 text "emea"
			nonsense/a x.yaml:3:3
			  3:3 a = 3:6 a whole number "1"
			nonsense/b x.yaml:4:3
			  4:3 b = 4:6 a list
			    4:7 text "x"
		`},
		{"document marks", "---\nrole:\n  ae: {name: x}\n...\n# end\n", `
			role/ae x.yaml:3:3
			  3:3 ae = 3:7 a group of fields
			    3:8 name = 3:14 text "x"
		`},
	}
	for _, test := range tests {
		for _, end := range []string{"\n", "\r\n"} {
			name := test.name + map[string]string{"\n": " LF", "\r\n": " CRLF"}[end]
			t.Run(name, func(t *testing.T) {
				tree, findings := read(t, map[string]string{"x.yaml": strings.ReplaceAll(test.text, "\n", end)})
				if len(findings) > 0 || !tree.Complete {
					t.Fatalf("complete %t, findings:\n%s", tree.Complete, brief(findings))
				}
				checkOutline(t, tree.Records, test.want)
			})
		}
	}
}

// The files that readers of YAML take differently, or that show something
// else than they say. Each is wrong at one place in one way.
func TestYAMLHazards(t *testing.T) {
	tests := []struct {
		name, text, place string
		code              diag.Code
		says              string // part of the message
	}{
		{"bare CR in a comment", "# harmless\rsalary: 9\na: b\n", "1:11", diag.HiddenCharacter, "U+000D"},
		{"bare CR at the end", "a: b\r", "1:5", diag.HiddenCharacter, "U+000D"},
		{"next line", "a: b\u0085c: d\n", "1:5", diag.HiddenCharacter, "U+0085"},
		{"line separator", "a: b\u2028c: d\n", "1:5", diag.HiddenCharacter, "U+2028"},
		{"paragraph separator", "a: b\u2029c: d\n", "1:5", diag.HiddenCharacter, "U+2029"},
		{"byte order mark", "\ufeffa: b\n", "1:1", diag.HiddenCharacter, "byte order mark"},
		{"byte order mark inside", "a: x\ufeffb\n", "1:5", diag.HiddenCharacter, "U+FEFF"},
		{"null byte", "a: x\x00\n", "1:5", diag.HiddenCharacter, "U+0000 (null)"},
		{"terminal code", "a: \"\x1b[31m\"\n", "1:5", diag.HiddenCharacter, "U+001B"},
		{"form feed", "a: b\n\fc: d\n", "2:1", diag.HiddenCharacter, "control character"},
		{"delete", "a: \"\x7f\"\n", "1:5", diag.HiddenCharacter, "U+007F"},
		{"C1 control", "a: \"ü\u009b\"\n", "1:6", diag.HiddenCharacter, "U+009B"},
		{"right-to-left override", "a: \"é\u202eb\"\n", "1:6", diag.HiddenCharacter, "right-to-left override"},
		{"isolate", "a: b # \u2066x\n", "1:8", diag.HiddenCharacter, "U+2066"},
		{"zero-width space in a key", "ter\u200britory: {a: {b: c}}\n", "1:4", diag.HiddenCharacter, "zero-width space"},
		{"zero-width joiner", "a: b\u200dc\n", "1:5", diag.HiddenCharacter, "U+200D"},
		{"word joiner", "a: b\u2060c\n", "1:5", diag.HiddenCharacter, "U+2060"},
		{"soft hyphen", "a: b\u00adc\n", "1:5", diag.HiddenCharacter, "soft hyphen"},
		{"Hangul filler", "a: b\u3164c\n", "1:5", diag.HiddenCharacter, "Hangul filler"},
		{"tag character", "a: b\U000e0041\n", "1:5", diag.HiddenCharacter, "U+E0041"},
		{"noncharacter", "a: b\uffff\n", "1:5", diag.HiddenCharacter, "U+FFFF"},
		{"UTF-16 little end", "\xff\xfea\x00:\x00", "1:1", diag.NotUTF8, "UTF-16"},
		{"UTF-16 big end", "\xfe\xff\x00a\x00:", "1:1", diag.NotUTF8, "UTF-16"},
		{"Latin-1", "a: b\nc: Gr\xf6\xdfe\n", "2:6", diag.NotUTF8, "0xF6"},
		{"half a surrogate", "a: \xed\xa0\x80\n", "1:4", diag.NotUTF8, "0xED"},
		{"overlong", "a: \xc0\xaf\n", "1:4", diag.NotUTF8, "0xC0"},
		{"second document", "a: b\n---\nc: d\n", "2:1", diag.SeveralDocuments, "one document"},
		{"empty first document", "---\n---\na: b\n", "2:1", diag.SeveralDocuments, "one document"},
		{"text after the end", "a: b\n...\nc: d\n", "3:1", diag.SeveralDocuments, "one document"},
		{"broken second document", "a: b\n---\n[\n", "3:1", diag.Unreadable, "brackets"},
		{"version directive", "# x\n%YAML 1.1\n---\na: b\n", "2:1", diag.Unreadable, "%"},
		{"tag directive", "%TAG ! tag:x,2000:\n---\na: b\n", "1:1", diag.Unreadable, "%"},
		{"same key", "a: {b: c}\nd: e\na: {f: g}\n", "3:1", diag.DuplicateKey, `"a"`},
		{"same key, one in quotes", "t: {b: c, \"b\": d}\n", "1:11", diag.DuplicateKey, `"b"`},
		{"NFC twins", "t:\n  caf\u00e9: {a: b}\n  cafe\u0301: {a: b}\n", "3:3", diag.DuplicateKey, "twice"},
		{"NFC twins in a large map", "t:\n" + manyKeys(40) + "  caf\u00e9: 1\n  cafe\u0301: 1\n", "43:3", diag.DuplicateKey, "twice"},
		{"anchor", "a: &x b\n", "1:4", diag.AliasOrMergeKey, "&x"},
		{"anchor on a map", "a: &x\n  b: c\n", "1:4", diag.AliasOrMergeKey, "&x"},
		{"anchor on a key", "a: {&x b: c}\n", "1:5", diag.AliasOrMergeKey, "&x"},
		{"unknown alias", "a: b\nc: *x\nd: e\n", "2:1", diag.AliasOrMergeKey, "*"},
		{"merge key", "a: {<<: {b: c}}\n", "1:5", diag.AliasOrMergeKey, "<<"},
		{"text tag", "a: !!str 1\n", "1:4", diag.AliasOrMergeKey, "!!str"},
		{"number tag", "a: !!int x\n", "1:4", diag.AliasOrMergeKey, "!!int"},
		{"truth tag", "a: !!bool x\n", "1:4", diag.AliasOrMergeKey, "!!bool"},
		{"binary tag", "a: !!binary aGk=\n", "1:4", diag.AliasOrMergeKey, "!!binary"},
		{"set tag", "a: !!set {b: c}\n", "1:4", diag.AliasOrMergeKey, "!!set"},
		{"own tag", "a: !vault x\n", "1:4", diag.AliasOrMergeKey, "!vault"},
		{"empty tag", "a: ! 12\n", "1:4", diag.AliasOrMergeKey, "(!)"},
		{"tag on a list", "a: !!omap [b]\n", "1:4", diag.AliasOrMergeKey, "!!omap"},
		{"number as key", "a: {1: b}\n", "1:5", diag.AmbiguousScalar, "keys are text"},
		{"hexadecimal as key", "a: {0x1: b}\n", "1:5", diag.AmbiguousScalar, "hexadecimal number 1"},
		{"truth value as key", "a: {true: b}\n", "1:5", diag.AmbiguousScalar, "keys are text"},
		{"on as key", "on: {a: b}\n", "1:1", diag.AmbiguousScalar, "truth value true"},
		{"country code as key", "country:\n  NO: {a: b}\n", "2:3", diag.AmbiguousScalar, "truth value false"},
		{"nothing as key", "a: {~: b}\n", "1:5", diag.AmbiguousScalar, "no value"},
		{"no key", "a:\n  ?\n  : b\n", "2:4", diag.AmbiguousScalar, "no key"},
		{"list as key", "a:\n  ? [b]\n  : c\n", "2:5", diag.AmbiguousScalar, "keys are text"},
		{"field without value", "a:\n  b:\n    c:\n    d: e\n", "3:5", diag.AmbiguousScalar, `"c" has no value`},
		{"collection without value", "a:\nb: {c: {d: e}}\n", "1:1", diag.AmbiguousScalar, `"a" has no value`},
		{"flow field without value", "a: {b, c: d}\n", "1:5", diag.AmbiguousScalar, `"b" has no value`},
		{"item without value", "a:\n- b\n-\n- c\n", "3:2", diag.AmbiguousScalar, "no value"},
		{"hidden space before", "a: \u00a0b\n", "1:4", diag.AmbiguousScalar, "space"},
		{"hidden space behind", "a: b\u3000\n", "1:4", diag.AmbiguousScalar, "space"},
		{"a list", "- a\n- b\n", "1:1", diag.Unreadable, "collection"},
		{"a word", "hello\n", "1:1", diag.Unreadable, "collection"},
		{"merge conflict", "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", "2:1", diag.MergeConflict, "merge conflict"},
		{"large file pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "1:1", diag.LFSPointer, "git lfs pull"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := read(t, map[string]string{"x.yaml": test.text})
			if diff := cmp.Diff("x.yaml:"+test.place+" "+string(test.code), brief(findings)); diff != "" {
				t.Fatalf("findings (-want +got):\n%s", diff)
			}
			if !strings.Contains(findings[0].Message, test.says) {
				t.Errorf("message %q does not say %q", findings[0].Message, test.says)
			}
		})
	}
}

// manyKeys returns n entries of a map.
func manyKeys(n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString("  k" + strings.Repeat("x", i) + ": 1\n")
	}
	return text.String()
}

func TestYAMLSyntaxErrors(t *testing.T) {
	tests := []struct {
		name, text string
		line       string
		says       string
	}{
		{"dedented", "a:\n  b: 1\n c: 2\n", "3", "indentation"},
		{"far below the beginning of its map", "a:\n  b: 1\n" + strings.Repeat("  # x\n", 20) + " c: 2\nd: 3\n", "23", "indentation"},
		{"tab", "a:\n  b: 1\n\tc: 2\nd: 3\n", "3", "tab"},
		{"second colon", "a:\n  b: x: y\nd: 3\n", "2", "colon"},
		{"list not closed", "a:\n  b: [1, 2\n  c: 2\nd: 3\n", "2", "not closed"},
		{"map not closed", "a: {b: c\nd: e\n", "1", "not closed"},
		{"quotes not closed", "a:\n  b: \"x\n  c: 2\nd: 3\n", "2", "not closed"},
		{"quotes not closed in line 1", "b: 'x\nc: 2\nd: 3\n", "1", "not closed"},
		{"no colon", "a:\n  b: 1\nfoo\nd: 3\n", "3", "colon"},
		{"at sign", "a: b\nc: @x\n", "2", "quotes"},
		{"stars", "a: b\nc: **x**\n", "2", "quotes"},
		{"bad escape", "a: b\nc: \"\\q\"\n", "2", "backslash"},
		{"list in a line", "a: - b\n", "1", "list"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree, findings := read(t, map[string]string{"x.yaml": test.text})
			if diff := cmp.Diff("x.yaml:"+test.line+":1 SYN002", brief(findings)); diff != "" {
				t.Fatalf("findings (-want +got):\n%s", diff)
			}
			if !strings.Contains(findings[0].Message, test.says) {
				t.Errorf("message %q does not say %q", findings[0].Message, test.says)
			}
			if tree.Complete || len(tree.Records) > 0 {
				t.Errorf("complete %t, %d records of a file that cannot be read", tree.Complete, len(tree.Records))
			}
		})
	}
}

// One mistake does not hide the others, and leaves the rest of its record.
func TestYAMLTellsEverything(t *testing.T) {
	text := "territory:\n  emea:\n    name: NO\n    parent: &x all\n    type: region\n  emea:\n    name: 017\n  1:\n    name: yes\n"
	tree, findings := read(t, map[string]string{"x.yaml": text})
	want := "x.yaml:3:11 SYN006\nx.yaml:4:13 SYN005\nx.yaml:6:3 SYN003\nx.yaml:7:11 SYN006\nx.yaml:8:3 SYN006\nx.yaml:9:11 SYN006"
	if diff := cmp.Diff(want, brief(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if got := findings[0].Subject.String(); got != "territory/emea" {
		t.Errorf("subject %q", got)
	}
	if got := findings[2].Related; len(got) != 1 || got[0].Place.String() != "x.yaml:2:3" {
		t.Errorf("related %v", got)
	}
	if tree.Complete {
		t.Error("complete, although records are left out")
	}
	checkOutline(t, tree.Records, `
		territory/emea x.yaml:2:3
		  2:3 emea = 3:5 a group of fields
		    3:5 name = 3:11 nothing ""
		    4:5 parent = 4:13 nothing ""
		    5:5 type = 5:11 text "region"
	`)
}
