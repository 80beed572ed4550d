package compile_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/internal/testseed"
	"github.com/salesplan/salesplan/engine/rollup"
)

// table is what one file of bulk records says: rows of cells, "" where a field
// is not written.
type table struct {
	collection string
	header     []string
	rows       [][]string
}

// plain are the fields whose cells are numbers; all others are text.
var plain = map[string]bool{"employees": true, "potential": true, "amount": true, "share": true, "extra.rank": true}

// csv returns the table as a CSV file.
func (b table) csv() string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	_ = w.Write(b.header)
	_ = w.WriteAll(b.rows)
	return text.String()
}

// yaml returns the table as a YAML file.
func (b table) yaml() string {
	var text strings.Builder
	text.WriteString(b.collection + ":\n")
	for _, row := range b.rows {
		key, fields, extra := "  - ", []string{}, []string{}
		for i, name := range b.header {
			value := strconv.Quote(row[i])
			if plain[name] && (number(row[i]) || name == "extra.rank" && row[i] == "true") {
				value = row[i]
			}
			below, within := strings.CutPrefix(name, "extra.")
			switch {
			case row[i] == "":
			case name == "id":
				key = "  " + value + ": "
			case within:
				extra = append(extra, below+": "+value)
			default:
				fields = append(fields, name+": "+value)
			}
		}
		if len(extra) > 0 {
			fields = append(fields, "extra: {"+strings.Join(extra, ", ")+"}")
		}
		text.WriteString(key + "{" + strings.Join(fields, ", ") + "}\n")
	}
	return text.String()
}

func number(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && text[0] != '+'
}

// pick returns one of the words.
func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

// randomTables returns bulk records in which every kind of mistake may be.
func randomTables(r *rand.Rand) []table {
	accounts := table{collection: "account", header: []string{"id", "name", "country", "segment", "employees", "potential", "parent", "extra.rank", "extra.note"}}
	for _, i := range r.Perm(3 + r.IntN(12)) {
		id := pick(r, "acc-", "acc.") + fmt.Sprint(i)
		if r.IntN(12) == 0 {
			id = pick(r, "Acc", "acc_", "acc-o", "acc-0", "a c") + fmt.Sprint(i)
		}
		accounts.rows = append(accounts.rows, []string{
			id, pick(r, "", "Acme", "Größe, \"AG\"", "two\nlines", "東京"), pick(r, "", "DE", "DE", "Germany"), pick(r, "", "smb"),
			pick(r, "", "12", "0", "-1", "many", "99999999"), pick(r, "", "1000", "12.50", "0.1234567890123456789", "x"),
			pick(r, "", "", "acc-1", "acc-99"), pick(r, "", "3", "true", "x"), pick(r, "", "n"),
		})
	}
	assignments := table{collection: "assignment", header: []string{"territory", "account", "position", "share", "from"}}
	quotas := table{collection: "quota", header: []string{"territory", "position", "measure", "period", "amount", "currency"}}
	for range r.IntN(8) {
		assignments.rows = append(assignments.rows, []string{pick(r, "north", "south", "", "west"), pick(r, "", "", "acc-1"), pick(r, "p", "q", ""), pick(r, "", "1", "0.5", "2"), pick(r, "", "2027-02-01", "2027-02-30")})
		quotas.rows = append(quotas.rows, []string{pick(r, "north", "south", ""), pick(r, "", "", "p"), pick(r, "arr", "mrr"), pick(r, "FY27", "FY27-Q1", "Q1"), pick(r, "100", "200.25", "", "lots"), pick(r, "", "USD", "XXX")})
	}
	return []table{accounts, assignments, quotas}
}

const aroundTables = testplan.Settings + `
measure: {arr: {name: ARR, unit: money}}
territory: {north: {name: North}, south: {name: South, parent: north}}
position: {p: {title: P}, q: {title: Q}}
`

// loaded returns the plan with tables written in one way.
func loaded(t *testing.T, tables []table, kind string, write func(table) string) (compile.Result, diag.List) {
	files := map[string]string{"plan.yaml": aroundTables}
	for _, b := range tables {
		if len(b.rows) > 0 {
			files[b.collection+kind] = write(b)
		}
	}
	return testplan.Load(t, files)
}

