package render_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// harmless stands where a naughty value is put, for comparison.
const harmless = "zqharmlessqz"

// reader is a Markdown reader that lets HTML through, as lenient as any.
var reader = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(gmhtml.WithUnsafe()))

// reading is what a browser gets to see of a Markdown text.
type reading struct {
	elements map[string]int
	comments []string
	cells    []int // of each table row
	text     string
}

// read reads a Markdown text as a browser does.
func read(t *testing.T, markdown string) reading {
	t.Helper()
	var page bytes.Buffer
	if err := reader.Convert([]byte(markdown), &page); err != nil {
		t.Fatal(err)
	}
	seen := reading{elements: map[string]int{}}
	var text strings.Builder
	for tokens := html.NewTokenizer(&page); ; {
		switch tokens.Next() {
		case html.ErrorToken:
			seen.text = text.String()
			return seen
		case html.TextToken:
			text.Write(tokens.Text())
		case html.CommentToken:
			seen.comments = append(seen.comments, string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			seen.start(tokens.Token())
		case html.EndTagToken, html.DoctypeToken:
		}
	}
}

func (r *reading) start(token html.Token) {
	r.elements[token.Data]++
	switch token.Data {
	case "tr":
		r.cells = append(r.cells, 0)
	case "td", "th":
		if len(r.cells) > 0 {
			r.cells[len(r.cells)-1]++
		}
	}
	for _, attribute := range token.Attr {
		if attribute.Key != "align" && attribute.Key != "style" && attribute.Key != "id" {
			r.elements[token.Data+" with "+attribute.Key]++
		}
	}
}

// ours are the elements that templates use; none has attributes of its own.
var ours = []string{"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary", "ul", "li", "strong", "br"}

func markdown(t *testing.T, r any) string {
	t.Helper()
	var b strings.Builder
	if err := render.Markdown(&b, value(r)); err != nil {
		t.Fatal(err)
	}
	if b.Len() > render.MarkdownBudget || !utf8.ValidString(b.String()) {
		t.Fatalf("%d bytes, valid UTF-8: %v", b.Len(), utf8.ValidString(b.String()))
	}
	return b.String()
}

func plain(t *testing.T, r any) string {
	t.Helper()
	var b strings.Builder
	if err := render.Text(&b, value(r), render.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// value is the report behind a pointer.
func value(r any) any {
	switch r := r.(type) {
	case *report.Review:
		return *r
	case *report.Check:
		return *r
	case *report.Diff:
		return *r
	case *report.Rollup:
		return *r
	case *report.Why:
		return *r
	case *report.Transfer:
		return *r
	case *report.Log:
		return *r
	case *report.Blame:
		return *r
	}
	return r
}

// short says whether a value is shown whole in every place.
func short(s string) bool { return s != "" && utf8.RuneCountInString(render.Visible(s)) <= 60 }

func TestMarkdownHoldsNaughtyValues(t *testing.T) {
	for name, fresh := range map[string]func() any{
		"review": func() any { return fullReview() }, "gated": func() any { return gatedReview() }, "check": func() any { return fullCheck() },
		"diff": func() any { return fullDiff() }, "rollup": func() any { return fullRollup() },
		"log": func() any { return fullLog() }, "blame": func() any { return fullBlame() },
	} {
		t.Run(name, func(t *testing.T) {
			for i := range slots(t, fresh()) {
				r := fresh()
				at := slots(t, r)[i]
				at.set(harmless)
				want := read(t, markdown(t, r))
				for _, bad := range naughty {
					at.set(bad)
					compare(t, at.path, bad, want, read(t, markdown(t, r)))
				}
			}
		})
	}
}

// TestMarkdownHasNoQuickActions: GitLab carries out lines of a comment that
// begin with a slash.
func TestMarkdownHasNoQuickActions(t *testing.T) {
	for _, r := range []any{fullReview(), gatedReview(), fullCheck(), fullDiff(), fullRollup()} {
		for _, bad := range []string{"/close", "/approve\n/merge", " /assign @me", "\n/close", "\r\n/label ~x"} {
			for _, at := range leaves(t, r) {
				at.set(bad)
			}
			for line := range strings.Lines(markdown(t, r)) {
				if strings.HasPrefix(strings.TrimSpace(line), "/") {
					t.Fatalf("%T full of %q has the line %s", r, bad, line)
				}
			}
		}
	}
}

func compare(t *testing.T, path, bad string, want, got reading) {
	t.Helper()
	for element := range got.elements {
		if !slices.Contains(ours, element) {
			t.Fatalf("%s = %.60q makes the element %s", path, bad, element)
		}
	}
	if len(got.comments) != len(want.comments) {
		t.Fatalf("%s = %.60q makes comments %q", path, bad, got.comments)
	}
	if bad == "" {
		return
	}
	if !slices.Equal(got.cells, want.cells) {
		t.Fatalf("%s = %.60q: cells %v, want %v", path, bad, got.cells, want.cells)
	}
	if !maps.Equal(got.elements, want.elements) {
		t.Fatalf("%s = %.60q: elements %v, want %v", path, bad, got.elements, want.elements)
	}
	if wanted := strings.ReplaceAll(want.text, harmless, render.Visible(bad)); short(bad) && got.text != wanted {
		t.Fatalf("%s = %.60q reads\n%s\nwant\n%s", path, bad, got.text, wanted)
	}
}

func TestMarkdownMarkerIsOneComment(t *testing.T) {
	seen := map[string]string{}
	for _, path := range append(slices.Clone(naughty), endless...) {
		r := fullReview()
		r.Path, r.Head, r.Base, r.MergeBase = path, path, path, path
		r.Verdict = report.Pass
		comment := markdown(t, r)
		if mark, ok := render.ReadMark(comment); !ok || mark != render.MarkOf(*r) || mark.Verdict != report.Pass || mark.Plan != mark.Head {
			t.Errorf("path %.60q gives the mark %+v", path, mark)
		}
		comments := read(t, comment).comments
		if len(comments) != 1 || !strings.HasPrefix(comments[0], " salesplan:") || len(strings.Fields(comments[0])) != 6 {
			t.Fatalf("path %.60q gives the markers %q", path, comments)
		}
		if other, taken := seen[comments[0]]; taken {
			t.Errorf("paths %q and %q have one marker", path, other)
		}
		seen[comments[0]] = path
	}
}

func TestOtherFirstLinesAreNoMark(t *testing.T) {
	for _, text := range []string{
		"", "text", "<!-- salesplan:plan v=2 -->", "<!-- salesplan:plan -->", "<!-- salesplan: -->", "<!-- salesplan:plan v=1", "<!-- other:plan v=1 -->",
		"text\n<!-- salesplan:plan v=1 -->",
	} {
		if mark, ok := render.ReadMark(text); ok {
			t.Errorf("%q has the mark %+v", text, mark)
		}
	}
}

// TestMarkdownHoldsEndlessValues puts them into every field at once.
func TestMarkdownHoldsEndlessValues(t *testing.T) {
	for _, bad := range endless {
		for _, r := range []any{fullReview(), gatedReview(), fullCheck(), fullDiff(), fullRollup()} {
			for _, at := range leaves(t, r) {
				at.set(bad)
			}
			for element := range read(t, markdown(t, r)).elements {
				if !slices.Contains(ours, element) {
					t.Errorf("%T full of %.20q has the element %s", r, bad, element)
				}
			}
		}
	}
}

func TestTextHoldsNaughtyValues(t *testing.T) {
	for name, fresh := range map[string]func() any{
		"review": func() any { return fullReview() }, "gated": func() any { return gatedReview() }, "check": func() any { return fullCheck() }, "diff": func() any { return fullDiff() },
		"rollup": func() any { return fullRollup() }, "why": func() any { return fullWhy() }, "transfer": func() any { return fullTransfer() },
		"log": func() any { return fullLog() }, "blame": func() any { return fullBlame() },
	} {
		t.Run(name, func(t *testing.T) {
			for i := range slots(t, fresh()) {
				r := fresh()
				at := slots(t, r)[i]
				at.set(harmless)
				want := plain(t, r)
				for _, bad := range naughty {
					at.set(bad)
					got := plain(t, r)
					quiet(t, at.path, bad, got)
					if bad != "" && strings.Count(got, "\n") != strings.Count(want, "\n") {
						t.Fatalf("%s = %.60q: %d lines, want %d", at.path, bad, strings.Count(got, "\n"), strings.Count(want, "\n"))
					}
					if short(bad) && !sameWords(got, strings.ReplaceAll(want, harmless, render.Visible(bad))) {
						t.Fatalf("%s = %.60q reads\n%s\nwant\n%s", at.path, bad, got, want)
					}
				}
			}
		})
	}
}

// quiet demands that a text does nothing to terminals and logs.
func quiet(t *testing.T, path, bad, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError) {
			t.Fatalf("%s = %.60q: %U in\n%s", path, bad, r, text)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") {
			t.Fatalf("%s = %.60q: a log takes this line for a command: %s", path, bad, line)
		}
	}
}

// sameWords compares texts without blanks, since tables are padded and tabs of
// excerpts are blanks, without the marks below excerpts, and with escaped
// commands as they were.
func sameWords(a, b string) bool {
	words := func(text string) string {
		text = strings.NewReplacer(`\u{3a}`, ":", `\u{23}`, "#", `\u{9}`, "").Replace(text)
		return strings.Map(func(r rune) rune {
			if r == '^' || unicode.IsSpace(r) {
				return -1
			}
			return r
		}, text)
	}
	return words(a) == words(b)
}

func TestJSONHoldsNaughtyValues(t *testing.T) {
	for i := range slots(t, fullReview()) {
		r := fullReview()
		at := slots(t, r)[i]
		for _, bad := range naughty {
			at.set(bad)
			quiet(t, at.path, bad, encode(t, *r))
		}
	}
}
