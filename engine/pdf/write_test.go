package pdf_test

import (
	"bytes"
	"errors"
	"math/rand"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/pdf"
)

func itoa(n int) string { return strconv.Itoa(n) }

// TestSameBytes writes letters one after the other and many at once, with words
// that are known and that are not.
func TestSameBytes(t *testing.T) {
	const letters = 40
	want := make([][]byte, letters)
	for i := range want {
		press, err := pdf.NewPress()
		if err != nil {
			t.Fatal(err)
		}
		if want[i], err = press.Write(letter(t, i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, processors := range []int{1, 8} {
		before := runtime.GOMAXPROCS(processors)
		press, err := pdf.NewPress()
		if err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for i := letters - 1; i >= 0; i-- {
			wait.Go(func() {
				got, err := press.Write(letter(t, i))
				if err != nil || !bytes.Equal(got, want[i]) {
					t.Errorf("letter %d is other bytes on %d processors (%v)", i, processors, err)
				}
			})
		}
		wait.Wait()
		runtime.GOMAXPROCS(before)
	}
	if bytes.Equal(want[0], want[5]) {
		t.Error("two letters are the same file")
	}
}

// TestMemoryStaysFlat writes six hundred letters. What is kept between them does not grow.
func TestMemoryStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	press, err := pdf.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	held := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var first uint64
	for i := range 600 {
		if _, err := press.Write(letter(t, i)); err != nil {
			t.Fatal(err)
		}
		if i == 99 {
			first = held()
		}
	}
	if last := held(); last > first+4<<20 {
		t.Errorf("%d KiB are held after six hundred letters, %d KiB after a hundred", last>>10, first>>10)
	}
	runtime.KeepAlive(press)
}

func TestWhatCannotBeShown(t *testing.T) {
	doc := document.Document{Title: "Letter", Blocks: []document.Block{
		para("Dear 김민준, 김,"),
		para("fine"),
		document.Table{Key: "rates", Columns: []document.Column{{Label: "A"}, {Label: "B"}}, Rows: rows([]string{"x", "ok"}, []string{"שלום", "a\u202eb"})},
		document.Clause{Key: "credit", Blocks: []document.Block{document.List{Items: []document.Item{{Blocks: []document.Block{para("two\nlines \ue000")}}}}}},
		para("bad \xff"),
	}}
	_, err := pdf.Write(doc)
	var failed *pdf.TextError
	if !errors.As(err, &failed) {
		t.Fatalf("the error is %v", err)
	}
	type fault struct {
		where  string
		reason pdf.Reason
		runes  string
	}
	var got []fault
	for _, f := range failed.Faults {
		got = append(got, fault{f.Where, f.Reason, string(f.Runes)})
	}
	want := []fault{
		{"block 1, paragraph", pdf.NoGlyph, "김민준"},
		{"block 3, table rates, row 2, column 1", pdf.RightToLeft, "שלום"},
		{"block 3, table rates, row 2, column 2", pdf.RightToLeft, "\u202e"},
		{"block 4, clause credit, block 1, item 1, block 1, paragraph", pdf.NoGlyph, "\ue000"},
		{"block 4, clause credit, block 1, item 1, block 1, paragraph", pdf.Control, "\n"},
		{"block 5, paragraph", pdf.NotUnicode, ""},
	}
	if len(got) != len(want) {
		t.Fatalf("the faults are\n%v", err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("fault %d is %+v, not %+v", i, got[i], want[i])
		}
	}
	if message := err.Error(); !strings.Contains(message, `block 1, paragraph: no font has (U+AE40 김, U+BBFC 민, U+C900 준): "Dear`) || strings.ContainsRune(message, 0x202e) {
		t.Errorf("the message is\n%s", message)
	}
}

// TestMixedScripts shows Latin, Greek, Cyrillic and Japanese in one text, with
// accents that are written as characters of their own.
func TestMixedScripts(t *testing.T) {
	text := "Łukasz İbrahim Nguyễn Αθήνα Юлия 山田 太郎 カタカナ ﾊﾝｶｸ 髙﨑 naïve " + "e\u0301te\u0301 ffi fl 1⁄2 − ≤ × € ₹ → … „a“"
	got := read(t, write(t, document.Document{Title: "T", Blocks: []document.Block{para(text)}}))
	if want := squeezed(text); !strings.Contains(got, want) {
		t.Errorf("read is %s, not %s", got, want)
	}
}

// TestNaughtyTextIsInert writes what means something to programs as text.
func TestNaughtyTextIsInert(t *testing.T) {
	for _, text := range []string{
		`) Tj ET Q endstream endobj`, `<</S/JavaScript/JS(app.alert(1))>>`, `\) >> (`, `{{.Secret}} ${jndi:ldap://x}`, `<script>alert(1)</script>`,
		`]]></dc:title><x>`, `%PDF-1.4 %%EOF`, `=cmd|' /C calc'!A0`, `{page} {pages}`, `#41/../..`, `/Launch`,
	} {
		doc := letter(t, 0)
		doc.Title, doc.RunningHead, doc.Version, doc.Code, doc.Language = text, text, text, text, text
		doc.Blocks = []document.Block{
			para(text),
			document.Curve{Alt: text, X: payCurve(t).X, Y: payCurve(t).Y},
			document.KeyFigures{Label: text},
			document.Paragraph{Text: []document.Span{{Text: text, Mark: document.Added}}},
		}
		doc.Words.Added = text
		doc.Attachments[0].Description, doc.Attachments[0].Name = text, text
		data := write(t, doc)
		if attached := valid(t, doc); len(attached) != 1 {
			t.Errorf("%q: %d attachments", text, len(attached))
		}
		if got := read(t, data); strings.Count(got, squeezed(text)) != 3 {
			t.Errorf("%q is read as %q", text, got)
		}
		before, metadata, _ := bytes.Cut(data, []byte("<?xpacket begin"))
		_, after, _ := bytes.Cut(metadata, []byte("<?xpacket end"))
		if objects := append(before, after...); bytes.Contains(objects, []byte("/JavaScript")) || bytes.Contains(objects, []byte("/Launch")) {
			t.Errorf("%q stands in the file as it is", text)
		}
	}
}

func TestWhatDoesNotFitIsAnError(t *testing.T) {
	deep := para("deep")
	for range 30 {
		deep = document.List{Items: []document.Item{{Blocks: []document.Block{deep}}}}
	}
	columns := make([]document.Column, 40)
	backwards := payCurve(t)
	backwards.X.From, backwards.X.To = backwards.X.To, backwards.X.From
	outside := payCurve(t)
	outside.Y.Ticks[0].At = dec(t, "-1")
	far := payCurve(t)
	far.Lines[0].Points[0].X = dec(t, "-99999999999")
	for name, block := range map[string]document.Block{
		"a deep list":     deep,
		"many columns":    document.Table{Columns: columns, Rows: []document.Row{{Cells: make([]document.Cell, 40)}}},
		"a ragged table":  document.Table{Columns: columns[:2], Rows: []document.Row{{Cells: make([]document.Cell, 1)}}},
		"a long heading":  document.Table{Columns: []document.Column{{Label: strings.Repeat("long ", 2000)}}},
		"an axis":         backwards,
		"a tick":          outside,
		"a point":         far,
		"a long name":     document.Signatures{Parties: []document.Party{{Name: strings.Repeat("name ", 3000)}}},
		"a block of none": nil,
	} {
		var failed *pdf.LayoutError
		if _, err := pdf.Write(document.Document{Blocks: []document.Block{block}}); !errors.As(err, &failed) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	if _, err := pdf.Write(document.Document{RunningHead: strings.Repeat("head ", 1000)}); err == nil {
		t.Error("a running head of a page was set")
	}
	if _, err := pdf.Write(document.Document{Words: document.Words{PageOf: strings.Repeat("page ", 1000)}}); err == nil {
		t.Error("a page number of a page was set")
	}
}

// TestEmptyParts writes documents in which nearly nothing is said.
func TestEmptyParts(t *testing.T) {
	for _, doc := range []document.Document{
		{},
		{Title: "T"},
		{Blocks: []document.Block{
			document.Heading{},
			document.Paragraph{},
			document.KeyFigures{},
			document.KeyFigures{Items: make([]document.KeyFigure, 3)},
			document.Table{},
			document.Table{Columns: make([]document.Column, 2)},
			document.List{Items: make([]document.Item, 2)},
			document.Clause{},
			document.Clause{Number: "1"},
			document.Example{},
			document.Notice{},
			document.Signatures{},
			document.Signatures{Parties: make([]document.Party, 3)},
		}},
	} {
		valid(t, doc)
	}
}

// author makes documents by chance.
type author struct {
	t      testing.TB
	random *rand.Rand
}

func (a author) text() string {
	words := []string{"pay", "a", "quota,", "Rückbelastung", "報酬は、", "「目標」", "€1,200,000.00", strings.Repeat("x", 150), "", " ", "3.06 %", "Ωμέγα", "\u00a0", "\u200b", "—", "(", ")"}
	var b strings.Builder
	for range a.random.Intn(1 + a.random.Intn(60)) {
		b.WriteString(words[a.random.Intn(len(words))])
		if a.random.Intn(4) > 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// label is a text of a few words.
func (a author) label() string {
	text := []rune(a.text())
	return string(text[:min(len(text), a.random.Intn(60))])
}

func (a author) mark() document.Mark { return document.Mark(max(0, a.random.Intn(12)-8)) }

func (a author) spans() []document.Span {
	spans := make([]document.Span, a.random.Intn(4))
	for i := range spans {
		spans[i] = document.Span{Text: a.text(), Strong: a.random.Intn(3) == 0, Mark: a.mark()}
	}
	return spans
}

func (a author) blocks(depth int) []document.Block {
	var blocks []document.Block
	for range a.random.Intn(5) {
		blocks = append(blocks, a.block(depth))
	}
	return blocks
}

func (a author) block(depth int) document.Block {
	kinds := 10
	if depth > 3 {
		kinds = 6
	}
	switch a.random.Intn(kinds) {
	case 0:
		return document.Heading{Level: a.random.Intn(6) - 1, Text: a.spans(), Mark: a.mark()}
	case 1:
		return document.Notice{Text: a.spans(), Mark: a.mark()}
	case 2:
		figures := make([]document.KeyFigure, a.random.Intn(9))
		for i := range figures {
			figures[i] = document.KeyFigure{Label: a.text(), Value: a.spans(), Mark: a.mark()}
		}
		return document.KeyFigures{Label: a.text(), Items: figures}
	case 3:
		return a.table()
	case 4:
		curve := payCurve(a.t)
		curve.Caption, curve.Alt, curve.X.Label, curve.Lines[0].Label, curve.Lines[0].Mark = a.text(), a.text(), a.text(), a.text(), a.mark()
		return curve
	case 5:
		return document.Paragraph{Text: a.spans(), Mark: a.mark()}
	case 6:
		items := make([]document.Item, a.random.Intn(5))
		for i := range items {
			items[i] = document.Item{Blocks: a.blocks(depth + 1), Mark: a.mark()}
		}
		return document.List{Ordered: a.random.Intn(2) == 0, Items: items}
	case 7:
		return document.Clause{Number: []string{"", "1", "4.2", "第12条", a.text()}[a.random.Intn(5)], Heading: a.spans(), Blocks: a.blocks(depth + 1), Mark: a.mark()}
	case 8:
		return document.Example{Title: a.spans(), Blocks: a.blocks(depth + 1), Mark: a.mark()}
	default:
		parties := make([]document.Party, a.random.Intn(5))
		for i := range parties {
			parties[i] = document.Party{Role: a.text(), Name: a.text()}
		}
		return document.Signatures{Parties: parties}
	}
}

func (a author) table() document.Table {
	table := document.Table{Caption: a.text(), Mark: a.mark(), Columns: make([]document.Column, 1+a.random.Intn(7))}
	for i := range table.Columns {
		table.Columns[i] = document.Column{Label: a.label(), Number: a.random.Intn(2) == 0}
	}
	for range a.random.Intn(30) {
		row := document.Row{Total: a.random.Intn(8) == 0, Mark: a.mark()}
		for range table.Columns {
			row.Cells = append(row.Cells, document.Cell{Text: a.spans(), Heads: a.random.Intn(4) == 0})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// TestDocumentsByChance writes documents of everything in any order: never a
// panic, always a valid file, nothing outside of a page.
func TestDocumentsByChance(t *testing.T) {
	// The same documents in every run, or more of them from what SALESPLAN_SEED says.
	first, count := int64(0), int64(30)
	if text := os.Getenv("SALESPLAN_SEED"); text != "" {
		var err error
		if first, err = strconv.ParseInt(text, 10, 64); err != nil {
			t.Fatalf("SALESPLAN_SEED: %v", err)
		}
		count = 200
	}
	written := int64(0)
	for seed := first; seed < first+count; seed++ {
		a := author{t, rand.New(rand.NewSource(seed))}
		doc := document.Document{Title: a.text(), Language: "en", RunningHead: a.label(), Version: a.label(), Paper: document.Paper(seed % 2), Words: words()}
		for range 8 {
			doc.Blocks = append(doc.Blocks, a.block(0))
		}
		data, err := pdf.Write(doc)
		if err != nil {
			if _, ok := errors.AsType[*pdf.LayoutError](err); !ok {
				t.Fatalf("seed %d: %v", seed, err)
			}
			continue
		}
		written++
		if seed%10 < 2 { // of both sizes of paper
			valid(t, doc)
			insideThePage(t, data)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if written < count/2 {
		t.Errorf("only %d documents of %d were written", written, count)
	}
}

// FuzzWrite writes any text in every place.
func FuzzWrite(f *testing.F) {
	for _, text := range []string{"", "a b", "김", "\x00", "\xff", "שלום", strings.Repeat("é", 500), "山田\u3000太郎", "a\u0301\u0301\u0301", "👩‍💻", "\u2028", "(\\)<>", "ﬁ\u200d\u00ad"} {
		f.Add(text, uint8(len(text)))
	}
	f.Fuzz(func(t *testing.T, text string, choice uint8) {
		mark := document.Mark(choice % 4)
		spans := []document.Span{{Text: text, Mark: mark}, {Text: text, Strong: true}}
		curve := payCurve(t)
		curve.Alt, curve.X.Label, curve.X.Ticks[1].Label, curve.Y.Ticks[1].Label, curve.Lines[0].Label = text, text, text, text, text
		doc := document.Document{
			Code: text, Title: text, Language: text, RunningHead: text, Version: text, Paper: document.Paper(choice % 2),
			Words: document.Words{PageOf: text, Added: text, Removed: text, Changed: text, Continued: text, Date: text, Signature: text},
			Blocks: []document.Block{
				document.Heading{Level: int(choice), Text: spans, Mark: mark},
				document.Paragraph{Text: spans, Mark: mark},
				curve,
				document.KeyFigures{Label: text, Items: []document.KeyFigure{{Label: text, Value: spans, Mark: mark}, {Label: text, Value: spans}}},
				document.Table{Caption: text, Columns: []document.Column{{Label: text, Number: true}, {Label: text}}, Rows: []document.Row{{Cells: []document.Cell{{Text: spans}, {Text: spans}}, Mark: mark}}},
				document.Clause{Number: text, Heading: spans, Mark: mark, Blocks: []document.Block{document.List{Items: []document.Item{{Blocks: []document.Block{document.Notice{Text: spans}}, Mark: mark}}}}},
				document.Signatures{Parties: []document.Party{{Role: text, Name: text}}},
			},
			Attachments: []document.Attachment{{Name: text, MediaType: text, Description: text, Data: []byte(text)}},
		}
		_, err := pdf.Write(doc)
		var unknown *pdf.TextError
		var layout *pdf.LayoutError
		switch {
		case err == nil:
			valid(t, doc)
		case !errors.As(err, &unknown) && !errors.As(err, &layout):
			t.Errorf("%q: %v", text, err)
		}
	})
}
