package merge_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/vcs"
)

// model is a plan file as a person thinks of it: the fields of each quota, by
// territory. It is merged by an oracle that knows nothing of text.
type model map[string]map[string]string

func (m model) clone() model {
	c := model{}
	for id, fields := range m {
		c[id] = maps.Clone(fields)
	}
	return c
}

var quotaFields = []string{"amount", "currency", "reason"}

// randomModel is a file of 3 to 14 quotas.
func randomModel(r *rand.Rand) model {
	m := model{}
	for i := range 3 + r.IntN(12) {
		m[fmt.Sprintf("t%02d", 2*i)] = map[string]string{"amount": fmt.Sprint(100 + r.IntN(900))}
		if r.IntN(2) == 0 {
			m[fmt.Sprintf("t%02d", 2*i)]["reason"] = fmt.Sprintf("word %d", r.IntN(9))
		}
	}
	return m
}

// changed is a model after one to four edits, none of which takes the last
// record away.
func changed(r *rand.Rand, m model) model {
	m = m.clone()
	for range 1 + r.IntN(4) {
		ids := slices.Sorted(maps.Keys(m))
		id := ids[r.IntN(len(ids))]
		switch r.IntN(10) {
		case 0:
			if len(m) > 2 {
				delete(m, id)
			}
		case 1:
			m[fmt.Sprintf("t%02d", 2*r.IntN(12)+1)] = map[string]string{"amount": fmt.Sprint(r.IntN(3))}
		case 2, 3:
			m[id]["reason"] = fmt.Sprintf("other %d", r.IntN(9))
		case 4:
			m[id]["currency"] = []string{"EUR", "USD"}[r.IntN(2)]
		case 5:
			delete(m[id], "reason")
		default:
			m[id]["amount"] = fmt.Sprint(1_000 + r.IntN(9_000))
		}
	}
	return m
}

// forms are the ways to write a model, each with a comment for every record
// where the kind of file has comments.
var forms = []struct {
	name, file string
	comments   bool
	write      func(m model) string
}{
	{"items in one line", "q.yaml", true, func(m model) string {
		return eachRecord("# Quotas.\nquota:\n", m, func(b *strings.Builder, id string, f map[string]string) {
			fmt.Fprintf(b, "  # Quota of %s.\n  - {territory: %s, measure: arr, period: FY27", id, id)
			for _, field := range quotaFields {
				if f[field] != "" {
					fmt.Fprintf(b, ", %s: %s", field, f[field])
				}
			}
			fmt.Fprintf(b, "} # note on %s\n", id)
		})
	}},
	{"a line for each field", "q.yaml", true, func(m model) string {
		return eachRecord("quota:\n", m, func(b *strings.Builder, id string, f map[string]string) {
			fmt.Fprintf(b, "  # Quota of %s.\n  - territory: %s # note on %s\n    measure: arr\n    period: FY27\n", id, id, id)
			for _, field := range quotaFields {
				if f[field] != "" {
					fmt.Fprintf(b, "    %s: %s\n", field, f[field])
				}
			}
		})
	}},
	{"rows", "quota.csv", false, func(m model) string {
		return eachRecord("territory,measure,period,amount,currency,reason\n", m, func(b *strings.Builder, id string, f map[string]string) {
			fmt.Fprintf(b, "%s,arr,FY27,%s,%s,%s\n", id, f["amount"], f["currency"], f["reason"])
		})
	}},
}

func eachRecord(head string, m model, write func(b *strings.Builder, id string, fields map[string]string)) string {
	var b strings.Builder
	b.WriteString(head)
	for _, id := range slices.Sorted(maps.Keys(m)) {
		write(&b, id, m[id])
	}
	return b.String()
}

// readModel reads a text back; ok is false if it is no plan file.
func readModel(file, text string) (m model, ok bool) {
	read := edit.ReadYAML
	if strings.HasSuffix(file, ".csv") {
		read = edit.ReadCSV
	}
	said, err := read([]byte(text))
	if err != nil {
		return nil, false
	}
	items := said.Children
	if !strings.HasSuffix(file, ".csv") {
		list, _ := said.Field("quota")
		items = list.Children
	}
	m = model{}
	for i := range items {
		id := items[i].TextOf("territory")
		if m[id] != nil || id == "" {
			return nil, false // a record that stands twice
		}
		m[id] = map[string]string{}
		for _, field := range quotaFields {
			if text := items[i].TextOf(field); text != "" {
				m[id][field] = text
			}
		}
	}
	return m, true
}

