package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"salesplan": func() {
			dir, err := os.Getwd()
			if err != nil {
				panic(err)
			}
			program, err := os.Executable()
			if err != nil {
				panic(err)
			}
			os.Exit(cli.Main(&cli.Process{
				Caches: os.Getenv("XDG_CACHE_HOME"), Program: program,
				Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Dir: dir,
			}))
		},
	})
}

// TestScripts runs the program as users do: in folders and git repositories,
// looking at output and exit code. UPDATE=1 rewrites what cmp compares with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               isolate,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit":    exitCommand,
			"json-eq": jsonCommand,
			"commit":  commitCommand,
			"forge":   forgeCommand,
			"lines":   linesCommand,
			"at-most": atMostCommand,
			"step":    stepCommand,

			"signing-key": signingKeyCommand,
			"flip":        flipCommand,
		},
	})
}

// isolate fixes everything that could differ between machines: who commits,
// when, in which time zone, under which configuration.
func isolate(env *testscript.Env) error {
	env.Values[forgeKey{}] = &forgeSlot{}
	repository, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	for _, pair := range []string{
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ann Analyst", "GIT_AUTHOR_EMAIL=ann@example.com", "GIT_AUTHOR_DATE=2026-02-01T09:00:00Z",
		"GIT_COMMITTER_NAME=Ann Analyst", "GIT_COMMITTER_EMAIL=ann@example.com", "GIT_COMMITTER_DATE=2026-02-01T09:00:00Z",
		"TZ=UTC", "NO_COLOR=1", "LC_ALL=C", "REPOSITORY=" + repository, "XDG_CACHE_HOME=" + filepath.Join(env.WorkDir, ".cache"),
	} {
		key, value, _ := strings.Cut(pair, "=")
		env.Setenv(key, value)
	}
	return nil
}

// exitCommand runs a command and demands an exit code: exit 2 salesplan check.
func exitCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND [ARG...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if err != nil {
		if _, scanErr := fmt.Sscanf(err.Error(), "exit status %d", &code); scanErr != nil {
			ts.Fatalf("%s: %v", args[1], err)
		}
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%s: exit code %d, want %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// commitCommand commits everything: commit MESSAGE.
func commitCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: commit MESSAGE")
	}
	ts.Check(ts.Exec("git", "add", "-A"))
	ts.Check(ts.Exec("git", "commit", "-q", "--allow-empty", "-m", args[0]))
}

// jsonCommand demands a value in a JSON file: json-eq FILE PATH VALUE, where
// PATH is keys and indexes joined by dots, and len is the length of a list.
func jsonCommand(ts *testscript.TestScript, negated bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json-eq FILE PATH VALUE")
	}
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &value))
	for step := range strings.SplitSeq(args[1], ".") {
		value = jsonStep(ts, value, step)
	}
	got := fmt.Sprint(value)
	if number, ok := value.(float64); ok {
		got = strconv.FormatFloat(number, 'f', -1, 64)
	}
	if (got == args[2]) == negated {
		ts.Fatalf("%s is %s, compared with %s", args[1], got, args[2])
	}
}

func jsonStep(ts *testscript.TestScript, value any, step string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[step]
	case []any:
		if step == "len" {
			return float64(len(v))
		}
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(v) {
			ts.Fatalf("no item %s in a list of %d", step, len(v))
		}
		return v[i]
	}
	ts.Fatalf("no %s in %v", step, value)
	return nil
}
