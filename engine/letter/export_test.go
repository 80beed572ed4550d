package letter

// Gaps returns the references in the clauses of a letter that stand for nothing.
func (l *Letter) Gaps() []string {
	var gaps []string
	for _, t := range l.facts.terms {
		c, _ := l.facts.set.clauses.find(t.key, l.facts.template.Language, l.facts.country)
		for _, p := range pieces(c.Heading + "\n" + c.Text) {
			if p.reference {
				if value, ok := l.facts.value(p.text); !ok || value == "" {
					gaps = append(gaps, p.text)
				}
			}
		}
	}
	return gaps
}

// Value returns what a reference stands for in a letter.
func (l *Letter) Value(reference string) (string, bool) { return l.facts.value(reference) }

// Choose returns the ids of the templates of a plan that are for a payee.
func (s *Set) Choose(compPlan, role, country string) []string {
	var ids []string
	for _, t := range choose(s.templates, compPlan, role, country) {
		ids = append(ids, t.ID)
	}
	return ids
}
