package cuelang_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/schemas"
)

// seedOf returns the seed of random tests: fixed, so that a run repeats, or
// what SALESPLAN_SEED says.
func seedOf(t *testing.T) uint64 {
	if text := os.Getenv("SALESPLAN_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("SALESPLAN_SEED: %v", err)
		}
		return seed
	}
	return 20270201
}

// documents returns how many documents a random test tries.
func documents(t *testing.T, usual int) int {
	if text := os.Getenv("SALESPLAN_DOCUMENTS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("SALESPLAN_DOCUMENTS: %v", err)
		}
		return n
	}
	return usual
}

func languageTexts(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	entries, err := fs.ReadDir(schemas.Files, schemas.Current)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := fs.ReadFile(schemas.Files, schemas.Current+"/"+entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts[entry.Name()] = string(text)
	}
	return texts
}

// mutator changes documents at random.
type mutator struct {
	*rand.Rand
	pool []syntax.Node // values seen in documents, and odd ones
	keys []string
}

func newMutator(seed uint64, records []record.Record) *mutator {
	m := &mutator{Rand: rand.New(rand.NewPCG(seed, 1))}
	for i := range records {
		m.learn(&records[i].Node)
	}
	for _, text := range []string{"", "a", "A", "a b", "-a", "FY27", "FY27-Q5", "2027-02-28", "2027-13-01", "eur", "EUR", "true", "1", "1 AND 2", "x", "ünï", "z", "grüße"} {
		m.pool = append(m.pool, syntax.Node{Kind: syntax.String, Text: text})
	}
	for _, text := range []string{"0", "1", "-1", "2", "5", "12", "13", "30", "31", "100", "1000000", "1000001", "1000000000000000", "1000000000000001", "99999999999999999999"} {
		m.pool = append(m.pool, syntax.Node{Kind: syntax.Int, Text: text})
	}
	for _, text := range []string{"0.0", "0.5", "1.0", "1.5", "-0.5", "1.10", "30.0", "123456789012345678.5"} {
		m.pool = append(m.pool, syntax.Node{Kind: syntax.Number, Text: text})
	}
	for _, text := range []string{"true", "false"} {
		m.pool = append(m.pool, syntax.Node{Kind: syntax.Bool, Text: text})
	}
	m.pool = append(m.pool, syntax.Node{Kind: syntax.List}, syntax.Node{Kind: syntax.Map})
	m.keys = append(m.keys, "name", "kind", "extra", "x", "_hidden", "#def", "Über")
	return m
}

func (m *mutator) learn(n *syntax.Node) {
	m.pool = append(m.pool, *n)
	for i := range n.Children {
		if key := n.Children[i].Key; key != "" && !slices.Contains(m.keys, key) {
			m.keys = append(m.keys, key)
		}
		m.learn(&n.Children[i])
	}
}

// mutated returns a copy of a document with some changes.
func (m *mutator) mutated(n syntax.Node) syntax.Node {
	for range m.IntN(4) {
		n = m.change(n, 0)
	}
	return n
}

func (m *mutator) change(n syntax.Node, depth int) syntax.Node {
	n.Children = slices.Clone(n.Children)
	if len(n.Children) > 0 && (depth == 0 || m.IntN(3) > 0) {
		i := m.IntN(len(n.Children))
		switch m.IntN(7) {
		case 0:
			n.Children = slices.Delete(n.Children, i, i+1)
			return n
		case 1:
			n.Children = append(n.Children, m.entry(n.Kind))
			return unrepeated(n)
		case 2:
			if n.Kind == syntax.Map {
				n.Children[i].Key = m.keys[m.IntN(len(m.keys))]
			}
			return unrepeated(n)
		default:
			n.Children[i] = m.change(n.Children[i], depth+1)
			return n
		}
	}
	if depth == 0 || len(n.Children) == 0 && (n.Kind == syntax.Map || n.Kind == syntax.List) && m.IntN(2) == 0 {
		if n.Kind == syntax.Map || n.Kind == syntax.List {
			n.Children = append(n.Children, m.entry(n.Kind))
		}
		return n
	}
	other := m.pool[m.IntN(len(m.pool))]
	other.Key = n.Key
	return other
}

