package scenario

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Kind is the name of the collection.
const Kind = "scenario"

// Scenario is what a plan says about one scenario.
type Scenario struct {
	Addr        addr.Addr
	Name        string
	Description string
	BuildsOn    []string // ids, in order

	record *record.Record
	above  map[string]bool // ids of all that it builds on, at any remove
	layer  layer           // with what it builds on; nil before it is worked out
	found  diag.List       // about what the scenario itself says
}

// Place returns where the scenario is written.
func (s *Scenario) Place() source.Place { return s.record.Place() }

// Book are the scenarios of a plan.
type Book struct {
	Scenarios []*Scenario // in order of id; broken records are left out
	plan      *plan.Plan
	language  *schema.Schema
}

// Read reads and works out the scenarios of a plan in a language, which says what
// records must be like.
func Read(p *plan.Plan, language *schema.Schema) *Book {
	b := &Book{plan: p, language: language}
	from, to := p.Records.Collection(Kind)
	for i := from; i < to; i++ {
		if r := p.Records.Record(i); !p.Broken[r.Addr] {
			s := &Scenario{Addr: r.Addr, Name: r.Node.TextOf("name"), Description: r.Node.TextOf("description"), record: r}
			if list, ok := r.Node.Field("builds_on"); ok {
				for j := range list.Children {
					s.BuildsOn = append(s.BuildsOn, list.Children[j].Text)
				}
			}
			b.Scenarios = append(b.Scenarios, s)
		}
	}
	for _, s := range b.Scenarios {
		s.above = map[string]bool{}
		b.climb(s, s.above)
		if s.above[s.Addr.ID] {
			s.report(diag.ScenarioCycle, "builds_on", s.record.PlaceOf("builds_on"), "scenario/%s builds on itself", s.Addr.ID)
		}
	}
	for _, s := range b.Scenarios {
		b.work(s)
	}
	return b
}

// Find returns the scenario with an id.
func (b *Book) Find(id string) (*Scenario, bool) {
	i := slices.IndexFunc(b.Scenarios, func(s *Scenario) bool { return s.Addr.ID == id })
	if i < 0 {
		return nil, false
	}
	return b.Scenarios[i], true
}

// climb adds all that a scenario builds on.
func (b *Book) climb(s *Scenario, above map[string]bool) {
	for _, id := range s.BuildsOn {
		if below, ok := b.Find(id); ok && !above[id] {
			above[id] = true
			b.climb(below, above)
		}
	}
}

// report adds a finding about what the scenario says.
func (s *Scenario) report(code diag.Code, field string, place source.Place, format string, args ...any) *diag.Finding {
	s.found = append(s.found, diag.New(code, s.Addr, place, format, args...).At(field))
	return &s.found[len(s.found)-1]
}

// place returns where a value of the scenario stands.
func (s *Scenario) place(n *syntax.Node) source.Place { return n.Place(s.record.File) }

// Findings returns what is wrong with a scenario and with those that it builds
// on, sorted.
func (b *Book) Findings(s *Scenario) diag.List {
	found := []diag.List{s.found}
	for _, other := range b.Scenarios {
		if other != s && s.above[other.Addr.ID] {
			found = append(found, other.found)
		}
	}
	return diag.Sorted(found...)
}

// Check returns what is wrong with the scenarios of a plan, sorted. What the rules
// say about the plan under a scenario is not among it. Without a language nothing
// is looked at.
func Check(p *plan.Plan, language *schema.Schema) diag.List {
	if language == nil {
		return nil
	}
	var found diag.List
	for _, s := range Read(p, language).Scenarios {
		found = append(found, s.found...)
	}
	return diag.Sorted(found)
}
