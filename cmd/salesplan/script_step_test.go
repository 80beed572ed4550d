package main_test

import (
	"bytes"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"gopkg.in/yaml.v3"
)

// stepCommand runs a script of a CI file as the CI does and demands an exit
// code: step CODE FILE NAME, where NAME is that of a step of GitHub or of a job
// of GitLab. A script that installs salesplan is left out: it is there.
func stepCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 3 {
		ts.Fatalf("usage: step CODE FILE NAME")
	}
	for _, script := range scriptsOf(ts, ts.ReadFile(args[1]), args[2]) {
		if strings.HasPrefix(script, "go install ") {
			continue
		}
		exitCommand(ts, false, []string{args[0], "bash", "-e", "-c", script})
	}
}

// scriptsOf returns the scripts of a step or job.
func scriptsOf(ts *testscript.TestScript, text, name string) []string {
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	for {
		var file struct {
			Jobs map[string]struct {
				Steps []struct{ Name, Run string }
			}
			Rest map[string]any `yaml:",inline"`
		}
		if err := decoder.Decode(&file); err != nil {
			ts.Fatalf("there is no step %s: %v", name, err)
		}
		for _, job := range file.Jobs {
			for _, s := range job.Steps {
				if s.Name == name {
					return []string{s.Run}
				}
			}
		}
		if job, ok := file.Rest[name].(map[string]any); ok {
			var scripts []string
			for _, line := range job["script"].([]any) {
				scripts = append(scripts, line.(string))
			}
			return scripts
		}
	}
}
