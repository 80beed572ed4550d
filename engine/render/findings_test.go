package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// drawn renders a report that has the format.
func drawn(t *testing.T, format string, r any) string {
	t.Helper()
	var b strings.Builder
	if err := render.Write(&b, format, value(r), render.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// schemaAt compiles a JSON Schema of a file.
func schemaAt(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// sarifSchemas are what SARIF output is held against: a schema of the parts
// that we use, written after the standard's text, and with SARIF_SCHEMA=FILE
// the official schema, whose terms do not let us carry it.
func sarifSchemas(t *testing.T) []*jsonschema.Schema {
	t.Helper()
	schemas := []*jsonschema.Schema{schemaAt(t, "testdata/sarif-2.1.0.schema.json")}
	if official := os.Getenv("SARIF_SCHEMA"); official != "" {
		schemas = append(schemas, schemaAt(t, official))
	}
	return schemas
}

func demandValid(t *testing.T, schemas []*jsonschema.Schema, what, text string) {
	t.Helper()
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v\n%s", what, err, text)
	}
	for _, schema := range schemas {
		if err := schema.Validate(instance); err != nil {
			t.Fatalf("%s: %v\n%.2000s", what, err, text)
		}
	}
}

// sarifSeen is what a reader of SARIF makes of a file.
type sarifSeen struct {
	Runs []struct {
		AutomationDetails struct{ ID string }
		Tool              struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level, Baseline     string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
				}
			}
		}
	}
}

func sarif(t *testing.T, r any) sarifSeen {
	t.Helper()
	return readSARIF(t, drawn(t, "sarif", r))
}

func readSARIF(t *testing.T, text string) sarifSeen {
	t.Helper()
	var seen sarifSeen
	if err := json.Unmarshal([]byte(text), &seen); err != nil {
		t.Fatal(err)
	}
	return seen
}

func TestSARIFShowsOpenFindings(t *testing.T) {
	run := sarif(t, fullReview()).Runs[0]
	if len(run.Results) != 3 { // one of four is fixed
		t.Fatalf("%d results", len(run.Results))
	}
	worst := run.Results[0]
	if worst.Level != "error" || worst.RuleID != "QUO004" || worst.Message.Text != "the quotas differ" {
		t.Errorf("%+v", worst)
	}
	place := worst.Locations[0].PhysicalLocation
	if place.ArtifactLocation.URI != "plan/quota.csv" || place.Region.StartLine != 3 || place.Region.StartColumn != 5 || place.Region.EndColumn != 6 {
		t.Errorf("%+v", place)
	}
	if run.Results[1].Level != "warning" || run.Results[2].Level != "note" {
		t.Error("results are not worst first")
	}
	if run.AutomationDetails.ID != "salesplan/review/plans/fy27/" {
		t.Error(run.AutomationDetails.ID)
	}
	demandValid(t, sarifSchemas(t), "review", drawn(t, "sarif", fullReview()))
	demandValid(t, sarifSchemas(t), "check", drawn(t, "sarif", fullCheck()))
}

// TestSARIFSchemaIsStrict: a mistake in what we write would not pass it.
func TestSARIFSchemaIsStrict(t *testing.T) {
	good := drawn(t, "sarif", fullReview())
	for _, change := range [][2]string{
		{`"level": "error"`, `"level": "fatal"`}, {`"startLine": 3`, `"startLine": 0`}, {`"ruleIndex"`, `"ruleindex"`},
		{`"2.1.0"`, `"2.0.0"`}, {`"name": "salesplan"`, `"nome": "salesplan"`}, {`"text": "the quotas differ"`, `"txt": ""`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s does not occur", change[0])
		}
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		for _, schema := range sarifSchemas(t) {
			if schema.Validate(instance) == nil {
				t.Errorf("%s instead of %s passes %s", change[1], change[0], schema.Location)
			}
		}
	}
}

