package press_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
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
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/press"
)

func decimal(text string) money.Decimal {
	d, err := money.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return d
}

// full has every block; text is the value of every text in it.
func full(text func(string) string) document.Document {
	plain := func(s string) []document.Span { return document.Plain(text(s)) }
	cells := func(texts ...string) []document.Cell {
		var all []document.Cell
		for i, s := range texts {
			all = append(all, document.Cell{Text: plain(s), Heads: i == 0})
		}
		return all
	}
	return document.Document{
		Code: "p-1", Title: text("Incentive plan letter"), Language: "en", RunningHead: text("Acme · Sellers"), Version: text("Issue 2, 0123456789ab"),
		Words: document.Words{PageOf: "Page {page} of {pages}", Added: "added", Removed: "removed", Changed: "changed", Continued: "continued", Date: text("Date"), Signature: text("Signature")},
		Blocks: []document.Block{
			document.Paragraph{Text: []document.Span{{Text: text("Dear Ms Yamada,")}, {Text: text(" this is strong"), Strong: true}}},
			document.Notice{Text: plain("It replaces issue 1.")},
			document.KeyFigures{Label: text("Pay at target"), Items: []document.KeyFigure{
				{Key: "base", Label: text("Base salary"), Value: plain("60,000 EUR")}, {Key: "ote", Label: text("On-target earnings"), Value: plain("100,000 EUR")},
			}},
			document.Heading{Level: 1, Text: plain("Rates")},
			document.Table{Key: "rates", Caption: text("Rate table"), Columns: []document.Column{{Key: "from", Label: text("Attainment")}, {Key: "rate", Label: text("Rate"), Number: true}}, Rows: []document.Row{
				{Key: "0", Cells: cells("to 100 %", "8 %")}, {Key: "1", Cells: cells("above", "16 %")}, {Key: "sum", Cells: cells("Total", "24 %"), Total: true},
			}},
			document.Curve{
				Key: "curve", Caption: text("Pay over attainment"), Alt: text("A line from nothing at 0 % to 80,000 at 150 %."),
				X:     document.Axis{Label: text("Attainment"), From: decimal("0"), To: decimal("1.5"), Ticks: []document.Tick{{At: decimal("0"), Label: text("0 %")}, {At: decimal("1"), Label: text("100 %")}}},
				Y:     document.Axis{Label: text("Pay"), From: decimal("0"), To: decimal("80000"), Ticks: []document.Tick{{At: decimal("40000"), Label: text("40,000")}}},
				Lines: []document.Line{{Points: []document.Point{{X: decimal("0"), Y: decimal("0")}, {X: decimal("1"), Y: decimal("40000")}, {X: decimal("1.5"), Y: decimal("80000")}}}},
			},
			document.Clause{Key: "draw", Number: "1", Heading: plain("Draw"), Blocks: []document.Block{
				document.Paragraph{Text: plain("A draw is paid.")},
				document.List{Items: []document.Item{{Blocks: []document.Block{document.Paragraph{Text: plain("monthly")}}}, {Blocks: []document.Block{
					document.Paragraph{Text: plain("recoverable")},
					document.List{Ordered: true, Items: []document.Item{{Blocks: []document.Block{document.Paragraph{Text: plain("in full")}}}}},
				}}}},
			}},
			document.Example{Key: "e", Title: plain("Example"), Blocks: []document.Block{document.Paragraph{Text: plain("At 120 % you are paid 56,000 EUR.")}}},
			document.Signatures{Parties: []document.Party{{Role: text("Employee"), Name: text("P-1")}, {Role: text("Company")}}},
		},
		Attachments: []document.Attachment{{Name: "plan-record.json", MediaType: "application/json", Description: text("what made it"), Data: []byte(`{"a":"</script>&"}`)}},
	}
}

// texts are all texts of a document in order of reading, but those that only
// pictures say.
func texts(d document.Document) []string {
	all := []string{d.Title}
	spans := func(list []document.Span) {
		for _, s := range list {
			all = append(all, s.Text)
		}
	}
	var walk func(blocks []document.Block)
	walk = func(blocks []document.Block) {
		for _, block := range blocks {
			switch b := block.(type) {
			case document.Heading:
				spans(b.Text)
			case document.Paragraph:
				spans(b.Text)
			case document.Notice:
				spans(b.Text)
			case document.KeyFigures:
				for _, item := range b.Items {
					all = append(all, item.Label)
					spans(item.Value)
				}
			case document.Table:
				all = append(all, b.Caption)
				for _, c := range b.Columns {
					all = append(all, c.Label)
				}
				for _, r := range b.Rows {
					for _, c := range r.Cells {
						spans(c.Text)
					}
				}
			case document.Curve:
				all = append(all, b.Caption)
			case document.List:
				for _, item := range b.Items {
					walk(item.Blocks)
				}
			case document.Clause:
				spans(b.Heading)
				walk(b.Blocks)
			case document.Example:
				spans(b.Title)
				walk(b.Blocks)
			case document.Signatures:
				for _, p := range b.Parties {
					all = append(all, p.Role, p.Name)
				}
			}
		}
	}
	walk(d.Blocks)
	return append(all, d.Version)
}

