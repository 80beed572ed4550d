package letter

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

var holes = regexp.MustCompile(`\{[a-z_]+\}`)

// TestLanguagesSayTheSame demands that every built-in language has every word,
// with the same places for values.
func TestLanguagesSayTheSame(t *testing.T) {
	for _, language := range builtIn {
		for key, text := range wordsOf["en"] {
			other, ok := wordsOf[language][key]
			if !ok {
				t.Errorf("%s has no %s", language, key)
				continue
			}
			want, got := holes.FindAllString(text, -1), holes.FindAllString(other, -1)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s: %s has places for %v, English for %v", language, key, got, want)
			}
		}
		for key := range wordsOf[language] {
			if !knownKey(key) {
				t.Errorf("%s has %s, which English does not have", language, key)
			}
		}
		var keys, english []string
		for i := range builtInClauses[language] {
			keys = append(keys, builtInClauses[language][i].Key)
			if said := numbersIn(builtInClauses[language][i].Text, nil, vocabulary{}.words(language)); len(said) > 0 {
				t.Errorf("%s: the clause %s states %v", language, keys[i], said)
			}
		}
		for i := range builtInClauses["en"] {
			english = append(english, builtInClauses["en"][i].Key)
		}
		if !slices.Equal(keys, english) {
			t.Errorf("%s has clauses %v, English %v", language, keys, english)
		}
	}
}

// TestEveryChoiceIsSaid demands words, in every language, for every value that
// the schema allows in a field of a comp plan or a ramp that has a list of values.
func TestEveryChoiceIsSaid(t *testing.T) {
	language, err := compile.NewMemory(nil, cuelang.InProcess{}).BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	choices := map[string]bool{}
	for _, of := range []struct{ collection, prefix string }{{"comp_plan", ""}, {"ramp", "ramp"}} {
		collection, ok := language.Collection(of.collection)
		if !ok {
			t.Fatal(of.collection, "is gone")
		}
		collect(choices, collection.Record, of.prefix)
	}
	if len(choices) < 120 {
		t.Errorf("only %d choices were found: the test looks at the wrong place", len(choices))
	}
	delete(choices, "choice.order.adjustment") // letters know no adjustments
	for key := range choices {
		for _, tag := range builtIn {
			if _, said := wordsOf[tag][key]; !said {
				t.Errorf("%s has no words for %s", tag, key)
			}
		}
	}
	for key := range wordsOf["en"] {
		if strings.HasPrefix(key, "choice.") && !choices[key] && !strings.HasPrefix(key, "choice.gates.conditions.bound.") && !strings.HasPrefix(key, "choice.rates.beyond_knots.") {
			t.Errorf("%s is no choice of the schema", key)
		}
	}
}

// collect adds the keys of the choices below a type.
func collect(choices map[string]bool, of *schema.Type, path string) {
	for _, value := range of.Enum {
		if value.Kind == syntax.String {
			choices[strings.Replace("choice."+path+"."+value.Text, "choice.crediting.where.operator", "choice.operator", 1)] = true
		}
	}
	for _, one := range of.Any {
		collect(choices, one, path)
	}
	if path == "on_top" || path == "clawback.rerates" {
		choices["choice."+path+".true"], choices["choice."+path+".false"] = true, true
	}
	if of.Items != nil {
		for _, item := range append(slices.Clone(of.Items.First), of.Items.Rest) {
			if item != nil {
				collect(choices, item, path)
			}
		}
	}
	if of.Fields != nil {
		collectFields(choices, of.Fields, path)
	}
}

func collectFields(choices map[string]bool, fields *schema.Fields, path string) {
	for i := range fields.Named {
		f := &fields.Named[i]
		below := strings.TrimPrefix(path+"."+f.Name, ".")
		if f.Name == "where" { // conditions are the same everywhere
			below = "crediting.where"
		}
		collect(choices, f.Type, below)
	}
	for i := range fields.ByForm {
		if path == "components" {
			path = ""
		}
		collect(choices, fields.ByForm[i].Type, path)
	}
	if fields.Switch != nil {
		for i := range fields.Switch.Cases {
			collectFields(choices, fields.Switch.Cases[i].Then, path)
		}
	}
}

