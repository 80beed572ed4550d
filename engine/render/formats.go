package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// formats are the formats beside text in the order in which help lists them.
var formats = []struct {
	name string
	draw func(io.Writer, any) error
}{
	{"markdown", Markdown},
	{"summary", Summary},
	{"json", JSON},
	{"sarif", SARIF},
	{"junit", JUnit},
	{"github", GitHub},
	{"gitlab", GitLab},
	{"csv", CSV},
	{"html", HTML},
	{"svg", SVG},
}

// Formats returns the names of all formats.
func Formats() []string {
	names := []string{"text"}
	for _, format := range formats {
		names = append(names, format.name)
	}
	return names
}

// Write writes a report in the format of that name. It fails with an
// [UnsupportedError] if the kind of report has no such format, and if there is
// no format of that name at all.
func Write(w io.Writer, format string, report any, style Style) error {
	if format == "text" {
		return Text(w, report, style)
	}
	for _, known := range formats {
		if known.name == format {
			return known.draw(w, report)
		}
	}
	return fmt.Errorf("unknown format %q: choose one of %s", format, strings.Join(Formats(), ", "))
}

// UnsupportedError says that a report has no such format.
type UnsupportedError struct{ Format string }

// Error says so in a sentence.
func (e *UnsupportedError) Error() string {
	if slices.Contains(findingFormats, e.Format) {
		return fmt.Sprintf("this report has no format %q: it shows findings, which check and review have", e.Format)
	}
	return fmt.Sprintf("this report has no format %q", e.Format)
}

// findingFormats are the formats in which tools show findings, and nothing else.
var findingFormats = []string{"sarif", "junit", "github", "gitlab"}
