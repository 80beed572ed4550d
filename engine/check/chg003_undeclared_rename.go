package check

import (
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Changes applies the rules over a change.
func Changes(changes []diff.Change) diag.List {
	return undeclaredRenames(changes)
}

// named are the collections whose ids are written by people: only they can be
// renamed.
var named = map[string]bool{
	plan.MeasureKind: true, plan.RoleKind: true, plan.PositionKind: true, plan.PersonKind: true, plan.TypeKind: true,
	plan.TerritoryKind: true, plan.RuleKind: true, plan.AccountKind: true,
}

// undeclaredRenames finds pairs of a removed and an added record that look like
// one record under two ids: ids or names that differ only in separators and
// case, or the same content. Pairs that several records could form are left
// alone: a guess would be worse than nothing.
func undeclaredRenames(changes []diff.Change) diag.List {
	removed := map[string][]diff.Change{}
	added := map[string][]diff.Change{}
	for _, change := range changes {
		if !named[change.Addr.Collection] {
			continue
		}
		for _, trait := range traits(change) {
			switch change.Action {
			case diff.Removed:
				removed[trait] = append(removed[trait], change)
			case diff.Added:
				added[trait] = append(added[trait], change)
			case diff.Moved, diff.Renamed, diff.Changed:
			}
		}
	}
	var findings diag.List
	told := map[addr.Addr]bool{}
	for _, trait := range sortedKeys(added) {
		if len(added[trait]) != 1 || len(removed[trait]) != 1 {
			continue
		}
		now, then := added[trait][0], removed[trait][0]
		if told[now.Addr] || told[then.Addr] {
			continue
		}
		told[now.Addr], told[then.Addr] = true, true
		findings = append(findings, diag.New(diag.UndeclaredRename, now.Addr, now.After,
			"%s looks like %s under a new id; if it is, declare a move from %s to %s", now.Addr, then.Addr, then.Addr, now.Addr))
	}
	return findings
}

// traits are the marks by which a record is known again.
func traits(change diff.Change) []string {
	node := change.AfterNode
	if node == nil {
		node = change.BeforeNode
	}
	prefix := change.Addr.Collection + "\x00"
	traits := []string{prefix + "called\x00" + folded(change.Addr.ID)}
	if name := folded(node.TextOf("name")); name != "" && name != folded(change.Addr.ID) {
		traits = append(traits, prefix+"called\x00"+name)
	}
	if content := contentOf(node); content != "" {
		traits = append(traits, prefix+"content\x00"+content)
	}
	return traits
}

// folded drops everything but letters and digits, and their case.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_. /,'()", r) {
			return -1
		}
		return r
	}, strings.ToLower(text))
}

// contentOf prints the fields that tell a record apart when its id changes:
// all that were written, but its names. Records that say little have none.
func contentOf(node *syntax.Node) string {
	var parts []string
	for i := range node.Children {
		field := &node.Children[i]
		if field.Line > 0 && field.Key != "name" && field.Key != "title" && field.Key != "description" {
			parts = append(parts, field.Key+"="+diff.Print(field))
		}
	}
	if len(parts) < 3 {
		return ""
	}
	return strings.Join(parts, "\x00")
}
