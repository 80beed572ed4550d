package check

import "github.com/salesplan/salesplan/engine/complint"

// compRules returns the rules over the logic of comp plans. Their findings are
// worked out and shown in a package of their own.
func compRules() []Rule {
	var rules []Rule
	for _, one := range complint.Rules() {
		rules = append(rules, Rule{
			Code: one.Code, Title: one.Title, Reach: one.Reach,
			Run: func(p *Pass) { p.found = append(p.found, one.Find(p.logic())...) },
		})
	}
	return rules
}
