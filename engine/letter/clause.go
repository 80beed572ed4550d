package letter

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Clause is a clause of the master terms in one language.
type Clause struct {
	record    *record.Record // nil for one that is built in
	Key       string
	Language  string
	Country   string // "" for all that have no clause of their own
	Heading   string
	Text      string
	Constants []string
}

// clauseBook holds the clauses of a plan and those that are built in.
type clauseBook struct {
	all map[clauseKey]*Clause
}

type clauseKey struct{ key, language, country string }

// builtInClauses are the clauses that are built in, by language, in their order.
// They are read only.
var builtInClauses = readClauses()

// readClauses reads the files of built-in terms: "# key: Heading" begins a
// clause.
func readClauses() map[string][]Clause {
	all := map[string][]Clause{}
	for _, language := range builtIn {
		text, err := texts.ReadFile("terms/" + language + ".md")
		if err != nil {
			panic(err) // the files are part of the program
		}
		for _, part := range strings.Split("\n"+string(text), "\n# ")[1:] {
			title, body, _ := strings.Cut(part, "\n")
			key, heading, ok := strings.Cut(title, ": ")
			if !ok {
				panic("terms/" + language + ".md: no key in " + title)
			}
			all[language] = append(all[language], Clause{Key: key, Language: language, Heading: heading, Text: strings.TrimSpace(body)})
		}
	}
	return all
}

// usualClauses are the keys of the built-in clauses, in order.
func usualClauses() []string {
	var keys []string
	for i := range builtInClauses["en"] {
		keys = append(keys, builtInClauses["en"][i].Key)
	}
	return keys
}

func clausesOf(p *plan.Plan) clauseBook {
	b := clauseBook{all: map[clauseKey]*Clause{}}
	for _, list := range builtInClauses {
		for i := range list {
			b.all[clauseKey{list[i].Key, list[i].Language, ""}] = &list[i]
		}
	}
	for r := range recordsOf(p, ClauseKind) {
		n := &r.Node
		c := &Clause{
			record: r, Key: n.TextOf("clause"), Language: n.TextOf("language"), Country: n.TextOf("country"),
			Heading: n.TextOf("heading"), Text: n.TextOf("text"), Constants: textsOf(r, "constants"),
		}
		b.all[clauseKey{c.Key, c.Language, c.Country}] = c
	}
	return b
}

// find returns the clause for a letter: of the language with its country before
// that of the language alone, and of the country of employment before the one
// for all.
func (b *clauseBook) find(key, language, country string) (*Clause, bool) {
	for _, tag := range []string{language, base(language)} {
		for _, at := range []string{country, ""} {
			if c, ok := b.all[clauseKey{key, tag, at}]; ok {
				return c, true
			}
		}
	}
	return nil, false
}

// piece is a part of a text: words, or a reference to a value.
type piece struct {
	text      string // of words; of a reference, what stands between the braces
	reference bool
	at        int // byte of the text at which it begins
}

// pieces cuts a text at its references. A "{{" without "}}" on the same line is
// a reference to the rest of the line, which leads nowhere.
func pieces(text string) []piece {
	var all []piece
	for at := 0; at < len(text); {
		open := strings.Index(text[at:], "{{")
		if open < 0 {
			return append(all, piece{text: text[at:], at: at})
		}
		if open > 0 {
			all = append(all, piece{text: text[at : at+open], at: at})
		}
		begin := at + open
		line, _, _ := strings.Cut(text[begin+2:], "\n")
		inside, _, closed := strings.Cut(line, "}}")
		all = append(all, piece{text: strings.TrimSpace(inside), reference: true, at: begin})
		at = begin + 2 + len(inside)
		if closed {
			at += len("}}")
		}
	}
	return all
}

// numberOf reads a whole number that the schema has checked.
func numberOf(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
