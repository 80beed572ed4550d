package salesforce_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/salesplan/salesplan/engine/salesforce"
)

// Every mistake in a source folder is told at its place, and the rest is read.
func TestMistakesInTheSource(t *testing.T) {
	const (
		west  = models + "territories/west.territory2-meta.xml"
		north = models + "territories/north_ca.territory2-meta.xml"
		rule1 = models + "rules/Rule1.territory2Rule-meta.xml"
		geo   = types + "Geo.territory2Type-meta.xml"
		rows  = "UserTerritory2Association.csv"
		start = xmlHead + `<Territory2 xmlns="http://soap.sforce.com/2006/04/metadata">` + "\n"
	)
	deep := strings.Repeat("<a>", 20) + strings.Repeat("</a>", 20)
	tests := []struct{ name, file, text, finding string }{
		{"not XML", west, "hello", west + ":1:1 error SYN002 territory/west: text stands outside of the element that a metadata file holds"},
		{"empty file", west, " ", west + ":1:1 error SYN002 territory/west: the file is not well-formed XML: it holds no element"},
		{"unclosed", west, start + "<name>West</nome>", west + ":3:1 error SYN002 territory/west: the file is not well-formed XML: element <name> closed by </nome>"},
		{"cut short", west, start + "<name>West", west + ":3:1 error SYN002 territory/west: the file is not well-formed XML: unexpected EOF"},
		{"unknown entity", west, start + "<name>&lol;</name></Territory2>", west + ":3:1 error SYN002 territory/west: the file is not well-formed XML: invalid character entity &lol;"},
		{"document type", west, `<!DOCTYPE a [<!ENTITY lol "lol">]>` + start, west + ":1:1 error SYN002 territory/west: a document type (<!…>) has no place in a metadata file: delete it"},
		{"document type inside", west, start + "<!ENTITY x SYSTEM \"file:///etc/passwd\">", west + ":3:1 error SYN002 territory/west: a document type (<!…>) has no place in a metadata file: delete it"},
		{"not UTF-8", west, start + "<name>\xff</name></Territory2>", west + ":3:1 error SYN002 territory/west: the file is not well-formed XML: invalid UTF-8"},
		{"other encoding", west, `<?xml version="1.0" encoding="latin1"?>` + "<a/>", west + ":1:1 error SYN002 territory/west: the file says that it is not in UTF-8: save it as UTF-8"},
		{"two elements", west, territory("West", "") + "<a/>", west + ":7:1 error SYN002 territory/west: a second element begins behind the end of the first: a metadata file holds one"},
		{"text and elements", west, start + "text<name>West</name></Territory2>", west + ":2:1 error SYN002 territory/west: the element \"Territory2\" holds both text and elements"},
		{"no namespace", west, xmlHead + "<Territory2/>", west + ":2:1 error SYN002 territory/west: the element \"Territory2\" is not in the namespace of Salesforce metadata, http://soap.sforce.com/2006/04/metadata"},
		{"other element", west, rule("West"), west + ":2:1 error SCH003 territory/west: the file holds a \"Territory2Rule\", and its name promises a \"Territory2\""},
		{"too deep", west, start + deep + "</Territory2>", west + ":3:22 error SYN008 territory/west: elements are nested more than 8 deep here"},
		{"too many elements", west, start + strings.Repeat("<a/>", 20_001) + "</Territory2>", west + ":3:79997 error SYN008 territory/west: the file has more than 20000 elements"},
		{"too much text", west, start + "<name>" + strings.Repeat("x", 40_000) + "</name></Territory2>", west + ":3:1 error SYN008 territory/west: the text of this element is longer than 32768 bytes"},
		{"too large", west, start + strings.Repeat(" ", 1<<20), west + " error SYN008 : the file is larger than 1024 KiB"},
		{"unknown element", west, strings.Replace(territory("West", "", "Rule1"), "    <name>", "    <é/><name>", 1), west + ":4:5 info SCH001 territory/west: the element \"é\" is not imported: a plan has no place for it"},
		{"no name", west, start + "</Territory2>", west + ":2:1 error SCH002 territory/west: the element \"name\" is missing or empty"},
		{"name twice", west, start + "<name>a</name><name>b</name></Territory2>", west + ":3:15 error SYN003 territory/west: the element \"name\" stands here twice"},
		{"elements for text", west, start + "<name><a/></name></Territory2>", west + ":3:1 error SCH003 territory/west: the element \"name\" holds elements where text is expected"},
		{"unknown access", west, strings.Replace(territory("West", "", "Rule1"), "Read", "Own", 1), west + ":3:5 error SCH005 territory/west: accountAccessLevel \"Own\" is not known: a plan has All, Edit, None, Read"},
		{"unknown truth", west, strings.Replace(territory("West", "", "Rule1"), "false", "no", 1), west + ":6:9 error SCH003 territory/west: inherited is \"no\" and must be true or false"},
		{"unknown parent", north, territory("North", "nowhere", "Rule2"), north + ":2:1 error REF001 territory/north-ca: parentTerritory names \"nowhere\", and there is no such territory in the source"},
		{"unknown type", north, strings.Replace(territory("North", "west", "Rule2"), "Geo<", "Area<", 1), north + ":2:1 error REF001 territory/north-ca: territory2Type names \"Area\", and there is no such territory type in the source"},
		{"unknown rule", north, territory("North", "west", "Rule9"), north + ":6:5 error REF001 territory/north-ca: ruleName names \"Rule9\", and there is no such rule in the source"},
		{"unknown operation", rule1, rule("Rule1", "Account.A", "within", "x"), rule1 + ":8:9 error SCH005 assignment_rule/rule1: operation \"within\" is not known: a plan has contains, equals, excludes, greaterOrEqual, greaterThan, includes, lessOrEqual, lessThan, notContain, notEqual, startsWith"},
		{"unknown object", rule1, strings.Replace(rule("Rule1", "Account.A", "equals", "x"), "<objectType>Account", "<objectType>Case", 1), rule1 + ":5:5 error SCH005 assignment_rule/rule1: objectType \"Case\" is not known: a plan has Account, Lead, Opportunity"},
		{"no items", rule1, rule("Rule1"), rule1 + ":2:1 error SCH002 assignment_rule/rule1: the rule has no ruleItems: it says nothing about any record"},
		{"bad filter", rule1, strings.Replace(rule("Rule1", "Account.A", "equals", "x"), "    <name>", "    <booleanFilter>1 &amp;&amp; 2</booleanFilter>\n    <name>", 1), rule1 + ":4:5 error TER007 assignment_rule/rule1: booleanFilter is \"1 && 2\" and may hold numbers, AND, OR, NOT and parentheses"},
		{"bad priority", geo, metadata("Territory2Type", "<name>Geo</name>", "<priority>1e3</priority>"), geo + ":4:5 error SCH004 territory_type/geo: priority is \"1e3\" and must be a whole number from 0 to 1000000"},
		{"CRLF", west, strings.ReplaceAll(territory("West", "", "Rule1"), "\n", "\r\n"), west + " info SCH007 : the file is not written the way Salesforce writes it: export writes the same content in another form"},
		{"comment", west, strings.Replace(territory("West", "", "Rule1"), "    <name>", "    <!-- x --><name>", 1), west + " info SCH007 : the file is not written the way Salesforce writes it: export writes the same content in another form"},
		{"bad name of a file", models + "territories/no way.territory2-meta.xml", territory("No", ""), models + "territories/no way.territory2-meta.xml error SCH006 : \"no way\" is not a developer name (letters, digits and underscores, beginning with a letter): the file is not read"},
		{"file twice", "other/west.territory2-meta.xml", territory("Other", ""), "other/west.territory2-meta.xml:2:1 error REF002 territory/west: there are two files for \"west\": only the first is imported"},
		{"ids collide", models + "territories/west_.territory2-meta.xml", territory("Other", "west_"), models + "territories/west_.territory2-meta.xml:2:1 error REF002 territory/west: \"west\" and \"west_\" both become the id west: only the first is imported"},
		{"file elsewhere", "other/east.territory2-meta.xml", territory("East", ""), "other/east.territory2-meta.xml info SYN010 : the file does not lie where source format keeps it; export writes main/default/territory2Models/Field/territories/east.territory2-meta.xml"},
		{"associations elsewhere", "main/" + rows, csvHead, "main/" + rows + " warning SYN010 : it is not read here: put it at the top of the source folder"},
		{"empty rows", rows, "", rows + " error SYN009 : the file has no header: its first row names the columns"},
		{"unknown column", rows, "Id," + csvHead + "1,rep-1,west,Owner,true\r\n", rows + ":1:1 info SCH001 : the column \"Id\" is not imported"},
		{"missing column", rows, "User.Username,RoleInTerritory2\r\n", rows + ":1:1 error SYN009 : the column \"Territory2.DeveloperName\" is missing: the header is User.Username,Territory2.DeveloperName,RoleInTerritory2,IsActive"},
		{"column twice", rows, "User.Username,User.Username\r\n", rows + ":1:15 error SYN009 : the header names the column \"User.Username\" twice"},
		{"short row", rows, csvHead + "rep-1,west\r\n", rows + ":2:1 error SYN009 : the row has 2 cells and the header has 4: the row is not read"},
		{"open quote", rows, csvHead + "\"rep-1,west\r\n", rows + ":2:1 error SYN009 : the quotes of the row that begins here do not fit: nothing from here on is read"},
		{"rows not UTF-8", rows, csvHead + "\xff,west,Owner,true\r\n", rows + " error SYN001 : the file is not UTF-8: export it again as UTF-8"},
		{"long cell", rows, csvHead + strings.Repeat("x", 5000) + ",west,Owner,true\r\n", rows + ":2:1 error SYN008 : a cell of the row is longer than 4096 bytes: the row is not read"},
		{"no user", rows, csvHead + ",west,Owner,true\r\n", rows + ":2:1 error SCH002 : the row names no user: it is not read"},
		{"no letter in user", rows, csvHead + "Ü,west,Owner,true\r\n", rows + ":2:1 error SCH006 : the user name \"Ü\" has no letter or digit to make an id of: the row is not read"},
		{"unknown territory", rows, csvHead + "rep-1,nowhere,Owner,true\r\n", rows + ":2:1 error REF001 : Territory2.DeveloperName names \"nowhere\", and there is no such territory in the source"},
		{"inactive", rows, csvHead + "rep-1,west,Owner,false\r\n", rows + ":2:1 info SCH005 : rep-1 is not active on west: a plan says who works, so the row is not imported"},
		{"unknown activity", rows, csvHead + "rep-1,west,Owner,0\r\n", rows + ":2:1 error SCH003 : IsActive is \"0\" and must be true or false: the row is not read"},
		{"users collide", rows, csvHead + "a.b,west,Owner,true\r\na-b,no,Owner,true\r\n", rows + ":3:1 error REF002 person/a-b: \"a.b\" and \"a-b\" both become the id a-b: only the first is imported"},
		{"row twice", rows, csvHead + "a,west,Boss,true\r\na,west,Chief,true\r\n", rows + ":3:1 error REF002 : a works on west as overlay twice: only the first row is imported"},
		{"rows in another form", rows, "User.Username,Territory2.DeveloperName,RoleInTerritory2,IsActive\nrep-1,west,Owner,true\n", rows + " info SCH007 : the file is not written the way Salesforce writes it: export writes the same content in another form"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source := folder(field())
			source[test.file] = &fstest.MapFile{Data: []byte(test.text), Mode: 0o644}
			model, findings := read(t, source)
			if got := brief(findings); got != test.finding {
				t.Errorf("findings:\n%s\nwant:\n%s", got, test.finding)
			}
			if len(model.Territories) < 2 || len(model.Rules) == 0 {
				t.Errorf("the rest is not read: %d territories, %d rules", len(model.Territories), len(model.Rules))
			}
		})
	}
}

