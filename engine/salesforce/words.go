package salesforce

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// operators are the operations of a rule item that the plan language has, by
// their Salesforce word.
var operators = map[string]string{
	"equals":         "equals",
	"notEqual":       "not_equals",
	"lessThan":       "less_than",
	"lessOrEqual":    "less_or_equal",
	"greaterThan":    "greater_than",
	"greaterOrEqual": "greater_or_equal",
	"contains":       "contains",
	"notContain":     "not_contains",
	"startsWith":     "starts_with",
	"includes":       "includes",
	"excludes":       "excludes",
}

// accessLevels are the levels of access, by their Salesforce word.
var accessLevels = map[string]string{"None": "none", "Read": "read", "Edit": "edit", "All": "all"}

// objects are what a rule can look at, by their Salesforce word.
var objects = map[string]string{"Account": "account", "Lead": "lead", "Opportunity": "opportunity"}

// coverages are the roles in a territory that say which coverage is meant.
var coverages = map[string]string{
	"Owner":           "owner",
	"Specialist":      "specialist",
	"Temporary Cover": "temporary_cover",
	"":                "overlay",
}

// coverageOf returns the coverage for a role. A role that is no word of ours
// is overlay: somebody besides the owner.
func coverageOf(role string) string {
	if coverage, ok := coverages[role]; ok {
		return coverage
	}
	return coverages[""]
}

// wordFor returns the Salesforce word for a word of the plan language, "" if
// there is none; of several the first in alphabetical order.
func wordFor(table map[string]string, word string) string {
	for _, salesforce := range slices.Sorted(maps.Keys(table)) {
		if salesforce != "" && table[salesforce] == word {
			return salesforce
		}
	}
	return ""
}

// ordering are the operators that compare with one value, commas and all.
var ordering = map[string]bool{"less_than": true, "less_or_equal": true, "greater_than": true, "greater_or_equal": true}

// splitValues returns the values that the text of a rule item stands for.
// Commas part values, except within double quotes. The empty text stands for
// the empty field.
func splitValues(operator, text string) []string {
	if ordering[operator] {
		return []string{text}
	}
	var values []string
	for {
		value, rest, more := cutValue(strings.TrimLeft(text, " "))
		values = append(values, value)
		if !more {
			return values
		}
		text = rest
	}
}

// cutValue cuts the first value off text, and reports whether a comma follows.
func cutValue(text string) (value, rest string, more bool) {
	if quoted, ok := strings.CutPrefix(text, `"`); ok {
		if value, rest, ok := strings.Cut(quoted, `"`); ok {
			after := strings.TrimLeft(rest, " ")
			if after == "" {
				return value, "", false
			}
			if next, ok := strings.CutPrefix(after, ","); ok {
				return value, next, true
			}
		}
	}
	value, rest, more = strings.Cut(text, ",")
	return strings.TrimRight(value, " "), rest, more
}

// joinValues writes values as the text of a rule item.
func joinValues(operator string, values []string) string {
	written := make([]string, len(values))
	for i, value := range values {
		written[i] = value
		if !ordering[operator] && (strings.Contains(value, ",") || strings.TrimSpace(value) != value) {
			written[i] = `"` + value + `"`
		}
	}
	return strings.Join(written, ",")
}

// What the plan language accepts as priority of a type and filter of a rule.
var (
	priority = regexp.MustCompile(`^(0|[1-9][0-9]{0,5}|1000000)$`)
	filter   = regexp.MustCompile(`^[0-9ANDORT() ]*$`)
)
