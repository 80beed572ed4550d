package salesforce_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/salesforce"
)

// realigned is field after a realignment: west is renamed, no is gone.
func realigned() map[string]string {
	return with(field(), map[string]string{
		models + "territories/west.territory2-meta.xml":     "",
		models + "territories/no.territory2-meta.xml":       "",
		models + "territories/pacific.territory2-meta.xml":  territory("Pacific", "", "Rule1"),
		models + "territories/north_ca.territory2-meta.xml": territory("North CA", "pacific", "Rule2"),
		models + "rules/Rule2.territory2Rule-meta.xml":      rule("Rule2", "Account.Code__c", "equals", "018"),
		models + "Field.territory2Model-meta.xml":           metadata("Territory2Model", "<name>Field</name>"),
		"UserTerritory2Association.csv":                     csvHead + "rep-1,north_ca,Owner,true\r\nrep-3,pacific,Owner,true\r\n",
	})
}

const header = `# Written by "salesplan import salesforce SRC --into PLAN"; to refresh, run it again.
`

func TestImportWritesReadableFiles(t *testing.T) {
	into := map[string]string{}
	importInto(t, folder(field()), into)
	want := map[string]string{
		"plan.yaml": header + `# It is yours to edit: only the fields of extra that begin with sf_ are the import's.

plan:
  name: Field
  extra:
    sf_model: Field
    sf_model_description: A small one
`,
		"salesforce/territory-types.yaml": header + own + `territory_type:
  geo:
    name: Geo
    priority: 1000
`,
		"salesforce/territories.yaml": header + own + `territory:
  "no":
    name: "No"
    parent: west
    type: geo
    access: {account: read}

  north-ca:
    name: North CA, & more
    parent: west
    type: geo
    rules:
      - rule: rule2
    access: {account: read}

  west:
    name: West
    type: geo
    rules:
      - rule: rule1
    access: {account: read}
`,
		"salesforce/assignment-rules.yaml": header + own + `assignment_rule:
  rule1:
    name: Rule1
    conditions:
      - field: Account.Region__c
        operator: equals
        values: [W]

  rule2:
    name: Rule2
    conditions:
      - field: Account.Code__c
        operator: equals
        values: ["017"]
      - field: Account.Special__c
        operator: not_equals
        values: [""]
`,
		"salesforce/people.yaml":    header + own + "position:\n  rep-1: {}\n  rep-2: {}\n\nperson:\n  rep-1: {}\n  rep-2: {}\n",
		"salesforce/holder.csv":     "position,person\nrep-1,rep-1\nrep-2,rep-2\n",
		"salesforce/assignment.csv": "territory,position,coverage\nno,rep-2,owner\nnorth-ca,rep-1,owner\n",
		"salesforce/.imported": `# What the last "salesplan import salesforce" wrote. The next one replaces these records and no others.
assignment/no/rep-2/owner
assignment/north-ca/rep-1/owner
assignment_rule/rule1
assignment_rule/rule2
holder/rep-1/rep-1
holder/rep-2/rep-2
person/rep-1
person/rep-2
plan/settings
position/rep-1
position/rep-2
territory/no
territory/north-ca
territory/west
territory_type/geo
`,
	}
	if d := cmp.Diff(want, into); d != "" {
		t.Errorf("plan files (-want +got):\n%s", d)
	}
}

const own = "# Records and fields that you add here stay. Changes to imported fields are overwritten.\n\n"

