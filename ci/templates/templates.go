// Package templates holds the CI files that salesplan offers, and fills in what
// differs between repositories. It does not know how they are written; they are
// made from templates.cue by ci/gentemplates.
package templates

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed github/workflows gitlab
var files embed.FS

// Platforms are the platforms that there are files for.
var Platforms = []string{"github", "gitlab"}

// File is a file of a repository.
type File struct {
	Path string // with slashes, below the root
	Text string
}

// Choices are what differs between repositories.
type Choices struct {
	Plan    string // the plan's folder below the root; "" or . where it is the root
	Version string // of salesplan, as "go install" takes it
}

// For returns the files of a platform. The last of GitLab's is the pipeline of
// a repository that has none: others include the one before it.
func For(platform string, c Choices) ([]File, error) {
	switch platform {
	case "github":
		return c.read("github/workflows", ".github/workflows", "salesplan.yml", "salesplan-post.yml")
	case "gitlab":
		list, err := c.read("gitlab", ".gitlab", "salesplan.yml")
		return append(list, File{Pipeline, c.include()}), err
	}
	return nil, fmt.Errorf("there are CI files for %s, not for %s", strings.Join(Platforms, " and "), platform)
}

// Pipeline is the file that GitLab reads.
const Pipeline = ".gitlab-ci.yml"

func (c Choices) read(from, to string, names ...string) ([]File, error) {
	var list []File
	for _, name := range names {
		text, err := files.ReadFile(from + "/" + name)
		if err != nil {
			return nil, err
		}
		list = append(list, File{to + "/" + name, c.fill(string(text))})
	}
	return list, nil
}

// The lines that a workflow leaves open.
const (
	openPlan    = `SALESPLAN_PLAN: "" # the plan's folder, where there are several`
	openVersion = `SALESPLAN_VERSION: main # pin it: a version or a commit of salesplan`
)

// fill fills in the open lines of a workflow.
func (c Choices) fill(text string) string {
	text = strings.ReplaceAll(text, openPlan, "SALESPLAN_PLAN: "+quoted(c.Plan))
	if c.Version != "main" {
		text = strings.ReplaceAll(text, openVersion, "SALESPLAN_VERSION: "+quoted(c.Version))
	}
	return text
}

// include is a pipeline of salesplan alone.
func (c Choices) include() string {
	return fmt.Sprintf("include:\n  - local: .gitlab/salesplan.yml\n    inputs:\n      plan: %s\n      version: %s\n", quoted(c.Plan), quoted(c.Version))
}

// quoted writes a text in the way of JSON, which YAML reads.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		return `""` // texts always marshal
	}
	return string(b)
}
