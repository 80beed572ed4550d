package render_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/render"
)

// An annotation is a workflow command as GitHub's runner reads it.
type annotation struct {
	level, message string
	properties     map[string]string
}

// annotations reads workflow commands in the way of the runner: the escapes of
// properties, then those of the message.
func annotations(t *testing.T, text string) []annotation {
	t.Helper()
	data := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	property := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	var seen []annotation
	for line := range strings.Lines(text) {
		head, message, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, "::"), "\n"), "::")
		if !ok || !strings.HasPrefix(line, "::") {
			t.Fatalf("%q is no command", line)
		}
		level, list, _ := strings.Cut(head, " ")
		a := annotation{level, data.Replace(message), map[string]string{}}
		for pair := range strings.SplitSeq(list, ",") {
			key, value, _ := strings.Cut(pair, "=")
			if _, twice := a.properties[key]; twice {
				t.Fatalf("%q says %s twice", line, key)
			}
			a.properties[key] = property.Replace(value)
		}
		seen = append(seen, a)
	}
	return seen
}

func TestGitHubShowsOpenFindings(t *testing.T) {
	seen := annotations(t, drawn(t, "github", fullReview()))
	want := annotation{"error", "the quotas differ", map[string]string{
		"file": "plan/quota.csv", "line": "3", "col": "5", "title": "QUO004 quota-outside-band",
	}}
	if diff := cmp.Diff(want, seen[0], cmp.AllowUnexported(annotation{})); diff != "" {
		t.Error(diff)
	}
	last := seen[len(seen)-1]
	if len(seen) != 3 || last.level != "notice" || last.message != "failed: 1 error, 1 warning, 1 info; 1 finding more in the report" {
		t.Errorf("%+v", seen)
	}
}

func sameAnnotations(t *testing.T, path, bad string, want, got []annotation) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s = %.60q: %d commands, want %d", path, bad, len(got), len(want))
	}
	for i, a := range got {
		for key := range a.properties {
			if !slices.Contains([]string{"file", "line", "col", "title"}, key) {
				t.Fatalf("%s = %.60q makes the property %s", path, bad, key)
			}
		}
		quiet(t, path, bad, "message: "+a.message+"\n")
		if wanted := strings.ReplaceAll(want[i].message, harmless, render.Visible(bad)); short(bad) && strings.TrimSpace(bad) == bad &&
			want[i].level == a.level && !sameWords(a.message, wanted) {
			t.Fatalf("%s = %.60q: the message %q, want %q", path, bad, a.message, wanted)
		}
	}
}