func TestSourcesWithNothingToRead(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"nothing", nil, "no Territory2 metadata below the source folder; expected source format such as territory2Models/<Model>/territories/<Territory>.territory2-meta.xml"},
		{"other things", map[string]string{"README.md": "", "UserTerritory2Association.csv": csvHead}, "no Territory2 metadata below the source folder; expected source format such as territory2Models/<Model>/territories/<Territory>.territory2-meta.xml"},
		{"hidden", map[string]string{".sf/a.territory2-meta.xml": territory("A", "")}, "no Territory2 metadata below the source folder; expected source format such as territory2Models/<Model>/territories/<Territory>.territory2-meta.xml"},
		{"two models", map[string]string{
			"territory2Models/A/territories/a.territory2-meta.xml": territory("A", ""), "territory2Models/B/B.territory2Model-meta.xml": metadata("Territory2Model", "<name>B</name>"),
		}, "there are 2 territory models below the source folder (A, B) and a plan holds one: give a folder that holds one of them"},
		{"odd model", map[string]string{"territory2Models/a b/territories/a.territory2-meta.xml": territory("A", "")}, `"a b" is not the name of a territory model: letters, digits and underscores, beginning with a letter`},
	}
	for _, test := range tests {
		_, _, err := salesforce.Read(folder(test.files))
		if err == nil || test.want != "" && err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
	}
}

func TestLinksInTheSourceAreNotFollowed(t *testing.T) {
	source := folder(field())
	source[models+"territories/link.territory2-meta.xml"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("west.territory2-meta.xml")}
	source["folder"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("main")}
	model, findings := read(t, source)
	const want = "folder info SYN011 : it is a link and is not followed\n" +
		models + "territories/link.territory2-meta.xml error SYN011 : it is a link or a special file and is not read: put the file itself here"
	if brief(findings) != want || len(model.Territories) != 3 {
		t.Errorf("%d territories, findings:\n%s\nwant:\n%s", len(model.Territories), brief(findings), want)
	}
}

// A cycle is nothing that import judges: the check of the plan finds it.
func TestCyclesArePassedOn(t *testing.T) {
	checkRoundTrip(t, with(field(), map[string]string{models + "territories/west.territory2-meta.xml": territory("West", "north_ca", "Rule1")}))
}
