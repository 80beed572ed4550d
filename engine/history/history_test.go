package history_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/history"
	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/vcs"
)

// reader opens a repository and returns a reader from its HEAD on.
func reader(t *testing.T, dir string) (*history.Reader, vcs.Commit) {
	t.Helper()
	repository, err := vcs.Open(context.Background(), dir, vcs.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = repository.Close() })
	head, err := repository.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	memory := compile.NewMemory(nil, cuelang.InProcess{})
	whole := func(c vcs.Commit) (compile.Result, error) {
		snapshot, err := repository.Snapshot(c)
		if err != nil {
			return compile.Result{}, err
		}
		files, err := fs.Sub(snapshot, "p")
		if err != nil {
			return compile.Result{}, err
		}
		folder, err := load.Find(files, load.DefaultLimits())
		if err != nil {
			return compile.Result{}, err
		}
		result, _, err := compile.Folder(folder, memory)
		return result, err
	}
	newest, err := whole(head)
	if err != nil {
		t.Fatal(err)
	}
	return &history.Reader{
		Repository: repository, Folder: "p", Schema: newest.Schema, Moves: newest.Plan.Moves,
		Whole: func(c vcs.Commit) (*plan.Plan, error) {
			result, err := whole(c)
			return result.Plan, err
		},
	}, head
}

// told writes a log, one entry a line: message, action, fields.
func told(t *testing.T, r *history.Reader, log history.Log) []string {
	t.Helper()
	var lines []string
	for _, e := range log.Entries {
		who, err := r.Repository.Authorship(e.Commit)
		if err != nil {
			t.Fatal(err)
		}
		line := who.Subject + ": " + e.Action.String()
		if e.Action == diff.Renamed {
			line += " from " + e.From.String()
		}
		for _, f := range e.Fields {
			line += fmt.Sprintf(" %s %s=>%s", f.Path, diff.Print(f.Before), diff.Print(f.After))
		}
		lines = append(lines, line)
	}
	return lines
}

func demandLog(t *testing.T, dir, address string, want ...string) {
	t.Helper()
	r, head := reader(t, dir)
	a, err := addr.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Log(head, a)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, told(t, r, log)); diff != "" {
		t.Errorf("%s: %s", address, diff)
	}
}

func demandBlame(t *testing.T, dir, address string, want ...string) {
	t.Helper()
	r, head := reader(t, dir)
	a, err := addr.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	origins, err := r.Blame(head, a)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range origins {
		who, err := r.Repository.Authorship(o.Commit)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s=%s: %s", o.Field, diff.Print(o.Value), who.Subject))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", address, diff)
	}
}

var settings = strings.TrimLeft(testplan.Settings, "\n")