// said prints findings without places, in no order, each once: where rows of one
// id make the same mistake, it may stand at the same field of the header.
func said(findings diag.List) []string {
	var lines []string
	for _, f := range findings {
		line := fmt.Sprintf("%s %s %s: %s", f.Code, f.Subject, f.Field, f.Message)
		for _, r := range f.Related {
			line += "; " + r.Message
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// TestRowsSayWhatYAMLSays: bulk records are the same records, have the same
// findings and lead to the same totals, whether they are rows or YAML.
func TestRowsSayWhatYAMLSays(t *testing.T) {
	codes := map[diag.Code]bool{}
	random := testseed.Rand(t, 51)
	for seed := range 200 {
		tables := randomTables(random)
		rows, rowFindings := loaded(t, tables, ".csv", table.csv)
		written, findings := loaded(t, tables, ".yaml", table.yaml)
		for _, f := range findings {
			codes[f.Code] = true
		}
		findings, rowFindings = withoutDuplicates(findings), withoutDuplicates(rowFindings)
		if diff := cmp.Diff(said(findings), said(rowFindings)); diff != "" {
			t.Fatalf("seed %d: findings (-YAML +CSV):\n%s", seed, diff)
		}
		if changes := diff.Compare(written.Plan, rows.Plan, rows.Schema); len(changes) > 0 {
			t.Fatalf("seed %d: %+v", seed, changes)
		}
		if diff := cmp.Diff(references(written), references(rows)); diff != "" {
			t.Fatalf("seed %d: references (-YAML +CSV):\n%s", seed, diff)
		}
		if !maps.Equal(written.Plan.Broken, rows.Plan.Broken) {
			t.Fatalf("seed %d: broken are %v, in YAML %v", seed, rows.Plan.Broken, written.Plan.Broken)
		}
		byYAML, byCSV := analysed(written), analysed(rows)
		if diff := cmp.Diff(byYAML, byCSV); diff != "" {
			t.Fatalf("seed %d: rules (-YAML +CSV):\n%s", seed, diff)
		}
		demandSources(t, rows)
	}
	if len(codes) < 8 {
		t.Errorf("only %d kinds of mistake were made: %v", len(codes), codes)
	}
}

// withoutDuplicates leaves out what is said where one address is written twice:
// YAML refuses that within one map, and rows are records of their own.
func withoutDuplicates(findings diag.List) diag.List {
	return slices.DeleteFunc(findings, func(f diag.Finding) bool { return f.Code == diag.DuplicateID || f.Code == diag.DuplicateKey })
}

func references(r compile.Result) []string {
	var lines []string
	for _, ref := range r.Plan.References {
		lines = append(lines, fmt.Sprint(ref.From, ref.Field, ref.Collections, ref.ID))
	}
	return lines
}

func analysed(r compile.Result) []string {
	_, totals := rollup.Compute(r.Plan)
	return said(slices.Concat(totals, check.Run(check.Input{Plan: r.Plan}, check.Rules())))
}

// demandSources demands that what the list says of a record without making it
// is what the record says, and that records can be made in any order.
func demandSources(t *testing.T, r compile.Result) {
	t.Helper()
	for i := range r.Plan.Records.Len() {
		one, again := r.Plan.Records.Record(i), r.Plan.Records.Record(i)
		if one.Addr != r.Plan.Records.Addr(i) || !cmp.Equal(one, again) {
			t.Fatalf("record %d is %+v and %+v at %s", i, one, again, r.Plan.Records.Addr(i))
		}
		for _, field := range []string{"name", "parent", "share", "coverage", "extra", "nothing", "from"} {
			if got, want := r.Plan.Records.Text(i, field), one.Node.TextOf(field); got != want {
				t.Fatalf("%s of %s is %q, not %q", field, one.Addr, got, want)
			}
		}
	}
	if _, ok := r.Plan.Find(addr.New("account", "nobody")); ok {
		t.Fatal("who is not there is found")
	}
}
