package engine_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

// tree is a plan folder in memory that knows its earlier states.
type tree struct {
	fstest.MapFS
	known map[string]fstest.MapFS // by object id
}

func (t tree) Hash(name string) (string, error) {
	if name == "." {
		hash := sha1.New()
		for _, name := range slices.Sorted(maps.Keys(t.MapFS)) {
			fmt.Fprintf(hash, "%q %q\n", name, t.MapFS[name].Data)
		}
		id := hex.EncodeToString(hash.Sum(nil))
		t.known[id] = t.MapFS
		return id, nil
	}
	file, ok := t.MapFS[name]
	if !ok {
		return "", fs.ErrNotExist
	}
	return blobOf(file), nil
}

func blobOf(file *fstest.MapFile) string {
	if file == nil {
		return ""
	}
	sum := sha1.Sum(file.Data)
	return hex.EncodeToString(sum[:])
}

func (t tree) Since(earlier string, most int) (changes []vcs.FileChange, ok bool, err error) {
	old := t.known[earlier]
	names := slices.Sorted(maps.Keys(old))
	names = append(names, slices.Sorted(maps.Keys(t.MapFS))...)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if before, after := blobOf(old[name]), blobOf(t.MapFS[name]); before != after {
			changes = append(changes, vcs.FileChange{Path: name, Before: before, After: after})
		}
	}
	return changes, len(changes) <= most, nil
}

func (t tree) Earlier(id string) fs.FS { return tree{t.known[id], t.known} }

// facts is a store of facts in memory.
type facts struct{ sync.Map }

func (f *facts) Recall(key compile.Key) (compile.Facts, bool) {
	found, ok := f.Load(key)
	if !ok {
		return compile.Facts{}, false
	}
	return found.(compile.Facts), true
}

func (f *facts) Remember(key compile.Key, found compile.Facts) { f.Store(key, found) }

