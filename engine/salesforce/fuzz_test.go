package salesforce_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
)

// FuzzRead reads any bytes as each kind of metadata file. What is read without
// an error makes a sound plan, and comes back out of it unchanged.
func FuzzRead(f *testing.F) {
	for name, text := range field() {
		if strings.HasSuffix(name, ".xml") {
			f.Add(text)
		}
	}
	f.Add(metadata("Territory2", "<name>a &#x2028; \u200b b</name>", "<description>  x\n\ny </description>"))
	f.Add(metadata("Territory2Rule", "<active>false</active>", "<booleanFilter>1 or (1 AND not 1)</booleanFilter>", "<name>NO</name>", "<objectType>Lead</objectType>",
		"<ruleItems>", "<field>1e3</field>", "<operation>equals</operation>", "<value>a, &quot;b, c&quot;, ,017</value>", "</ruleItems>"))
	f.Add(xmlHead + `<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`)
	f.Add(strings.Repeat("<a>", 100))
	f.Fuzz(func(t *testing.T, text string) {
		source := with(field(), map[string]string{
			types + "Geo.territory2Type-meta.xml":           text,
			models + "Field.territory2Model-meta.xml":       text,
			models + "territories/west.territory2-meta.xml": text,
			models + "rules/Rule2.territory2Rule-meta.xml":  text,
		})
		checkAnySource(t, source)
	})
}

// FuzzAssociations reads any bytes as association file.
func FuzzAssociations(f *testing.F) {
	f.Add(field()["UserTerritory2Association.csv"])
	f.Add(csvHead + "\"a\"\"b,c\",west,\"x\ny\",true\r\nÄ b,no,,true\r\na.b@c,no,Owner,false\r\n")
	f.Add("\ufeff" + csvHead + "rep-1,west\r\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		checkAnySource(t, with(field(), map[string]string{"UserTerritory2Association.csv": text}))
	})
}

// checkAnySource holds for every source: what is read without an error goes
// into a sound plan and comes back, and importing it again changes nothing.
func checkAnySource(t *testing.T, source map[string]string) {
	t.Helper()
	into := map[string]string{}
	_, findings := importInto(t, folder(source), into)
	if findings.Worst() == diag.Error {
		return
	}
	p := compiled(t, into)
	back, found := exported(t, p)
	if found.Worst() == diag.Error {
		t.Fatalf("export refuses what import took:\n%s", brief(found))
	}
	for name, text := range back {
		if original, ok := source[name]; ok && original != text && !strings.Contains(brief(findings), name) {
			t.Errorf("%s comes back in other bytes, and nothing was said:\n%q\n%q", name, original, text)
		}
	}
	again := map[string]string{}
	importInto(t, folder(back), again)
	if d := cmp.Diff(into, again); d != "" {
		t.Errorf("importing what was exported (-first +second):\n%s", d)
	}
	if changed, _ := importInto(t, folder(source), into); len(changed) > 0 {
		t.Errorf("importing once more changes %v", changed)
	}
}

// FuzzHandWriting imports over any bytes in a YAML and a CSV file of the
// import. Either nothing is written, or the plan can still be read, what people
// wrote is there, and importing once more changes nothing.
func FuzzHandWriting(f *testing.F) {
	f.Add("territory:\n  # mine\n  zone: {name: Zone}\n\n  north-ca:\n    name: x # y\n    extra: {a: 1}\n", "territory,position,coverage,share\nzone,a,owner,0.5\n")
	f.Add("{territory: {west: {name: W}, zone: {name: Zone}}}", "coverage\r\nowner\r\n")
	f.Add("territory:\n      west:\n          name: >\n            a\n\n            b\n          access:\n            account: none\n  # odd\nother:\n- 1\n", "\"position\",\"territory\"\n\"a\nb\",c")
	f.Add("? territory\n: ? zone\n  : name: Z\n", "")
	f.Add("territory:\n  west: {}\n  no: \"x\"\n", "territory,position,coverage,extra\n")
	f.Fuzz(func(t *testing.T, yaml, rows string) {
		into := map[string]string{}
		importInto(t, folder(field()), into)
		into["salesforce/territories.yaml"], into["salesforce/assignment.csv"] = yaml, rows
		before := maps.Clone(into)
		changed, _ := importInto(t, folder(realigned()), into)
		if len(changed) == 0 {
			return
		}
		old, _, _ := load.Plan(folder(before), load.DefaultLimits())
		now, findings, err := load.Plan(folder(into), load.DefaultLimits())
		if err != nil || findings.Worst() == diag.Error {
			t.Fatalf("error %v, findings:\n%s\nof\n%s", err, brief(findings), show(into))
		}
		for _, r := range old.Records {
			if r.Addr.ID == "" || strings.Contains(before["salesforce/.imported"], r.Addr.String()+"\n") {
				continue
			}
			kept := false
			for _, n := range now.Records {
				kept = kept || n.Addr == r.Addr && n.Node.Equal(&r.Node)
			}
			if !kept {
				t.Errorf("%s is gone or changed:\n%s", r.Addr, show(into))
			}
		}
		if again, _ := importInto(t, folder(realigned()), into); len(again) > 0 {
			t.Errorf("importing once more changes %v", again)
		}
	})
}
