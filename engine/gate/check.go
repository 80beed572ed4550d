package gate

import (
	"slices"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// Check reports what is wrong with the gate of a plan before any change meets
// it: conditions that are no CUE, policies that look at nothing, waivers of what
// there is not.
func Check(p *plan.Plan) diag.List {
	var found diag.List
	known := map[string]bool{}
	for _, built := range starters() {
		known[built.ID] = true
	}
	for r := range sound(p, policyKind) {
		found = append(found, expressions(r)...)
		if !known[r.Addr.ID] && r.Node.TextOf("of") == "" && r.Node.TextOf("severity") != "off" {
			found = append(found, diag.New(diag.PolicyUnreadable, r.Addr, r.Place(),
				"the policy %s does not say what it looks at, and no built-in policy has its name", r.Addr.ID))
		}
	}
	for r := range sound(p, policyKind) {
		known[r.Addr.ID] = true
	}
	for r := range sound(p, waiverKind) {
		found = append(found, excusesNothing(r, known)...)
	}
	return found
}

// Reach says what decides the findings of [Check].
func Reach() reach.Reach { return reach.Reach{Whole: []string{policyKind, waiverKind}} }

// expressions parses the conditions and the value of a policy.
func expressions(r *record.Record) diag.List {
	var found diag.List
	for _, field := range []string{"where", "value"} {
		n, ok := r.Node.Field(field)
		if !ok {
			continue
		}
		texts := append(slices.Clone(n.Children), *n)
		for i := range texts {
			if texts[i].Text == "" {
				continue
			}
			if _, err := cuelang.Expression(texts[i].Text); err != nil {
				found = append(found, diag.New(diag.PolicyUnreadable, r.Addr, texts[i].Place(r.Place().File), "%s", err).At(field))
			}
		}
	}
	return found
}

// excusesNothing reports a waiver of a policy or of a kind of finding that there
// is not.
func excusesNothing(r *record.Record, policies map[string]bool) diag.List {
	if id := r.Node.TextOf("policy"); id != "" && !policies[id] {
		return diag.List{diag.New(diag.WaiverOfNothing, r.Addr, r.Place(), "there is no policy %s to excuse anything from", id).At("policy")}
	}
	if code := diag.Code(r.Node.TextOf("code")); code != "" && !slices.ContainsFunc(diag.Catalogue(), func(info diag.CodeInfo) bool { return info.Code == code }) {
		return diag.List{diag.New(diag.WaiverOfNothing, r.Addr, r.Place(), "there is no kind of finding %s", code).At("code")}
	}
	return nil
}
