package render_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// fullMap is a map in which every value from a plan file is the one given.
func fullMap(value string) report.OpsMap {
	tally := report.OpsTally{Activities: 2, Hours: "300", Strategic: "100", OuterShare: new("0.3333"), Cost: "12000", UnpricedHours: "20"}
	group := report.OpsGroup{Address: "accountability/a", Name: value, OpsTally: tally}
	return report.OpsMap{
		Header: report.NewHeader("ops map", true), Input: value, Plan: value, Currency: value, Total: tally,
		Segments: []report.OpsGroup{group}, Functions: []report.OpsGroup{group, {OpsTally: tally}}, Teams: []report.OpsGroup{group},
		Roles: []report.OpsLoad{{OpsGroup: group, Decides: 1, Does: 1, Capacity: new("1600"), Use: new("0.1875")}},
		Links: []report.OpsLink{{Collection: value, Activities: []string{value}, Deciders: []string{value}}},
		Activities: []report.OpsActivity{
			{Address: value, Name: value, Segment: "accountability/a", Ring: "tactical", Hours: "200", OwnerRole: value, Parts: []report.OpsPart{{Who: value, Letters: "A/R"}}},
			{Address: value, Name: value, Segment: "accountability/a", Ring: "strategic", Hours: "100", OwnerRole: value, Parts: []report.OpsPart{}},
		},
	}
}

var hostile = []string{
	`</title><script>alert(1)</script>`, `"><image href="x" onerror="y"/>`, "a & b < c > d \" '", "]]>", "<!--", "\x00\x1b[31m\u202e", "&#60;b&#62;", "\ufffe",
}

// TestSunburstOfHostileNames: whatever names hold, the picture has the same
// elements and attributes as with a harmless one, and is well-formed.
func TestSunburstOfHostileNames(t *testing.T) {
	want := elementsOf(t, draw(t, render.SVG, fullMap("harmless")))
	for _, value := range hostile {
		if got := elementsOf(t, draw(t, render.SVG, fullMap(value))); got != want {
			t.Errorf("%q changes the picture:\n%s\nwant\n%s", value, got, want)
		}
	}
}

func draw(t *testing.T, format func(io.Writer, any) error, r any) string {
	t.Helper()
	var first, second bytes.Buffer
	if err := errors.Join(format(&first, r), format(&second, r)); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Fatal("two runs draw two things")
	}
	return first.String()
}

// elementsOf lists the elements of a picture with the names of their
// attributes.
func elementsOf(t *testing.T, picture string) string {
	t.Helper()
	var b strings.Builder
	for decoder := xml.NewDecoder(strings.NewReader(picture)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			b.WriteString(token.Name.Local)
			for _, a := range token.Attr {
				b.WriteString(" " + a.Name.Local)
			}
			b.WriteByte('\n')
		case xml.Comment, xml.ProcInst, xml.Directive:
			fmt.Fprintf(&b, "%T\n", token)
		}
	}
}

// TestSheetsOfHostileNames: values stay text in pages and comments.
func TestSheetsOfHostileNames(t *testing.T) {
	tags := func(value string) string { return tagsOf(draw(t, render.HTML, fullMap(value))) }
	want, page := tags("harmless!"), read(t, draw(t, render.Markdown, fullMap("harmless!")))
	for _, value := range hostile {
		if got := tags(value); got != want {
			t.Errorf("%q changes the page:\n%s", value, got)
		}
		seen := read(t, draw(t, render.Markdown, fullMap(value)))
		if len(seen.comments) > 0 || fmt.Sprint(seen.cells) != fmt.Sprint(page.cells) || fmt.Sprint(seen.elements) != fmt.Sprint(page.elements) {
			t.Errorf("%q changes the comment: %v, want %v", value, seen.elements, page.elements)
		}
	}
}