// TestLine follows records through files, kinds of file and renames.
func TestLine(t *testing.T) {
	r := testgit.New(t)
	r.Write("p/plan.yaml", settings+"measure:\n  arr: {name: ARR, unit: money}\n")
	r.Write("other.yaml", "territory:\n  a: {name: Not of the plan}\n")
	r.Commit("empty")
	r.Write("p/t.yaml", "territory:\n  a: {name: A}\nquota:\n  - {territory: a, measure: arr, period: FY27, amount: 100}\n")
	r.Commit("born")
	r.Write("p/.hidden/t.yaml", "territory:\n  a: {name: Hidden}\n")
	r.Write("p/nested/plan.yaml", "territory:\n  a: {name: Another plan}\n")
	r.Write("p/t.yaml", "# comment\nterritory:\n  a:\n    name: A\nquota:\n  - {territory: a, measure: arr, period: FY27, amount: 100}\n")
	r.Commit("layout")
	r.Remove("p/t.yaml")
	r.Write("p/x/t.yaml", "territory:\n  a:\n    name: A\n")
	r.Write("p/quota.csv", "territory,measure,period,amount\na,arr,FY27,100.00\n")
	r.Commit("other files")
	r.Write("p/quota.csv", "territory,measure,period,amount,reason\na,arr,FY27,120,more\n")
	r.Commit("raise")
	r.Write("p/x/t.yaml", "territory:\n  b:\n    name: B\n")
	r.Write("p/quota.csv", "territory,measure,period,amount,reason\nb,arr,FY27,120,more\n")
	r.Write("p/moves.yaml", "move:\n  - {from: territory/a, to: territory/b}\n")
	r.Commit("rename")
	r.Write("p/quota.csv", "territory,measure,period,amount,reason\nb,arr,FY27,150,more\n")
	r.Commit("raise again")
	demandLog(t, r.Dir, "territory/b", "rename: renamed from territory/a name A=>B", "born: added name =>A")
	demandLog(t, r.Dir, "quota/b/arr@FY27", "raise again: changed amount 120=>150", "rename: renamed from quota/a/arr@FY27",
		"raise: changed amount 100.00=>120 reason =>more", "born: added amount =>100 measure =>arr period =>FY27 territory =>a")
	demandLog(t, r.Dir, "territory/a", "rename: removed name A=>", "born: added name =>A")
	demandLog(t, r.Dir, "territory/never")
	demandBlame(t, r.Dir, "quota/b/arr@FY27", "amount=150: raise again", "measure=arr: born", "period=FY27: born", "reason=more: raise", "territory=b: rename")
	demandBlame(t, r.Dir, "territory/b", "name=B: rename")
	clone := t.TempDir()
	r.Git("clone", "-q", "--depth", "2", "file://"+r.Dir, clone)
	reader, head := reader(t, clone)
	log, err := reader.Log(head, addr.New("quota", "b/arr@FY27"))
	if got := told(t, reader, log); err != nil || !log.Cut || !slices.Equal(got, []string{"raise again: changed amount 120=>150"}) {
		t.Errorf("%v %v %v", err, log.Cut, got)
	}
	origins, err := reader.Blame(head, addr.New("quota", "b/arr@FY27"))
	if err != nil || origins[0].Cut || !origins[1].Cut {
		t.Errorf("%v %+v", err, origins)
	}
	if _, err := reader.Blame(head, addr.New("quota", "x")); err == nil {
		t.Error("a record that is not there has an origin")
	}
}

// TestMerges: a merge that takes what its parents have did nothing; each field
// goes back to the side that it came from.
func TestMerges(t *testing.T) {
	r := testgit.New(t)
	write := func(name, parent, note string) {
		r.Write("p/plan.yaml", settings+fmt.Sprintf("territory:\n  top: {name: Top}\n  all: {name: All}\n  a:\n    name: %s\n    parent: %s\n    description: %s\n", name, parent, note))
	}
	write("A", "top", "x")
	r.Commit("base")
	r.Git("checkout", "-q", "-b", "side")
	write("A", "all", "x")
	r.Commit("side moves")
	r.Git("checkout", "-q", "main")
	write("B", "top", "x")
	r.Commit("main names")
	r.Git("merge", "-q", "-s", "ours", "--no-commit", "side")
	write("B", "all", "z")
	r.Commit("merge that also describes")
	demandLog(t, r.Dir, "territory/a", "merge that also describes: changed description x=>z",
		"main names: changed name A=>B", "side moves: changed parent top=>all", "base: added description =>x name =>A parent =>top")
	demandBlame(t, r.Dir, "territory/a", "description=z: merge that also describes", "name=B: main names", "parent=all: side moves")
}