// checkedWhole returns what a run over the whole plan says, and its memo.
func checkedWhole(t *testing.T, files tree, store compile.Store) (report.Check, *near.Memo) {
	t.Helper()
	loaded, err := engine.Load(engine.Source{Files: files, Name: "plan", Path: "plan"}, compile.NewMemory(store, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	result := engine.Check(loaded, engine.CheckInput{FailOn: diag.Error})
	_, block, ok := loaded.Memo()
	if !ok {
		return result, nil
	}
	memo, err := near.Open(bytes.NewReader(block), int64(len(block)))
	if err != nil {
		t.Fatal(err)
	}
	return result, memo
}

func checkedNear(files tree, store compile.Store, memo *near.Memo) (report.Check, error) {
	return engine.CheckNear(engine.Source{Files: files, Name: "plan", Path: "plan"}, compile.NewMemory(store, cuelang.InProcess{}), memo, engine.CheckInput{FailOn: diag.Error})
}

// TestNearIsWhole changes random plans at random, and holds what is said of the
// neighbourhood of the change against what is said of the whole plan.
func TestNearIsWhole(t *testing.T) {
	rounds, seed := 30, uint64(1)
	if text := os.Getenv("SALESPLAN_NEAR_ROUNDS"); text != "" {
		rounds, _ = strconv.Atoi(text)
		seed = rand.Uint64()
	}
	answered, differing, asked, without, refused, codes := 0, 0, 0, 0, map[string]int{}, map[string]int{}
	for round := range rounds {
		r := rand.New(rand.NewPCG(seed, uint64(round)))
		drawn := newDrawing(r)
		known := map[string]fstest.MapFS{}
		store := &facts{}
		before := tree{drawn.files(), known}
		earlier, memo := checkedWhole(t, before, store)
		if memo == nil {
			without++ // it cannot be read in full
			continue
		}
		for step := range 4 {
			edits := drawn.edit(1 + r.IntN(3))
			now := tree{drawn.files(), known}
			asked++
			got, err := checkedNear(now, store, memo)
			if err != nil {
				refused[err.Error()]++
				continue
			}
			answered++
			want, _ := checkedWhole(t, now, store)
			if !reflect.DeepEqual(want.Findings, earlier.Findings) {
				differing++
			}
			for _, f := range want.Findings {
				codes[f.Code]++
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, round %d, step %d: %s (-whole +near):\n%s\nbefore:\n%s\nafter:\n%s", seed, round, step, edits, diff, shownFiles(before), shownFiles(now))
			}
		}
	}
	t.Logf("%d of %d changes were answered from the neighbourhood, %d with other findings than before; the rest: %v; findings: %v", answered, asked, differing, refused, codes)
	if without*2 > rounds {
		t.Errorf("%d of %d plans left no memo", without, rounds)
	}
	if differing*3 < asked {
		t.Errorf("only %d of %d changes were answered from the neighbourhood", answered, asked)
	}
}

// reviewedWhole returns what a review of the whole plans says.
func reviewedWhole(t *testing.T, target, head tree, store compile.Store) report.Review {
	t.Helper()
	memory := compile.NewMemory(store, cuelang.InProcess{})
	in := engine.ReviewInput{Path: "plan", FailOn: diag.Error}
	var err error
	if in.Target, err = engine.Load(engine.Source{Files: target, Path: "plan"}, memory); err != nil {
		t.Fatal(err)
	}
	if in.Head, err = engine.Load(engine.Source{Files: head, Path: "plan"}, memory); err != nil {
		t.Fatal(err)
	}
	in.Base = in.Target
	return engine.Review(in)
}

// TestReviewNearIsWhole holds a review of what is near a random change against
// one of the whole plans. The target is the plan of the memo, or has changed
// since, too.
func TestReviewNearIsWhole(t *testing.T) {
	rounds, seed := 30, uint64(1)
	if text := os.Getenv("SALESPLAN_NEAR_ROUNDS"); text != "" {
		rounds, _ = strconv.Atoi(text)
		seed = rand.Uint64()
	}
	answered, moved, asked, without, refused := 0, 0, 0, 0, map[string]int{}
	for round := range rounds {
		r := rand.New(rand.NewPCG(seed, uint64(round)))
		drawn := newDrawing(r)
		drawn.sound = r.IntN(4) > 0
		known := map[string]fstest.MapFS{}
		store := &facts{}
		kept := tree{drawn.files(), known}
		_, memo := checkedWhole(t, kept, store)
		if memo == nil {
			without++ // it cannot be read in full
			continue
		}
		for step := range 3 {
			edits := ""
			if step > 0 {
				edits = drawn.edit(1)
			}
			target := tree{drawn.files(), known}
			edits += " | " + drawn.edit(1+r.IntN(3))
			head := tree{drawn.files(), known}
			asked++
			in := engine.ReviewNearInput{
				Target: engine.Source{Files: target, Path: "plan"}, Head: engine.Source{Files: head, Path: "plan"}, FailOn: diag.Error,
			}
			got, err := engine.ReviewNear(in, compile.NewMemory(store, cuelang.InProcess{}), memo)
			if err != nil {
				refused[err.Error()]++
				continue
			}
			answered++
			want := reviewedWhole(t, target, head, store)
			if len(want.Rollup) > 0 {
				moved++
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, round %d, step %d: %s (-whole +near):\n%s\nkept:\n%s\nhead:\n%s", seed, round, step, edits, diff, shownFiles(kept), shownFiles(head))
			}
		}
	}
	t.Logf("%d of %d reviews were answered from the neighbourhood, %d with totals that move; the rest: %v", answered, asked, moved, refused)
	if without*2 > rounds {
		t.Errorf("%d of %d plans left no memo", without, rounds)
	}
	if moved*10 < asked {
		t.Errorf("only %d of %d reviews were answered from the neighbourhood and had totals that move", moved, asked)
	}
}

func shownFiles(files tree) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files.MapFS)) {
		fmt.Fprintf(&b, "--- %s\n%s", name, files.MapFS[name].Data)
	}
	return b.String()
}

