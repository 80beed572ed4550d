package check

import (
	"fmt"
	"strings"
)

// mostNamed is how many things a message names before it only counts the rest.
const mostNamed = 20

// listed joins things for a sentence: "a", "a and b", "a, b and c". Of a long
// list it names the first and counts the rest.
func listed[T fmt.Stringer](things []T) string {
	texts := make([]string, 0, min(len(things), mostNamed)+1)
	for _, thing := range things[:min(len(things), mostNamed)] {
		texts = append(texts, thing.String())
	}
	if more := len(things) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("%d more", more))
	}
	return joined(texts, "and")
}

// joined joins texts with commas and, before the last, a word such as "or".
func joined(texts []string, word string) string {
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " " + word + " " + texts[last]
}