// extractors read the text of each form with a parser that is not ours.
var extractors = map[string]func(*testing.T, []byte) string{"html": htmlText, "markdown": markdownText, "docx": docxText}

func htmlText(t *testing.T, page []byte) string {
	t.Helper()
	return textOf(t, page, "style", "svg", "title")
}

func textOf(t *testing.T, page []byte, without ...string) string {
	t.Helper()
	var b strings.Builder
	z := nethtml.NewTokenizer(bytes.NewReader(page))
	skip := 0
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				t.Fatal(z.Err())
			}
			return b.String()
		case nethtml.StartTagToken:
			name, _ := z.TagName()
			if slices.Contains(without, string(name)) {
				skip++
			}
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if slices.Contains(without, string(name)) {
				skip--
			}
		case nethtml.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		default:
		}
	}
}

func markdownText(t *testing.T, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert(text, &b)
	if err != nil {
		t.Fatal(err)
	}
	return textOf(t, b.Bytes())
}

// parts reads the parts of a DOCX file and demands that each is whole XML.
func parts(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name] = text; !strings.HasSuffix(f.Name, ".emf") {
			decoder := xml.NewDecoder(bytes.NewReader(text))
			for {
				if _, err := decoder.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.Name, err)
				}
			}
		}
	}
	return all
}

func docxText(t *testing.T, file []byte) string {
	t.Helper()
	all := parts(t, file)
	var b strings.Builder
	for _, name := range []string{"word/document.xml", "word/footer1.xml"} {
		decoder := xml.NewDecoder(bytes.NewReader(all[name]))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if text, ok := token.(xml.CharData); ok {
				b.Write(text)
			}
		}
	}
	return b.String()
}

func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

// inOrder demands that a text holds others one after another.
func inOrder(t *testing.T, form, text string, wanted []string) {
	t.Helper()
	rest := squeezed(text)
	for _, one := range wanted {
		one = squeezed(one)
		at := strings.Index(rest, one)
		if at < 0 {
			t.Errorf("%s: %q is missing, or in the wrong place: %.200q", form, one, rest)
			return
		}
		rest = rest[at+len(one):]
	}
}

// TestFormsSayTheSame: every form says all that the document says, in the same
// order, and twice the same bytes.
func TestFormsSayTheSame(t *testing.T) {
	d := full(func(s string) string { return s })
	for _, format := range press.Formats() {
		extract, ok := extractors[format]
		if !ok {
			continue // package pdf has its own test
		}
		form, err := press.Print(format, d)
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, format, extract(t, form), texts(d))
		if again, _ := press.Print(format, d); !bytes.Equal(form, again) {
			t.Errorf("%s differs the second time", format)
		}
	}
	if _, err := press.Print("rtf", d); err == nil || !strings.Contains(err.Error(), "choose one of pdf, html") {
		t.Error(err)
	}
}

// naughty are values that try to be more than text.
var naughty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><b>`, `</title>`, `&lt;b&gt; &amp;`, `{{ payee.ote }}`, `{page}`, `<%= 1 %>`, `${x}`,
	"`code`", `**bold** _it_ ~~del~~`, `[link](http://evil.example)`, `![x](http://evil.example/x.png)`, `http://evil.example`, `www.evil.example`, `a@evil.example`,
	`| a | b |`, `# heading`, `- item`, `1. item`, `1) item`, `+ item`, `> quote`, `===`, `---`, "***", `@team`, `#12`, `:smile:`, `$x$`, `<!-- c -->`, `]]>`, `<![CDATA[x]]>`,
	"a\nb", "a\r\n\r\nb", "\ttab", "\x00\x01\x1b[31mred", "\u202Eevil\u202C", "zero\u200Bwidth", "\ufeffbom", `=1+1`, `'; drop`, `\`, `\\`, `a\*b`, `山田 太郎`, `Łukasz Wójcik`,
	`&#60;b&#62;`, `&nbsp;`, `1.`, `1.5`, `12. x`, `:smile: x`, `a: b:smile: c`, `a_b_c`, `_a_ b`, `a _b_`, `__a__b`, `= x`, `a = b`, `a == b`, ` = x`, `x: y`, `[x]: http://evil.example`, `[^1]: x`, "_\u0301a_", strings.Repeat("W", 200), strings.Repeat("長", 200), `%!s(MISSING)`, `%d`, `\0000`, `"; content: "x`, `*/`, `expression(alert(1))`,
}