// oracle merges models field by field. Where both sides differ, ours counts.
func oracle(base, ours, theirs model) (merged model, conflicts map[string]bool) {
	merged, conflicts = model{}, map[string]bool{}
	ids := map[string]bool{}
	for _, m := range []model{base, ours, theirs} {
		for id := range m {
			ids[id] = true
		}
	}
	for id := range ids {
		b, o, t := base[id], ours[id], theirs[id]
		switch {
		case same(o, b):
			put(merged, id, t)
		case same(t, b), same(o, t):
			put(merged, id, o)
		case o == nil || t == nil:
			conflicts["quota/"+id+"/arr@FY27 "] = true
			put(merged, id, o)
		default:
			merged[id] = map[string]string{}
			for _, field := range quotaFields {
				value := o[field]
				switch {
				case o[field] == b[field]:
					value = t[field]
				case t[field] != b[field] && o[field] != t[field]:
					conflicts["quota/"+id+"/arr@FY27 "+field] = true
				}
				if value != "" {
					merged[id][field] = value
				}
			}
		}
	}
	return merged, conflicts
}

func same(a, b map[string]string) bool { return (a == nil) == (b == nil) && maps.Equal(a, b) }

func put(m model, id string, fields map[string]string) {
	if fields != nil {
		m[id] = fields
	}
}

// byLines merges texts as git does without a driver.
func byLines(t *testing.T, base, ours, theirs string, prefer bool) (text string, conflict bool) {
	t.Helper()
	dir := t.TempDir()
	names := make([]string, 3)
	for i, content := range []string{base, ours, theirs} {
		names[i] = filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(names[i], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	merged, conflict, err := vcs.MergeLines(context.Background(), names[0], names[1], names[2], vcs.Lines{Ours: prefer})
	if err != nil {
		t.Fatal(err)
	}
	return string(merged), conflict
}

// take settles every conflict of a text by taking a side.
func take(text, side string) string {
	var b strings.Builder
	skip := ""
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "<<<<<<< ours: quota/"):
			skip = map[string]string{"theirs": "=======", "ours": ""}[side]
		case strings.HasPrefix(line, "======="):
			skip = map[string]string{"theirs": "", "ours": ">>>>>>>"}[side]
		case strings.HasPrefix(line, ">>>>>>> theirs: quota/"):
			skip = ""
		case skip == "":
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestPairs merges 1,000 random pairs of concurrent edits and holds each
// against the oracle: no edit is lost, no conflict is made up, every clean
// result can be read and keeps the comments of its records. The same pairs
// merged line by line are counted for comparison (engine/docs/merging.md).
func TestPairs(t *testing.T) {
	language := testplan.Build(t, "").Schema
	count := map[string]int{}
	for seed := range uint64(1_000) {
		r := rand.New(rand.NewPCG(seed, 21))
		base := randomModel(r)
		ours, theirs := changed(r, base), changed(r, base)
		want, clash := oracle(base, ours, theirs)
		form := forms[seed%3]
		texts := [3]string{form.write(base), form.write(ours), form.write(theirs)}
		lines, _ := byLines(t, texts[0], texts[1], texts[2], true)
		got, err := merge.File(form.file, merge.Versions{Base: []byte(texts[0]), Ours: []byte(texts[1]), Theirs: []byte(texts[2]), Lines: []byte(lines)}, language)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		told := map[string]bool{}
		for _, c := range got.Conflicts {
			told[c.Addr.String()+" "+c.Field] = true
		}
		if !maps.Equal(told, clash) {
			t.Errorf("seed %d: conflicts %v, want %v", seed, told, clash)
		}
		count[form.name+": conflicts that there are"] += min(1, len(clash))
		if len(clash) == 0 {
			merged, ok := readModel(form.file, string(got.Text))
			if !ok || !maps.EqualFunc(merged, want, maps.Equal) {
				t.Errorf("seed %d: %v is\n%v, want\n%v\n%s", seed, ok, merged, want, got.Text)
			}
			for id := range want {
				if _, kept := ours[id]; form.comments && kept && (!strings.Contains(string(got.Text), "# Quota of "+id+".") || !strings.Contains(string(got.Text), "# note on "+id)) {
					t.Errorf("seed %d: the comments of %s are gone\n%s", seed, id, got.Text)
				}
			}
		} else {
			// Whichever side a person takes, all other edits of both are there.
			mirrored, _ := oracle(base, theirs, ours)
			for side, want := range map[string]model{"ours": want, "theirs": mirrored} {
				taken, ok := readModel(form.file, take(string(got.Text), side))
				if !ok || !maps.EqualFunc(taken, want, maps.Equal) {
					t.Errorf("seed %d: with %s taken: %v is\n%v, want\n%v\n%s", seed, side, ok, taken, want, got.Text)
				}
			}
		}
		plain, conflict := byLines(t, texts[0], texts[1], texts[2], false)
		switch merged, ok := readModel(form.file, plain); {
		case conflict && len(clash) == 0:
			count[form.name+": by lines, a conflict that is none"]++
		case conflict:
		case len(clash) > 0:
			count[form.name+": by lines, a conflict that is missed"]++
		case !ok || !maps.EqualFunc(merged, want, maps.Equal):
			count[form.name+": by lines, clean and wrong"]++
		}
	}
	for _, line := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%s: %d", line, count[line])
	}
	if count["rows: by lines, a conflict that is none"] < 50 {
		t.Error("the pairs are too easy to prove anything")
	}
}