// TestSunburstCoversTheWheel: the parts of all activities together turn once
// around, and a single activity is a whole ring.
func TestSunburstCoversTheWheel(t *testing.T) {
	whole := fullMap("x")
	whole.Activities = whole.Activities[:1]
	whole.Activities[0].Hours = whole.Total.Hours
	if picture := draw(t, render.SVG, whole); strings.Count(picture, "A231 231")+strings.Count(picture, "A232 232") == 0 {
		t.Error("a single activity has no ring")
	}
	empty := fullMap("x")
	empty.Total.Hours, empty.Total.OuterShare = "0", nil
	for i := range empty.Activities {
		empty.Activities[i].Hours = "0"
	}
	if picture := draw(t, render.SVG, empty); strings.Contains(picture, "class=\"part\"") {
		t.Error("without hours there are parts")
	}
	if err := render.SVG(io.Discard, report.OpsGrid{}); err == nil {
		t.Error("a grid has a picture")
	}
	if err := render.HTML(io.Discard, report.Check{}); err == nil {
		t.Error("a check has a page")
	}
}

// filled returns a report of a type in which every text is the value, every
// list has two items and every number is 1.
func filled(kind reflect.Type, value string) reflect.Value {
	v := reflect.New(kind).Elem()
	switch kind.Kind() {
	case reflect.String:
		v.SetString(value)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(kind.Elem()))
		v.Elem().Set(filled(kind.Elem(), value))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(kind, 2, 2))
		for i := range 2 {
			v.Index(i).Set(filled(kind.Elem(), value))
		}
	case reflect.Struct:
		for i := range kind.NumField() {
			v.Field(i).Set(filled(kind.Field(i).Type, value))
		}
	}
	return v
}

// TestStoredSheets: a stored report may say anything in any field. Text stays
// text in every format, and nothing panics.
func TestStoredSheets(t *testing.T) {
	pictures := 0
	for _, kind := range []any{
		report.OpsMap{}, report.OpsGrid{}, report.OpsMaturity{}, report.OpsReallocation{}, report.OpsForecast{}, report.OpsCycle{}, report.OpsAnnouncement{},
	} {
		of := reflect.TypeOf(kind)
		harmless := filled(of, "harmless!").Interface()
		page, web := read(t, draw(t, render.Markdown, harmless)), tagsOf(draw(t, render.HTML, harmless))
		for _, value := range append(slices.Clone(hostile), "www.example.com", "- [ ] x", "a\n\n# b", "@all", "99999999999999999999", "-1") {
			hurt := filled(of, value).Interface()
			seen := read(t, draw(t, render.Markdown, hurt))
			allowed := maps.Clone(page.elements)
			allowed["code"] = seen.elements["code"] // numbers stand without one
			if len(seen.comments) > 0 || fmt.Sprint(seen.cells) != fmt.Sprint(page.cells) || fmt.Sprint(seen.elements) != fmt.Sprint(allowed) {
				t.Errorf("%T with %q changes the comment: %v, want %v", kind, value, seen.elements, page.elements)
			}
			if got := tagsOf(draw(t, render.HTML, hurt)); got != web && !strings.ContainsAny(value, "9-") {
				t.Errorf("%T with %q changes the page", kind, value)
			}
			draw(t, func(w io.Writer, r any) error { return render.Text(w, r, render.Style{}) }, hurt)
			var picture bytes.Buffer
			if err := render.SVG(&picture, hurt); err == nil {
				pictures++
				elementsOf(t, picture.String()) // it is well-formed
			}
		}
	}
	if pictures == 0 {
		t.Error("no report has a picture")
	}
}

// tagsOf lists the elements of a page with their attributes.
func tagsOf(page string) string {
	var b strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(page)); ; {
		switch tokens.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken, html.CommentToken:
			token := tokens.Token()
			fmt.Fprintf(&b, "%s %v\n", token.Data, token.Attr)
		case html.TextToken, html.EndTagToken, html.DoctypeToken:
		}
	}
}
