package main_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/testforge"
)

// forgeKey finds the fake platform of a script.
type forgeKey struct{}

// forgeSlot holds it once it is started.
type forgeSlot struct{ forge *testforge.Forge }

// forgeCommand is a platform to post to, for one repository acme/plans:
//
//	forge start github|gitlab NUMBER REV   starts one with an open change
//	forge head NUMBER REV                  moves its head, or opens another
//	forge say AUTHOR FILE                  somebody comments
//	forge fail STATUS TIMES [BODY]         the next requests are refused
//	forge event VARIABLE REV               a variable names a commit, as events do
//	forge approve LOGIN REV [STATE [TEAM]] somebody reviews a commit
//	forge comments FILE                    writes what people see there
func forgeCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: forge start|head|event|say|fail|approve|comments ARG...")
	}
	slot := ts.Value(forgeKey{}).(*forgeSlot)
	switch args[0] {
	case "start":
		slot.forge = startForge(ts, args[1], number(ts, args[2]), commitOf(ts, args[3]))
	case "head":
		slot.forge.SetHead(number(ts, args[1]), commitOf(ts, args[2]))
	case "event":
		ts.Setenv(args[1], commitOf(ts, args[2]))
	case "say":
		slot.forge.Say(args[1], ts.ReadFile(args[2]))
	case "fail":
		failure := testforge.Failure{Status: number(ts, args[1]), Body: strings.Join(args[3:], " ")}
		for range number(ts, args[2]) {
			slot.forge.Fail(failure)
		}
	case "approve":
		given := append(args[3:], "APPROVED", "")
		if len(args) > 3 {
			given = append(args[3:], "")
		}
		slot.forge.Approve(testforge.Approval{Login: args[1], Commit: commitOf(ts, args[2]), State: given[0], Team: given[1]})
	case "comments":
		var b strings.Builder
		for _, c := range slot.forge.Comments() {
			if !c.Hidden {
				fmt.Fprintf(&b, "== %s\n%s\n", c.Author, c.Body)
			}
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
	default:
		ts.Fatalf("forge cannot %s", args[0])
	}
}

// startForge starts a fake platform and says where it is, as a CI job would.
func startForge(ts *testscript.TestScript, name string, number int, head string) *testforge.Forge {
	fake := testforge.New(number, head)
	handler := fake.GitHub()
	if name == "gitlab" {
		handler = fake.GitLab()
	}
	server := httptest.NewServer(handler)
	ts.Defer(server.Close)
	ts.Setenv("GITHUB_GRAPHQL_URL", server.URL)
	ts.Setenv("CI_API_V4_URL", server.URL+"/api/v4")
	for _, variable := range []string{"GITHUB_TOKEN", "GITLAB_TOKEN"} {
		ts.Setenv(variable, testforge.Token)
	}
	ts.Setenv("GITHUB_REPOSITORY", "acme/plans")
	ts.Setenv("CI_PROJECT_ID", "77")
	return fake
}

func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return n
}

// commitOf returns the commit of a revision; a word that names none stays.
func commitOf(ts *testscript.TestScript, revision string) string {
	git := exec.Command("git", "rev-parse", "-q", "--verify", revision)
	git.Dir = ts.MkAbs(".")
	out, err := git.Output()
	if err != nil {
		return revision
	}
	return strings.TrimSpace(string(out))
}

// linesCommand writes a file of many lines: lines FILE COUNT HEAD TEXT, where %
// in the text is the number of the line.
func linesCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 4 {
		ts.Fatalf("usage: lines FILE COUNT HEAD TEXT")
	}
	var b strings.Builder
	b.WriteString(args[2] + "\n")
	for i := range number(ts, args[1]) {
		b.WriteString(strings.ReplaceAll(args[3], "%", fmt.Sprintf("%05d", i)) + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o644))
}

// atMostCommand demands a size: at-most BYTES FILE...
func atMostCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: at-most BYTES FILE...")
	}
	for _, name := range args[1:] {
		if size := len(ts.ReadFile(name)); size > number(ts, args[0]) {
			ts.Fatalf("%s has %d bytes", name, size)
		}
	}
}