// Importing A and then B must leave what importing B alone leaves, as long as
// nobody has written anything beside it.
func TestImportOverAnotherIsAsIfItWereTheFirst(t *testing.T) {
	sources := map[string]map[string]string{
		"field": field(), "realigned": realigned(),
		"without rules and people": with(field(), map[string]string{
			models + "rules/Rule1.territory2Rule-meta.xml": "", models + "rules/Rule2.territory2Rule-meta.xml": "",
			models + "territories/west.territory2-meta.xml":     territory("West", ""),
			models + "territories/north_ca.territory2-meta.xml": territory("North", "west"), "UserTerritory2Association.csv": "",
		}),
		"with roles": with(field(), map[string]string{"UserTerritory2Association.csv": csvHead + "a.b,west,Boss,true\r\nrep-2,no,Owner,true\r\n"}),
		"with more fields": with(field(), map[string]string{
			types + "Geo.territory2Type-meta.xml":               metadata("Territory2Type", "<description>D</description>", "<name>Geography</name>"),
			models + "territories/a_a.territory2-meta.xml":      metadata("Territory2", "<description>D</description>", "<name>AA</name>"),
			models + "territories/West.territory2-meta.xml":     territory("West", ""),
			models + "territories/west.territory2-meta.xml":     "",
			models + "territories/no.territory2-meta.xml":       territory("No", "West"),
			models + "territories/north_ca.territory2-meta.xml": territory("North CA", "West", "Rule2", "Rule1"),
		}),
	}
	for first, a := range sources {
		for second, b := range sources {
			fresh, over := map[string]string{}, map[string]string{}
			importInto(t, folder(b), fresh)
			importInto(t, folder(a), over)
			importInto(t, folder(b), over)
			if changed, _ := importInto(t, folder(b), over); len(changed) > 0 {
				t.Errorf("%s, then %s: once more changes %v", first, second, changed)
			}
			// A column that is there once stays, so that rows keep their bytes.
			rows := strings.NewReplacer(",extra.sf_role\n", "\n", ",\n", "\n")
			fresh["salesforce/assignment.csv"] = rows.Replace(fresh["salesforce/assignment.csv"])
			over["salesforce/assignment.csv"] = rows.Replace(over["salesforce/assignment.csv"])
			if d := cmp.Diff(fresh, over); d != "" {
				t.Errorf("%s, then %s (-alone +over the other):\n%s", first, second, d)
			}
		}
	}
}

