package render_test

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/report"
)

// suites is JUnit XML as a reader sees it; elements and attributes that the
// schema does not have fail.
type suites struct {
	tests, failures, errors, skipped int
	cases                            []string // class, name and outcome
	text                             string   // all attributes and texts
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
	var all strings.Builder
	for {
		token, err := decoder.Token()
		if token == nil {
			if len(open) > 0 || err == nil {
				t.Fatal(err)
			}
			seen.text = all.String()
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
				all.WriteString(a.Value + "\n")
				if !slices.Contains(strings.Fields(strings.ReplaceAll(junitSchema[element].attributes, "!", "")), a.Name.Local) {
					t.Fatalf("%s has the attribute %s", element, a.Name.Local)
				}
			}
			for required := range strings.FieldsSeq(junitSchema[element].attributes) {
				if key, ok := strings.CutSuffix(required, "!"); ok && attributes[key] == "" {
					t.Fatalf("%s has no %s", element, key)
				}
			}
			switch element {
			case "testsuites":
				fmt.Sscan(attributes["tests"]+" "+attributes["failures"]+" "+attributes["errors"], &seen.tests, &seen.failures, &seen.errors)
			case "testcase":
				seen.cases = append(seen.cases, attributes["classname"]+" "+attributes["name"])
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
			all.Write(token)
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
