package vcs_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// randomHistory makes commits refs/heads/c0 … with 0 to 3 parents each, and
// dates that go back now and then if clocks are wrong.
func randomHistory(random *rand.Rand, commits int, wrongClocks bool) string {
	var script strings.Builder
	for i := range commits {
		date := 1_767_603_600 + i/2 // pairs of commits in the same second
		if wrongClocks {
			date = 1_767_603_600 + random.IntN(commits)
		}
		fmt.Fprintf(&script, "commit refs/heads/c%d\nmark :%d\ncommitter A <a@x> %d +0000\ndata 3\n%03d", i, i+1, date, i)
		seen := map[int]bool{}
		for range []int{1, 1, 1, 2, 2, 3, 0}[random.IntN(7)] {
			parent := max(0, i-1-random.IntN(6))
			if i == 0 || seen[parent] {
				continue
			}
			keyword := "merge"
			if len(seen) == 0 {
				keyword = "from"
			}
			fmt.Fprintf(&script, "\n%s :%d", keyword, parent+1)
			seen[parent] = true
		}
		script.WriteString("\n\n")
	}
	return script.String()
}

// TestMergeBasesAsGit compares with git merge-base --all on random histories
// with criss-cross merges and unrelated roots.
func TestMergeBasesAsGit(t *testing.T) {
	const commits = 40
	several, none := 0, 0
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 2))
		g := testgit.New(t, "--bare")
		g.Input(randomHistory(random, commits, seed%2 == 1), "fast-import", "--quiet", "--force")
		r := openRepository(t, g.Dir)
		for range 30 {
			a := resolve(t, r, fmt.Sprintf("c%d", random.IntN(commits)))
			b := resolve(t, r, fmt.Sprintf("c%d", random.IntN(commits)))
			out, _ := g.Try("", "merge-base", "--all", a.Hash, b.Hash) // fails where there is none
			want := strings.Fields(out)
			got, err := r.MergeBases(a, b)
			switch {
			case len(want) == 0:
				none++
				if !errors.Is(err, vcs.ErrNoMergeBase) {
					t.Errorf("seed %d: got %v, %v, want ErrNoMergeBase", seed, got, err)
				}
				continue
			case err != nil:
				t.Errorf("seed %d: %v", seed, err)
				continue
			case len(want) > 1:
				several++
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, sortedHashes(got)); diff != "" {
				t.Errorf("seed %d: %s", seed, diff)
			}
		}
	}
	if several == 0 || none == 0 {
		t.Errorf("the histories had %d pairs with several bases and %d with none: not a test", several, none)
	}
}

func sortedHashes(commits []vcs.Commit) []string {
	var hashes []string
	for _, c := range commits {
		hashes = append(hashes, c.Hash)
	}
	slices.Sort(hashes)
	return hashes
}

func TestMergeBaseAfterCrissCross(t *testing.T) {
	g := sample(t)
	g.Git("branch", "left")
	g.Git("switch", "-q", "-c", "right")
	r1 := g.Commit("r1")
	g.Git("switch", "-q", "left")
	l1 := g.Commit("l1")
	g.Git("merge", "-q", "--no-ff", "-m", "l2", r1)
	g.Git("switch", "-q", "right")
	g.Git("merge", "-q", "--no-ff", "-m", "r2", l1)
	r := openRepository(t, g.Dir)
	left, right := resolve(t, r, "left"), resolve(t, r, "right")
	_, err := r.MergeBase(left, right)
	var ambiguous *vcs.AmbiguousMergeBaseError
	if !errors.As(err, &ambiguous) {
		t.Fatalf("got %v, want AmbiguousMergeBaseError", err)
	}
	// l1 was committed an hour after r1.
	if got := []string{ambiguous.Bases[0].Hash, ambiguous.Bases[1].Hash}; !slices.Equal(got, []string{l1, r1}) {
		t.Errorf("bases %v, want the newest first", got)
	}
	if !strings.Contains(err.Error(), l1) || !strings.Contains(err.Error(), r1) {
		t.Errorf("%v does not name the bases", err)
	}
}

// TestMergeBaseReadsLittle has a history much longer than the limit.
func TestMergeBaseReadsLittle(t *testing.T) {
	g := testgit.New(t, "--bare")
	var script strings.Builder
	for i := range 500 {
		fmt.Fprintf(&script, "commit refs/heads/main\ncommitter A <a@x> %d +0000\ndata 0\n\n", 1_767_603_600+i)
	}
	g.Input(script.String(), "fast-import", "--quiet")
	limits := vcs.DefaultLimits()
	limits.Commits = 12
	r := openWithin(t, g.Dir, limits)
	head, base := resolve(t, r, "main"), resolve(t, r, "main~10")
	if got, err := r.MergeBase(head, base); err != nil || got != base {
		t.Errorf("got %v, %v", got, err)
	}
	var limit *vcs.LimitError
	far, err := r.Resolve(g.Git("rev-parse", "main~20"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.MergeBase(head, far); !errors.As(err, &limit) {
		t.Errorf("got %v, want LimitError", err)
	}
}
