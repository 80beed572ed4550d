package check_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/schemas"
)

// TestRulesSayHowFarTheyReach keeps checks of small changes fast: one rule
// that does not say what decides its findings makes every run look at the
// whole plan.
func TestRulesSayHowFarTheyReach(t *testing.T) {
	for _, rule := range check.Rules() {
		if rule.Reach == nil {
			t.Errorf("%s (%s) does not say how far it reaches: give it a reach.Reach next to its code", rule.Code, rule.Title)
		}
	}
}

// TestSuggestedIDs holds the collections of which ids may be suggested against
// the references that the language knows.
func TestSuggestedIDs(t *testing.T) {
	rules := check.Rules()
	rule := rules[slices.IndexFunc(rules, func(r check.Rule) bool { return r.Code == diag.UnknownReference })]
	suggests := rule.Reach().Suggests
	references := 0
	err := fs.WalkDir(schemas.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(schemas.Files, name)
		for _, match := range regexp.MustCompile(`[^`+"`"+`]@ref\(([a-z_,]+)\)`).FindAllStringSubmatch(string(text), -1) {
			for collection := range strings.SplitSeq(match[1], ",") {
				if references++; !suggests(collection) {
					t.Errorf("%s: there are references to %s, but its ids count as never suggested", name, collection)
				}
			}
		}
		return err
	})
	if err != nil || references < 10 {
		t.Fatalf("%d references, %v", references, err)
	}
}
