package salesforce_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestImportThenExportYieldsTheSameBytes(t *testing.T) {
	long := strings.Repeat("9,", 60) + "9"
	tests := map[string]map[string]string{
		"as it is":              {},
		"no associations":       {"UserTerritory2Association.csv": ""},
		"words for truth":       {models + "territories/yes.territory2-meta.xml": territory("Yes", "no")},
		"own developer names":   {models + "territories/North__X.territory2-meta.xml": territory("X", "west"), types + "Named_Accounts.territory2Type-meta.xml": metadata("Territory2Type", "<name>Other words</name>", "<priority>1</priority>")},
		"rule under own name":   {models + "rules/Old_Rule.territory2Rule-meta.xml": rule("Everything", "Account.A", "contains", "x")},
		"type of several words": {types + "Schools_for_All.territory2Type-meta.xml": metadata("Territory2Type", "<description>All of them</description>", "<name>Schools for All</name>")},
		"awkward names":         {models + "territories/odd.territory2-meta.xml": territory("1e3: #&apos;&quot;\\ &lt;é\u00ad&gt; ", "")},
		"names over lines":      {models + "territories/odd.territory2-meta.xml": territory("a\nb\tc", "")},
		"value lists":           {models + "rules/Lists.territory2Rule-meta.xml": rule("Lists", "Account.A", "equals", "a,b", "Account.B", "notEqual", "a, b", "Account.C", "lessThan", "1,000", "Account.D", "equals", "&quot;a, b&quot;,,c", "Account.E", "startsWith", "&quot;x", "Account.F", "includes", long)},
		"all operators":         {models + "rules/All.territory2Rule-meta.xml": rule("All", "Account.A", "lessOrEqual", "1", "Account.A", "greaterThan", "2", "Account.A", "greaterOrEqual", "3", "Account.A", "notContain", "4", "Account.A", "excludes", "5")},
		"inactive with filter":  {models + "rules/Off.territory2Rule-meta.xml": metadata("Territory2Rule", "<active>false</active>", "<booleanFilter>1 and (1 OR 1)</booleanFilter>", "<name>Off</name>", "<objectType>Lead</objectType>", "<ruleItems>", "    <field>Lead.X</field>", "    <operation>equals</operation>", "    <value></value>", "</ruleItems>")},
		"all levels of access":  {models + "territories/open.territory2-meta.xml": metadata("Territory2", "<accountAccessLevel>All</accountAccessLevel>", "<caseAccessLevel>None</caseAccessLevel>", "<contactAccessLevel>Edit</contactAccessLevel>", "<description>Open</description>", "<name>Open</name>", "<opportunityAccessLevel>Read</opportunityAccessLevel>", "<territory2Type>Geo</territory2Type>")},
		"inherited rules":       {models + "territories/west.territory2-meta.xml": strings.Replace(territory("West", "", "Rule2", "Rule1"), "<inherited>false", "<inherited>true", 1)},
		"roles and users":       {"UserTerritory2Association.csv": csvHead + "a.b@x.example,no,,true\r\na.b@x.example,west,\"Boss, really\",true\r\nrep-1,no,Specialist,true\r\nrep-1,north_ca,Overlay,true\r\nrep-1,west,Temporary Cover,true\r\nrep-2,no,Owner,true\r\n"},
	}
	for name, changes := range tests {
		t.Run(name, func(t *testing.T) { checkRoundTrip(t, with(field(), changes)) })
	}
}

// checkRoundTrip imports a source folder into an empty plan folder and exports
// it again.
func checkRoundTrip(t *testing.T, source map[string]string) {
	t.Helper()
	into := map[string]string{}
	if _, findings := importInto(t, folder(source), into); len(findings) > 0 {
		t.Fatalf("findings:\n%s", brief(findings))
	}
	back, findings := exported(t, compiled(t, into))
	if len(findings) > 0 {
		t.Errorf("findings of export:\n%s", brief(findings))
	}
	if d := cmp.Diff(source, back); d != "" {
		t.Errorf("source and export differ (-source +export):\n%s\nplan:\n%s", d, show(into))
	}
}

func TestSourceElsewhereComesBackThere(t *testing.T) {
	for _, prefix := range []string{"", "packages/sales/"} {
		source := map[string]string{}
		for name, text := range field() {
			source[strings.Replace(name, "main/default/", prefix, 1)] = text
		}
		checkRoundTrip(t, source)
	}
}

// realFolder returns real territory models of one company before and after a
// realignment. They are kept beside the repository, not in it.
func realFolder(t *testing.T, revision string) fs.FS {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "real", "salesforce", revision)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the real data is not beside the repository: %v", err)
	}
	return os.DirFS(dir)
}

func TestRealModelsComeBackWithTheSameBytes(t *testing.T) {
	tests := []struct {
		revision                                string
		types, territories, rules, associations int
	}{
		{"2021-02-21", 4, 35, 34, 27},
		{"2021-05-26", 4, 37, 34, 29},
	}
	for _, test := range tests {
		t.Run(test.revision, func(t *testing.T) {
			fsys := realFolder(t, test.revision)
			m, _ := read(t, fsys)
			got := []int{len(m.Types), len(m.Territories), len(m.Rules), len(m.Associations)}
			if d := cmp.Diff([]int{test.types, test.territories, test.rules, test.associations}, got); d != "" {
				t.Errorf("types, territories, rules and associations (-want +got):\n%s", d)
			}
			checkRoundTrip(t, textsOf(t, fsys))
		})
	}
}

func textsOf(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestRealRealignment(t *testing.T) {
	into := map[string]string{}
	importInto(t, realFolder(t, "2021-02-21"), into)
	before := compiled(t, into)
	into["local.yaml"] = "territory:\n  canada:\n    name: Canada\n    container: true\n"
	into["salesforce/territories.yaml"] = strings.Replace(into["salesforce/territories.yaml"], "    name: Northeast\n", "    name: Northeast\n    container: true # groups\n", 1)
	if _, findings := importInto(t, realFolder(t, "2021-05-26"), into); len(findings) > 0 {
		t.Fatalf("findings:\n%s", brief(findings))
	}
	after := compiled(t, into)
	added, removed, moved, common := 0, 0, 0, 0
	parents := map[string]string{}
	for _, one := range before.Territories {
		parents[one.ID()] = one.Parent
	}
	for _, one := range after.Territories {
		parent, was := parents[one.ID()]
		switch delete(parents, one.ID()); {
		case !was:
			added++
		case parent != one.Parent:
			moved++
			fallthrough
		default:
			common++
		}
	}
	removed = len(parents)
	if d := cmp.Diff([]int{10 + 1, 8, 14, 27}, []int{added, removed, moved, common}); d != "" {
		t.Errorf("added (one by hand), removed, moved and common territories (-want +got):\n%s", d)
	}
	for _, kept := range []string{"  canada:\n", "    container: true # groups\n"} {
		if !strings.Contains(show(into), kept) {
			t.Errorf("%q is gone", kept)
		}
	}
	if changed, _ := importInto(t, realFolder(t, "2021-05-26"), into); len(changed) > 0 {
		t.Errorf("the same import again changes %v", changed)
	}
}
