package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A kind is a report that Read knows.
type kind struct {
	names []string // of verbs
	read  func([]byte) (any, error)
}

// kinds are the reports that can be read back.
var kinds = []kind{
	{[]string{"check"}, as[Check]},
	{[]string{"diff"}, as[Diff]},
	{[]string{"review"}, as[Review]},
	{[]string{"rollup"}, as[Rollup]},
	{[]string{"rollup nodes"}, as[Nodes]},
	{[]string{"metrics"}, as[Metrics]},
	{[]string{"scenario compare"}, as[Scenarios]},
	{[]string{"scenario list"}, as[ScenarioList]},
	{[]string{"why"}, as[Why]},
	{[]string{"payout"}, as[Payout]},
	{[]string{"cost"}, as[Cost]},
	{[]string{"doc"}, as[Letters]},
	{[]string{"verify"}, as[Verification]},
	{[]string{"statement"}, as[Statements]},
	{[]string{"init", "import", "export", "fmt"}, as[Transfer]},
	{[]string{"quota allocate"}, as[Allocation]},
	{[]string{"log"}, as[Log]},
	{[]string{"blame"}, as[Blame]},
	{[]string{"post"}, as[Post]},
	{[]string{"ops map"}, as[OpsMap]},
	{[]string{"ops grid"}, as[OpsGrid]},
	{[]string{"ops maturity"}, as[OpsMaturity]},
	{[]string{"ops reallocate"}, as[OpsReallocation]},
	{[]string{"ops forecast"}, as[OpsForecast]},
	{[]string{"ops cycle"}, as[OpsCycle]},
	{[]string{"ops announce"}, as[OpsAnnouncement]},
}

// Read reads a report that was written as JSON and returns it as the struct of
// its kind, such as [Review]. The text is not trusted: it is refused if it is
// too large, no JSON, says a thing twice, is of another major version than
// [FormatVersion], misses parts or contradicts itself. Fields that a later
// minor version added are left out.
func Read(text []byte) (any, error) {
	if len(text) > MaxStoredBytes {
		return nil, fmt.Errorf("the report has more than %d MiB", MaxStoredBytes>>20)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("the report is no UTF-8 text")
	}
	if err := scan(text); err != nil {
		return nil, err
	}
	header, err := headerOf(text)
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		if slices.Contains(k.names, header.Kind) {
			return k.read(text)
		}
	}
	return nil, fmt.Errorf("the report is of the kind %q, which this version does not know", brief(header.Kind))
}

// headerOf reads the beginning of a report and demands a version that can be
// read.
func headerOf(text []byte) (Header, error) {
	var header Header
	if err := json.Unmarshal(text, &header); err != nil {
		return header, fmt.Errorf("this is no report: %w", shortly(err))
	}
	major, minor, ok := strings.Cut(header.FormatVersion, ".")
	ours, _, _ := strings.Cut(FormatVersion, ".")
	switch {
	case header.FormatVersion == "":
		return header, errors.New("this is no report: it has no format_version")
	case !ok || minor == "" || strings.Trim(major+minor, "0123456789") != "":
		return header, fmt.Errorf("format_version %q is no version", brief(header.FormatVersion))
	case major != ours:
		return header, fmt.Errorf("the report has format_version %s; this version of salesplan reads %s.x", brief(header.FormatVersion), ours)
	}
	return header, nil
}

// as reads a report of one kind and demands that it makes sense.
func as[T any](text []byte) (any, error) {
	var r T
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("the report is broken: %w", shortly(err))
	}
	if err := validate(r); err != nil {
		return nil, fmt.Errorf("the report is broken: %w", err)
	}
	return r, nil
}

// scan goes through JSON text within the limits and demands that every object
// names a key once, in plain characters: nothing in a report can be read in two
// ways.
func scan(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var at nesting
	for n := 0; ; n++ {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && n > 0 && len(at.around) == 0:
			return nil
		case err != nil:
			return fmt.Errorf("this is no JSON: %w", shortly(err))
		case n > 0 && len(at.around) == 0:
			return errors.New("there is more than one JSON value in the file")
		case n > maxTokens:
			return fmt.Errorf("the report holds more than %d values", maxTokens)
		}
		if err := at.next(token); err != nil {
			return err
		}
	}
}

// nesting is a place in JSON text.
type nesting struct {
	around []map[string]bool // the keys of each object around so far; nil for a list
	key    bool              // the next token is a key, or the end of an object
}

// next goes past a token.
func (n *nesting) next(token json.Token) error {
	var err error
	switch token := token.(type) {
	case json.Delim:
		err = n.bracket(token)
	case string:
		if n.key {
			n.key = false // its value follows
			return keyOnce(n.around[len(n.around)-1], token)
		}
	}
	n.key = len(n.around) > 0 && n.around[len(n.around)-1] != nil
	return err
}

// bracket goes into an object or a list, or out of it. No entry of a list is an
// object without keys: such a file would take far more memory than room.
func (n *nesting) bracket(token json.Delim) error {
	switch token {
	case '{':
		n.around = append(n.around, map[string]bool{})
	case '[':
		n.around = append(n.around, nil)
	case '}', ']':
		last := len(n.around) - 1
		if token == '}' && len(n.around[last]) == 0 && last > 0 && n.around[last-1] == nil {
			return errors.New("a list of the report has an empty entry")
		}
		n.around = n.around[:last]
	}
	if len(n.around) > maxNesting {
		return fmt.Errorf("the report is nested more than %d deep", maxNesting)
	}
	return nil
}

// keyOnce notes a key of an object.
func keyOnce(keys map[string]bool, key string) error {
	if key == "" || len(key) > 100 || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return fmt.Errorf("%q is no key of a report", brief(key))
	}
	if keys[key] {
		return fmt.Errorf("the report says %s twice", key)
	}
	keys[key] = true
	return nil
}

// brief quotes a foreign text in at most 40 characters.
func brief(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// shortly keeps what a reader says of a foreign text short.
func shortly(err error) error {
	if runes := []rune(err.Error()); len(runes) > 120 {
		return errors.New(string(runes[:120]) + "…")
	}
	return err
}
