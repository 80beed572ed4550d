package redline_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/redline"
)

// saying is what a document says without what has a mark, and within a part that
// has it. Everything is there: texts of blocks, rows, figures, points of curves.
func saying(d document.Document, without document.Mark) string {
	s := sayer{without: without}
	s.blocks(d.Blocks)
	return s.String()
}

type sayer struct {
	strings.Builder
	without document.Mark
}

func (s *sayer) say(prefix string, spans []document.Span) {
	s.WriteString(prefix)
	for _, span := range spans {
		if span.Mark != s.without {
			s.WriteString(span.Text)
		}
	}
	s.WriteByte('\n')
}

func (s *sayer) blocks(blocks []document.Block) {
	for _, block := range blocks {
		switch b := block.(type) {
		case document.Heading:
			if b.Mark != s.without {
				s.say("heading ", b.Text)
			}
		case document.Paragraph:
			if b.Mark != s.without {
				s.say("", b.Text)
			}
		case document.Notice:
			if b.Mark != s.without {
				s.say("notice ", b.Text)
			}
		case document.KeyFigures:
			for _, item := range b.Items {
				if item.Mark != s.without {
					s.say("figure "+item.Key+" ", values(item.Value))
				}
			}
		case document.Table:
			if b.Mark == s.without {
				continue
			}
			fmt.Fprintf(s, "table %s\n", b.Key)
			for _, row := range b.Rows {
				if row.Mark == s.without {
					continue
				}
				for _, cell := range row.Cells {
					s.say("cell ", values(cell.Text))
				}
			}
		case document.Curve:
			for _, line := range b.Lines {
				if line.Mark != s.without && (s.without != document.Added || line.Mark == document.Removed || !hasRemoved(b)) {
					fmt.Fprintln(s, "line", line.Points)
				}
			}
		case document.List:
			for _, item := range b.Items {
				if item.Mark != s.without {
					s.WriteString("item ")
					s.blocks(item.Blocks)
				}
			}
		case document.Clause:
			if b.Mark != s.without {
				number := b.Number
				if number != "" {
					number += " "
				}
				s.say("clause "+number, b.Heading)
				s.blocks(b.Blocks)
			}
		case document.Example:
			if b.Mark != s.without {
				s.say("example ", b.Title)
				s.blocks(b.Blocks)
			}
		case document.Signatures:
			for _, p := range b.Parties {
				if p.Mark != s.without {
					s.say("party ", document.Plain(p.Role+" "+p.Name))
				}
			}
		}
	}
}

// values leaves out the blank between what was and what is.
func values(spans []document.Span) []document.Span {
	var all []document.Span
	for _, span := range spans {
		if span.Text != " " {
			all = append(all, span)
		}
	}
	return all
}

// hasRemoved reports whether a curve shows what was: its other lines are then
// those of the version after.
func hasRemoved(c document.Curve) bool {
	for _, line := range c.Lines {
		if line.Mark == document.Removed {
			return true
		}
	}
	return false
}

var vocabulary = []string{"the", "plan", "pays", "10", "1,200.50", "%", "of", "支払い", "目標", "は", "あなた", "Quota", "quota", "months.", "—", "“x”", "ü"}

type maker struct{ *rand.Rand }

func (m maker) prose() []document.Span {
	var all []document.Span
	for range 1 + m.IntN(3) {
		var words []string
		for range 1 + m.IntN(12) {
			words = append(words, vocabulary[m.IntN(len(vocabulary))])
		}
		all = append(all, document.Span{Text: strings.Join(words, " ") + " ", Strong: m.IntN(4) == 0})
	}
	return all
}

func (m maker) key() string { return fmt.Sprint("k", m.IntN(4)) }

func (m maker) blocks(depth int) []document.Block {
	var all []document.Block
	used := map[string]bool{}
	for range m.IntN(7) {
		key := m.key()
		kind := m.IntN(10)
		if name := fmt.Sprint(kind, key); used[name] {
			continue
		} else {
			used[name] = true
		}
		switch {
		case kind == 0:
			all = append(all, document.Heading{Level: 1, Text: m.prose()})
		case kind == 1:
			all = append(all, document.Notice{Text: m.prose()})
		case kind == 2 && depth == 0 && !used["figures"]:
			used["figures"] = true
			all = append(all, document.KeyFigures{Items: []document.KeyFigure{{Key: "a", Value: m.prose()[:1]}, {Key: m.key(), Value: m.prose()[:1]}}})
		case kind == 3:
			all = append(all, m.table(key))
		case kind == 4:
			all = append(all, m.curve(key))
		case kind == 5 && depth < 2:
			all = append(all, document.Clause{Key: key, Number: fmt.Sprint(m.IntN(3)), Heading: m.prose(), Blocks: m.blocks(depth + 1)})
		case kind == 6 && depth < 2:
			all = append(all, document.Example{Key: key, Title: m.prose(), Blocks: m.blocks(depth + 1)})
		case kind == 7 && depth < 2:
			var items []document.Item
			for range m.IntN(4) {
				items = append(items, document.Item{Blocks: []document.Block{document.Paragraph{Text: m.prose()}}})
			}
			all = append(all, document.List{Items: items})
		case kind == 8 && depth == 0 && !used["signatures"]:
			used["signatures"] = true
			all = append(all, document.Signatures{Parties: []document.Party{{Role: "employee", Name: m.key()}, {Role: "company"}}})
		default:
			all = append(all, document.Paragraph{Text: m.prose()})
		}
	}
	return all
}

