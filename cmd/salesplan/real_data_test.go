package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/cli"
	"github.com/salesplan/salesplan/engine/report"
)

// realData is where a field force's published metadata lies beside the
// repository, on machines that have it. It is not part of the project.
const realData = "../../../shared/data/real/salesforce"

// run runs the program in a folder and returns exit code and output.
func run(t *testing.T, dir string, args ...string) (exit int, stdout string) {
	t.Helper()
	var out, problems bytes.Buffer
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	exit = cli.Main(&cli.Process{
		Program: program, Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Getenv: func(string) string { return "" }, Dir: dir,
	})
	if problems.Len() > 0 {
		t.Logf("stderr of %v: %s", args, problems.String())
	}
	return exit, out.String()
}

// git runs git in a folder, apart from the user's configuration.
func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@example.com", "GIT_COMMITTER_NAME=Ann", "GIT_COMMITTER_EMAIL=ann@example.com")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// TestRealignmentOfAFieldForce imports two successive territory models of one
// field force and reviews the change between them.
func TestRealignmentOfAFieldForce(t *testing.T) {
	source, err := filepath.Abs(realData)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(source); err != nil {
		t.Skip("the real territory models do not lie beside this repository")
	}
	repository := t.TempDir()
	git(t, repository, "init", "-q")
	for _, model := range []string{"2021-02-21", "2021-05-26"} {
		if exit, out := run(t, repository, "import", "salesforce", filepath.Join(source, model), "--into", "plan"); exit != 0 {
			t.Fatalf("import of %s: exit %d\n%s", model, exit, out)
		}
		git(t, repository, "add", "-A")
		git(t, repository, "commit", "-q", "-m", model)
	}
	exit, out := run(t, repository, "review", "--base", "HEAD~1", "--head", "HEAD", "--format", "json")
	var review report.Review
	if err := json.Unmarshal([]byte(out), &review); err != nil || exit != 0 {
		t.Fatalf("exit %d, %v", exit, err)
	}
	if got, want := review.Summary["territory"], (report.Actions{Added: 10, Removed: 8, Moved: 14}); got != want {
		t.Errorf("territories %+v, want %+v", got, want)
	}
	var newOwner []string
	for _, c := range review.Changes {
		if c.Action == "moved" && slices.Contains(c.Facets, "ownership") {
			newOwner = append(newOwner, c.Address)
		}
	}
	if !slices.Equal(newOwner, []string{"territory/named-account-a"}) {
		t.Errorf("moved with a new owner: %v", newOwner)
	}
	for code, want := range map[string][]string{
		"TER005": {"territory/northern-ca", "territory/northern-tx-ok", "territory/olb", "territory/southeast", "territory/southern-tx"},
		"TER006": {"assignment_rule/territoryid125", "assignment_rule/territoryid127"},
		"POS001": {"position/rep-18", "position/rep-19", "position/rep-24"},
	} {
		var got []string
		for _, f := range review.Findings {
			if f.Code == code && f.Status != "fixed" {
				got = append(got, f.Address)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	exportedAsRead(t, repository, filepath.Join(source, "2021-05-26"))
}

// exportedAsRead exports the plan and demands the bytes that were imported.
func exportedAsRead(t *testing.T, dir, source string) {
	t.Helper()
	into := t.TempDir()
	if exit, out := run(t, dir, "export", "salesforce", "plan", "--into", into); exit != 0 {
		t.Fatalf("export: exit %d\n%s", exit, out)
	}
	files := 0
	err := filepath.WalkDir(source, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		relative, err := filepath.Rel(source, name)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if got, err := os.ReadFile(filepath.Join(into, relative)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s does not come back as it was read: %v", relative, err)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files compared, %v", files, err)
	}
}
