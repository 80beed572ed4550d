package salesforce_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/salesforce"
)

// A plan that was never imported is written as far as Salesforce can hold it.
func TestExportOfAPlanByHand(t *testing.T) {
	files, findings := exported(t, compiled(t, map[string]string{
		"plan.yaml": "plan:\n  name: Field sales, FY27\n",
		"all.yaml": `
territory_type:
  geo: {name: Geography, priority: 5}
territory:
  emea: {name: EMEA, type: geo, container: true}
  emea.dach:
    name: "D, A & CH"
    parent: emea
    type: geo
    rules: [{rule: de, inherited: true}]
    from: 2027-01-01
assignment_rule:
  de:
    description: Germany
    conditions:
      - {field: Account.Country, operator: equals, values: [DE, "A, B"]}
      - {field: Account.Size__c, operator: less_than, values: ["10"]}
    filter: 1 AND 2
position:
  ae-1: {}
  ae-2: {}
person:
  p-1:
    extra: {sf_username: "p.1@example.com"}
  p-2: {}
holder:
  - {position: ae-1, person: p-1}
  - {position: ae-1, person: p-2, to: 2027-02-01}
assignment:
  - {territory: emea.dach, position: ae-1, coverage: owner}
  - {territory: emea.dach, position: ae-1, coverage: temporary_cover, to: 2027-03-01}
  - {territory: emea, position: ae-2, coverage: overlay}
`,
	}))
	want := map[string]string{
		"main/default/territory2Models/Field_sales_FY27/Field_sales_FY27.territory2Model-meta.xml": metadata("Territory2Model", "<name>Field sales, FY27</name>"),
		"main/default/territory2Models/Field_sales_FY27/territories/emea.territory2-meta.xml":      metadata("Territory2", "<name>EMEA</name>", "<territory2Type>geo</territory2Type>"),
		"main/default/territory2Models/Field_sales_FY27/territories/emea_dach.territory2-meta.xml": metadata("Territory2", "<name>D, A &amp; CH</name>", "<parentTerritory>emea</parentTerritory>",
			"<ruleAssociations>", "    <inherited>true</inherited>", "    <ruleName>de</ruleName>", "</ruleAssociations>", "<territory2Type>geo</territory2Type>"),
		"main/default/territory2Models/Field_sales_FY27/rules/de.territory2Rule-meta.xml": metadata("Territory2Rule", "<active>true</active>", "<booleanFilter>1 AND 2</booleanFilter>", "<name>de</name>", "<objectType>Account</objectType>",
			"<ruleItems>", "    <field>Account.Country</field>", "    <operation>equals</operation>", "    <value>DE,&quot;A, B&quot;</value>", "</ruleItems>",
			"<ruleItems>", "    <field>Account.Size__c</field>", "    <operation>lessThan</operation>", "    <value>10</value>", "</ruleItems>"),
		"main/default/territory2Types/geo.territory2Type-meta.xml": metadata("Territory2Type", "<name>Geography</name>", "<priority>5</priority>"),
		"UserTerritory2Association.csv":                            csvHead + "p.1@example.com,emea_dach,Owner,true\r\n",
	}
	if d := cmp.Diff(want, files); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	const told = `all.yaml:6:3 info SCH001 territory/emea.dach: from of territory/emea.dach: Salesforce has no place for it
all.yaml:13:3 info SCH001 assignment_rule/de: description of assignment_rule/de: Salesforce has no place for it
all.yaml:28:5 info SCH001 holder/ae-1/p-2: holder/ae-1/p-2 has an end, which Salesforce has no place for, and is not written
all.yaml:31:5 info SCH001 assignment/emea.dach/ae-1/temporary_cover: assignment/emea.dach/ae-1/temporary_cover has an end, which Salesforce has no place for, and is not written
all.yaml:32:5 info SCH002 assignment/emea/ae-2/overlay: nobody holds ae-2, so nobody is written for emea`
	if got := brief(findings); got != told {
		t.Errorf("findings:\n%s\nwant:\n%s", got, told)
	}
}

func TestExportRefuses(t *testing.T) {
	const outside = "../../etc/passwd"
	tests := []struct{ name, text, finding string }{
		{"a name that is a path", "  a: {name: A, type: geo, extra: {sf_developer_name: \"" + outside + "\"}}\n", `all.yaml:3:3 error SCH006 territory/a: "../../etc/passwd" is not a developer name (letters, digits and underscores, beginning with a letter): state one in extra.sf_developer_name`},
		{"a name that begins with a digit", "  3m: {name: A, type: geo}\n", `all.yaml:3:3 error SCH006 territory/3m: "3m" is not a developer name (letters, digits and underscores, beginning with a letter): state one in extra.sf_developer_name`},
		{"a name twice", "  a.b: {name: A, type: geo}\n  a-b: {name: A, type: geo}\n", `all.yaml:3:3 error REF002 territory/a.b: territory/a-b has the developer name a_b already, so territory/a.b is not written: state another in extra.sf_developer_name`},
		{"a model that is a path", "plan:\n  name: X\n  extra: {sf_model: \"" + outside + "\"}\n", `all.yaml:3:1 warning SCH006 plan/settings: "../../etc/passwd" is not a developer name, and Territory_Model is used: state one in extra.sf_model`},
		{"a folder outside", "plan:\n  name: X\n  extra: {sf_folder: \"" + outside + "\"}\n", `all.yaml:5:10 error SCH007 plan/settings: sf_folder is "../../etc/passwd" and must be a path below the folder that is written to: main/default is used`},
		{"no type", "  a: {name: A}\n", `all.yaml:3:3 warning SCH002 territory/a: the territory has no type, and Salesforce needs one`},
		{"fields of another system", "assignment_rule:\n  r: {conditions: [{field: country, operator: equals, values: [DE]}]}\n", `all.yaml:4:20 warning SCH005 assignment_rule/r: "country" is not a field as Salesforce names it, such as Account.BillingCountry`},
		{"values that cannot be told apart", "assignment_rule:\n  r: {conditions: [{field: A.b, operator: less_than, values: [\"1\", \"2\"]}]}\n", `all.yaml:4:20 warning SCH005 assignment_rule/r: the values of condition 1 cannot be told apart in Salesforce: write a condition for each of them`},
		{"cover of an account", "account:\n  x: {}\nposition:\n  p: {}\nassignment:\n  - {account: x, position: p, coverage: owner}\n", `all.yaml:8:5 info SCH001 assignment/x/p/owner: assignment/x/p/owner is about an account, and is not written`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := "territory_type: {geo: {name: geo}}\nterritory:\n"
			if !strings.HasPrefix(test.text, "  ") {
				text = "territory_type: {geo: {name: geo}}\nterritory: {x: {name: X, type: geo}}\n"
			}
			text += test.text
			if !strings.Contains(text, "plan:") {
				text += "plan: {name: Plan}\n"
			}
			files, findings := exported(t, compiled(t, map[string]string{"all.yaml": text}))
			if got := brief(findings); got != test.finding {
				t.Errorf("findings:\n%s\nwant:\n%s", got, test.finding)
			}
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if strings.Contains(name, "..") || strings.Contains(name, "passwd") {
					t.Errorf("writes %s", name)
				}
			}
		})
	}
}

func TestExportOfNothing(t *testing.T) {
	_, _, err := salesforce.Export(compiled(t, map[string]string{"plan.yaml": "plan: {name: Plan}\n"}))
	if err == nil || err.Error() != "the plan has no territories to export" {
		t.Errorf("error %v", err)
	}
}
