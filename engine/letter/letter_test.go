package letter_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/plans"
)

// example returns the files of the example plan.
func example(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(plans.Example, "brindlemark", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(plans.Example, name)
		files[strings.TrimPrefix(name, "brindlemark/")] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compiled compiles files that have no mistakes.
func compiled(t testing.TB, files map[string]string) *plan.Plan {
	t.Helper()
	result, findings := testplan.Load(t, files)
	for _, f := range findings {
		if f.Severity == diag.Error {
			t.Fatalf("%s %s %s", f.Place, f.Code, f.Message)
		}
	}
	return result.Plan
}

func lettersOf(t testing.TB, p *plan.Plan, options letter.Options) *letter.Set {
	t.Helper()
	set, err := letter.Of(p, comp.Read(p), options)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// said is what a letter says, without the version and its attachments.
func said(l *letter.Letter) document.Document {
	d := l.Document()
	d.Version, d.Attachments = "", nil
	return d
}

// replaced returns files with a text in one of them replaced.
func replaced(t *testing.T, files map[string]string, name, old, now string) map[string]string {
	t.Helper()
	changed := maps.Clone(files)
	if strings.Count(changed[name], old) == 0 {
		t.Fatalf("%s has no %q", name, old)
	}
	changed[name] = strings.Replace(changed[name], old, now, 1)
	return changed
}

// TestExactlyTheRightLettersChange makes changes, one at a time, and demands that
// exactly those letters get another digest that say something else, and that
// these are the ones that are expected. Letters with the same digest must be the
// same to the last block.
func TestExactlyTheRightLettersChange(t *testing.T) {
	files := example(t)
	before := lettersOf(t, compiled(t, files), letter.Options{})
	all := map[string]document.Document{}
	for _, l := range before.Letters {
		all[l.Address] = said(l)
	}
	language := func(tag string) func(*letter.Letter) bool {
		return func(l *letter.Letter) bool { return l.Language == tag }
	}
	onPlan := func(id string) func(*letter.Letter) bool {
		return func(l *letter.Letter) bool { return l.Payee.CompPlan == id }
	}
	positions := func(ids ...string) func(*letter.Letter) bool {
		return func(l *letter.Letter) bool { return slices.Contains(ids, l.Payee.Position) }
	}
	nobody := func(*letter.Letter) bool { return false }
	for n, c := range []struct {
		what, file, old, now string
		stale                func(*letter.Letter) bool
	}{
		{"a comment", "pay/comp_plans.yaml", "# How each role earns", "# How every role earns", nobody},
		{"a blank line and the order of fields", "pay/comp_plans.yaml", "        measure: renewal_arr\n        weight: 1\n", "        weight: 1.0\n\n        measure: renewal_arr\n", nobody},
		{"one clause in one language", "letters/clauses.yaml", "within 30 days of the statement", "within 30 days of the statement of pay", language("en")},
		{"another clause", "letters/clauses.yaml", "Betriebsvereinbarung über variable Vergütung", "Betriebsvereinbarung über Vergütung", language("de")},
		{"a rate", "pay/comp_plans.yaml", "- {from: 1.5, value: 2}", "- {from: 1.5, value: 2.5}", onPlan("account_executive")},
		{"a knot", "pay/comp_plans.yaml", "- {at: 0.95, value: 0.8}", "- {at: 0.95, value: 0.81}", onPlan("account_manager")},
		{"a figure of an example", "pay/comp_plans.yaml", "results: {renewal_arr: 975000}\n        pays: {renewals: 5400}", "results: {renewal_arr: 1000000}\n        pays: {renewals: 6000}", onPlan("account_manager")},
		{"the quota of one person", "quotas/quota.renewals.csv", "am-dach,renewal_arr,FY27-Q2,1300000", "am-dach,renewal_arr,FY27-Q2,1310000", positions("am-dach")},
		{"the pay of one person", "pay/pay.csv", "p-0214,66000,58000", "p-0214,67000,58000", positions("ae-dach-1")},
		{"a title", "organisation/positions.yaml", "title: Account Executive Italy", "title: Account Executive Italy and Malta", positions("ae-italy-1")},
		{"a title of a manager", "organisation/positions.yaml", "title: Sales Director France", "title: Sales Director France and Monaco", positions("mgr-france", "ae-france-1", "ae-france-2")},
		{"a name of a territory", "territories/emea-south.yaml", "name: Italy", "name: Italy and Malta", positions("ae-italy-1")},
		{"a translation", "letters/translation.csv", "アカウントエグゼクティブ FY27", "アカウントエグゼクティブ 27年度", language("ja")},
		{"a translated name in its own language", "measures.yaml", "name: Renewed ARR", "name: Renewal ARR", func(l *letter.Letter) bool { return l.Payee.CompPlan == "account_manager" && l.Language == "en" }},
		{"a word", "letters/templates.yaml", "text: Vertriebsleitung", "text: Leitung Vertrieb", func(l *letter.Letter) bool { return l.Language == "de" && l.Payee.Position != "cro" }},
		{"a word that no letter uses", "letters/templates.yaml", "    text: Vertriebsleitung\n", "    text: Vertriebsleitung\n  - {language: de, key: choice.draw.kind.advance, text: Vorschuss.}\n", nobody},
		{"a built-in clause about what the comp plans do not have", "letters/templates.yaml", "crediting, clawback, windfall, leave, termination, change, disputes, interpretation, acceptance]\n\n  united", "crediting, draw, clawback, windfall, leave, termination, change, disputes, interpretation, acceptance]\n\n  united", nobody},
		{"the order of clauses", "letters/templates.yaml", "change, works-council, disputes", "change, disputes, works-council", language("de")},
		{"the company", "letters/templates.yaml", "company: Brindlemark Software Inc.", "company: Brindlemark Inc.", func(l *letter.Letter) bool { return l.Template == "united-states" }},
		{"a role more on a comp plan", "pay/comp_plans.yaml", "roles: [account_manager]", "roles: [account_manager, sales_operations]", nobody},
		{"salary of those without a pay record", "pay/comp_plans.yaml", "base_salary: 110000", "base_salary: 111000", nobody},
		{"the description of a measure", "measures.yaml", "Source is the CRM", "The source is the CRM", nobody},
		{"who else is on it: the country of a seller elsewhere", "organisation/person.csv", "p-0214,DE", "p-0214,AT", positions("ae-dach-1")},
	} {
		if testing.Short() && n%3 > 0 {
			continue
		}
		t.Run(c.what, func(t *testing.T) {
			after := lettersOf(t, compiled(t, replaced(t, files, c.file, c.old, c.now)), letter.Options{})
			if len(after.Letters) != len(before.Letters) {
				t.Fatalf("%d letters, before %d", len(after.Letters), len(before.Letters))
			}
			var want, got []string
			for i, l := range after.Letters {
				was := before.Letters[i]
				if c.stale(was) {
					want = append(want, l.Address)
				}
				// Issued letters are known by the digest, drafts too.
				now := said(l)
				same := reflect.DeepEqual(all[l.Address], now)
				if unchanged := l.Digest == was.Digest; unchanged != same && !(l.Stale || was.Stale) {
					t.Errorf("%s: same digest %v, same text %v: %s", l.Address, unchanged, same, cmp.Diff(text(was), text(l)))
				}
				if l.Digest != was.Digest {
					got = append(got, l.Address)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("stale letters: %s", diff)
			}
		})
	}
}

// TestIssuedLettersOfTheExampleHold demands that the register of the example fits
// its plan, so that readers of the example see a plan in order.
func TestIssuedLettersOfTheExampleHold(t *testing.T) {
	p := compiled(t, example(t))
	for _, f := range letter.Check(p) {
		t.Errorf("%s %s %s", f.Place, f.Code, f.Message)
	}
	set := lettersOf(t, p, letter.Options{})
	issued := 0
	for _, l := range set.Letters {
		if l.Issue.Number > 0 {
			issued++
		}
	}
	if issued < 5 {
		t.Errorf("only %d letters are issued", issued)
	}
}

// TestIssues follows a letter through its versions: a draft, an issue, a change
// that makes it stale, the next issue.
func TestIssues(t *testing.T) {
	files := example(t)
	delete(files, "letters/issued_letter.csv")
	const address = "letter/ae-italy-1/p-0991/account_executive"
	draft, ok := lettersOf(t, compiled(t, files), letter.Options{}).Find(address)
	if !ok || draft.Issue.Number != 0 || !strings.HasPrefix(draft.Version(), "Draft ") {
		t.Fatalf("no draft: %+v", draft)
	}
	revision := strings.Repeat("ab", 20)
	issue := draft.Next(revision)
	issued, _ := lettersOf(t, compiled(t, files), letter.Options{As: map[string]letter.Issue{address: issue}}).Find(address)
	if issued.Digest != draft.Digest {
		t.Error("being issued changes what a letter says")
	}
	row := func(number int, effective, inputs string) string {
		return fmt.Sprintf("ae-italy-1,p-0991,account_executive,%d,%s,%s,%s\n", number, effective, revision, inputs)
	}
	files["letters/issued_letter.csv"] = "position,person,comp_plan,issue,effective,revision,inputs\n" + row(1, "2026-02-01", issued.Digest)
	now, _ := lettersOf(t, compiled(t, files), letter.Options{}).Find(address)
	if now.Stale || now.Issue.Number != 1 || !reflect.DeepEqual(now.Document(), issued.Document()) {
		t.Errorf("the issued letter is not what was issued: %+v", now.Issue)
	}

	changed := replaced(t, files, "organisation/positions.yaml", "title: Account Executive Italy", "title: Account Executive Italy and Malta")
	stale, _ := lettersOf(t, compiled(t, changed), letter.Options{}).Find(address)
	if !stale.Stale || stale.Issue.Number != 0 || stale.Issue.Supersedes == nil || !stale.Issue.Effective.IsZero() {
		t.Fatalf("the letter is not stale: %+v", stale.Issue)
	}
	if !hasCode(letter.Check(compiled(t, changed)), diag.StaleLetter) {
		t.Error("check does not tell that the letter is stale")
	}
	next := stale.Next(revision)
	next.Effective = mustDay(t, "2026-08-01")
	second, _ := lettersOf(t, compiled(t, changed), letter.Options{As: map[string]letter.Issue{address: next}}).Find(address)
	if second.Issue.Number != 2 || !strings.Contains(text(second), "From that day it replaces issue 1 of this letter, version "+issued.Digest[:12]) {
		t.Errorf("the second issue does not say what it replaces:\n%s", text(second))
	}
	changed["letters/issued_letter.csv"] += row(2, "2026-08-01", second.Digest)
	held, _ := lettersOf(t, compiled(t, changed), letter.Options{}).Find(address)
	if held.Stale || !reflect.DeepEqual(held.Document(), second.Document()) {
		t.Error("the second issue does not hold once it is noted")
	}
	if found := letter.Check(compiled(t, changed)); hasCode(found, diag.StaleLetter) {
		t.Errorf("%v", found)
	}
}

// TestBuiltInClausesHaveValues demands that no letter has a gap where a built-in
// clause refers to a value, whatever the comp plan leaves out.
func TestBuiltInClausesHaveValues(t *testing.T) {
	for name, files := range map[string]map[string]string{"example": example(t), "company": testplan.Sellers(6)} {
		for _, l := range lettersOf(t, compiled(t, files), letter.Options{}).Letters {
			if gaps := l.Gaps(); len(gaps) > 0 {
				t.Errorf("%s: %s has no value for %v", name, l.Address, gaps)
			}
		}
	}
}

func always(string) bool { return true }

// TestBetween compares two plans for a review.
func TestBetween(t *testing.T) {
	files := example(t)
	before := compiled(t, files)
	if changes := letter.Between(before, before, always); len(changes) > 0 {
		t.Errorf("a plan differs from itself: %v", changes)
	}
	after := replaced(t, files, "quotas/quota.renewals.csv", "am-dach,renewal_arr,FY27-Q2,1300000", "am-dach,renewal_arr,FY27-Q2,1310000")
	after = replaced(t, after, "organisation/holder.csv", "ae-dach-1,p-0214,,", "ae-dach-1,p-9999,,")
	after["organisation/person.csv"] += "p-9999,DE,,\n"
	var got []string
	for _, c := range letter.Between(before, compiled(t, after), always) {
		got = append(got, fmt.Sprintf("%d %s %s %s", c.Action, c.Address, c.Manager, strings.Join(c.Parts, ",")))
	}
	want := []string{
		"3 letter/ae-dach-1/p-0214/account_executive mgr-dach ", "2 letter/ae-dach-1/p-9999/account_executive mgr-dach ",
		"1 letter/am-dach/p-0399/account_manager mgr-dach quotas", // its pay is a share of the target
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if changes := letter.Between(before, compiled(t, after), func(collection string) bool { return collection == plan.RuleKind }); len(changes) > 0 {
		t.Errorf("a change of nothing that letters say: %v", changes)
	}
}

// TestHostileNames puts markup, references and very long names into everything
// that is a name: they are words, and change nothing but themselves.
func TestHostileNames(t *testing.T) {
	files := example(t)
	for _, name := range []string{
		`<script>alert(1)</script>`, `{{ payee.ote }}`, `{company} **x**`, strings.Repeat("Wunderbar ", 20), "# heading", "- item", "a\u2028b", `\" & ' | ~`,
	} {
		changed := maps.Clone(files)
		changed["organisation/person.csv"] = strings.Replace(strings.Replace(files["organisation/person.csv"], "id,country,", "id,name,country,", 1), "\np-", "\np-", 1)
		var rows []string
		for i, row := range strings.Split(strings.TrimSpace(changed["organisation/person.csv"]), "\n") {
			if i > 0 {
				id, rest, _ := strings.Cut(row, ",")
				row = id + `,"` + strings.ReplaceAll(name, `"`, `""`) + `",` + rest
			}
			rows = append(rows, row)
		}
		changed["organisation/person.csv"] = strings.Join(rows, "\n") + "\n"
		result, findings := testplan.Load(t, changed)
		if hasCode(findings, diag.HiddenCharacter) {
			continue // the name is refused when files are read
		}
		set := lettersOf(t, result.Plan, letter.Options{Only: []string{"position/ae-uki-2"}})
		l := set.Letters[0]
		if !strings.Contains(text(l), strings.TrimSpace(name)) {
			t.Errorf("%q is not in the letter as it is", name)
		}
		again, _ := lettersOf(t, compiled(t, files), letter.Options{Only: []string{"position/ae-uki-2"}}).Find(l.Address)
		if got, want := len(l.Document().Blocks), len(again.Document().Blocks); got != want {
			t.Errorf("%q: %d blocks, want %d", name, got, want)
		}
	}
}

// TestManifest writes a manifest and reads it back, and refuses changed ones.
func TestManifest(t *testing.T) {
	set := lettersOf(t, compiled(t, example(t)), letter.Options{})
	var entries []letter.Entry
	for _, l := range slices.Backward(set.Letters) {
		e := l.Entry()
		e.Forms = []letter.Form{{Format: "pdf", File: l.FileName() + ".pdf", SHA256: l.Digest}, {Format: "html", File: l.FileName() + ".html", SHA256: l.Digest}}
		entries = append(entries, e)
	}
	encoded := letter.NewManifest("v1", "Plan", entries).Encode()
	m, err := letter.ParseManifest(encoded)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Encode(), encoded) {
		t.Error("a manifest changes when it is read and written")
	}
	if _, ok := m.Find(set.Letters[3].Address); !ok {
		t.Error("a letter is not in the manifest")
	}
	for _, broken := range []string{
		"", "{}", string(encoded) + " ", strings.Replace(string(encoded), `"plan"`, `"paln"`, 1), strings.Replace(string(encoded), `"format_version": 1`, `"format_version": 2`, 1),
		strings.Replace(string(encoded), "\n ", "\n", 1),
	} {
		if _, err := letter.ParseManifest([]byte(broken)); err == nil {
			t.Errorf("%.60q is read as a manifest", broken)
		}
	}
	for i, l := range set.Letters {
		if name := l.FileName(); path.Base(name) != name || i > 0 && name == set.Letters[i-1].FileName() {
			t.Errorf("%s is no name of a file of its own", name)
		}
	}
}

// TestCheckTells gives findings for mistakes of authors, at their places.
func TestCheckTells(t *testing.T) {
	clause := "clause:\n  - clause: extra\n    language: en\n    heading: Extra\n    text: |\n      One line.\n      The rate is {{ plan.draw.amount }} here.\n      Pay of 17% comes\n      within 30 days.\n"
	files := map[string]string{
		"plan.yaml": testplan.Settings[1:] + "measure: {sales: {name: Sales, unit: money}}\nrole: {ae: {name: AE}}\nposition: {a: {role: ae}}\ncomp_plan:\n  p: {name: P, roles: [ae], rounding: {mode: half_up, at: component}, components: {c: {name: C, measure: sales, window: month, pay_every: month, rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.17}]}}}}\n" +
			"letter_template: {all: {company: X, language: en, clauses: [scope, extra]}}\n",
		"clauses.yaml": clause,
	}
	var got []string
	for _, f := range letter.Check(compiled(t, files)) {
		got = append(got, fmt.Sprintf("%s %s", f.Place, f.Code))
	}
	want := []string{"clauses.yaml:7:19 DOC006", "clauses.yaml:9:14 DOC007"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func hasCode(found diag.List, code diag.Code) bool {
	return slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code == code })
}
