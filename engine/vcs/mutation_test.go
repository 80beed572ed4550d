package vcs_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/salesplan/salesplan/engine/vcs"
)

// TestA11MutatedRepositories damages one file of a packed repository at a time.
// Whatever can still be read must be what was written.
func TestA11MutatedRepositories(t *testing.T) {
	g := sample(t)
	for i := range 30 {
		g.Write("plan/long.csv", fmt.Sprintf("%d\n%s", i, sampleFiles["plan/a.yaml"]))
		g.Commit("more")
	}
	g.Git("repack", "-adfq", "--depth=20")
	g.Git("pack-refs", "--all")
	g.Remove(".git/hooks")
	git := filepath.Join(g.Dir, ".git")
	var targets []string
	for _, pattern := range []string{"objects/pack/*.pack", "objects/pack/*.idx", "HEAD", "packed-refs", "config"} {
		found, err := filepath.Glob(filepath.Join(git, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		targets = append(targets, found...)
	}
	r := openRepository(t, g.Dir)
	one, head := resolve(t, r, "v1"), resolve(t, r, "HEAD")
	random := rand.New(rand.NewPCG(1, 3))
	for round := range 240 {
		target := targets[round%len(targets)]
		sound, err := os.ReadFile(target)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(target, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, mutated(random, sound), 0o600); err != nil {
			t.Fatal(err)
		}
		checkDamaged(t, g.Dir, one, head)
		if err := os.WriteFile(target, sound, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// mutated flips, cuts, doubles or overwrites a part of the data.
func mutated(random *rand.Rand, data []byte) []byte {
	out := append([]byte(nil), data...)
	at := random.IntN(len(out))
	switch random.IntN(4) {
	case 0:
		out[at] ^= 1 << random.IntN(8)
	case 1:
		out = out[:at]
	case 2:
		out = append(out[:at:at], data[max(0, at-20):]...)
	case 3:
		for i := at; i < min(len(out), at+8); i++ {
			out[i] = 0xff
		}
	}
	return out
}

func checkDamaged(t *testing.T, dir string, one, head vcs.Commit) {
	t.Helper()
	r, err := vcs.Open(t.Context(), dir, vcs.DefaultLimits())
	if err != nil {
		return
	}
	defer r.Close()
	if _, err := r.Resolve("v1"); err != nil && len(err.Error()) > 1000 {
		t.Errorf("long message %v", err)
	}
	_ = readEverything(r, one, head) // must end
	s, err := r.Snapshot(head)
	if err != nil {
		return
	}
	for path, want := range sampleFiles {
		if data, err := s.ReadFile(path); err == nil && string(data) != want {
			t.Errorf("%s: got %q, want %q", path, data, want)
		}
	}
}