// What people write into the import's files stays through the next import, and
// lines that need no change keep their bytes.
func TestHandWritingStays(t *testing.T) {
	const territories, people, assignments, rules = "salesforce/territories.yaml", "salesforce/people.yaml", "salesforce/assignment.csv", "salesforce/assignment-rules.yaml"
	tests := []struct {
		name, file, old, new string
		want                 string // part of the file after importing realigned
	}{
		{
			"a field", territories, "    name: North CA, & more\n", "    name: North CA, & more\n    container: true\n",
			"  north-ca:\n    name: North CA\n    container: true\n    parent: pacific\n",
		},
		{
			"a description", territories, "    type: geo\n    rules:\n      - rule: rule2\n", "    type: geo\n    description: |\n      # ours\n\n      all\n    rules:\n      - rule: rule2\n",
			"    description: |\n      # ours\n\n      all\n    rules:\n",
		},
		{
			"a text with empty lines at its end", territories, "    access: {account: read}\n\n  west:\n", "    access: {account: read}\n    description: |+\n      a\n\n\n  # below\n  west:\n",
			"    description: |+\n      a\n\n\n  pacific:\n",
		},
		{
			"comments", territories, "  north-ca:\n    name: North CA, & more\n    parent: west\n", "  # above\n  north-ca: # beside\n    # the name\n    name: 'North CA, & more' # new\n    parent: west   # old\n    # below the parent\n",
			"  # above\n  north-ca: # beside\n    # the name\n    name: 'North CA' # new\n    parent: pacific   # old\n    # below the parent\n    type: geo\n",
		},
		{
			"quotes around what stays", territories, "    type: geo\n    rules:\n      - rule: rule2\n", "    type: 'geo'\n    rules: [{rule: rule2}]\n",
			"    parent: pacific\n    type: 'geo'\n    rules: [{rule: rule2}]\n",
		},
		{"a record", territories, "  north-ca:\n", "  mine:\n    name: Mine\n\n  north-ca:\n", "territory:\n  mine:\n    name: Mine\n\n  north-ca:\n"},
		{
			"a record at the end", territories, "      - rule: rule1\n    access: {account: read}\n", "      - rule: rule1\n    access: {account: read}\n\n  zone:\n    name: Zone\n# end\n",
			"    access: {account: read}\n\n  zone:\n    name: Zone\n# end\n",
		},
		{
			"a record in one line", territories, "  north-ca:\n    name: North CA, & more\n    parent: west\n    type: geo\n    rules:\n      - rule: rule2\n    access: {account: read}\n", "  north-ca: {name: x, parent: west, container: true, extra: {sf_developer_name: old, ours: 1}}\n",
			"  north-ca: {name: North CA, parent: pacific, type: geo, rules: [{rule: rule2}], access: {account: read}, container: true, extra: {ours: 1}}\n",
		},
		{"an extra field", territories, "    name: North CA, & more\n", "    name: North CA, & more\n    extra:\n      sf_stale: x\n      ours: z # why\n", "    name: North CA\n    extra:\n      ours: z # why\n    parent: pacific\n"},
		{"another collection", territories, "territory:\n", "measure:\n  m: {name: M, unit: count}\n\nterritory:\n", "measure:\n  m: {name: M, unit: count}\n\nterritory:\n  north-ca:\n"},
		{"wide indentation", territories, "  north-ca:\n    name: North CA, & more\n", "  north-ca:\n    container: false\n    name: North CA, & more\n", "  north-ca:\n    container: false\n    name: North CA\n"},
		{"a title", people, "position:\n  rep-1: {}\n", "position:\n  rep-1: {title: Boss}\n", "position:\n  rep-1: {title: Boss}\n  rep-3: {}\n"},
		{"a title in lines", people, "position:\n  rep-1: {}\n", "position:\n  rep-1:\n    title: Boss\n    # vacant?\n", "position:\n  rep-1:\n    title: Boss\n    # vacant?\n  rep-3: {}\n"},
		{"a row", assignments, "no,rep-2,owner\n", "no,rep-2,owner\nnorth-ca,rep-9,overlay\n", "territory,position,coverage\nnorth-ca,rep-9,overlay\nnorth-ca,rep-1,owner\npacific,rep-3,owner\n"},
		{
			"a column", assignments, "territory,position,coverage\nno,rep-2,owner\nnorth-ca,rep-1,owner\n", "reason,coverage,from,territory,position\n,owner,,no,rep-2\n\"was, long\",owner,2027-02-01,north-ca,rep-1\n",
			"reason,coverage,from,territory,position\n\"was, long\",owner,2027-02-01,north-ca,rep-1\n,owner,,pacific,rep-3\n",
		},
		{"quotes in rows", assignments, "north-ca,rep-1,owner\n", "\"north-ca\",rep-1,owner", "\"north-ca\",rep-1,owner\npacific,rep-3,owner"},
		{"a note on a rule", rules, "        values: [\"017\"]\n", "        values: [\"017\"] # the old code\n", "        values: [\"018\"] # the old code\n"},
	}
	for _, test := range tests {
		for _, end := range []string{"\n", "\r\n"} {
			t.Run(test.name+map[string]string{"\n": "", "\r\n": " CRLF"}[end], func(t *testing.T) {
				into := map[string]string{}
				importInto(t, folder(field()), into)
				if !strings.Contains(into[test.file], test.old) {
					t.Fatalf("%s does not hold %q", test.file, test.old)
				}
				into[test.file] = strings.ReplaceAll(strings.Replace(into[test.file], test.old, test.new, 1), "\n", end)
				edited := maps.Clone(into)
				if changed, findings := importInto(t, folder(realigned()), into); slices.Contains(changed, "salesforce/territory-types.yaml") {
					t.Errorf("changed %v, findings:\n%s", changed, brief(findings))
				}
				if want := strings.ReplaceAll(test.want, "\n", end); !strings.Contains(into[test.file], want) {
					t.Errorf("%s does not hold\n%s\nbut is\n%s\nbefore, it was\n%s", test.file, want, into[test.file], edited[test.file])
				}
				if changed, _ := importInto(t, folder(realigned()), into); len(changed) > 0 {
					t.Errorf("once more changes %v:\n%s", changed, show(into))
				}
			})
		}
	}
}