// TestNumbers writes numbers in all languages.
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ number, en, de, ja string }{
		{"0", "0", "0", "0"},
		{"-1234.5", "−1,234.5", "−1.234,5", "−1,234.5"},
		{"999", "999", "999", "999"},
		{"1000000", "1,000,000", "1.000.000", "1,000,000"},
		{"0.05", "0.05", "0,05", "0.05"},
	} {
		d := mustParse(t, c.number)
		for language, want := range map[string]string{"en": c.en, "de": c.de, "ja": c.ja} {
			if got := (vocabulary{}).words(language).number(d, 0); got != want {
				t.Errorf("%s in %s: %s, want %s", c.number, language, got, want)
			}
		}
	}
	for language, want := range map[string]string{
		"en": "EUR 1,234.50; 15%; 1.5×; JPY 8,500,000; 29 February 2028; from 1 February 2026; 1 February 2026 to 31 January 2027",
		"de": "1.234,50 EUR; 15 %; 1,5×; 8.500.000 JPY; 29. Februar 2028; ab 1. Februar 2026; 1. Februar 2026 bis 31. Januar 2027",
		"ja": "1,234.50 EUR; 15%; 1.5倍; 8,500,000円; 2028年2月29日; 2026年2月1日から; 2026年2月1日から2027年1月31日まで",
	} {
		w := vocabulary{}.words(language)
		got := strings.Join([]string{
			w.money(mustParse(t, "1234.5"), mustCurrency(t, "EUR")), w.percent(ratio(t, "0.15")), w.times(mustParse(t, "1.5")), w.money(mustParse(t, "8500000"), mustCurrency(t, "JPY")),
			w.date(mustDate(t, "2028-02-29")), w.days(mustRange(t, "2026-02-01", "")), w.days(mustRange(t, "2026-02-01", "2027-02-01")),
		}, "; ")
		if got != want {
			t.Errorf("%s:\n%s, want\n%s", language, got, want)
		}
	}
}

// TestValuesAreWords demands that a value with the looks of a place, a reference
// or markup stays what it is.
func TestValuesAreWords(t *testing.T) {
	w := vocabulary{}.words("en")
	got := w.say("letter.intro", "employee", "{plan} {{ payee.ote }} <b>", "title", "**x**", "company", "{title}", "plan", "{company}")
	want := "This letter states the incentive pay of {plan} {{ payee.ote }} <b>, **x**, at {title} under the comp plan “{company}”."
	if got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

// TestLiterals lists the numbers that texts state.
func TestLiterals(t *testing.T) {
	for _, c := range []struct {
		language, text string
		constants      []string
		want           string
	}{
		{"en", "pays 12%, 1,234.50 at {{ plan.from }} and 3 more", nil, "12%=0.12 1,234.50=1234.5 3=3"},
		{"de", "zahlt 12,5 %, 1.234,50 und 3 Mal", nil, "12,5 %=0.125 1.234,50=1234.5 3=3"},
		{"ja", "１２％または30日以内、第3条", nil, "１２％=0.12 30=30"},
		{"en", "within 30 days, and 30 more", []string{"30 days"}, "30=30"},
		{"en", "1. first\n2. second item of 7", nil, "7=7"},
		{"en", "§ 612 BGB, section 4.2, Article 5, No. 7, FY27, Q2, B2B, h_2", nil, ""},
		{"en", "from 2026-02-01 on", nil, "2026-02-01=2026-02-01"},
		{"en", "007 and 1.2.3", nil, "007=7 1.2.3=-1"},
		{"en", "{{ 5 }} stays a reference, {{ open", nil, ""},
	} {
		var got []string
		for _, said := range numbersIn(c.text, c.constants, vocabulary{}.words(c.language)) {
			value := said.value
			if said.percent {
				value, _ = value.Quo(hundred)
			}
			shown := value.String()
			if !said.day.IsZero() {
				shown = said.day.String()
			}
			got = append(got, said.text+"="+shown)
			if !strings.HasPrefix(c.text[said.at:], said.text[:1]) {
				t.Errorf("%q: %s is not at %d", c.text, said.text, said.at)
			}
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%q: %s, want %s", c.text, all, c.want)
		}
	}
}

// TestParts cuts texts of clauses into paragraphs and lists.
func TestParts(t *testing.T) {
	for text, want := range map[string]string{
		"one\ntwo\n\nthree":             "p one two | p three",
		"一行目\n二行目":                      "p 一行目二行目",
		"- a\n- b\n  goes on\n1. c\n\n": "ul a; b goes on | ol c",
		"12. x\n-y":                     "ol x -y",
	} {
		var parts []string
		for _, p := range partsOf(text) {
			kind := "p"
			switch {
			case p.ordered:
				kind = "ol"
			case p.list:
				kind = "ul"
			}
			parts = append(parts, kind+" "+strings.Join(p.lines, "; "))
		}
		if got := strings.Join(parts, " | "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// FuzzClause reads any text as a clause: nothing panics, pieces cover the text in
// order, and numbers are where they are said to be.
func FuzzClause(f *testing.F) {
	for _, text := range []string{"{{ a }} 5% **b**\n- c", "{{", "}}{{ }}", "１２．５％", "§5\x80\xff 7", "1. {{ plan.from }} 2026-02-01"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, p := range pieces(text) {
			if p.at < at {
				t.Fatalf("%q: a piece at %d behind %d", text, p.at, at)
			}
			at = p.at
		}
		for _, said := range numbersIn(text, []string{"5"}, vocabulary{}.words("en")) {
			if said.at < 0 || said.at >= len(text) {
				t.Fatalf("%q: %q at %d", text, said.text, said.at)
			}
		}
		for _, p := range partsOf(text) {
			for _, line := range p.lines {
				_, _ = io.WriteString(io.Discard, line)
			}
		}
		_ = document.Plain(text)
	})
}
