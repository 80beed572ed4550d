package vcs

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isOddName reports whether a file name could mislead a person or a file
// system: it is not UTF-8, has control or invisible characters or a backslash,
// goes up, or is one of the spellings that some system takes for .git.
func isOddName(name string) bool {
	if name == "" || name == "." || name == ".." || !utf8.ValidString(name) || strings.ContainsFunc(name, isOddRune) {
		return true
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ":") // .git::$INDEX_ALLOCATION is .git to Windows
	stem = strings.TrimRight(stem, " .")
	return stem == ".git" || stem == "git~1"
}

func isOddRune(r rune) bool {
	if ' ' < r && r <= '~' {
		return r == '\\' || r == '/'
	}
	return r == '\\' || r == '/' || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// printable escapes what [isOddRune] finds and bytes that are not UTF-8, so
// that a path can be shown on one line.
func printable(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); {
		r, size := utf8.DecodeRuneInString(path[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, path[i])
		case r != '/' && isOddRune(r) && r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r != '/' && isOddRune(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}
