package salesforce

import (
	"regexp"
	"strings"
)

// idOf returns the plan id for a Salesforce name: its words in lower case with
// "-" between them. It is "" for a name without any ASCII letter or digit.
func idOf(name string) string { return words(strings.ToLower(name), '-') }

// words joins the runs of ASCII letters and digits in text.
func words(text string, joint byte) string {
	var b strings.Builder
	gap := false
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(joint)
		}
		gap = false
		b.WriteByte(c)
	}
	return b.String()
}

// developerName is what Salesforce accepts as a unique name in its API.
var developerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,79}$`)

// naming says how the developer name of a kind of record is had back from what
// the plan says of it.
type naming func(id, name string) string

// fromID derives a developer name from the id alone.
func fromID(id, _ string) string { return words(id, '_') }

// fromName derives a developer name from the display name where the id comes
// from it, and from the id where it does not.
func fromName(id, name string) string {
	if idOf(name) == id {
		return words(name, '_')
	}
	return fromID(id, name)
}
