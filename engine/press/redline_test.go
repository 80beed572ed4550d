package press_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/redline"
)

// versions are changes of a document; each is a version of it.
var versions = map[string]func(*document.Document){
	"nothing": func(*document.Document) {},
	"a word in a paragraph": func(d *document.Document) {
		d.Blocks[0] = document.Paragraph{Text: []document.Span{{Text: "Dear Ms Tanaka,"}, {Text: " this is strong", Strong: true}}}
	},
	"a figure": func(d *document.Document) {
		d.Blocks[2] = document.KeyFigures{Label: "Pay at target", Items: []document.KeyFigure{
			{Key: "base", Label: "Base salary", Value: document.Plain("65,000 EUR")}, {Key: "mix", Label: "Mix", Value: document.Plain("60 : 40")},
		}}
	},
	"rows": func(d *document.Document) {
		t := tableOf(d)
		t.Rows[0].Cells[1].Text = document.Plain("9 %")
		t.Rows[1] = document.Row{Key: "2", Cells: []document.Cell{{Text: document.Plain("above 120 %"), Heads: true}, {Text: document.Plain("20 %")}}}
	},
	"a table that is gone":  func(d *document.Document) { d.Blocks = slices.Delete(d.Blocks, 4, 5) },
	"a curve that is gone":  func(d *document.Document) { d.Blocks = slices.Delete(d.Blocks, 5, 6) },
	"a clause that is gone": func(d *document.Document) { d.Blocks = slices.Delete(d.Blocks, 6, 7) },
	"all but a paragraph":   func(d *document.Document) { d.Blocks = d.Blocks[:1] },
	"an item": func(d *document.Document) {
		c := clauseOf(d)
		c.Blocks[1] = document.List{Items: []document.Item{{Blocks: []document.Block{document.Paragraph{Text: document.Plain("quarterly")}}}}}
	},
	"a number of a clause": func(d *document.Document) {
		c := clauseOf(d)
		c.Number = "2"
		d.Blocks[6] = c
	},
	"a table within a clause": func(d *document.Document) {
		c := clauseOf(d)
		c.Blocks = append(slices.Clone(c.Blocks), document.Table{Key: "new", Caption: "New", Columns: []document.Column{{Key: "a", Label: "What"}}, Rows: []document.Row{
			{Key: "1", Cells: []document.Cell{{Text: document.Plain("one")}}},
		}})
		d.Blocks[6] = c
	},
	"a party": func(d *document.Document) {
		d.Blocks[len(d.Blocks)-1] = document.Signatures{Parties: []document.Party{{Role: "Employee", Name: "P-2"}, {Role: "Manager"}}}
	},
}

func tableOf(d *document.Document) document.Table {
	return d.Blocks[4].(document.Table) //nolint:forcetypeassert // full has one there
}

func clauseOf(d *document.Document) document.Clause {
	return d.Blocks[6].(document.Clause) //nolint:forcetypeassert // full has one there
}

// without reads a form of a redline as if what is added, or what is removed, were
// not there; marks in words are no part of what it says.
var without = map[string]func(t *testing.T, form []byte, mark document.Mark) string{
	"html":     htmlWithout,
	"markdown": markdownWithout,
	"docx":     docxWithout,
}

// TestRedlinesHoldBothVersions: in every form, a redline without what is removed
// says what the later version says, and without what is added what the earlier one
// says.
func TestRedlinesHoldBothVersions(t *testing.T) {
	whole := func() document.Document {
		d := full(func(s string) string { return s })
		d.Attachments = nil // a redline has none
		return d
	}
	for name, change := range versions {
		before, after := whole(), whole()
		change(&after)
		for range 2 { // and the other way round
			d := redline.Compare(before, after)
			for format, read := range without {
				form := printed(t, format, d)
				for mark, version := range map[document.Mark]document.Document{document.Removed: after, document.Added: before} {
					got, want := squeezed(read(t, form, mark)), squeezed(read(t, printed(t, format, version), document.Kept))
					if got != want {
						at := 0
						for at < len(got) && at < len(want) && got[at] == want[at] {
							at++
						}
						t.Errorf("%s: %s without what has mark %d says\n%.80s\nwant\n%.80s", name, format, mark, got[max(at-20, 0):], want[max(at-20, 0):])
					}
				}
			}
			before, after = after, before
		}
	}
}

func printed(t *testing.T, format string, d document.Document) []byte {
	t.Helper()
	form, err := press.Print(format, d)
	if err != nil {
		t.Fatal(err)
	}
	return form
}

func htmlWithout(t *testing.T, page []byte, mark document.Mark) string {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	element := map[document.Mark]string{document.Added: "ins", document.Removed: "del"}[mark]
	class := map[document.Mark]string{document.Added: "added", document.Removed: "removed"}[mark]
	var b strings.Builder
	var walk func(*nethtml.Node)
	walk = func(n *nethtml.Node) {
		if n.Type == nethtml.ElementNode {
			classes := ""
			for _, a := range n.Attr {
				if a.Key == "class" {
					classes = " " + a.Val + " "
				}
			}
			if n.Data == "style" || n.Data == "svg" || n.Data == element || strings.Contains(classes, " mark ") || class != "" && strings.Contains(classes, " "+class+" ") {
				return
			}
		}
		if n.Type == nethtml.TextNode {
			b.WriteString(n.Data)
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(root)
	return b.String()
}

// inWords are marks in words.
var inWords = regexp.MustCompile(`\((added|removed|changed)\)`)

func markdownWithout(t *testing.T, text []byte, mark document.Mark) string {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert(text, &b); err != nil {
		t.Fatal(err)
	}
	return inWords.ReplaceAllString(htmlWithout(t, b.Bytes(), mark), "")
}

func docxWithout(t *testing.T, file []byte, mark document.Mark) string {
	t.Helper()
	element := map[document.Mark]string{document.Added: "ins", document.Removed: "del"}[mark]
	decoder := xml.NewDecoder(bytes.NewReader(parts(t, file)["word/document.xml"]))
	var b strings.Builder
	skip := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		switch node := token.(type) {
		case xml.StartElement:
			if node.Name.Local == element || skip > 0 {
				skip++
			}
		case xml.EndElement:
			if skip > 0 {
				skip--
			}
		case xml.CharData:
			if skip == 0 {
				b.Write(node)
			}
		}
	}
}