// TestForeignMemosAreIgnored damages a memo in every page, cuts it off, and
// offers it for another folder.
func TestForeignMemosAreIgnored(t *testing.T) {
	known := map[string]fstest.MapFS{}
	store := &facts{}
	var files tree
	var block []byte
	for seed, ok := uint64(0), false; !ok; seed++ { // not every plan can be read in full
		if seed == 20 {
			t.Fatal("there is no memo")
		}
		files = tree{newDrawing(rand.New(rand.NewPCG(2, seed))).files(), known}
		loaded, err := engine.Load(engine.Source{Files: files, Name: "plan", Path: "plan"}, compile.NewMemory(store, cuelang.InProcess{}))
		if err != nil {
			t.Fatal(err)
		}
		engine.Check(loaded, engine.CheckInput{FailOn: diag.Error})
		_, block, ok = loaded.Memo()
	}
	now := tree{maps.Clone(files.MapFS), known}
	name := slices.Sorted(maps.Keys(now.MapFS))[0]
	now.MapFS[name] = &fstest.MapFile{Data: append(slices.Clone(now.MapFS[name].Data), "# more\n"...)}
	want, _ := checkedWhole(t, now, store)
	same := func(what string, block []byte) {
		memo, err := near.Open(bytes.NewReader(block), int64(len(block)))
		if err != nil {
			return
		}
		if got, err := checkedNear(now, store, memo); err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the memo is believed (-want +got):\n%s", what, cmp.Diff(want, got))
		}
	}
	for at := 0; at < len(block); at += 97 {
		damaged := slices.Clone(block)
		damaged[at] ^= 0x20
		same(fmt.Sprintf("byte %d is another", at), damaged)
	}
	for length := 0; length < len(block); length += 1000 {
		same(fmt.Sprintf("only %d bytes are left", length), block[:length])
	}
	memo, err := near.Open(bytes.NewReader(block), int64(len(block)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := checkedNear(now, store, memo); err != nil || !reflect.DeepEqual(got, want) {
		t.Error("the sound memo is not believed")
	}
	elsewhere := engine.Source{Files: now, Name: "plan", Path: "another"}
	if _, err := engine.CheckNear(elsewhere, compile.NewMemory(store, cuelang.InProcess{}), memo, engine.CheckInput{FailOn: diag.Error}); err == nil {
		t.Error("the memo of another folder is believed")
	}
	// Facts that are not kept any more are read again; without the files there is
	// no answer.
	if got, err := checkedNear(now, &facts{}, memo); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("without kept facts: %v", err)
	}
	gone := tree{now.MapFS, map[string]fstest.MapFS{}}
	if _, err := checkedNear(gone, &facts{}, memo); err == nil {
		t.Error("a memo is believed whose files are neither known nor there")
	}
}

// drawing is a random plan, one record a line, that is changed line by line.
type drawing struct {
	*rand.Rand
	seats bool                // positions have quotas
	sound bool                // edits break no files
	scale int                 // how many times as many ids there are as in the smallest plans
	lines map[string][]string // of a file, each a record with its collection before a tab
	next  int
}

func newDrawing(r *rand.Rand) *drawing {
	d := &drawing{Rand: r, seats: r.IntN(6) == 0, scale: 1 + 4*r.IntN(2), lines: map[string][]string{}}
	for _, all := range []struct {
		beginning string
		number    int
	}{{"territory\tt", 14}, {"position\tp", 8}, {"person\tw", 6}, {"account\ta", 5}, {"assignment_rule\tr", 8}} {
		for i := range all.number * d.scale {
			d.addLike(fmt.Sprintf("%s%d:", all.beginning, i))
		}
	}
	for range (40 + r.IntN(80)) * d.scale {
		d.add()
	}
	return d
}

// addLike writes one more record that begins in a certain way.
func (d *drawing) addLike(beginning string) {
	for {
		if line := d.record(); strings.HasPrefix(line, beginning) {
			d.write(line)
			return
		}
	}
}

// write puts a record into some file.
func (d *drawing) write(line string) string {
	name := fmt.Sprintf("%sf%d.yaml", d.one("", "", "sub/"), d.IntN(9*d.scale))
	d.lines[name] = slices.Insert(d.lines[name], d.IntN(len(d.lines[name])+1), line)
	return fmt.Sprintf("add %q to %s", line, name)
}

func (d *drawing) one(of ...string) string { return of[d.IntN(len(of))] }

// id draws one of n ids, or now and then one that there is not.
func (d *drawing) id(prefix string, n int) string {
	if d.IntN(300) == 0 {
		return prefix + "-none"
	}
	return fmt.Sprintf("%s%d", prefix, d.IntN(n*d.scale))
}

