package schema_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

func TestTheReferenceNamesEveryField(t *testing.T) {
	language := compiled(t, "")
	text := language.Reference()
	for i := range language.Collections {
		c := &language.Collections[i]
		_, section, found := strings.Cut(text, "\n## "+c.Name+"\n")
		if !found {
			t.Errorf("%s has no section", c.Name)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		for _, field := range c.Record.Fields.Named {
			if !strings.Contains(section, "| `"+field.Name+"` |") {
				t.Errorf("%s: no row for %s", c.Name, field.Name)
			}
			if !strings.Contains(section, field.Doc) {
				t.Errorf("%s: the meaning of %s is not told", c.Name, field.Name)
			}
		}
	}
}

func TestTheLinksOfTheReferenceLeadSomewhere(t *testing.T) {
	text := compiled(t, "").Reference()
	headings := map[string]bool{}
	for _, heading := range regexp.MustCompile(`(?m)^##+ (.+)$`).FindAllStringSubmatch(text, -1) {
		link := regexp.MustCompile(`[^a-z0-9_ -]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		link = strings.ReplaceAll(link, " ", "-")
		if headings[link] {
			t.Errorf("two headings are linked by #%s", link)
		}
		headings[link] = true
	}
	links := regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(text, -1)
	for _, link := range links {
		if !headings[link[1]] {
			t.Errorf("#%s leads nowhere", link[1])
		}
	}
	if len(links) < 30 {
		t.Errorf("only %d links", len(links))
	}
}

func TestTheReferenceTellsTheVariantsOfAGroup(t *testing.T) {
	_, calendar, _ := strings.Cut(compiled(t, "").Reference(), "\n### plan.calendar\n")
	calendar, _, _ = strings.Cut(calendar, "\n### ")
	var told []string
	for line := range strings.SplitSeq(calendar, "\n") {
		cells := strings.Split(line, "|")
		switch {
		case strings.HasPrefix(line, "When"):
			told = append(told, line)
		case strings.HasPrefix(line, "| `"):
			told = append(told, strings.Join(cells[1:4], "|"))
		}
	}
	want := []string{
		" `kind` | `months`, `4-4-5`, `4-5-4` or `5-4-4` | required ",
		"When `kind` is `months`:",
		" `start_month` | whole number, at least 1 and at most 12 | required ",
		" `named_by` | `start` or `end` | required ",
		"When `kind` is `4-4-5`, `4-5-4` or `5-4-4`:",
		" `end_month` | whole number, at least 1 and at most 12 | required ",
		" `end_weekday` | `monday`, `tuesday`, `wednesday`, `thursday`, `friday`, `saturday` or `sunday` | required ",
		" `anchor` | `last` or `nearest` | required ",
		" `named_by` | `start` or `end` | required ",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("calendar (-want +got):\n%s", diff)
	}
}

// TestTheReferenceTellsEveryConstruct pins the words for what a type can say.
func TestTheReferenceTellsEveryConstruct(t *testing.T) {
	for name, want := range map[string]string{
		"anything":           "anything",
		"text or list":       "text or list, each: text",
		"constant or list":   "`EUR` or list, each: anything",
		"truth or group":     "`true`, `false` or group: [thing.value](#thingvalue)",
		"alternatives":       "text of the form `^e` or number, greater than 5",
		"alternatives, list": "number, less than 0, number, greater than 10 or list of anything",
		"not a text":         "text, not `DE`, not empty, number, `true` or `false`",
		"not a number":       "number, not `1`",
		"not a form":         "text not of the form `^E`, number, `true` or `false`",
		"two forms":          "text of the form `e` and of the form `m`",
		"lengths":            "text, 2 to 3 characters",
		"items by place":     "list, item 1: text, item 2: whole number; exactly 2 items",
		"items, then more":   "list, item 1: text, further items: whole number; at least 1 item",
		"an empty list":      "list; exactly 0 items",
		"a list of one":      "list, each: anything; exactly 1 item",
		"by form": "group; each name: text of the form `^o`, each value: whole number; " +
			"each name: text of the form `n$`, each value: number, greater than 0; each name: `kind`, each value: text",
	} {
		language := &schema.Schema{Version: "test", Collections: []schema.Collection{{
			Name: "thing", Shape: schema.Keyed, ID: &schema.Type{Kinds: schema.String},
			Record: group(true, schema.Field{Name: "value", Presence: schema.Required, Type: constructs(t)[name]}),
		}}}
		if row := "| `value` | " + want + " | required | |"; !strings.Contains(language.Reference(), row) {
			t.Errorf("%s: no row %s in\n%s", name, row, language.Reference())
		}
	}
}

func TestTheReferenceTellsGroups(t *testing.T) {
	defaults := &syntax.Node{Kind: syntax.List, Children: []syntax.Node{fields(whole("x", "1"), truth("y", "true"))}}
	for _, of := range []struct {
		group *schema.Type
		want  []string
	}{
		{constructs(t)["open"], []string{"| `own` | whole number | required | |", "Other fields may be written too."}},
		{constructs(t)["default"], []string{"| `kind` | `a` or `b` | default `a` | |", "When `kind` is `b`:"}},
		{constructs(t)["optional"], []string{"When `flag` is `false`:\n\nThere are no more fields."}},
		{constructs(t)["on two fields"], []string{
			"When `kind` is `a` and `flag` is `true`, or `kind` is `b` and `flag` is `true`:\n\n| field",
			"When `kind` is `a` and `flag` is `false`, or `kind` is `b` and `flag` is `false`:\n\nThere are no more fields.",
		}},
		{constructs(t)["items, then more"], []string{"item 1: text"}},
		{
			group(true, schema.Field{Name: "list", Presence: schema.Regular, Type: &schema.Type{Kinds: schema.List, Default: defaults}}),
			[]string{"| `list` | list of anything | default `[{\"x\":1,\"y\":true}]` | |"},
		},
		{&schema.Type{Kinds: schema.Struct}, []string{"group of any fields"}},
	} {
		language := &schema.Schema{Version: "test", Collections: []schema.Collection{{
			Name: "thing", Shape: schema.Single,
			Record: group(true, schema.Field{Name: "value", Presence: schema.Required, Type: of.group}),
		}}}
		for _, want := range of.want {
			if text := language.Reference(); !strings.Contains(text, want) {
				t.Errorf("no %s in\n%s", want, text)
			}
		}
	}
}

func TestTheReferenceOfAPlanTellsItsOwnConstraints(t *testing.T) {
	text := compiled(t, `
territory: [string]: extra!: cost_center!: =~"^CC-[0-9]{4}$"
account: [=~"^acc-"]: country!: "DE" | "AT"
`).Reference()
	for _, want := range []string{
		"| `cost_center` | text of the form `^CC-[0-9]{4}$` | required | |",
		"### account with certain ids\n\nThe id is text of the form `^acc-`. Such a record must be:",
		"| `country` | `DE` or `AT` | required | Country, ISO 3166 alpha-2. |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in the reference", want)
		}
	}
}

func TestTheReferenceIsOneTableWhateverTheTexts(t *testing.T) {
	language := &schema.Schema{Version: "test", Collections: []schema.Collection{{
		Name: "thing", Shape: schema.Single,
		Record: group(true, schema.Field{
			Name: "a|b", Doc: "One | two\n<b>three</b> `four` [five](six)", Presence: schema.Regular,
			Type: &schema.Type{Kinds: schema.String, Default: &syntax.Node{Kind: syntax.String, Text: "`|`"}},
		}),
	}}}
	want := "| `a\\|b` | text | default `` `\\|` `` | One \\| two \\<b>three\\</b> \\`four\\` \\[five](six) |\n"
	if text := language.Reference(); !strings.Contains(text, want) {
		t.Errorf("no row %s in\n%s", want, text)
	}
}
