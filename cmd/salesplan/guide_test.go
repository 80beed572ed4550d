package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFirstCompPlan does what the guide for comp plans tells a newcomer to do:
// it writes the plan and the credits of the first section, runs its commands,
// and demands the output that stands there.
func TestFirstCompPlan(t *testing.T) {
	guide, err := os.ReadFile("../../plans/comp.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(guide), "## A first comp plan\n")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := map[string][]string{}
	for {
		_, rest, found := strings.Cut(section, "\n```")
		if !found {
			break
		}
		kind, rest, _ := strings.Cut(rest, "\n")
		block, rest, _ := strings.Cut(rest, "```")
		blocks[kind] = append(blocks[kind], block)
		section = rest
	}
	if len(blocks["yaml"]) != 1 || len(blocks["csv"]) != 1 || len(blocks["text"]) != 1 || len(blocks[""]) < 2 {
		t.Fatalf("the section has %v", blocks)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"my-plan/plan.yaml": blocks["yaml"][0], "credits.csv": blocks["csv"][0], "paid.csv": "position,period,amount\nseller-1,FY27-M01,5000\n"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var outputs []string
	for _, block := range blocks[""] {
		for line := range strings.Lines(block) {
			command, _, _ := strings.Cut(line, "#")
			if words := strings.Fields(command); len(words) > 1 && words[0] == "salesplan" {
				exit, out := run(t, dir, words[1:]...)
				if exit != 0 {
					t.Errorf("%s: exit %d\n%s", line, exit, out)
				}
				outputs = append(outputs, out)
			}
		}
	}
	if len(outputs) != 4 || strings.TrimSpace(outputs[0]) != strings.TrimSpace(blocks["text"][0]) {
		t.Errorf("the guide shows\n%s\nbut there is\n%s", blocks["text"][0], strings.Join(outputs, "\n"))
	}
}
