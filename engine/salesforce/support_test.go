package salesforce_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/salesforce"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/schemas"
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	models  = "main/default/territory2Models/Field/"
	types   = "main/default/territory2Types/"
	csvHead = "User.Username,Territory2.DeveloperName,RoleInTerritory2,IsActive\r\n"
)

// metadata writes a metadata file: lines of elements, indented by Salesforce's
// four spaces.
func metadata(element string, lines ...string) string {
	return xmlHead + "<" + element + ` xmlns="http://soap.sforce.com/2006/04/metadata">` + "\n    " +
		strings.Join(lines, "\n    ") + "\n</" + element + ">\n"
}

func territory(name, parent string, rules ...string) string {
	lines := []string{"<accountAccessLevel>Read</accountAccessLevel>", "<name>" + name + "</name>"}
	if parent != "" {
		lines = append(lines, "<parentTerritory>"+parent+"</parentTerritory>")
	}
	for _, rule := range rules {
		lines = append(lines, "<ruleAssociations>", "    <inherited>false</inherited>", "    <ruleName>"+rule+"</ruleName>", "</ruleAssociations>")
	}
	return metadata("Territory2", append(lines, "<territory2Type>Geo</territory2Type>")...)
}

func rule(name string, items ...string) string {
	lines := []string{"<active>true</active>", "<name>" + name + "</name>", "<objectType>Account</objectType>"}
	for i := 0; i < len(items); i += 3 {
		lines = append(lines, "<ruleItems>", "    <field>"+items[i]+"</field>", "    <operation>"+items[i+1]+"</operation>",
			"    <value>"+items[i+2]+"</value>", "</ruleItems>")
	}
	return metadata("Territory2Rule", lines...)
}

// field is a small source folder.
func field() map[string]string {
	return map[string]string{
		types + "Geo.territory2Type-meta.xml":               metadata("Territory2Type", "<name>Geo</name>", "<priority>1000</priority>"),
		models + "Field.territory2Model-meta.xml":           metadata("Territory2Model", "<description>A small one</description>", "<name>Field</name>"),
		models + "territories/west.territory2-meta.xml":     territory("West", "", "Rule1"),
		models + "territories/north_ca.territory2-meta.xml": territory("North CA, &amp; more", "west", "Rule2"),
		models + "territories/no.territory2-meta.xml":       territory("No", "west"),
		models + "rules/Rule1.territory2Rule-meta.xml":      rule("Rule1", "Account.Region__c", "equals", "W"),
		models + "rules/Rule2.territory2Rule-meta.xml":      rule("Rule2", "Account.Code__c", "equals", "017", "Account.Special__c", "notEqual", ""),
		"UserTerritory2Association.csv":                     csvHead + "rep-1,north_ca,Owner,true\r\nrep-2,no,Owner,true\r\n",
	}
}

// with returns files with some of them replaced; empty text removes a file.
func with(files map[string]string, changes map[string]string) map[string]string {
	all := maps.Clone(files)
	for name, text := range changes {
		if all[name] = text; text == "" {
			delete(all, name)
		}
	}
	return all
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

func read(t testing.TB, source fs.FS) (*salesforce.Model, diag.List) {
	t.Helper()
	model, findings, err := salesforce.Read(source)
	if err != nil {
		t.Fatal(err)
	}
	return model, findings
}

// importInto lays a source folder into a plan folder and returns the names of
// the files that changed.
func importInto(t testing.TB, source fs.FS, into map[string]string) (changed []string, findings diag.List) {
	t.Helper()
	model, found := read(t, source)
	files, more, err := model.Files(folder(into))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		changed = append(changed, f.Path)
		if into[f.Path] = string(f.Text); f.Text == nil {
			delete(into, f.Path)
		}
	}
	return changed, diag.Sorted(found, more)
}

// language is the plan language, compiled once.
var language = sync.OnceValues(func() (*schema.Schema, error) {
	instance, findings, err := cuelang.Compile(schemas.Current, nil, cuelang.InProcess{})
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("the schema has findings: %v", findings)
	}
	return instance.Schema, err
})

// compiled returns the plan that files hold. They must be sound.
func compiled(t testing.TB, files map[string]string) *plan.Plan {
	t.Helper()
	tree, findings, err := load.Plan(folder(files), load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	lang, err := language()
	if err != nil {
		t.Fatal(err)
	}
	p, more := compile.Records(lang, tree.Records)
	if all := diag.Sorted(findings, more); len(all) > 0 {
		t.Fatalf("the plan is not sound:\n%s\n%s", brief(all), show(files))
	}
	return p
}

// exported returns the source files of a plan.
func exported(t testing.TB, p *plan.Plan) (map[string]string, diag.List) {
	t.Helper()
	files, findings, err := salesforce.Export(p)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		all[f.Path] = string(f.Text)
	}
	return all, findings
}

// brief writes findings one a line.
func brief(findings diag.List) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s %s %s %s: %s", f.Place, f.Severity, f.Code, f.Subject, f.Message))
	}
	return strings.Join(lines, "\n")
}

func show(files map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&b, "-- %s --\n%s", name, files[name])
	}
	return b.String()
}
