package templates_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/ci/templates"
)

// workflow is what the tests ask of a workflow of GitHub or an action.
type workflow struct {
	On          map[string]any
	Permissions map[string]string
	Jobs        map[string]struct {
		Permissions map[string]string
		Steps       []step
	}
	Runs struct{ Steps []step }
}

type step struct {
	Uses, Run string
	Env, With map[string]string
}

func (w workflow) steps() []step {
	all := w.Runs.Steps
	for _, job := range w.Jobs {
		all = append(all, job.Steps...)
	}
	return all
}

func read(t *testing.T, name string) (workflow, string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	if err := yaml.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	if len(w.steps()) == 0 {
		t.Fatalf("%s has no steps", name)
	}
	return w, string(text)
}

const (
	stageOne = "github/workflows/salesplan.yml"
	stageTwo = "github/workflows/salesplan-post.yml"
	action   = "github/action.yml"
)

// TestActionsArePinned: to a commit, with the tag that it had beside it.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	for _, name := range []string{stageOne, stageTwo, action} {
		_, text := read(t, name)
		for line := range strings.Lines(text) {
			if strings.Contains(line, "uses:") && !pinned.MatchString(strings.TrimSpace(line)) {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

// TestNoExpressionInScripts: what comes from an event reaches a script as a
// variable, never as its text.
func TestNoExpressionInScripts(t *testing.T) {
	for _, name := range []string{stageOne, stageTwo, action} {
		w, _ := read(t, name)
		for _, s := range w.steps() {
			if strings.Contains(s.Run, "${{") {
				t.Errorf("%s: an expression in the script %s", name, s.Run)
			}
		}
	}
}

// TestStageOneHasNoSecret: it runs for pull requests from forks, when they are
// approved, and in the merge queue. Only the step that asks for approvals, and
// reads no file, has a token; it may only read.
func TestStageOneHasNoSecret(t *testing.T) {
	w, text := read(t, stageOne)
	if w.On["pull_request"] == nil || w.On["pull_request_review"] == nil || w.On["merge_group"] == nil || len(w.On) != 3 {
		t.Errorf("it runs on %v", w.On)
	}
	if strings.Contains(text, "secrets.") || strings.Count(text, "github.token") != 1 || strings.Contains(text, "write") {
		t.Error("it has a secret or may write")
	}
	for name, job := range w.Jobs {
		if len(job.Permissions) != 2 || job.Permissions["contents"] != "read" || job.Permissions["pull-requests"] != "read" {
			t.Errorf("%s may %v", name, job.Permissions)
		}
	}
	for _, s := range w.steps() {
		if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != "false" {
			t.Error("the checkout keeps its credentials")
		}
		if strings.Contains(s.Env["GITHUB_TOKEN"], "github.token") && !regexp.MustCompile(`^salesplan approvals [^\n]*$`).MatchString(s.Run) {
			t.Errorf("a token for %s", s.Run)
		}
	}
}

// TestStageTwoRunsNothingOfThePullRequest: it may write, so it checks nothing
// out, restores no cache and runs but two commands.
func TestStageTwoRunsNothingOfThePullRequest(t *testing.T) {
	w, text := read(t, stageTwo)
	if w.On["workflow_run"] == nil || len(w.On) != 1 || len(w.Permissions) != 0 {
		t.Errorf("it runs on %v with %v", w.On, w.Permissions)
	}
	if strings.Contains(text, "pull_request_target") || strings.Contains(text, "secrets.") {
		t.Error("it knows more than it must")
	}
	job := w.Jobs["post"]
	if len(w.Jobs) != 1 || len(job.Permissions) != 2 || job.Permissions["actions"] != "read" || job.Permissions["pull-requests"] != "write" {
		t.Errorf("it may %v", job.Permissions)
	}
	runs := 0
	for _, s := range job.Steps {
		if strings.HasPrefix(s.Uses, "actions/checkout@") || strings.HasPrefix(s.Uses, "actions/cache@") {
			t.Errorf("it uses %s", s.Uses)
		}
		if s.Run != "" {
			runs++
		}
		if strings.Contains(s.Run, "salesplan post") && (!strings.Contains(s.Run, `--head "$HEAD"`) || s.Env["HEAD"] != "${{ github.event.workflow_run.head_sha }}") {
			t.Error("the report may be about any commit")
		}
	}
	if runs != 2 {
		t.Errorf("it runs %d scripts", runs)
	}
}

// TestShellReadsTheScripts: bash finds no mistake in any script, before it runs
// one.
func TestShellReadsTheScripts(t *testing.T) {
	var scripts []string
	for _, name := range []string{stageOne, stageTwo, action} {
		w, _ := read(t, name)
		for _, s := range w.steps() {
			if s.Run != "" {
				scripts = append(scripts, s.Run)
			}
		}
	}
	generic, err := os.ReadFile("salesplan-review.sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range append(scripts, string(generic)) {
		bash := exec.CommandContext(t.Context(), "bash", "-n")
		bash.Stdin = strings.NewReader(script)
		if out, err := bash.CombinedOutput(); err != nil {
			t.Errorf("%v: %s\n%s", err, out, script)
		}
	}
}

func TestForFillsIn(t *testing.T) {
	const plan = `plans/fy 27 "a": b # c`
	for _, platform := range templates.Platforms {
		files, err := templates.For(platform, templates.Choices{Plan: plan, Version: "v1.2.3"})
		if err != nil {
			t.Fatal(err)
		}
		found, pinned := 0, 0
		for _, f := range files {
			decoder := yaml.NewDecoder(strings.NewReader(f.Text))
			for {
				var document yaml.Node
				if decoder.Decode(&document) != nil {
					break
				}
				found += count(&document, plan)
				pinned += count(&document, "v1.2.3")
			}
		}
		if want := map[string]int{"github": 2, "gitlab": 1}[platform]; found != 1 || pinned != want {
			t.Errorf("%s: the plan stands there %d times, the version %d times", platform, found, pinned)
		}
	}
	if _, err := templates.For("cvs", templates.Choices{}); err == nil {
		t.Error("there are CI files for cvs")
	}
}

// count counts the scalars of a document that are a text.
func count(node *yaml.Node, text string) int {
	n := 0
	if node.Kind == yaml.ScalarNode && node.Value == text {
		n++
	}
	for _, child := range node.Content {
		n += count(child, text)
	}
	return n
}