func (m *mutator) entry(kind syntax.Kind) syntax.Node {
	n := m.pool[m.IntN(len(m.pool))]
	n.Key = ""
	if kind == syntax.Map {
		n.Key = m.keys[m.IntN(len(m.keys))]
	}
	return n
}

// unrepeated drops keys that are there already: load does not let them pass.
func unrepeated(n syntax.Node) syntax.Node {
	if n.Kind != syntax.Map {
		return n
	}
	seen := map[string]bool{}
	n.Children = slices.DeleteFunc(n.Children, func(c syntax.Node) bool {
		repeated := seen[c.Key]
		seen[c.Key] = true
		return repeated
	})
	return n
}

// beyondCUE reports whether a finding is one that CUE has no words for: the
// attributes @oneof and @format say more than it checks.
func beyondCUE(f diag.Finding) bool {
	return f.Code == diag.ExactlyOneOf || f.Code == diag.BadFormat &&
		(strings.Contains(f.Message, "must be a day of the calendar") || strings.Contains(f.Message, "must be an exact number"))
}

// differ runs mutated records through the compiled schema and through CUE and
// reports every record on which they disagree.
func differ(t *testing.T, oracleOf func() (*cuelang.Oracle, error), language *schema.Schema, base []record.Record, n int) {
	t.Helper()
	seed := seedOf(t)
	m := newMutator(seed, base)
	var oracle *cuelang.Oracle
	m.keys = append(m.keys, "cost_center")
	refused := 0
	for i := range n {
		if i%500 == 0 { // CUE contexts grow
			var err error
			if oracle, err = oracleOf(); err != nil {
				t.Fatal(err)
			}
		}
		r := base[m.IntN(len(base))]
		r.Node = m.mutated(r.Node)
		collection, _ := language.Collection(r.Addr.Collection)
		_, findings := language.Check(r)
		if slices.ContainsFunc(findings, beyondCUE) && len(collection.Record.Fallbacks) > 0 {
			continue // with a finding already, CUE is not asked
		}
		findings = slices.DeleteFunc(findings, beyondCUE)
		err := oracle.Accepts(&r, collection.Shape)
		if err != nil {
			refused++
		}
		if (err == nil) != (len(findings) == 0) {
			t.Errorf("seed %d, document %d: %s %s\n  CUE: %v\n  compiled: %v", seed, i, r.Addr, outline(&r.Node), err, findings)
		}
	}
	if refused == 0 || refused == n {
		t.Errorf("CUE refused %d of %d documents: the test proves nothing", refused, n)
	}
	t.Logf("%d of %d documents refused by both", refused, n)
}

// outline prints a node in one line.
func outline(n *syntax.Node) string {
	var parts []string
	for i := range n.Children {
		parts = append(parts, outline(&n.Children[i]))
	}
	key := ""
	if n.Key != "" {
		key = strconv.Quote(n.Key) + ": "
	}
	switch n.Kind {
	case syntax.Map:
		return key + "{" + strings.Join(parts, ", ") + "}"
	case syntax.List:
		return key + "[" + strings.Join(parts, ", ") + "]"
	case syntax.String:
		return key + strconv.Quote(n.Text)
	}
	return fmt.Sprint(key, n.Text)
}

func TestTheLanguageAgreesWithCUE(t *testing.T) {
	language := builtIn(t)
	texts := languageTexts(t)
	differ(t, func() (*cuelang.Oracle, error) { return cuelang.NewOracle(texts) }, language, recordsOf(t, language, "plan.yaml", everyField), documents(t, 4000))
}

