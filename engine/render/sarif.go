package render

import (
	"io"
	"strings"

	"github.com/salesplan/salesplan/engine/explain"
	"github.com/salesplan/salesplan/engine/report"
)

// SARIF writes the findings of a check or a review as SARIF 2.1.0, for code
// scanning: at most 5,000, the worst first, and a notification that counts the
// others.
func SARIF(w io.Writer, r any) error {
	o, ok := outcomeOf(r)
	if !ok {
		return &UnsupportedError{Format: "sarif"}
	}
	return JSON(w, sarifLog{
		Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{o.sarif()},
	})
}

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Automation  sarifID           `json:"automationDetails"`
		ColumnKind  string            `json:"columnKind"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string       `json:"id"`
		Name    string       `json:"name,omitempty"`
		Short   sarifMessage `json:"shortDescription"`
		Full    sarifMessage `json:"fullDescription"`
		Help    sarifMessage `json:"help"`
		Default sarifLevel   `json:"defaultConfiguration"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifID struct {
		ID string `json:"id"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Baseline     string            `json:"baselineState,omitempty"`
		Suppressions []sarifSuppressed `json:"suppressions,omitempty"`
	}
	sarifSuppressed struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

// sarif shows the outcome as one run of the tool. The category that code
// scanning keeps findings by is the verb and the plan's folder.
func (o outcome) sarif() sarifRun {
	findings, hidden := o.shown()
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "salesplan", Rules: []sarifRule{}}}, ColumnKind: "unicodeCodePoints",
		Automation: sarifID{"salesplan/" + percentEncoded(line(o.kind+"/"+o.folder, longestMessage)) + "/"}, Results: []sarifResult{},
		Invocations: []sarifInvocation{{Successful: o.complete}},
	}
	if !o.complete {
		run.notify("error", "Incomplete: some files could not be read; nothing is said about what they hold.")
	}
	if hidden > 0 {
		run.notify("warning", count(hidden, "finding")+" more: the JSON report lists all.")
	}
	index := map[string]int{}
	names := fingerprints(findings)
	for i, f := range findings {
		id := codeOf(f)
		if _, known := index[id]; !known {
			index[id] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f))
		}
		result := o.sarifResult(f)
		result.RuleIndex, result.Fingerprints = index[id], map[string]string{"primaryLocationLineHash": names[i]}
		run.Results = append(run.Results, result)
	}
	return run
}

func (r *sarifRun) notify(level, text string) {
	r.Invocations[0].Notifications = append(r.Invocations[0].Notifications, sarifNotification{level, sarifMessage{Text: text}})
}

func (o outcome) sarifResult(f report.Finding) sarifResult {
	result := sarifResult{
		RuleID: codeOf(f), Level: sarifLevelOf(f.Severity), Message: sarifText(messageOf(f)),
		Baseline:  map[string]string{"new": "new", "still": "unchanged"}[f.Status],
		Locations: []sarifLocation{{Physical: sarifPhysical{sarifArtifact{uriOf(o.fileOf(f))}, regionOf(f)}}},
	}
	if f.Waiver != "" {
		result.Suppressions = []sarifSuppressed{{Kind: "external", Status: "accepted", Justification: sarifText(line("waiver/"+f.Waiver, longestMessage)).Text}}
	}
	for _, related := range f.Related[:min(len(f.Related), mostRelated)] {
		at := report.Finding{File: related.File, Line: related.Line, Column: related.Column}
		message := sarifText(messageOf(report.Finding{Message: related.Message}))
		result.Related = append(result.Related, sarifLocation{sarifPhysical{sarifArtifact{uriOf(o.fileOf(at))}, regionOf(at)}, &message})
	}
	return result
}

// sarifLevelOf returns the level of a severity.
func sarifLevelOf(severity string) string {
	switch severity {
	case "error", "warning":
		return severity
	}
	return "note"
}

// sarifText shows a text that comes from plan files in a message. Messages may
// hold links as [text](target): the two parts are kept from touching.
func sarifText(text string) sarifMessage {
	return sarifMessage{Text: strings.ReplaceAll(text, "](", "] (")}
}

// regionOf returns the place in the file, nil for the whole file.
func regionOf(f report.Finding) *sarifRegion {
	if f.Line < 1 {
		return nil
	}
	region := &sarifRegion{StartLine: f.Line}
	if f.Column > 0 {
		region.StartColumn = f.Column
		if f.Excerpt != nil && f.Excerpt.Width > 0 {
			region.EndLine, region.EndColumn = f.Line, f.Column+f.Excerpt.Width
		}
	}
	return region
}

// sarifRuleOf describes the code of a finding from its docs; of a code that
// this version does not know only the name is known.
func sarifRuleOf(f report.Finding) sarifRule {
	rule := sarifRule{ID: codeOf(f), Name: line(f.Slug, 255), Default: sarifLevel{sarifLevelOf(f.Severity)}}
	page, ok := explain.Doc(f.Code)
	if !ok {
		text := sarifText(line("no description of "+rule.ID+" in this version of salesplan", longestMessage))
		rule.Short, rule.Full, rule.Help = text, text, text
		return rule
	}
	rule.Default.Level = sarifLevelOf(page.Info.Severity.String())
	rule.Short.Text = line(paragraph(page.Means), longestMessage)
	rule.Full.Text = line(paragraph(page.Means+" "+page.Matters), longestMessage)
	rule.Help.Text = line(paragraph(page.Settle), longestMessage)
	rule.Help.Markdown = page.Settle
	return rule
}

// paragraph joins the lines of a text.
func paragraph(text string) string { return strings.Join(strings.Fields(text), " ") }

// uriOf writes the name of a file as a URI, relative to the repository unless
// the name is absolute.
func uriOf(file string) string {
	if strings.HasPrefix(file, "/") {
		return "file://" + percentEncoded(file)
	}
	return percentEncoded(file)
}

// percentEncoded writes everything as %XX that has a meaning in a URI or none.
func percentEncoded(text string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