// TestCUE follows records that CUE makes.
func TestCUE(t *testing.T) {
	r := testgit.New(t)
	r.Write("p/plan.yaml", settings)
	r.Write("p/t.cue", "territory: {for x in [\"a\", \"b\"] {(x): name: \"Name of \" + x}}\n")
	r.Commit("made")
	r.Write("p/t.cue", "territory: {for x in [\"a\", \"b\"] {(x): name: \"Title of \" + x}}\n")
	r.Commit("retitled")
	r.Remove("p/t.cue")
	r.Write("p/t.yaml", "territory:\n  a: {name: Title of a}\n  b: {name: Bee}\n")
	r.Commit("written out")
	demandLog(t, r.Dir, "territory/a", "retitled: changed name Name of a=>Title of a", "made: added name =>Name of a")
	demandLog(t, r.Dir, "territory/b", "written out: changed name Title of b=>Bee", "retitled: changed name Name of b=>Title of b", "made: added name =>Name of b")
	demandBlame(t, r.Dir, "territory/a", "name=Title of a: retitled")
}

// TestAgainstWholePlans makes random histories with branches and holds the log
// and the blame of every record against reading each commit as a whole.
func TestAgainstWholePlans(t *testing.T) {
	entries := 0
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 5))
		repo := testgit.New(t)
		for i := range 14 {
			text := testplan.Random(r)
			if i > 0 && r.IntN(2) == 0 { // a small change of what is there
				text = strings.Replace(testplan.Random(rand.New(rand.NewPCG(seed, uint64(r.IntN(3))))), "Name 0", "Name 1", 1)
			}
			head, rest, _ := strings.Cut(text, "position:")
			repo.Write("p/plan.yaml", settings+head)
			repo.Remove("p/more")
			repo.Write(fmt.Sprintf("p/more/%d.yaml", r.IntN(3)), "position:"+rest)
			repo.Commit(fmt.Sprint("commit ", i))
		}
		reader, head := reader(t, repo.Dir)
		newest, err := reader.Whole(head)
		if err != nil {
			t.Fatal(err)
		}
		for i := range newest.Records.Len() {
			entries += againstWhole(t, reader, head, newest.Records.Addr(i))
		}
	}
	if entries < 200 {
		t.Errorf("only %d entries: the test proves little", entries)
	}
}

// againstWhole reads every commit of a line and compares neighbours.
func againstWhole(t *testing.T, r *history.Reader, head vcs.Commit, a addr.Addr) int {
	t.Helper()
	var want []string
	var set [][2]string // fields and who set them, the newest first
	for c := head; c.Hash != ""; {
		parents, _, err := r.Repository.Parents(c)
		if err != nil {
			t.Fatal(err)
		}
		after, err := r.Whole(c)
		if err != nil {
			t.Fatal(err)
		}
		var older vcs.Commit
		before := &plan.Plan{}
		if len(parents) > 0 {
			older = parents[0]
			if before, err = r.Whole(older); err != nil {
				t.Fatal(err)
			}
		}
		who, err := r.Repository.Authorship(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range diff.Compare(before, after, r.Schema) {
			var paths []string
			for _, f := range change.Fields {
				if change.Addr != a || f.Derived {
					continue
				}
				paths = append(paths, f.Path)
				set = append(set, [2]string{f.Path, who.Subject})
			}
			if len(paths) > 0 {
				want = append(want, who.Subject+" "+strings.Join(paths, " "))
			}
		}
		c = older
	}
	log, err := r.Log(head, a)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range log.Entries {
		who, _ := r.Repository.Authorship(e.Commit)
		var paths []string
		for _, f := range e.Fields {
			paths = append(paths, f.Path)
		}
		got = append(got, who.Subject+" "+strings.Join(paths, " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", a, diff)
	}
	origins, err := r.Blame(head, a)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range origins {
		who, _ := r.Repository.Authorship(o.Commit)
		// A field may have come with the group that it is in.
		first := slices.IndexFunc(set, func(s [2]string) bool { return o.Field == s[0] || strings.HasPrefix(o.Field, s[0]+".") })
		if first < 0 || set[first][1] != who.Subject {
			t.Errorf("%s %s: %s, want %v of %v", a, o.Field, who.Subject, first, set)
		}
	}
	return len(want)
}
