package load

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/diag"
)

// problem is what the YAML parser says about text that it cannot read.
type problem struct {
	line int // as the parser has it, often that of the map around the mistake; 0 if it has none
	text string
}

// problemPattern takes the parser's message apart.
var problemPattern = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?(.*)$`)

func problemOf(err error) problem {
	if parts := problemPattern.FindStringSubmatch(err.Error()); parts != nil {
		line, _ := strconv.Atoi(parts[1])
		return problem{line: line, text: parts[2]}
	}
	return problem{text: err.Error()}
}

// problemSentences say in words of this domain what the parser found, by a
// part of its message.
var problemSentences = []struct{ part, sentence string }{
	{"found a tab character that violates indentation", "a tab stands where only spaces may indent: replace it by spaces"},
	{"found character that cannot start any token", "a value begins with a tab or with @, ` or %: indent with spaces, and put such text in quotes"},
	{"mapping values are not allowed", "there is a second colon in one line, or the line is indented too far: put text that holds a colon in quotes"},
	{"did not find expected key", "the line does not fit the lines above it: check its indentation, and put text that holds quotes or brackets in quotes"},
	{"did not find expected '-' indicator", "the line does not fit the list above it: check its indentation"},
	{"block sequence entries are not allowed", "a list begins in the middle of a line: begin it on a line of its own"},
	{"did not find expected ',' or ']'", "a list that begins with [ has no comma between two items, or is not closed by ]"},
	{"did not find expected ',' or '}'", "a map that begins with { has no comma between two entries, or is not closed by }"},
	{"did not find expected node content", "a value is missing, or brackets and commas do not fit"},
	{"could not find expected ':'", "a key has no colon and space after it"},
	{"found unexpected end of stream", "the quotes that begin here are not closed"},
	{"found unexpected document indicator", "the quotes that begin here are not closed"},
	{"found unknown escape character", "a backslash in double quotes has no meaning before this character: write \\\\, or use single quotes"},
	{"did not find expected hexdecimal number", "a backslash in double quotes has no meaning before this character: write \\\\, or use single quotes"},
	{"found invalid Unicode character escape code", "a backslash in double quotes names a character that does not exist"},
	{"did not find expected <document start>", "the text does not belong to the map above it: check its indentation"},
	{"did not find expected alphabetic or numeric character", "a value begins with * or &, which have a meaning of their own in YAML: put it in quotes"},
	{"did not find expected whitespace or line break", "a space is missing here"},
	{"did not find expected comment or line break", "nothing may stand behind | or > in its line but a comment"},
	{"exceeded max depth", "maps and lists are nested too deep"},
	{"control characters are not allowed", "there is a character here that no YAML file may hold: delete it"},
}

// addSyntaxError tells why the YAML parser could not read the text.
func addSyntaxError(text string, err error, found *findings) {
	said := problemOf(err)
	line := max(lineOfProblem(text, said), 1)
	if strings.HasPrefix(said.text, "unknown anchor") {
		found.add(diag.AliasOrMergeKey, line, 1, "a word that begins with * repeats a value from elsewhere, which a plan file may not do: write the value out, or put it in quotes")
		return
	}
	for _, known := range problemSentences {
		if strings.Contains(said.text, known.part) {
			found.add(diag.Unreadable, line, 1, "%s", known.sentence)
			return
		}
	}
	found.add(diag.Unreadable, line, 1, "this is not YAML: %s", visible(said.text))
}

// lookBack is how many lines the parser reads ahead of the one it refuses.
const lookBack = 4

// lineOfProblem returns the line at which the parser gives up. Its own word is
// good where something is not closed; elsewhere it names the beginning of the
// map around the mistake. The line looked for is the last one of the shortest
// text that the parser refuses for the same reason.
func lineOfProblem(text string, said problem) int {
	if strings.Contains(said.text, "unexpected end of stream") && said.line > 0 {
		// The parser takes line 1 for no line at all, and names the last one instead.
		if said.line >= strings.Count(text, "\n") && refusal(strings.NewReader(firstLines(text, 1))) == said.text {
			return 1
		}
		return said.line
	}
	reached := &lineByLine{rest: text}
	refusal(reached)
	line := reached.lines
	for back := 0; back < lookBack && line > 1; back++ {
		if refusal(strings.NewReader(firstLines(text, line-1))) != said.text {
			break
		}
		line--
	}
	return line
}

// refusal returns what the parser says against a text, "" if it reads it.
func refusal(text io.Reader) string {
	decoder := yaml.NewDecoder(text)
	for {
		switch _, err := nextDocument(decoder); {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return problemOf(err).text
		}
	}
}

// firstLines returns the first n lines of text.
func firstLines(text string, n int) string {
	end := 0
	for line, number := range lines(text) {
		if number > n {
			break
		}
		end += len(line) + 1
	}
	return text[:min(end, len(text))]
}

// lineByLine is a text that is read one line at a time, so that it is known
// how far a reader went.
type lineByLine struct {
	rest  string
	lines int  // lines begun
	split bool // the last line was not read to its end
}

// Read implements [io.Reader].
func (l *lineByLine) Read(into []byte) (int, error) {
	if len(l.rest) == 0 {
		return 0, io.EOF
	}
	if !l.split {
		l.lines++
	}
	line := l.rest
	if newline := strings.IndexByte(line, '\n'); newline >= 0 {
		line = line[:newline+1]
	}
	n := copy(into, line)
	l.split = n < len(line)
	l.rest = l.rest[n:]
	return n, nil
}