// shown is a value as every form shows it.
func shown(value string) string {
	value = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(value)
	hidden := regexp.MustCompile(`[\x00-\x1f\x{202a}-\x{202e}\x{200b}\x{feff}]`)
	return hidden.ReplaceAllStringFunc(value, func(s string) string { return fmt.Sprintf("\\u{%x}", []rune(s)[0]) })
}

// TestNaughtyValuesAreText puts naughty values into every text, reads each form
// with a parser, and finds the same elements as with a harmless one and the value
// as it is.
func TestNaughtyValuesAreText(t *testing.T) {
	elements := map[string]int{}
	for i, bad := range append([]string{"harmless"}, naughty...) {
		d := full(func(string) string { return bad })
		for format, extract := range extractors {
			form, err := press.Print(format, d)
			if err != nil {
				t.Fatal(err)
			}
			if got := countElements(t, format, form); i == 0 {
				elements[format] = got
			} else if got != elements[format] {
				t.Errorf("%s of %.60q has %d elements, want %d", format, bad, got, elements[format])
			}
			wanted := shown(bad)
			if format != "docx" {
				if strings.Count(squeezed(extract(t, form)), squeezed(wanted)) < 20 {
					t.Errorf("%s does not show %.60q as it is: %.300q", format, wanted, extract(t, form))
				}
			} else if !strings.Contains(squeezed(extract(t, form)), squeezed(wanted)) {
				t.Errorf("docx does not show %.60q as it is", wanted)
			}
		}
	}
}

func countElements(t *testing.T, format string, form []byte) int {
	t.Helper()
	switch format {
	case "docx":
		n := 0
		for name, part := range parts(t, form) {
			if !strings.HasSuffix(name, ".emf") {
				n += bytes.Count(part, []byte("<"))
			}
		}
		return n
	case "markdown":
		var b bytes.Buffer
		if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert(form, &b); err != nil {
			t.Fatal(err)
		}
		form = b.Bytes()
	}
	n := 0
	z := nethtml.NewTokenizer(bytes.NewReader(form))
	for z.Next() != nethtml.ErrorToken {
		if kind := z.Token().Type; kind == nethtml.StartTagToken || kind == nethtml.SelfClosingTagToken {
			n++
		}
	}
	return n
}

// TestAttachmentsComeBack: the data of an attachment can be taken out of each form
// that carries it, byte for byte.
func TestAttachmentsComeBack(t *testing.T) {
	d := full(func(s string) string { return s })
	d.Attachments = append(d.Attachments, document.Attachment{Name: "z.json", MediaType: "application/json", Data: bytes.Repeat([]byte("long "), 20_000)})
	for _, format := range []string{"pdf", "html", "docx"} {
		form, err := press.Print(format, d)
		if err != nil {
			t.Fatal(err)
		}
		found, data, err := press.Attachments(form)
		if err != nil || found != format || len(data) != 2 || !bytes.Equal(data[0], d.Attachments[0].Data) || !bytes.Equal(data[1], d.Attachments[1].Data) {
			t.Errorf("%s: %s with %d attachments, %v", format, found, len(data), err)
		}
	}
	if _, _, err := press.Attachments([]byte("# Markdown")); !errors.Is(err, press.ErrNoForm) {
		t.Error(err)
	}
}

// FuzzAttachments: whatever a file holds, reading it ends, within limits.
func FuzzAttachments(f *testing.F) {
	d := full(func(s string) string { return s })
	for _, format := range []string{"pdf", "html", "docx"} {
		form, err := press.Print(format, d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(form)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		_, data, _ := press.Attachments(file)
		total := 0
		for _, one := range data {
			total += len(one)
		}
		if total > 64<<20 {
			t.Errorf("%d bytes", total)
		}
	})
}

// TestPagesStandAlone: a page runs no script and asks for nothing, and the style
// in it is the one that its policy allows.
func TestPagesStandAlone(t *testing.T) {
	page, err := press.HTML(full(func(s string) string { return s }))
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`(?i)<script| style=|javascript:|src=|@import|url\(`).Match(page) {
		t.Error("the page loads or runs something")
	}
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindSubmatch(page)
	digest := sha256.Sum256(style[1])
	if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'"; !strings.Contains(string(page), want) {
		t.Errorf("the policy does not allow the style: no %s", want)
	}
}

func BenchmarkForms(b *testing.B) {
	d := full(func(s string) string { return s })
	for _, format := range press.Formats() {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				if _, err := press.Print(format, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