// dates draws the dates of a record.
func (d *drawing) dates() string {
	switch d.IntN(6) {
	case 0:
		return fmt.Sprintf(", from: 2026-0%d-01", 1+d.IntN(9))
	case 1:
		return fmt.Sprintf(", to: 2027-0%d-01", 1+d.IntN(9))
	case 2:
		return fmt.Sprintf(", from: 2026-0%d-01, to: 2026-0%d-01", 1+d.IntN(5), 1+d.IntN(9))
	}
	return ""
}

// record draws a record as one line.
func (d *drawing) record() string {
	switch d.IntN(16) {
	case 0, 1, 2:
		id, parent := d.IntN(14*d.scale), ""
		if d.IntN(4) > 0 && id > 0 {
			parent = fmt.Sprintf(", parent: t%d", d.IntN(id))
		} else if d.IntN(20) == 0 {
			parent = ", parent: " + d.id("t", 14)
		}
		rules := ""
		if d.IntN(2) == 0 {
			rules = fmt.Sprintf(", rules: [{rule: %s%s}]", d.id("r", 8), d.one("", "", ", inherited: true"))
		}
		return fmt.Sprintf("territory\tt%d: {name: T%d%s%s%s%s}", id, d.IntN(5), parent, rules, d.one("", ", type: y0", ", type: y1", ", container: true"), d.dates())
	case 3, 4, 5:
		covered := "territory: " + d.id("t", 14)
		if d.IntN(6) == 0 {
			covered = "account: " + d.id("a", 5)
		}
		return fmt.Sprintf("assignment\t- {%s, position: %s, coverage: %s%s%s}", covered, d.id("p", 8), d.one("owner", "owner", "owner", "overlay"), d.one("", "", ", share: 0.5", ", share: 0.25"), d.dates())
	case 6, 7, 8, 9:
		holder := "territory: " + d.id("t", 14)
		if d.seats && d.IntN(4) == 0 {
			holder = "position: " + d.id("p", 8)
		}
		return fmt.Sprintf("quota\t- {%s, measure: %s, period: %s, amount: %d%s}", holder, d.one("m0", "m0", "m0", "m1"), d.one("FY27-Q1", "FY27-Q2", "FY27-Q3", "FY27-Q4", "FY27", "FY27-H1"), 100*(1+d.IntN(3)), d.one("", "", "", ", currency: USD", ", currency: GBP"))
	case 10:
		manager := ""
		id := d.IntN(8 * d.scale)
		if id > 0 && d.IntN(3) > 0 {
			manager = fmt.Sprintf(", manager: p%d", d.IntN(id))
		} else if d.IntN(10) == 0 {
			manager = ", manager: " + d.id("p", 8)
		}
		return fmt.Sprintf("position\tp%d: {title: Seat %d%s%s%s}", id, d.IntN(3), d.one("", ", role: l0", ", role: l1"), manager, d.dates())
	case 11:
		return fmt.Sprintf("person\tw%d: {country: DE%s}", d.IntN(6*d.scale), d.dates())
	case 12:
		return fmt.Sprintf("holder\t- {position: %s, person: %s%s}", d.id("p", 8), d.id("w", 6), d.one(", from: 2026-02-01", ", from: 2026-05-01, to: 2026-09-01"))
	case 13:
		id, parent := d.IntN(5*d.scale), ""
		if d.IntN(3) == 0 {
			parent = ", parent: " + d.id("a", 5)
		}
		return fmt.Sprintf("account\ta%d: {name: A%d%s}", id, d.IntN(3), parent)
	case 14, 15:
		values := func() string {
			return fmt.Sprintf(d.one("[x%d]", "[y%d]", "[x%[1]d, y%[1]d]", "[z%d]"), d.IntN(d.scale))
		}
		second := ""
		if d.IntN(2) == 0 {
			second = fmt.Sprintf(", {field: size, operator: equals, values: %s}", values())
		}
		return fmt.Sprintf("assignment_rule\tr%d: {conditions: [{field: region, operator: %s, values: %s}%s]%s%s}", d.IntN(8*d.scale),
			d.one("equals", "equals", "starts_with"), values(), second, d.one("", "", ", active: false"), d.one("", "", "", ", filter: 1"))
	}
	return ""
}

