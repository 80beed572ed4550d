// Package press gives a document its form: HTML, PDF, DOCX or Markdown. Every
// form is drawn from the same [document.Document] and says the same in the same
// order; what comes from plan files is data in each of them, never markup. The
// entry point is [Print].
package press

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/pdf"
	"github.com/salesplan/salesplan/engine/visible"
)

// forms are the forms in the order in which help lists them.
var forms = []struct {
	name, extension string
	print           func(document.Document) ([]byte, error)
}{
	{"pdf", "pdf", pdf.Write},
	{"html", "html", HTML},
	{"docx", "docx", DOCX},
	{"markdown", "md", Markdown},
}

// Formats returns the names of all forms.
func Formats() []string {
	var names []string
	for _, form := range forms {
		names = append(names, form.name)
	}
	return names
}

// Extension is how names of files of a form end; the name itself for a form that
// there is not.
func Extension(format string) string {
	for _, form := range forms {
		if form.name == format {
			return form.extension
		}
	}
	return format
}

// Print draws a document in the form of that name. It fails where there is no
// such form, or the form cannot show what the document says.
func Print(format string, d document.Document) ([]byte, error) {
	for _, form := range forms {
		if form.name == format {
			return form.print(d)
		}
	}
	return nil, fmt.Errorf("unknown format %q: choose one of %s", format, strings.Join(Formats(), ", "))
}

// pageOf is the text of a page's number with the numbers replaced; without
// placeholders the text as it is.
func pageOf(text, page, pages string) string {
	return strings.NewReplacer("{page}", page, "{pages}", pages).Replace(text)
}

// line is a text on one line with unseen characters made visible.
func line(text string) string {
	return visible.Text(strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(text))
}

// markOf is the mark of a curve as a whole: that of all its lines.
func markOf(c document.Curve) document.Mark {
	if len(c.Lines) == 0 {
		return document.Kept
	}
	for _, l := range c.Lines {
		if l.Mark != c.Lines[0].Mark {
			return document.Kept
		}
	}
	return c.Lines[0].Mark
}

// markWord says a mark in words, "" for what is kept.
func markWord(m document.Mark, words document.Words) string {
	switch m {
	case document.Added:
		return words.Added
	case document.Removed:
		return words.Removed
	case document.Changed:
		return words.Changed
	case document.Kept:
	}
	return ""
}