func (m maker) table(key string) document.Table {
	t := document.Table{Key: key, Columns: []document.Column{{Key: "a"}, {Key: fmt.Sprint(m.IntN(8) / 7)}}}
	for i := range m.IntN(5) {
		if m.IntN(3) > 0 {
			t.Rows = append(t.Rows, document.Row{Key: fmt.Sprint(i), Cells: []document.Cell{{Text: document.Plain(fmt.Sprint(i))}, {Text: document.Plain(m.key())}}})
		}
	}
	return t
}

func (m maker) curve(key string) document.Curve {
	number := func() money.Decimal {
		d, _ := money.New(int64(m.IntN(5)), 0)
		return d
	}
	one, _ := money.New(10, 0)
	return document.Curve{Key: key, X: document.Axis{To: one}, Y: document.Axis{To: one}, Lines: []document.Line{{Points: []document.Point{{X: number(), Y: number()}, {X: number(), Y: number()}}}}}
}

// TestLaws: without what is added a redline says what was, without what is
// removed what is; two equal documents differ in nothing; and twice the same
// comparison is the same.
func TestLaws(t *testing.T) {
	for seed := range uint64(500) {
		m := maker{rand.New(rand.NewPCG(seed, 23))}
		before, after := document.Document{Blocks: m.blocks(0)}, document.Document{Blocks: m.blocks(0)}
		if seed%3 == 0 { // a version that shares most
			after.Blocks = append(append([]document.Block{}, before.Blocks...), m.blocks(1)...)
		}
		d := redline.Compare(before, after)
		if got, want := saying(d, document.Added), saying(before, -1); got != want {
			t.Fatalf("seed %d without what is added:\n%s\nwant\n%s", seed, got, want)
		}
		if got, want := saying(d, document.Removed), saying(after, -1); got != want {
			t.Fatalf("seed %d without what is removed:\n%s\nwant\n%s", seed, got, want)
		}
		if again := redline.Compare(before, after); !reflect.DeepEqual(d, again) {
			t.Fatalf("seed %d: the second time it is another", seed)
		}
		if same := redline.Compare(before, before); !reflect.DeepEqual(same, before) {
			t.Fatalf("seed %d: a document differs from itself", seed)
		}
	}
}

// TestWords compares prose by words and values as wholes.
func TestWords(t *testing.T) {
	show := func(spans []document.Span) string {
		var b strings.Builder
		for _, s := range spans {
			b.WriteString(map[document.Mark]string{document.Kept: "%s", document.Added: "[+%s]", document.Removed: "[-%s]"}[s.Mark])
			text := strings.Replace(b.String(), "%s", s.Text, 1)
			b.Reset()
			b.WriteString(text)
		}
		return b.String()
	}
	paragraph := func(text string) document.Document {
		return document.Document{Blocks: []document.Block{document.Paragraph{Text: document.Plain(text)}}}
	}
	for _, c := range []struct{ was, is, want string }{
		{"You are paid 1,200.50 EUR a month.", "You are paid 1,300.50 EUR a month.", "You are paid [-1,200.50][+1,300.50] EUR a month."},
		{"Sie erhalten die Provision im Folgemonat.", "Sie erhalten die Provision im übernächsten Monat.", "Sie erhalten die Provision im [-Folgemonat][+übernächsten Monat]."},
		{"報酬は翌月に支払われます。", "報酬は翌々月に支払われます。", "報酬は[-翌月][+翌々月]に支払われます。"},
		{"notice of 30 days is given", "notice of 60 days is given", "notice of [-30][+60] days is given"},
	} {
		p, ok := redline.Compare(paragraph(c.was), paragraph(c.is)).Blocks[0].(document.Paragraph)
		if got := show(p.Text); !ok || got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestMovedClause: a clause that moved is removed in one place and added in the
// other, and what did not move is not marked.
func TestMovedClause(t *testing.T) {
	clause := func(key string) document.Block {
		return document.Clause{Key: key, Heading: document.Plain(key), Blocks: []document.Block{document.Paragraph{Text: document.Plain("about " + key)}}}
	}
	before := document.Document{Blocks: []document.Block{clause("a"), clause("b"), clause("c")}}
	after := document.Document{Blocks: []document.Block{clause("b"), clause("c"), clause("a")}}
	var told []string
	for _, block := range redline.Compare(before, after).Blocks {
		c := block.(document.Clause) //nolint:forcetypeassert // there is nothing else
		told = append(told, fmt.Sprint(c.Key, c.Mark))
	}
	if got := strings.Join(told, " "); got != "a2 b0 c0 a1" {
		t.Error(got)
	}
}

// TestLongClauses: very long texts without anything in common are compared, too.
func TestLongClauses(t *testing.T) {
	long := func(word string) document.Document {
		var b strings.Builder
		for i := range 60_000 {
			fmt.Fprintf(&b, "%s%d ", word, i)
			if i%20 == 19 {
				b.WriteString("end. ")
			}
		}
		return document.Document{Blocks: []document.Block{document.Clause{Key: "k", Blocks: []document.Block{document.Notice{Text: document.Plain(b.String())}}}}}
	}
	before, after := long("a"), long("b")
	d := redline.Compare(before, after)
	if saying(d, document.Added) != saying(before, -1) || saying(d, document.Removed) != saying(after, -1) {
		t.Error("the redline does not say what was or what is")
	}
}