// everyField is a plan that uses every field of the language.
const everyField = `
plan:
  name: Demo
  schema: v1
  description: all
  currency: EUR
  calendar: {kind: months, start_month: 2, named_by: end}
  years: [FY27, FY28]
  fx_rates: {USD: 1.085, GBP: 1}
  over_assignment: {min: 1, max: 1.10}
  extra: {cost_center: CC-1, n: 3, b: true}
measure:
  bookings: {name: Bookings, unit: money, quota_by: territory, quota_grain: quarter, description: d, extra: {x: 1}}
role:
  seller: {name: Seller, job_family: sales, level: 3, manager: false, measures: [bookings, deals], description: d, extra: {x: 1.5}}
position:
  ae-1: {title: AE, role: seller, manager: m.1, from: 2027-02-01, to: 2028-02-01, location: Bonn, extra: {y: z}}
person:
  p-1: {name: P, country: DE, from: 2027-02-01, to: 2028-02-01, extra: {}}
territory_type:
  region: {name: Region, priority: 10, description: d, extra: {q: w}}
territory:
  emea: {name: EMEA, parent: world, type: region, container: true, rules: [{rule: r1, inherited: true}, {rule: r2}],
    named_accounts: [{account: a1, reason: why}], from: 2027-02-01, to: 2028-02-01,
    access: {account: read, contact: edit, opportunity: all, case: none}, description: d, extra: {x: y}}
  dach: {name: DACH}
assignment_rule:
  r1: {name: R, active: true, object: account, conditions: [{field: country, operator: equals, values: [DE, AT]}, {field: x, operator: less_than, values: ["1"]}],
    filter: 1 AND (2 OR 1), description: d, extra: {x: y}}
account:
  a1: {name: A, country: DE, region: NW, postal_code: "53111", industry: i, segment: s, employees: 12, potential: 1000.50, parent: a0, extra: {x: y}}
holder:
  - {position: ae-1, person: p-1, from: 2027-02-01, to: 2028-02-01, extra: {x: y}}
assignment:
  - {territory: emea, position: ae-1, coverage: owner, share: 0.5, from: 2027-02-01, to: 2028-02-01, reason: r, extra: {x: y}}
  - {account: a1, position: ae-1, coverage: overlay}
quota:
  - {territory: emea, measure: bookings, period: FY27-Q2, amount: 1200.50, currency: EUR, reason: r, extra: {x: y}}
  - {position: ae-1, measure: bookings, period: FY27, amount: 0}
move:
  - {from: territory/mid-west, to: territory/midwest, reason: r}
`

// wideFallbacks are the collections of the wide schema that CUE has to look
// at. A construct that newly needs it must be added here, and one that no
// longer does taken out.
var wideFallbacks = []string{
	"deep_embed", "recursive", "nullable", "presence", "sibling", "hidden", "computed", "interpolated", "counted", "undecided", "matched", "letting", "aliased", "timed", "regular_tag", "list_union",
}

