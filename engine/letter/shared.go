package letter

import (
	"maps"

	"github.com/salesplan/salesplan/engine/document"
)

// shared is what the letters of many people have in common: what they say about
// the comp plan itself.
type shared struct {
	sections map[string][]document.Block
	names    map[string]string // used in them
	words    map[string]string // of the plan's own, used in them
	record   []byte            // of the comp plan
}

// sharedKey tells apart whose letters say the same about a comp plan.
type sharedKey struct{ template, compPlan, currency, ramp string }

// share finds what the letter has in common with others, and notes which names
// and words it uses.
func (f *facts) share() {
	key := sharedKey{template: f.template.ID, compPlan: f.plan.Addr.ID, currency: f.currency.String()}
	if f.ramp != nil {
		key.ramp = f.ramp.Addr.ID
	}
	s, ok := f.set.shared[key]
	if !ok {
		s = f.common()
		f.set.shared[key] = s
	}
	f.shared = s
	maps.Copy(f.names, s.names)
	maps.Copy(f.words.used, s.words)
}

// common writes what letters have in common.
func (f *facts) common() *shared {
	names, used := f.names, f.words.used
	f.names, f.words.used = map[string]string{}, map[string]string{}
	s := &shared{sections: map[string][]document.Block{}}
	for _, section := range f.template.Sections {
		switch section {
		case "rates":
			s.sections[section] = f.rates()
		case "rules":
			s.sections[section] = f.rules()
		case "examples":
			s.sections[section] = f.examples()
		}
	}
	var b canonical
	if f.currency == f.plan.Currency {
		b.skip = "pay_at" // nothing is converted
	}
	b.node(f.node(), "", f.unsaid()...)
	s.names, s.words, s.record = f.names, f.words.used, b.Bytes()
	f.names, f.words.used = names, used
	return s
}
