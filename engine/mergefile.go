package engine

import (
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/schemas"
)

// MergeFile merges three versions of one plan file by record and field, in the
// built-in language. An error says that only its lines can be merged.
func MergeFile(name string, versions merge.Versions) (merge.Merged, error) {
	language, _, err := cuelang.Compile(schemas.Current, nil, nil)
	if err != nil {
		return merge.Merged{}, err
	}
	merged, err := merge.File(name, versions, language.Schema)
	secret := language.Schema.Confidence()
	for i := range merged.Conflicts {
		c := &merged.Conflicts[i]
		c.Confidential = secret.Covers(c.Addr.Collection, c.Field)
	}
	return merged, err
}
