package gate

import (
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
)

// codeOwnersHead begins every file of code owners.
const codeOwnersHead = `# Made by "salesplan export codeowners" from the owner rules of the plan; do not edit.
# The platform asks one owner of a file to look. Which changes need whose approval,
# and how many approvals, is what "salesplan review" says.
`

// CodeOwners returns the owner rules of a plan as a file of code owners, as
// GitHub and GitLab read it: for each file of the plan whoever may have to
// approve something in it, and for files to come everybody. folder is the plan's
// folder in the repository. Code owners know files only, so that this is more than
// the rules ask for, and never less.
func CodeOwners(p *plan.Plan, folder string) string {
	rules := ownerRules(p)
	var b strings.Builder
	b.WriteString(codeOwnersHead)
	everybody := map[string]bool{}
	for _, rule := range rules {
		note(everybody, rule)
	}
	if len(everybody) == 0 {
		return b.String()
	}
	line := func(pattern string, owners map[string]bool) {
		b.WriteString(ownersPattern(pattern))
		for _, login := range sortedKeys(owners) {
			b.WriteString(" @" + login)
		}
		b.WriteByte('\n')
	}
	line(strings.TrimSuffix("/"+folder, "/")+"/", everybody)
	files := map[string]map[string]bool{}
	for i := range p.Records.Len() {
		a, file := p.Records.Addr(i), p.Records.Record(i).File
		if files[file] == nil {
			files[file] = map[string]bool{}
		}
		for _, rule := range rules {
			if rule.mayConcern(a, p) {
				note(files[file], rule)
			}
		}
	}
	for _, file := range sortedKeys(files) {
		if file != "" && len(files[file]) > 0 {
			line("/"+path.Join(folder, file), files[file])
		}
	}
	return b.String()
}

// note adds the approvers of a rule.
func note(owners map[string]bool, rule ownerRule) {
	for _, a := range rule.approvers {
		owners[a.login] = true
	}
}

// mayConcern reports whether a rule may be about a change of a record.
func (r ownerRule) mayConcern(a addr.Addr, p *plan.Plan) bool {
	return (r.collections == nil || slices.Contains(r.collections, a.Collection)) && (r.below == "" || below(r.below, a, p))
}

// ownersPattern writes a path so that it means itself.
func ownersPattern(name string) string {
	return strings.NewReplacer(`\`, `\\`, " ", `\ `, "#", `\#`).Replace(name)
}
