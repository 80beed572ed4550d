package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/salesplan/salesplan/engine/report"
)

// GitHub writes the findings of a check or a review as workflow commands, which
// GitHub shows as annotations: at most ten of each level, the worst first, the
// last notice with the verdict and how many findings are not among them. What a
// review found on the target already is shown only where it fails the review,
// what is waived is not shown.
func GitHub(w io.Writer, r any) error {
	o, ok := outcomeOf(r)
	if !ok {
		return &UnsupportedError{Format: "github"}
	}
	room := map[string]int{"error": mostAnnotations, "warning": mostAnnotations, "notice": mostAnnotations - 1}
	var b strings.Builder
	hidden := 0
	for _, f := range o.findings {
		level := annotationLevel(f.Severity)
		if room[level] == 0 || f.Waiver != "" || f.Status == "still" && !failing(f, o.failOn) {
			hidden++
			continue
		}
		room[level]--
		b.WriteString(o.annotation(level, f))
	}
	verdict := o.headline()
	if hidden > 0 {
		verdict += fmt.Sprintf("; %s more in the report", count(hidden, "finding"))
	}
	fmt.Fprintf(&b, "::notice title=%s::%s\n", commandProperty("salesplan "+o.kind), commandText(verdict))
	_, err := io.WriteString(w, b.String())
	return err
}

// annotationLevel returns the command that shows a severity.
func annotationLevel(severity string) string {
	switch severity {
	case "error", "warning":
		return severity
	}
	return "notice"
}

// annotation shows a finding at its place.
func (o outcome) annotation(level string, f report.Finding) string {
	properties := []string{"file=" + commandProperty(o.fileOf(f))}
	if f.Line > 0 {
		properties = append(properties, fmt.Sprintf("line=%d", f.Line))
		if f.Column > 0 {
			properties = append(properties, fmt.Sprintf("col=%d", f.Column))
		}
	}
	properties = append(properties, "title="+commandProperty(codeOf(f)+" "+f.Slug))
	return fmt.Sprintf("::%s %s::%s\n", level, strings.Join(properties, ","), commandText(messageOf(f)))
}

// commandText writes a value as the message of a workflow command. Percent
// signs come first, since they begin the escapes.
func commandText(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(quietLog(Visible(text)))
}

// commandProperty writes a value as a property of a workflow command.
func commandProperty(text string) string {
	text = commandText(strings.TrimSpace(shorten(text, longestPath)))
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(text)
}