func TestRecordsWrittenByHandAreNotWrittenTwice(t *testing.T) {
	tests := []struct{ name, file, text, finding string }{
		{"a territory elsewhere", "areas.yaml", "territory:\n  west: {name: Our west}\n", "areas.yaml:2:3 warning REF002 territory/west: territory/west is written here by hand and stays as it is; delete it to have it imported"},
		{"an assignment elsewhere", "assignment.csv", "coverage,territory,position,from\nowner,no,rep-2,2027-01-01\n", "assignment.csv:2:1 warning REF002 assignment/no/rep-2/owner: assignment/no/rep-2/owner is written here by hand and stays as it is; delete it to have it imported"},
		{"an assignment in YAML", "cover.yaml", "assignment:\n  - {territory: no, position: rep-2, coverage: owner}\n", ""},
		{"in the import's own file", "salesforce/territories.yaml", "territory:\n  west:\n    name: Our west\n", "salesforce/territories.yaml:2:3 warning REF002 territory/west: territory/west is written here by hand and stays as it is; delete it to have it imported"},
		{"in another file of the import", "salesforce/people.yaml", "territory:\n  west:\n    name: Our west\n", "salesforce/people.yaml:2:3 warning REF002 territory/west: territory/west is written here by hand and stays as it is; delete it to have it imported"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			into := map[string]string{test.file: strings.ReplaceAll(test.text, "{territory: no,", `{territory: "no",`)}
			_, findings := importInto(t, folder(field()), into)
			if test.finding != "" && brief(findings) != test.finding {
				t.Errorf("findings:\n%s\nwant:\n%s", brief(findings), test.finding)
			}
			if len(findings) != 1 {
				t.Errorf("%d findings, want 1", len(findings))
			}
			compiled(t, into) // which has a finding if anything is written twice
			if changed, _ := importInto(t, folder(field()), into); len(changed) > 0 {
				t.Errorf("once more changes %v", changed)
			}
		})
	}
}

func TestRecordMovedByHand(t *testing.T) {
	into := map[string]string{}
	importInto(t, folder(field()), into)
	block := "  \"no\":\n    name: \"No\"\n    parent: west\n    type: geo\n    access: {account: read}\n\n"
	into["salesforce/territories.yaml"] = strings.Replace(into["salesforce/territories.yaml"], block, "", 1)
	into["moved.yaml"] = "territory:\n" + block
	_, findings := importInto(t, folder(with(field(), map[string]string{
		models + "territories/no.territory2-meta.xml": "", "UserTerritory2Association.csv": "",
	})), into)
	const want = "moved.yaml:2:3 warning REF001 territory/no: territory/no is gone from the source, and stands here, where the import does not delete it"
	if brief(findings) != want {
		t.Errorf("findings:\n%s\nwant:\n%s", brief(findings), want)
	}
	if strings.Contains(into["salesforce/.imported"], "territory/no\n") || !strings.Contains(into["moved.yaml"], "name") {
		t.Errorf("plan:\n%s", show(into))
	}
}

