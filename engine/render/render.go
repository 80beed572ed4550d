// Package render turns reports into bytes: text for terminals, Markdown for
// pull requests, JSON for programs, and what each CI shows findings from. It
// sees only package report and the docs of codes, and every format escapes what
// comes from plan files for its own syntax: names are data, never markup. Its
// entry points are [Write] and one function a format.
package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/salesplan/salesplan/engine/visible"
)

// JSON writes any report as indented JSON. Characters that a terminal or the
// log of a build would act on are written as JSON escapes, which programs read
// as the characters themselves.
func JSON(w io.Writer, report any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(report); err != nil {
		return err
	}
	_, err := io.WriteString(w, quietJSON(b.String()))
	return err
}

// quietJSON escapes hidden characters and the beginnings of log commands. In
// JSON text both occur within strings only.
func quietJSON(text string) string {
	text = strings.NewReplacer("##[", `#\u0023[`, "##vso[", `#\u0023vso[`).Replace(text)
	if !strings.ContainsFunc(text, hiddenInJSON) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if !hiddenInJSON(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// hiddenInJSON reports whether a character of JSON text is hidden; the ends of
// its lines are its own.
func hiddenInJSON(r rune) bool { return r != '\n' && visible.Hidden(r) }
