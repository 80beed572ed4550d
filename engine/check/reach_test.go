package check_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/check"
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
