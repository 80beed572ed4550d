// Package testgit builds git repositories for tests with the git program. The
// same calls make the same commit hashes on every machine: author, dates and
// configuration are fixed. It is imported by tests only; its entry point is
// [New].
package testgit

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Repo is a git repository in a temporary directory. A failing git command
// ends the test.
type Repo struct {
	Dir string // where commands run: top of the work tree, or the bare repository

	t       testing.TB
	commits int
}

// New makes an empty repository on branch main. The options are those of git
// init, such as --bare.
func New(t testing.TB, options ...string) *Repo {
	t.Helper()
	r := At(t, t.TempDir())
	r.Git(append([]string{"init", "-q", "-b", "main"}, options...)...)
	return r
}

// At uses a directory that exists, such as a clone.
func At(t testing.TB, dir string) *Repo { return &Repo{Dir: dir, t: t} }

// Write writes a file below Dir, making directories as needed.
func (r *Repo) Write(path, content string) {
	r.t.Helper()
	name := filepath.Join(r.Dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// Remove removes a file or directory below Dir.
func (r *Repo) Remove(path string) {
	r.t.Helper()
	if err := os.RemoveAll(filepath.Join(r.Dir, filepath.FromSlash(path))); err != nil {
		r.t.Fatal(err)
	}
}

// Commit commits the whole work tree, changed or not, and returns the hash.
// Each commit is an hour after the one before.
func (r *Repo) Commit(message string) string {
	r.t.Helper()
	r.Git("add", "-A")
	r.Git("commit", "-q", "--allow-empty", "-m", message)
	r.commits++
	return r.Git("rev-parse", "HEAD")
}

// Git runs a git command and returns what it prints, without the last line
// feed.
func (r *Repo) Git(args ...string) string {
	r.t.Helper()
	return r.Input("", args...)
}

// Input runs a git command that reads the text.
func (r *Repo) Input(text string, args ...string) string {
	r.t.Helper()
	out, err := r.Try(text, args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// Try runs a git command that may fail.
func (r *Repo) Try(text string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = r.Dir
	cmd.Env = r.environment()
	cmd.Stdin = strings.NewReader(text)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, complaint.String())
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}

// environment isolates git from the machine and fixes who and when.
func (r *Repo) environment() []string {
	when := time.Date(2026, 1, 5, 9+r.commits, 0, 0, 0, time.UTC).Format(time.RFC3339)
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.Dir, "LC_ALL=C", "TZ=UTC",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		// Housekeeping in the background would outlive the test.
		"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=gc.auto", "GIT_CONFIG_VALUE_0=0",
		"GIT_CONFIG_KEY_1=maintenance.auto", "GIT_CONFIG_VALUE_1=false",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_AUTHOR_DATE=" + when,
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com", "GIT_COMMITTER_DATE=" + when,
	}
}