// add writes one more record into some file.
func (d *drawing) add() string {
	line := d.record()
	if d.IntN(200) == 0 {
		line = strings.Replace(line, "{", "{unknown: 1, ", 1)
	}
	key, _, _ := strings.Cut(line, ": {")
	for _, lines := range d.lines { // few ids are there twice
		if !strings.Contains(key, "- ") && slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, key+":") }) && d.IntN(20) > 0 {
			return "nothing"
		}
		if slices.Contains(lines, line) && d.IntN(10) > 0 {
			return "nothing"
		}
	}
	return d.write(line)
}

// edit changes the plan a number of times and says how.
func (d *drawing) edit(times int) string {
	var said []string
	for range times {
		names := slices.Sorted(maps.Keys(d.lines))
		name := names[d.IntN(len(names))]
		lines := d.lines[name]
		at := d.IntN(max(len(lines), 1))
		kind := d.IntN(12)
		if d.sound && kind > 9 {
			kind = 5
		}
		switch {
		case kind < 3 || len(lines) == 0:
			said = append(said, d.add())
		case kind < 5:
			said = append(said, fmt.Sprintf("remove %q from %s", lines[at], name))
			d.lines[name] = slices.Delete(lines, at, at+1)
		case kind < 8: // another record in its place, of the same id if it can be had
			collection, _, _ := strings.Cut(lines[at], ":")
			for range 200 {
				if line := d.record(); strings.HasPrefix(line, collection+":") || strings.HasPrefix(line, "quota") && strings.HasPrefix(collection, "quota") {
					said = append(said, fmt.Sprintf("%q in %s for %q", line, name, lines[at]))
					lines[at] = line
					break
				}
			}
		case kind == 8: // move it to another file
			line, to := lines[at], names[d.IntN(len(names))]
			d.lines[name] = slices.Delete(lines, at, at+1)
			d.lines[to] = append(d.lines[to], line)
			said = append(said, fmt.Sprintf("move %q from %s to %s", line, name, to))
		case kind == 9: // rename the file
			to := path.Join(path.Dir(name), fmt.Sprintf("g%d.yaml", d.next))
			d.next++
			d.lines[to] = lines
			delete(d.lines, name)
			said = append(said, "rename "+name+" to "+to)
		case kind == 10: // write it twice
			d.lines[name] = append(lines, lines[at])
			said = append(said, fmt.Sprintf("repeat %q in %s", lines[at], name))
		case kind == 11: // break it
			broken := strings.Replace(lines[at], "{", d.one("{unknown: 1, ", "{from: x, ", "{name: [], ", "{unknown: 1, ", "{territory: [], ", "{{"), 1)
			said = append(said, fmt.Sprintf("write %q for %q in %s", broken, lines[at], name))
			lines[at] = broken
		}
	}
	return strings.Join(said, "; ")
}

// files writes the plan.
func (d *drawing) files() fstest.MapFS {
	files := fstest.MapFS{
		"plan.yaml": {Data: []byte(`plan:
  name: Drawn
  currency: EUR
  calendar: {kind: months, start_month: 2, named_by: end}
  years: [FY27]
  fx_rates: {USD: 0.9}
  over_assignment: {min: 1, max: 2}
measure:
  m0: {name: M, unit: money, quota_by: territory, quota_grain: quarter}
  m1: {name: N, unit: count, quota_by: position, quota_grain: half}
role:
  l0: {name: Lead, job_family: sales, manager: true, measures: [m0, m1]}
  l1: {name: Rep, job_family: sales, measures: [m0]}
territory_type:
  y0: {name: Y, priority: 1}
  y1: {name: Z, priority: 2}
move:
  - {from: territory/t-old, to: territory/t3}
  - {from: territory/t13, to: territory/t12}
`)},
	}
	for name, lines := range d.lines {
		var b strings.Builder
		var written []string
		for _, line := range lines {
			if collection, _, _ := strings.Cut(line, "\t"); !slices.Contains(written, collection) {
				written = append(written, collection)
				fmt.Fprintf(&b, "%s:\n", collection)
				for _, other := range lines {
					if of, text, _ := strings.Cut(other, "\t"); of == collection {
						fmt.Fprintf(&b, "  %s\n", text)
					}
				}
			}
		}
		if b.Len() > 0 {
			files[name] = &fstest.MapFile{Data: []byte(b.String())}
		}
	}
	return files
}
