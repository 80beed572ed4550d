package render

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/report"
)

// JUnit writes the findings of a check or a review as JUnit XML: one suite a
// code, one case a finding. A code that this program knows and the report has
// no finding of is a case that passed; findings that do not fail the verdict
// pass, with their text as output. There are no times in it: a report is the
// same for the same input.
func JUnit(w io.Writer, r any) error {
	o, ok := outcomeOf(r)
	if !ok {
		return &UnsupportedError{Format: "junit"}
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	encoder := xml.NewEncoder(&b)
	encoder.Indent("", "  ")
	if err := encoder.Encode(o.junit()); err != nil {
		return err
	}
	_, err := io.WriteString(w, withoutCommands(b.String())+"\n")
	return err
}

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitOutcome `xml:"failure"`
		Error   *junitOutcome `xml:"error"`
		Skipped *junitOutcome `xml:"skipped"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitOutcome struct {
		Type    string `xml:"type,attr,omitempty"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit shows the outcome as suites: an incomplete one first, then the codes
// with findings, the worst first, then those without.
func (o outcome) junit() junitSuites {
	all := junitSuites{Name: "salesplan " + line(o.kind+" "+o.folder, longestMessage)}
	if !o.complete {
		all.add(junitSuite{Name: "complete", Cases: []junitCase{{Class: "salesplan", Name: "every file could be read", Error: &junitOutcome{
			Type: "incomplete", Message: "some files could not be read; nothing is said about what they hold",
		}}}})
	}
	findings, hidden := o.shown()
	var codes []string
	byCode := map[string][]junitCase{}
	slugs := map[string]string{}
	for _, f := range findings {
		code := codeOf(f)
		if byCode[code] == nil {
			codes = append(codes, code)
			slugs[code] = f.Slug
		}
		byCode[code] = append(byCode[code], o.junitCase(f))
	}
	for _, code := range codes {
		all.add(junitSuite{Name: line(code+" "+slugs[code], longestCode), Cases: byCode[code]})
	}
	if hidden > 0 {
		all.add(junitSuite{Name: "not listed", Cases: []junitCase{{Class: "salesplan", Name: count(hidden, "finding") + " more", Skipped: &junitOutcome{
			Message: "the JSON report lists all",
		}}}})
	}
	for _, info := range diag.Catalogue() {
		if !slices.Contains(codes, string(info.Code)) {
			all.add(o.junitWithout(info))
		}
	}
	return all
}

// add adds a suite and its counts.
func (s *junitSuites) add(suite junitSuite) {
	for _, c := range suite.Cases {
		suite.Tests++
		switch {
		case c.Failure != nil:
			suite.Failures++
		case c.Error != nil:
			suite.Errors++
		case c.Skipped != nil:
			suite.Skipped++
		}
	}
	s.Tests, s.Failures, s.Errors = s.Tests+suite.Tests, s.Failures+suite.Failures, s.Errors+suite.Errors
	s.Suites = append(s.Suites, suite)
}

// junitCase shows a finding as a case.
func (o outcome) junitCase(f report.Finding) junitCase {
	name := line(strings.TrimSpace(f.Address+" "+f.Field), longestMessage)
	if name == "" {
		name = line(f.File, longestMessage)
	}
	if name == "" {
		name = "the plan"
	}
	c := junitCase{Class: codeOf(f), Name: name}
	where := line(placeText(o.fileOf(f), f.Line, f.Column), longestPath)
	switch {
	case f.Waiver != "":
		c.Skipped = &junitOutcome{Message: line(waivedText(f, Visible), longestMessage), Text: where}
	case failing(f, o.failOn):
		c.Failure = &junitOutcome{Type: line(f.Severity, longestCode), Message: messageOf(f), Text: where}
	default:
		c.Output = line(f.Severity, longestCode) + ": " + messageOf(f) + "\n" + where
	}
	return c
}

// junitWithout shows a code without findings: passed, or not known where not
// everything was read.
func (o outcome) junitWithout(info diag.CodeInfo) junitSuite {
	c := junitCase{Class: string(info.Code), Name: "no finding"}
	if !o.complete {
		c.Skipped = &junitOutcome{Message: "some files could not be read"}
	}
	return junitSuite{Name: string(info.Code) + " " + info.Slug, Cases: []junitCase{c}}
}
