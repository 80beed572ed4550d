package letter

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/plan"
)

// texts are the words of each built-in language, and the clauses of its master
// terms.
//
//go:embed words/*.txt terms/*.md
var texts embed.FS

// builtIn are the languages of which every word is built in.
var builtIn = []string{"de", "en", "ja"}

// wordsOf holds the built-in words by language and key. It is read only.
var wordsOf = readWords()

// readWords reads the files of words: a key, " = " and a text on each line; lines
// that begin with # are notes. A blank at an end is written \s,
// nothing at all \0.
func readWords() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range builtIn {
		text, err := texts.ReadFile("words/" + language + ".txt")
		if err != nil {
			panic(err) // the files are part of the program
		}
		words := map[string]string{}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			key, value, ok := strings.Cut(line, " = ")
			if _, twice := words[key]; !ok || twice {
				panic(fmt.Sprintf("words/%s.txt: %q is no word, or there twice", language, line))
			}
			words[key] = strings.NewReplacer(`\s`, " ", `\0`, "").Replace(value)
		}
		all[language] = words
	}
	return all
}

// Words are what letters of one language are made of: the built-in words and
// those of the plan, which go before them.
type Words struct {
	language string
	own      map[string]string // of the plan
	builtIn  map[string]string
	used     map[string]string // of own, in this letter
	missing  map[string]bool   // keys that were needed and are not there
}

// vocabulary holds the own words of a plan by language.
type vocabulary map[string]map[string]string

func vocabularyOf(p *plan.Plan) vocabulary {
	v := vocabulary{}
	for r := range recordsOf(p, WordKind) {
		language := r.Node.TextOf("language")
		if v[language] == nil {
			v[language] = map[string]string{}
		}
		v[language][r.Node.TextOf("key")] = r.Node.TextOf("text")
	}
	return v
}

// base returns the language of a tag without its country.
func base(language string) string {
	tag, _, _ := strings.Cut(language, "-")
	return tag
}

// words returns the words of a language. Those of a country go before those of
// the language as a whole.
func (v vocabulary) words(language string) *Words {
	own := map[string]string{}
	for _, tag := range []string{base(language), language} {
		maps.Copy(own, v[tag])
	}
	return &Words{language: language, own: own, builtIn: wordsOf[base(language)], used: map[string]string{}, missing: map[string]bool{}}
}

// has reports whether there is a word for a key.
func (w *Words) has(key string) bool {
	_, own := w.own[key]
	_, known := w.builtIn[key]
	return own || known
}

// text returns the word for a key as it is written.
func (w *Words) text(key string) string {
	if text, own := w.own[key]; own {
		w.used[key] = text
		return text
	}
	text, known := w.builtIn[key]
	if !known {
		w.missing[key] = true
	}
	return text
}

// say returns the sentence for a key with values in the places that it names:
// "{amount}" for the value behind "amount". Values are never looked at again.
func (w *Words) say(key string, values ...string) string {
	text := w.text(key)
	if !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs = append(pairs, "{"+values[i]+"}", values[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// list joins items of which all hold as people write them in a row.
func (w *Words) list(items []string) string { return w.joined(items, "format.and") }

// either joins items of which one is enough.
func (w *Words) either(items []string) string { return w.joined(items, "format.or") }

func (w *Words) joined(items []string, between string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], w.text("format.comma")) + w.text(between) + items[last]
}

// knownKey reports whether a key belongs to a word of letters.
func knownKey(key string) bool {
	if strings.HasPrefix(key, "format.money.") {
		return true // of any currency
	}
	_, known := wordsOf["en"][key]
	return known
}

// lacking returns the keys for which a language has no word, in order.
func (v vocabulary) lacking(language string) []string {
	words := v.words(language)
	var lacking []string
	for key := range wordsOf["en"] {
		if !words.has(key) && !strings.HasPrefix(key, "format.money.") {
			lacking = append(lacking, key)
		}
	}
	slices.Sort(lacking)
	return lacking
}