// TestFingerprintsSurviveMovedLines: an edit above does not make findings new,
// in SARIF and in code quality.
func TestFingerprintsSurviveMovedLines(t *testing.T) {
	moved := fullCheck()
	for i := range moved.Findings {
		moved.Findings[i].Line += 7
	}
	for i, result := range sarif(t, fullCheck()).Runs[0].Results {
		if diff := cmp.Diff(result.PartialFingerprints, sarif(t, moved).Runs[0].Results[i].PartialFingerprints); diff != "" {
			t.Error(diff)
		}
	}
	seen := map[string]bool{}
	now := gitlab(t, moved)
	for i, issue := range gitlab(t, fullCheck()) {
		if issue.Fingerprint != now[i].Fingerprint || seen[issue.Fingerprint] {
			t.Errorf("issue %d: %s, %s", i, issue.Fingerprint, now[i].Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
}

type gitlabSeen struct {
	Description, Check_name, Fingerprint, Severity string //nolint:revive // as the format names it
	Location                                       struct {
		Path  string
		Lines struct{ Begin int }
	}
}

func gitlab(t *testing.T, r any) []gitlabSeen {
	t.Helper()
	var seen []gitlabSeen
	if err := json.Unmarshal([]byte(drawn(t, "gitlab", r)), &seen); err != nil {
		t.Fatal(err)
	}
	if seen == nil {
		t.Fatal("a clean report is no list")
	}
	for _, issue := range seen {
		if issue.Description == "" || issue.Check_name == "" || len(issue.Fingerprint) != 64 || issue.Location.Path == "" || issue.Location.Lines.Begin < 1 ||
			strings.HasPrefix(issue.Location.Path, "./") || !slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, issue.Severity) {
			t.Fatalf("GitLab drops %+v", issue)
		}
	}
	return seen
}

func TestGitLabShowsOpenFindings(t *testing.T) {
	seen := gitlab(t, fullReview())
	if len(seen) != 3 || seen[0].Severity != "critical" || seen[1].Severity != "minor" || seen[2].Severity != "info" {
		t.Errorf("%+v", seen)
	}
	if seen[0].Description != "QUO004: the quotas differ" || seen[0].Location.Path != "plan/quota.csv" || seen[0].Location.Lines.Begin != 3 {
		t.Errorf("%+v", seen[0])
	}
	clean := fullCheck()
	clean.Findings = nil
	if got := drawn(t, "gitlab", clean); strings.TrimSpace(got) != "[]" {
		t.Errorf("a clean report is %s", got)
	}
}

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
	if len(seen) != 4 || last.level != "notice" || last.message != "failed: 1 error, 1 warning, 1 info" {
		t.Errorf("%+v", seen)
	}
}

// suites is JUnit XML as a reader sees it; elements and attributes that the
// schema does not have fail.
type suites struct {
	tests, failures, errors, skipped int
	cases                            []string // class, name and outcome
	text                             string
}

// junitSchema lists the elements of the JUnit schema of Jenkins' xUnit plugin
// (junit-10.xsd) that we use, each with its attributes, the required ones with
// a mark, and the elements it may hold.
var junitSchema = map[string]struct{ attributes, children string }{
	"testsuites": {"name tests failures errors time", "testsuite"},
	"testsuite":  {"name! tests! failures! errors! skipped time timestamp hostname id package file log url group", "testcase properties system-out system-err testsuite"},
	"testcase":   {"name! classname time group", "skipped error failure system-out system-err"},
	"failure":    {"type message", ""},
	"error":      {"type message", ""},
	"skipped":    {"type message", ""},
	"system-out": {"", ""},
}

func junit(t *testing.T, text string) suites {
	t.Helper()
	var seen suites
	decoder := xml.NewDecoder(strings.NewReader(text))
	var open []string
	name := ""
	for {
		token, err := decoder.Token()
		if token == nil {
			if len(open) > 0 || err == nil {
				t.Fatal(err)
			}
			return seen
		}
		switch token := token.(type) {
		case xml.StartElement:
			element := token.Name.Local
			if len(open) == 0 && element != "testsuites" || len(open) > 0 && !slices.Contains(strings.Fields(junitSchema[open[len(open)-1]].children), element) {
				t.Fatalf("%s stands in %v", element, open)
			}
			attributes := map[string]string{}
			for _, a := range token.Attr {
				attributes[a.Name.Local] = a.Value
				seen.text += a.Value + "\n"
				if !slices.Contains(strings.Fields(strings.ReplaceAll(junitSchema[element].attributes, "!", "")), a.Name.Local) {
					t.Fatalf("%s has the attribute %s", element, a.Name.Local)
				}
			}
			for _, required := range strings.Fields(junitSchema[element].attributes) {
				if key, ok := strings.CutSuffix(required, "!"); ok && attributes[key] == "" {
					t.Fatalf("%s has no %s", element, key)
				}
			}
			switch element {
			case "testsuites":
				fmt.Sscan(attributes["tests"]+" "+attributes["failures"]+" "+attributes["errors"], &seen.tests, &seen.failures, &seen.errors)
			case "testcase":
				name = attributes["classname"] + " " + attributes["name"]
				seen.cases = append(seen.cases, name)
			case "failure", "error", "skipped":
				seen.cases[len(seen.cases)-1] += " " + element
				if element == "skipped" {
					seen.skipped++
				}
			}
			open = append(open, element)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			seen.text += string(token)
		case xml.ProcInst:
		default:
			t.Fatalf("%T in JUnit", token)
		}
	}
}

func TestJUnitShowsFindingsAndWhatPassed(t *testing.T) {
	seen := junit(t, drawn(t, "junit", fullReview()))
	if seen.failures != 1 || seen.errors != 0 || seen.tests != len(seen.cases) {
		t.Errorf("%d tests, %d failures, %d errors, %d cases", seen.tests, seen.failures, seen.errors, len(seen.cases))
	}
	if seen.cases[0] != "QUO004 quota/a/arr@FY27 amount failure" || seen.cases[1] != "QUO004 quota/a/arr@FY27 amount" || !slices.Contains(seen.cases, "TER001 no finding") {
		t.Errorf("%q", seen.cases)
	}
	incomplete := fullReview()
	incomplete.Complete, incomplete.Verdict = false, report.Incomplete
	seen = junit(t, drawn(t, "junit", incomplete))
	if seen.errors != 1 || !strings.HasSuffix(seen.cases[0], " error") || !slices.Contains(seen.cases, "TER001 no finding skipped") {
		t.Errorf("incomplete: %q", seen.cases)
	}
}

func TestCSVTables(t *testing.T) {
	for name, want := range map[string]struct {
		r     any
		lines []string
	}{
		"check": {fullCheck(), []string{
			"severity,code,slug,address,field,file,line,column,message",
			"error,QUO004,quota-outside-band,quota/a/arr@FY27,amount,plan/quota.csv,3,5,the quotas differ",
		}},
		"review": {fullReview(), []string{
			"address,from,name,action,direct,facets,field,facet,before,after,derived,causes,file,line,column",
			"territory/gone,,Gone,removed,true,amount,,,,,false,,plan/a.yaml,7,3",
			"territory/b,territory/a,Bavaria,renamed,true,amount,name,wording,Old,New,false,,plan/a.yaml,7,3",
		}},
		"rollup": {fullRollup(), []string{
			"node,depth,measure,period,unit,rolled,stated,ratio,partial",
			",0,arr,FY27,EUR,1200,1000,1.2,false",
		}},
	} {
		got := strings.Split(drawn(t, "csv", want.r), "\n")
		if diff := cmp.Diff(want.lines, got[:len(want.lines)]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestFormatsAreNamed: a format that a report has not is refused in a sentence.
func TestFormatsAreNamed(t *testing.T) {
	has := map[string]string{
		"check":  "text markdown summary json sarif junit github gitlab csv",
		"review": "text markdown summary json sarif junit github gitlab csv",
		"diff":   "text markdown summary json csv",
		"rollup": "text markdown summary json csv",
		"why":    "text json", "transfer": "text json",
	}
	for name, r := range map[string]any{
		"check": *fullCheck(), "review": *fullReview(), "diff": *fullDiff(), "rollup": *fullRollup(), "why": *fullWhy(), "transfer": *fullTransfer(),
	} {
		for _, format := range render.Formats() {
			var b bytes.Buffer
			err := render.Write(&b, format, r, render.Style{})
			if wanted := slices.Contains(strings.Fields(has[name]), format); wanted != (err == nil) || wanted != (b.Len() > 0) {
				t.Errorf("%s as %s: %v, %d bytes", name, format, err, b.Len())
			}
		}
	}
	if err := render.Write(&bytes.Buffer{}, "pdf", *fullCheck(), render.Style{}); err == nil || !strings.Contains(err.Error(), "choose one of text") {
		t.Error(err)
	}
}

// TestFormatsHoldNaughtyValues puts naughty values into every field and reads
// every format with a parser of its own: nothing but the value changes.
func TestFormatsHoldNaughtyValues(t *testing.T) {
	for name, fresh := range map[string]func() any{
		"review": func() any { return fullReview() }, "check": func() any { return fullCheck() },
	} {
		t.Run(name, func(t *testing.T) {
			schema := sarifSchemas(t)[:1]
			for i := range findingSlots(t, fresh()) {
				r := fresh()
				at := findingSlots(t, r)[i]
				at.set(harmless)
				cases, commands, rows := junit(t, drawn(t, "junit", r)), annotations(t, drawn(t, "github", r)), table(t, drawn(t, "csv", r))
				for _, bad := range append(slices.Clone(naughty), formulas...) {
					at.set(bad)
					log := drawn(t, "sarif", r)
					demandValid(t, schema, fmt.Sprintf("%s = %.60q", at.path, bad), log)
					inertSARIF(t, at.path, bad, log)
					quiet(t, at.path, bad, log)
					quiet(t, at.path, bad, drawn(t, "gitlab", r))
					gitlab(t, r)
					xml := drawn(t, "junit", r)
					quiet(t, at.path, bad, xml)
					if got := junit(t, xml); bad != "" && strings.TrimSpace(bad) != "" && got.tests != cases.tests {
						t.Fatalf("%s = %.60q: %d cases, want %d", at.path, bad, got.tests, cases.tests)
					}
					sameAnnotations(t, at.path, bad, commands, annotations(t, drawn(t, "github", r)))
					quiet(t, at.path, bad, drawn(t, "csv", r))
					sameTable(t, at.path, bad, rows, table(t, drawn(t, "csv", r)))
				}
			}
		})
	}
}

// findingSlots are the strings of a report as [slots] gives them, where those
// decide that decide something about findings.
func findingSlots(t *testing.T, report any) []leaf {
	t.Helper()
	return slotsOf(t, report, regexp.MustCompile(`\.(Verdict|FailOn)$|Findings\[0\]\.(Status|Severity)$`))
}

// formulas are cells that spreadsheets compute.
var formulas = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠A1", `=HYPERLINK("http://example.com","x")`,
	"=cmd|' /C calc'!A0", `"=1"`, `'=1`, "-5", "-5.20", "1e5", "0x10", "--5", "=",
}

// table reads CSV and demands that no cell is a formula: only numbers may begin
// with a sign.
func table(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, row := range rows {
		for _, cell := range row {
			trimmed := strings.TrimLeft(cell, " \t\r\n\"")
			if trimmed != "" && strings.ContainsRune("=+-@＝＋－＠\t\r", []rune(trimmed)[0]) && strings.Trim(trimmed[1:], "0123456789.") != "" {
				t.Fatalf("the cell %q is a formula", cell)
			}
		}
	}
	return rows
}

func sameTable(t *testing.T, path, bad string, want, got [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s = %.60q: %d rows, want %d", path, bad, len(got), len(want))
	}
	for i, row := range got {
		for j, cell := range row {
			wanted := strings.ReplaceAll(want[i][j], harmless, render.Visible(bad))
			if cell != wanted && cell != "'"+wanted && !sameWords(cell, wanted) {
				t.Fatalf("%s = %.60q: the cell %q, want %q", path, bad, cell, wanted)
			}
		}
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

// inertSARIF demands messages without links, and places inside the repository.
func inertSARIF(t *testing.T, path, bad, text string) {
	t.Helper()
	for _, result := range readSARIF(t, text).Runs[0].Results {
		if strings.Contains(result.Message.Text, "](") {
			t.Fatalf("%s = %.60q makes a link in %q", path, bad, result.Message.Text)
		}
		uri := result.Locations[0].PhysicalLocation.ArtifactLocation.URI
		parsed, err := url.Parse(uri)
		if err != nil || parsed.Host != "" || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.Scheme != "" && parsed.Scheme != "file" {
			t.Fatalf("%s = %.60q: the URI %q, %v", path, bad, uri, err)
		}
	}
}

// TestLargeReportsKeepTheLimits: of 20,000 findings and 5,000 changes every
// format shows as much as its reader takes, worst first, and counts the rest.
func TestLargeReportsKeepTheLimits(t *testing.T) {
	r := largeReview(5_000, 200, 400)
	for i := range 20_000 {
		finding := fullFindings()[1]
		finding.Message = fmt.Sprintf("warning %d %s", i, strings.Repeat("東", i%2_000))
		r.Findings = append(r.Findings, finding)
	}
	total := len(slices.DeleteFunc(slices.Clone(r.Findings), func(f report.Finding) bool { return f.Status == "fixed" }))

	run := sarif(t, r).Runs[0]
	if len(run.Results) != 5_000 || len(drawn(t, "sarif", r)) > 30<<20 {
		t.Errorf("SARIF: %d results", len(run.Results))
	}
	for i, result := range run.Results[:400] {
		if result.Level != "error" {
			t.Fatalf("result %d is a %s before the last error", i, result.Level)
		}
	}
	more := fmt.Sprintf("%d findings more", total-5_000)
	if notes := run.Invocations[0].ToolExecutionNotifications; len(notes) != 1 || !strings.HasPrefix(notes[0].Message.Text, more) {
		t.Errorf("SARIF: %+v", notes)
	}
	demandValid(t, sarifSchemas(t), "large", drawn(t, "sarif", r))

	levels := map[string]int{}
	commands := annotations(t, drawn(t, "github", r))
	for _, a := range commands {
		levels[a.level]++
	}
	if levels["error"] != 10 || levels["warning"] != 10 || levels["notice"] > 10 {
		t.Errorf("GitHub: %v", levels)
	}
	if last := commands[len(commands)-1].message; !strings.HasPrefix(last, "failed: 400 errors") ||
		!strings.HasSuffix(last, fmt.Sprintf("%d findings more in the report", total-len(commands)+1)) {
		t.Errorf("GitHub: %s", last)
	}

	issues := gitlab(t, r)
	if len(issues) != 5_001 || issues[399].Severity != "critical" || !strings.HasPrefix(issues[5_000].Description, more) {
		t.Errorf("GitLab: %d issues", len(issues))
	}
	cases := junit(t, drawn(t, "junit", r))
	if cases.failures != 400 || !strings.Contains(cases.text, more) {
		t.Errorf("JUnit: %d failures", cases.failures)
	}
	if rows := table(t, drawn(t, "csv", r)); len(rows) != 5_201 {
		t.Errorf("CSV: %d rows", len(rows))
	}

	summary := drawn(t, "summary", r)
	if len(summary) > render.SummaryBudget || len(summary) < render.MarkdownBudget {
		t.Errorf("a summary of %d bytes", len(summary))
	}
	demandWhole(t, summary)
	for title, n := range map[string]int{"What fails": 400, "Removed": 200} {
		if body := part(summary, title); strings.Contains(body, " more: ") || figureAfter(t, body, `^ \((\d+)\)`) != n {
			t.Errorf("%s is not whole in the summary", title)
		}
	}
}

// TestFormatsHoldEndlessValues puts them into every field at once.
func TestFormatsHoldEndlessValues(t *testing.T) {
	schemas := sarifSchemas(t)
	for _, bad := range endless {
		for _, r := range []any{fullReview(), fullCheck()} {
			for _, at := range leaves(t, r) {
				at.set(bad)
			}
			demandValid(t, schemas, "endless", drawn(t, "sarif", r))
			gitlab(t, r)
			junit(t, drawn(t, "junit", r))
			annotations(t, drawn(t, "github", r))
			table(t, drawn(t, "csv", r))
			for _, format := range []string{"sarif", "gitlab", "github", "junit"} {
				if n := len(drawn(t, format, r)); n > 300_000 {
					t.Errorf("%T full of %.20q: %d bytes of %s", r, bad, n, format)
				}
			}
		}
	}
}
