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
