// Package explain knows the documentation of every code of a finding: what it
// means, why it matters to the business, an example with and one without it,
// and how to settle it. The texts are the files doc/CODE.md.
//
// It must not know how findings come about nor how pages are shown. Its entry
// points are [Doc] and [All].
package explain

import (
	"embed"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
)

//go:embed doc/*.md
var files embed.FS

// Page is the documentation of one code.
type Page struct {
	Info    diag.CodeInfo
	Text    string // the whole page, Markdown
	Means   string // what a finding says about the plan
	Matters string // why the business cares
	Wrong   string // a plan that has this finding and no other error, as txtar; "" where no example can be given
	Right   string // the same plan without it, as txtar; "" where no example can be given
	ShownBy string // where no example can be given, why; else ""
	Settle  string // how to settle it
	Since   string // the version that has it first, such as v0.1
}

// Doc returns the documentation of a code, given by code or slug in the way of
// [diag.Find]; ok is false if there is no such code.
func Doc(codeOrSlug string) (page Page, ok bool) {
	info, ok := diag.Find(codeOrSlug)
	if !ok {
		return Page{}, false
	}
	text, err := files.ReadFile("doc/" + string(info.Code) + ".md")
	if err != nil {
		return Page{}, false
	}
	page, err = parse(info, string(text))
	return page, err == nil
}

// All returns the documentation of every code, in order of code.
func All() []Page {
	var pages []Page
	for _, info := range diag.Catalogue() {
		if page, ok := Doc(string(info.Code)); ok {
			pages = append(pages, page)
		}
	}
	return pages
}

// parse reads a page: a title with code and slug, then sections that begin
// with "## ".
func parse(info diag.CodeInfo, text string) (Page, error) {
	page := Page{Info: info, Text: text}
	title, rest, _ := strings.Cut(text, "\n")
	if want := fmt.Sprintf("# %s %s", info.Code, info.Slug); title != want {
		return Page{}, fmt.Errorf("the title is %q, want %q", title, want)
	}
	for _, section := range strings.Split("\n"+rest, "\n## ")[1:] {
		heading, body, _ := strings.Cut(section, "\n")
		if err := page.set(heading, strings.TrimSpace(body)); err != nil {
			return Page{}, err
		}
	}
	return page, nil
}

// set files the body of one section.
func (p *Page) set(heading, body string) error {
	var err error
	switch heading {
	case "What it means":
		p.Means = body
	case "Why it matters":
		p.Matters = body
	case "Wrong":
		p.Wrong, err = fenced(body)
	case "Right":
		p.Right, err = fenced(body)
	case "Shown by":
		p.ShownBy = body
	case "How to settle it":
		p.Settle = body
	case "Since":
		p.Since = body
	default:
		err = fmt.Errorf("%q is not a section of a page", heading)
	}
	return err
}

// fenced returns what stands in a fenced block of txtar.
func fenced(body string) (string, error) {
	inner, opened := strings.CutPrefix(body, "```txtar\n")
	inner, closed := strings.CutSuffix(inner, "```")
	if !opened || !closed || strings.Contains(inner, "```") {
		return "", fmt.Errorf("%q is not one block of txtar", body)
	}
	return inner, nil
}