func TestSettings(t *testing.T) {
	const lacks = `plan.yaml info SCH002 plan/settings: the plan has settings of its own; for export to know the model, add to them: extra: {sf_model: Field, sf_model_description: A small one}`
	tests := []struct{ name, file, text, findings string }{
		{"of people", "plan.yaml", "plan:\n  name: Ours\n", lacks},
		{"of people, in CUE", "plan.cue", "plan: name: \"Ours\"\n", lacks},
		{"of people, elsewhere", "settings.yaml", "plan:\n  name: Ours\n", lacks},
		{"that name the model", "plan.yaml", "plan:\n  name: Ours\n  extra: {sf_model: Field, sf_model_description: A small one}\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			into := map[string]string{test.file: test.text}
			_, findings := importInto(t, folder(field()), into)
			if brief(findings) != test.findings {
				t.Errorf("findings:\n%s\nwant:\n%s", brief(findings), test.findings)
			}
			if into[test.file] != test.text {
				t.Errorf("%s is changed", test.file)
			}
			if _, written := into["plan.yaml"]; written && test.file != "plan.yaml" {
				t.Error("plan.yaml is written")
			}
		})
	}
}

func TestSettingsOfAnEarlierImportAreRefreshed(t *testing.T) {
	into := map[string]string{}
	importInto(t, folder(field()), into)
	into["plan.yaml"] = strings.Replace(into["plan.yaml"], "name: Field", "name: Field sales FY27 # ours\n  currency: EUR", 1)
	importInto(t, folder(realigned()), into)
	const want = "plan:\n  name: Field sales FY27 # ours\n  currency: EUR\n  extra:\n    sf_model: Field\n"
	if !strings.HasSuffix(into["plan.yaml"], want) {
		t.Errorf("plan.yaml:\n%s\nwant at its end:\n%s", into["plan.yaml"], want)
	}
}

// Where a file of the import cannot be read, nothing is written at all.
func TestNothingIsWrittenOverWhatCannotBeRead(t *testing.T) {
	tests := []struct{ name, file, text, finding string }{
		{"broken YAML", "salesforce/territories.yaml", "territory: [\n", "salesforce/territories.yaml:1:1 error SYN002"},
		{"duplicate key", "salesforce/people.yaml", "person:\n  a: {}\n  a: {}\n", "salesforce/people.yaml:3:3 error SYN003"},
		{"byte order mark", "salesforce/territories.yaml", "\ufeffterritory:\n", "salesforce/territories.yaml:1:1 error SYN007"},
		{"broken CSV", "salesforce/assignment.csv", "territory,position\na\n", "salesforce/assignment.csv:2:1 error SYN009"},
		{"broken settings", "plan.yaml", "plan: {\n", "plan.yaml"},
		{"broken list", "salesforce/.imported", "# fine\nnonsense\n", "salesforce/.imported:2:1 error SCH007"},
		{"bytes", "salesforce/.imported", "\xff\x00\n", "salesforce/.imported:1:1 error SCH007"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			into := map[string]string{test.file: test.text}
			changed, findings := importInto(t, folder(field()), into)
			if len(changed) > 0 || !strings.HasPrefix(brief(findings), test.finding) {
				t.Errorf("changed %v, findings:\n%s", changed, brief(findings))
			}
		})
	}
}

func TestLinksInThePlanAreNotFollowed(t *testing.T) {
	for _, name := range []string{"salesforce", "salesforce/.imported", "salesforce/territories.yaml"} {
		into := fstest.MapFS{name: {Mode: fs.ModeSymlink, Data: []byte("elsewhere")}, "elsewhere": {Data: []byte("territory:\n")}}
		model, _ := read(t, folder(field()))
		files, findings, err := model.Files(into)
		if len(files) > 0 || (err == nil && len(findings) == 0) {
			t.Errorf("%s: %d files, findings %s, error %v", name, len(files), brief(findings), err)
		}
	}
}

func TestFolderThatIsNotThere(t *testing.T) {
	model, _ := read(t, folder(field()))
	files, findings, err := model.Files(nil)
	if err != nil || len(findings) > 0 || len(files) != 8 {
		t.Errorf("%d files, findings %s, error %v", len(files), brief(findings), err)
	}
	if _, _, err := salesforce.Read(fstest.MapFS{}); err == nil {
		t.Error("an empty source folder is no error")
	}
}