func TestAWideSchemaAgreesWithCUE(t *testing.T) {
	schemaText, err := os.ReadFile("testdata/wide.cue")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := os.ReadFile("testdata/wide.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"wide.cue": string(schemaText)}
	language, fallbacks, err := cuelang.CompileTexts(texts)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, fallback := range fallbacks {
		got = append(got, fallback.Collection)
		t.Log(fallback.Collection, fallback.Reasons)
	}
	slices.Sort(got)
	if want := slices.Sorted(slices.Values(wideFallbacks)); !slices.Equal(got, want) {
		t.Errorf("collections that fall back to CUE: got %v, want %v", got, want)
	}
	differ(t, func() (*cuelang.Oracle, error) { return cuelang.NewOracle(texts) }, language,
		recordsOf(t, language, "plan.yaml", string(plan)), documents(t, 6000))
}

// ownFiles are constraints of organisations, each for the plan of everyField.
var ownFiles = map[string]string{
	"forms":        `territory: [string]: name: =~"^[A-Z]"`,
	"by id":        `territory: {[=~"^e"]: extra: x!: =~"^y", [=~"a$"]: {type!: "region" | "area"}, emea?: container: true}`,
	"defaults":     `territory: [string]: container: *true | bool` + "\n" + `role: [string]: {manager: true, level: *3 | int}`,
	"new defaults": `quota: [...{currency: *"EUR" | "USD", amount: <=1000000}]`,
	"settings":     `plan: {currency!: "EUR" | "USD", description?: =~"l", extra: cost_center!: string, fx_rates?: [string]: >0.5}`,
	"calendar":     `plan: calendar?: {kind: "months" | "4-4-5", named_by!: "end"}`,
	"if":           `assignment: [...{coverage: string, if coverage == "owner" {share: 1}, extra?: [string]: string}]`,
	"if on choice": `assignment: [...{coverage!: "owner" | "overlay", if coverage == "owner" {share: <=0.5}, if coverage == "overlay" {reason!: string}}]`,
	"union":        `measure: [string]: {unit!: "money", quota_by!: "territory"} | {unit!: "count", extra?: {}}`,
	"definition":   "#R: {name!: string, level!: int & <10, ...}\nrole: [string]: #R\nassignment_rule: [string]: conditions: [_] | [_, _]",
	"closed":       "#M: {name!: string, unit!: _, aggregate: _, extra?: {x?: int}}\nmeasure: [string]: #M",
	"lists":        "import \"list\"\n\nrole: [string]: measures?: list.MaxItems(1) & list.UniqueItems()\nassignment_rule: [string]: conditions: [{field: \"country\"}, ...]",
	"sibling":      `plan: over_assignment?: {min: number, max: >=min}`,
	"computed":     "_strict: true\nif _strict {territory: [string]: description!: string}\naccount: {for c in [\"a\"] {[=~\"^a\"]: country!: \"DE\"}}",
}

func TestNarrowedLanguagesAgreeWithCUE(t *testing.T) {
	texts := languageTexts(t)
	for _, name := range slices.Sorted(maps.Keys(ownFiles)) {
		text := ownFiles[name]
		t.Run(name, func(t *testing.T) {
			instance, findings := compile(t, "own.cue", text)
			if len(findings) > 0 {
				t.Fatal(shownFindings(findings))
			}
			oracle := func() (*cuelang.Oracle, error) {
				o, err := cuelang.NewOracle(texts)
				if err != nil {
					return nil, err
				}
				return o, o.Narrow(text)
			}
			touched := slices.DeleteFunc(recordsOf(t, instance.Schema, "plan.yaml", everyField), func(r record.Record) bool {
				return !strings.Contains(text, r.Addr.Collection+":")
			})
			differ(t, oracle, instance.Schema, touched, documents(t, 500))
		})
	}
}

// TestJudgesAgree holds the compiled schema against what a session says, which
// check --engine cue goes by.
func TestJudgesAgree(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(ownFiles)) {
		t.Run(name, func(t *testing.T) {
			instance, _ := compile(t, "own.cue", ownFiles[name])
			base := recordsOf(t, instance.Schema, "plan.yaml", everyField)
			m := newMutator(seedOf(t), base)
			var records []record.Record
			var findings []diag.List
			for range documents(t, 200) {
				r := base[m.IntN(len(base))]
				r.Node = m.mutated(r.Node)
				_, found := instance.Schema.Check(r)
				if !slices.ContainsFunc(found, beyondCUE) {
					records, findings = append(records, r), append(findings, found)
				}
			}
			objections, err := instance.Judge(records)
			if err != nil {
				t.Fatal(err)
			}
			for i, objection := range objections {
				if (objection == "") != (len(findings[i]) == 0) {
					t.Errorf("%s %s\n  CUE: %s\n  compiled: %v", records[i].Addr, outline(&records[i].Node), objection, findings[i])
				}
			}
		})
	}
}
