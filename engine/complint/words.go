package complint

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
)

// plural counts things: "1 jump", "2 jumps".
func plural(count int, thing string) string {
	if count == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", count, thing)
}

// mostNamed is how many things a message names before it only counts the rest.
const mostNamed = 5

// joined joins texts: "a", "a and b", "a, b and c". Of a long list it names the
// first and counts the rest.
func joined(texts []string) string {
	if more := len(texts) - mostNamed; more > 0 {
		texts = append(texts[:mostNamed:mostNamed], fmt.Sprintf("%d more", more))
	}
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}

// windowName names a window in a sentence.
func windowName(w comp.Window) string {
	switch w {
	case comp.Month:
		return "month"
	case comp.Quarter:
		return "quarter"
	case comp.Half:
		return "half"
	case comp.Year:
		return "year"
	case comp.Deal:
	}
	return "deal"
}
