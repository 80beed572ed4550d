package pdf_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"golang.org/x/text/unicode/norm"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/pdf"
)

func write(t testing.TB, doc document.Document) []byte {
	t.Helper()
	data, err := pdf.Write(doc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// poppler runs a tool of poppler over a file. Without the tool the test is
// skipped; ci/check installs it.
func poppler(t testing.TB, data []byte, tool string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath(tool)
	if err != nil {
		t.Skipf("%s is not installed (Debian: poppler-utils): files are not read back by it", tool)
	}
	file := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(context.Background(), program, append(args, file)...)
	if strings.HasPrefix(tool, "pdfto") {
		command.Args = append(command.Args, "-")
	}
	var problems bytes.Buffer
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil || problems.Len() > 0 {
		t.Fatalf("%s: %v: %s", tool, err, problems.String())
	}
	return string(out)
}

// valid writes a document and holds the file against the standard, strictly. It
// gives what is attached. Associated files came to PDF 1.7 by an extension
// (PDF/A-3), which this reader accepts if it is not strict: a document with
// attachments is looked at twice, and strictly without these.
func valid(t testing.TB, doc document.Document) map[string]string {
	t.Helper()
	api.DisableConfigDir()
	if len(doc.Attachments) == 0 {
		follows(t, write(t, doc), model.ValidationStrict)
		return nil
	}
	data := write(t, doc)
	follows(t, data, model.ValidationRelaxed)
	doc.Attachments = nil
	follows(t, write(t, doc), model.ValidationStrict)
	attached, err := api.ExtractAttachmentsRaw(bytes.NewReader(data), "", nil, model.NewDefaultConfiguration())
	if err != nil {
		t.Fatalf("pdfcpu: %v", err)
	}
	files := map[string]string{}
	for _, file := range attached {
		var content bytes.Buffer
		if _, err := content.ReadFrom(file); err != nil {
			t.Fatal(err)
		}
		files[file.FileName] = content.String()
	}
	return files
}

func follows(t testing.TB, data []byte, mode int) {
	t.Helper()
	settings := model.NewDefaultConfiguration()
	settings.ValidationMode = mode
	if err := api.Validate(bytes.NewReader(data), settings); err != nil {
		t.Fatalf("pdfcpu: %v", err)
	}
}

func TestFilesFollowTheStandard(t *testing.T) {
	for name, doc := range samples(t) {
		t.Run(name, func(t *testing.T) {
			attached := valid(t, doc)
			if len(attached) != len(doc.Attachments) {
				t.Errorf("%d files are attached, not %d", len(attached), len(doc.Attachments))
			}
			for _, file := range doc.Attachments {
				if attached[file.Name] != string(file.Data) {
					t.Errorf("%s is attached as %q", file.Name, attached[file.Name])
				}
			}
		})
	}
}

func TestAttachmentsOfAnyName(t *testing.T) {
	doc := document.Document{Title: "T", Language: "en", Attachments: []document.Attachment{
		{Name: "z (1).json", MediaType: "application/json", Data: []byte("{}")},
		{Name: "記録.json", MediaType: "application/x y/z", Description: "a) >>", Data: nil},
		{Name: "a.json", MediaType: "text/plain; charset=utf-8", Data: bytes.Repeat([]byte("x"), 100_000)},
	}}
	attached := valid(t, doc)
	for _, file := range doc.Attachments {
		if got, ok := attached[file.Name]; !ok || got != string(file.Data) {
			t.Errorf("%s: attached with %d bytes, not %d", file.Name, len(got), len(file.Data))
		}
	}
	doc.Attachments = append(doc.Attachments, document.Attachment{Name: "a.json"})
	if _, err := pdf.Write(doc); err == nil {
		t.Error("two files of one name were attached")
	}
}

// squeezed is a text without blanks, which readers may add or leave out.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFC.String(text))
}

// texts are all texts of a document in order of reading, without those of
// figures: a figure is read as its alternative text.
func texts(blocks []document.Block) []string {
	var all []string
	spans := func(spans []document.Span) {
		for _, span := range spans {
			all = append(all, span.Text)
		}
	}
	for _, block := range blocks {
		switch block := block.(type) {
		case document.Heading:
			spans(block.Text)
		case document.Paragraph:
			spans(block.Text)
		case document.Notice:
			spans(block.Text)
		case document.KeyFigures:
			for _, item := range block.Items {
				all = append(all, item.Label)
				spans(item.Value)
			}
		case document.Table:
			all = append(all, block.Caption)
			for _, column := range block.Columns {
				all = append(all, column.Label)
			}
			for _, row := range block.Rows {
				for _, cell := range row.Cells {
					spans(cell.Text)
				}
			}
		case document.Curve:
			all = append(all, block.Caption)
		case document.List:
			for _, item := range block.Items {
				all = append(all, texts(item.Blocks)...)
			}
		case document.Clause:
			all = append(all, block.Number)
			spans(block.Heading)
			all = append(all, texts(block.Blocks)...)
		case document.Example:
			spans(block.Title)
			all = append(all, texts(block.Blocks)...)
		case document.Signatures:
			for _, party := range block.Parties {
				all = append(all, party.Role)
			}
		}
	}
	return all
}

// read is what poppler reads out of the structure, in its order.
func read(t testing.TB, data []byte) string {
	var b strings.Builder
	for line := range strings.Lines(poppler(t, data, "pdfinfo", "-struct-text")) {
		line = strings.TrimSpace(line)
		if len(line) > 1 && line[0] == '"' && line[len(line)-1] == '"' {
			b.WriteString(line[1 : len(line)-1])
		}
	}
	return squeezed(b.String())
}

// TestTextComesBackInOrder reads what was written: every text, in order of
// reading, by structure and by search.
func TestTextComesBackInOrder(t *testing.T) {
	for name, doc := range samples(t) {
		t.Run(name, func(t *testing.T) {
			data := write(t, doc)
			aloud := read(t, data)
			rest := aloud
			found := squeezed(poppler(t, data, "pdftotext", "-raw"))
			for _, text := range append([]string{doc.Title}, texts(doc.Blocks)...) {
				_, after, ok := strings.Cut(rest, squeezed(text))
				if !ok {
					t.Fatalf("%q is not read after what stands before it; what follows is %.80q", text, rest)
				}
				rest = after
				for word := range strings.FieldsSeq(text) {
					if runes := []rune(word); len(runes) < 15 && !strings.Contains(found, squeezed(word)) {
						t.Errorf("%q is not found by a search", word)
					}
				}
			}
			for _, always := range []string{doc.RunningHead, doc.Version} {
				if strings.Contains(aloud, squeezed(always)) {
					t.Errorf("%q is read as if it were text", always)
				}
			}
		})
	}
}

// TestEveryPageSaysWhichItIs looks for the head, the version and the number on every page.
func TestEveryPageSaysWhichItIs(t *testing.T) {
	for name, doc := range samples(t) {
		pages := strings.Split(strings.TrimSuffix(poppler(t, write(t, doc), "pdftotext", "-layout"), "\f"), "\f")
		for i, page := range pages {
			number := strings.NewReplacer("{page}", itoa(i+1), "{pages}", itoa(len(pages))).Replace(doc.Words.PageOf)
			for _, text := range []string{number, doc.RunningHead, doc.Version} {
				if !strings.Contains(squeezed(page), squeezed(text)) {
					t.Errorf("%s: page %d does not say %q", name, i+1, text)
				}
			}
		}
	}
}

// TestStructure holds the structure of a small document against what a screen
// reader needs: headings without gaps, lists with labels, headers of tables with
// scopes, an alternative text, marks of a redline.
func TestStructure(t *testing.T) {
	doc := document.Document{Title: "Letter", Language: "en", Words: words(), Blocks: []document.Block{
		document.Heading{Level: 3, Text: document.Plain("Deep")},
		para("Text."),
		document.List{Ordered: true, Items: []document.Item{{Blocks: []document.Block{para("One")}}}},
		document.Table{Caption: "Rates", Columns: []document.Column{{Label: "What"}, {Label: "Rate", Number: true}}, Rows: rows([]string{"New", "3 %"})},
		document.Curve{Alt: "It rises.", X: payCurve(t).X, Y: payCurve(t).Y},
		document.Clause{Number: "1", Heading: document.Plain("Credit"), Blocks: []document.Block{
			document.Paragraph{Text: []document.Span{{Text: "Old", Mark: document.Removed}, {Text: " "}, {Text: "new", Mark: document.Added}}},
			document.Clause{Number: "1.1", Blocks: []document.Block{para("Numbered.")}},
		}},
	}}
	want := `Document H1 "Letter" H2 "Deep" P "Text." L /ListNumbering /Decimal LI Lbl "1. " LBody P "One" ` +
		`Table Caption "Rates" THead TR TH /Scope /Column "What" TH /Scope /Column "Rate" TBody TR TH /Scope /Row "New" TD "3 %" ` +
		`Figure /Placement /Block /BBox`
	got := structure(t, write(t, doc))
	if !strings.HasPrefix(got, want) {
		t.Errorf("the structure is\n%s\nand not\n%s", got, want)
	}
	want = `Sect H3 "1 Credit" P Span /TextDecorationType /LineThrough "Old" " " Span /TextDecorationType /Underline "new" Sect P "1.1 Numbered."`
	if !strings.HasSuffix(got, want) {
		t.Errorf("the structure ends with\n%s\nand not with\n%s", got, want)
	}
	spoken := poppler(t, write(t, doc), "pdftotext", "-raw")
	if !strings.Contains(spoken, "[Removed: Old] [Added: new]") {
		t.Errorf("marks are not told in words: %q", spoken)
	}
	about := poppler(t, write(t, doc), "pdfinfo")
	for _, line := range []string{"Title: Letter", "Tagged: yes", "Page size: 595.276 x 841.89 pts (A4)", "PDF version: 1.7"} {
		if !strings.Contains(strings.Join(strings.Fields(about), " "), line) {
			t.Errorf("pdfinfo does not say %q:\n%s", line, about)
		}
	}
	if strings.Contains(about, "Date") {
		t.Errorf("the file has a date:\n%s", about)
	}
}

// TestOutlineLeadsToHeadings reads the bookmarks back.
func TestOutlineLeadsToHeadings(t *testing.T) {
	html := poppler(t, write(t, letter(t, 0)), "pdftohtml", "-xml", "-i", "-stdout")
	_, outline, _ := strings.Cut(html, "<outline>")
	got := strings.Join(strings.Fields(strings.NewReplacer("<outline>", "(", "</outline>", ")", "<item page=", "", "</item>", ";", ">", " ").Replace(outline)), " ")
	want := `"1" Sales compensation letter 2027; ( "1" Your goals; "1" How pay follows from results; ( "2" Worked example: a good second quarter; ) ` +
		`"2" Terms; ( "2" 1 Eligibility; "2" 2 Credit; "2" 3 Recovery; ) )`
	if !strings.HasPrefix(got, want) {
		t.Errorf("the outline is\n%s\nand not\n%s", got, want)
	}
}

// structure is the tree as poppler prints it, in one line.
func structure(t *testing.T, data []byte) string {
	tree := poppler(t, data, "pdfinfo", "-struct-text")
	tree = strings.NewReplacer(" (block)", "", " (inline)", "", ":\n", "\n").Replace(tree)
	var lines []string
	for line := range strings.Lines(tree) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.Join(lines, " ")
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	listed := poppler(t, write(t, japaneseLetter(t)), "pdffonts")
	lines := strings.Split(strings.TrimSpace(listed), "\n")[2:]
	if len(lines) != 3 {
		t.Errorf("three fonts are used, not %d:\n%s", len(lines), listed)
	}
	for _, line := range lines {
		if !strings.Contains(strings.Join(strings.Fields(line), " "), "CID TrueType Identity-H yes yes yes") {
			t.Errorf("not an embedded subset with a way back to text: %s", line)
		}
	}
}

// TestJapaneseLinesBeginWell sets a paragraph in all widths of a column: no line
// begins with what must not stand there.
func TestJapaneseLinesBeginWell(t *testing.T) {
	sentence := "貴殿は、「上記の職務」に従事する期間、本制度の適用を受けます。ただし(離任した場合)は、按分されますよって、ゃゅょーっ々！？"
	doc := document.Document{Title: "条件", Language: "ja"}
	for i := range 40 {
		doc.Blocks = append(doc.Blocks, para(strings.Repeat("あ", i)+sentence+sentence))
	}
	for line := range strings.Lines(poppler(t, write(t, doc), "pdftotext", "-raw")) {
		if first := []rune(line)[0]; strings.ContainsRune("、。」)！？ー々", first) {
			t.Errorf("a line begins with %c: %s", first, line)
		}
		if runes := []rune(strings.TrimSpace(line)); len(runes) > 0 && strings.ContainsRune("「(", runes[len(runes)-1]) {
			t.Errorf("a line ends with an opening bracket: %s", line)
		}
	}
}

// TestLongNamesAndWordsAreBroken looks for every letter of what has no break.
func TestLongNamesAndWordsAreBroken(t *testing.T) {
	name := strings.Repeat("Wolfeschlegelsteinhausen", 9)
	doc := letter(t, 0)
	doc.RunningHead = name
	doc.Blocks = []document.Block{
		para("Dear " + name + ","),
		document.Table{Columns: []document.Column{{Label: name}, {Label: "B", Number: true}, {Label: "C"}}, Rows: rows([]string{name, "1,000,000.00", name})},
		document.Signatures{Parties: []document.Party{{Role: name, Name: name}, {Role: "Manager", Name: "M"}}},
		document.KeyFigures{Items: []document.KeyFigure{{Label: name, Value: document.Plain(name)}, {Label: "b", Value: document.Plain("b")}}},
	}
	data := write(t, doc)
	if read := read(t, data); strings.Count(read, name) != 8 {
		t.Errorf("the name is read %d times: %s", strings.Count(read, name), read)
	}
	insideThePage(t, data)
}

// insideThePage looks at where the words of a file stand.
func insideThePage(t testing.TB, data []byte) {
	t.Helper()
	width, height := 0, 0
	for line := range strings.Lines(poppler(t, data, "pdftotext", "-bbox")) {
		numbers := numbersIn(line)
		switch {
		case strings.Contains(line, "<page "):
			width, height = numbers[0], numbers[1]
		case strings.Contains(line, "<word "):
			const edge = 20_000
			if numbers[0] < edge || numbers[1] < edge || numbers[2] > width-edge || numbers[3] > height-edge+10_000 {
				t.Errorf("outside of the page: %s", line)
			}
		}
	}
}

// numbersIn are the attributes of a line, in thousandths.
func numbersIn(line string) []int {
	var numbers []int
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			whole, fraction, _ := strings.Cut(part, ".")
			n := 0
			for _, digit := range whole + (fraction + "000")[:3] {
				n = 10*n + int(digit-'0')
			}
			numbers = append(numbers, n)
		}
	}
	return numbers
}
