package salesforce

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/syntax"
)

// mergeYAML returns text with the wanted records in it, changed in place. What
// is not wanted goes if it is removable: an earlier import's; an entry is named
// by its path of keys. Text has been found sound by load.
func mergeYAML(text []byte, want *syntax.Node, removable func(path []string) bool) ([]byte, error) {
	existing, err := edit.ReadYAML(text)
	if err != nil {
		return nil, fmt.Errorf("cannot read what load has read: %w", err)
	}
	merged := laid(&existing, want, removable, nil)
	splices, err := edit.YAML(text, &merged)
	if err != nil {
		return nil, err
	}
	return edit.Apply(text, splices), nil
}

// laid returns a map with the wanted entries in it: each new one behind the
// one that goes before it in what is wanted. A map that is left empty goes.
func laid(existing, want *syntax.Node, removable func(path []string) bool, path []string) syntax.Node {
	merged := syntax.Node{Kind: syntax.Map}
	for i := range existing.Children {
		entry := existing.Children[i]
		below := append(slices.Clip(path), entry.Key)
		wanted, ok := want.Field(entry.Key)
		switch {
		case !ok && removable(below):
			continue
		case ok && (wanted.Kind != syntax.Map || entry.Kind != syntax.Map):
			entry = *wanted
		case entry.Kind == syntax.Map && len(entry.Children) > 0:
			key := entry.Key
			if entry = laid(&entry, wanted, removable, below); len(entry.Children) == 0 {
				continue
			}
			entry.Key = key
		}
		merged.Children = append(merged.Children, entry)
	}
	if want != nil {
		merged.Children = withNew(merged.Children, want.Children)
	}
	return merged
}

// withNew inserts the wanted entries that are not there.
func withNew(kept, want []syntax.Node) []syntax.Node {
	place := make(map[string]bool, len(kept))
	for i := range kept {
		place[kept[i].Key] = true
	}
	added := map[string][]syntax.Node{} // by the key that they stand behind, "" for the beginning
	before := ""
	for i := range want {
		if place[want[i].Key] {
			before = want[i].Key
			continue
		}
		added[before] = append(added[before], want[i])
	}
	if len(added) == 0 {
		return kept
	}
	all := added[""]
	for i := range kept {
		all = append(append(all, kept[i]), added[kept[i].Key]...)
	}
	return all
}
