package merge_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/merge"
)

const fileBase = `# Header.
territory:
  # The north.
  north:
    name: North   # name
    parent: top
    rules: [a, b]
  south:
    name: South
quota:
  - {territory: north, measure: arr, period: FY27, amount: 100}
  - {territory: south, measure: arr, period: FY27, amount: 100}
`

const csvBase = "territory,measure,period,amount,reason\nnorth,arr,FY27,100,\nsouth,arr,FY27,100,old\n"

// swap replaces pairs of old and new text.
func swap(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }

func TestFile(t *testing.T) {
	language := testplan.Build(t, "").Schema
	for _, c := range []struct {
		name, file         string
		base, ours, theirs string
		want               string
		conflicts          []string
	}{
		{
			"neighbouring lines", "t.yaml", fileBase,
			swap(fileBase, "name: North ", "name: Norden "), swap(fileBase, "parent: top", "parent: all"),
			swap(fileBase, "name: North ", "name: Norden ", "parent: top", "parent: all"), nil,
		},
		{
			"fields of one line", "t.yaml", swap(fileBase, "amount: 100}", "amount: 100, reason: x} # c"),
			swap(fileBase, "amount: 100}", "amount: 100, reason: y} # c"), swap(fileBase, "amount: 100}", "amount: 200, reason: x} # c"),
			swap(fileBase, "amount: 100}", "amount: 200, reason: y} # c"), nil,
		},
		{
			"both add at one place", "t.yaml", fileBase,
			swap(fileBase, "quota:", "  west: {name: West}\nquota:"), swap(fileBase, "quota:", "  east: {name: East}\nquota:"),
			swap(fileBase, "quota:", "  east:\n    name: East\n  west: {name: West}\nquota:"), nil,
		},
		{
			"one removes, another changes elsewhere", "t.yaml", fileBase,
			swap(fileBase, "  south:\n    name: South\n", ""), swap(fileBase, "parent: top", "parent: all"),
			swap(fileBase, "  south:\n    name: South\n", "", "parent: top", "parent: all"), nil,
		},
		{
			"same field", "t.yaml", fileBase,
			swap(fileBase, "name: North ", "name: Norden "), swap(fileBase, "name: North ", "name: Nord ", "parent: top", "parent: all"),
			swap(fileBase, "    name: North   # name\n    parent: top\n", `<<<<<<< ours: territory/north name
    name: Norden   # name
=======
    name: Nord   # name
>>>>>>> theirs: territory/north name
    parent: all
`),
			[]string{`territory/north name: ours "Norden", theirs "Nord"`},
		},
		{
			"same field of a line with others", "t.yaml", fileBase,
			swap(fileBase, "south, measure: arr, period: FY27, amount: 100", "south, measure: arr, period: FY27, amount: 300, reason: x"),
			swap(fileBase, "south, measure: arr, period: FY27, amount: 100", "south, measure: arr, period: FY27, amount: 200"),
			swap(fileBase, "  - {territory: south, measure: arr, period: FY27, amount: 100}\n", `<<<<<<< ours: quota/south/arr@FY27 amount
  - {territory: south, measure: arr, period: FY27, amount: 300, reason: x}
=======
  - {territory: south, measure: arr, period: FY27, amount: 200, reason: x}
>>>>>>> theirs: quota/south/arr@FY27 amount
`),
			[]string{`quota/south/arr@FY27 amount: ours "300", theirs "200"`},
		},
		{
			"removed and changed", "t.yaml", fileBase,
			swap(fileBase, "  south:\n    name: South\n", ""), swap(fileBase, "name: South", "name: Süd"),
			swap(fileBase, "  south:\n    name: South\n", `<<<<<<< ours: territory/south
=======

  south:
    name: Süd
>>>>>>> theirs: territory/south
`),
			[]string{"territory/south: removed in ours, changed in theirs"},
		},
		{
			"changed and removed", "t.yaml", fileBase,
			swap(fileBase, "name: South", "name: Süd"), swap(fileBase, "  south:\n    name: South\n", ""),
			swap(fileBase, "  south:\n    name: South\n", `<<<<<<< ours: territory/south
  south:
    name: Süd
=======
>>>>>>> theirs: territory/south
`),
			[]string{"territory/south: changed in ours, removed in theirs"},
		},
		{
			"cells of one row", "quota.csv", csvBase, swap(csvBase, "south,arr,FY27,100", "south,arr,FY27,300"), swap(csvBase, ",old", ",new"),
			swap(csvBase, "south,arr,FY27,100,old", "south,arr,FY27,300,new"), nil,
		},
		{
			"rows at one place", "quota.csv", csvBase, csvBase + "west,arr,FY27,1,\n", csvBase + "east,arr,FY27,2,\n",
			csvBase + "east,arr,FY27,2,\nwest,arr,FY27,1,\n", nil,
		},
		{
			"same cell", "quota.csv", csvBase, swap(csvBase, "south,arr,FY27,100", "south,arr,FY27,300"), swap(csvBase, "south,arr,FY27,100", "south,arr,FY27,200"),
			swap(csvBase, "south,arr,FY27,100,old\n", "<<<<<<< ours: quota/south/arr@FY27 amount\nsouth,arr,FY27,300,old\n=======\nsouth,arr,FY27,200,old\n>>>>>>> theirs: quota/south/arr@FY27 amount\n"),
			[]string{`quota/south/arr@FY27 amount: ours "300", theirs "200"`},
		},
		{
			"a new column and a cell", "quota.csv", csvBase, swap(csvBase, "south,arr,FY27,100", "south,arr,FY27,300"),
			"territory,measure,period,amount,reason,currency\nnorth,arr,FY27,100,,\nsouth,arr,FY27,100,old,USD\n",
			"territory,measure,period,amount,reason,currency\nnorth,arr,FY27,100,,\nsouth,arr,FY27,300,old,USD\n", nil,
		},
		{"both bring the file", "quota.csv", "", "territory,measure,period,amount\na,arr,FY27,1\n", "territory,measure,period,amount\nb,arr,FY27,2\n", "territory,measure,period,amount\nb,arr,FY27,2\na,arr,FY27,1\n", nil},
	} {
		for _, ends := range []string{"\n", "\r\n"} {
			t.Run(c.name+map[string]string{"\r\n": " CRLF"}[ends], func(t *testing.T) {
				shape := func(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", ends)) }
				got, err := merge.File(c.file, merge.Versions{Base: shape(c.base), Ours: shape(c.ours), Theirs: shape(c.theirs)}, language)
				if err != nil {
					t.Fatal(err)
				}
				var told []string
				for _, conflict := range got.Conflicts {
					told = append(told, conflict.Describe())
				}
				if diff := cmp.Diff(c.conflicts, told); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(string(shape(c.want)), string(got.Text)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}
