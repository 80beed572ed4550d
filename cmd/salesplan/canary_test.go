package main_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/cli"
)

// canaries counts salaries that stand nowhere else, so that each place in which
// one turns up is a leak.
type canaries struct {
	drawn int
	forms []*regexp.Regexp
}

// next returns a salary of six digits and a cent part that no other has.
func (c *canaries) next() string {
	c.drawn++
	whole := fmt.Sprint(613_057 + 1_373*c.drawn)
	// However its digits are grouped.
	c.forms = append(c.forms, regexp.MustCompile(strings.Join(strings.Split(whole, ""), `[,.' _’\x{a0}\x{202f}]?`)))
	return whole + ".37"
}

// demandNone fails the test if a canary stands in what was written.
func (c *canaries) demandNone(t *testing.T, what string, written string) {
	t.Helper()
	for _, form := range c.forms {
		if at := form.FindStringIndex(written); at != nil {
			t.Errorf("%s tells a salary: …%s…", what, written[max(0, at[0]-150):min(len(written), at[1]+80)])
			return
		}
	}
}

// folder is a plan of twelve sellers whose pay, adjustments and the comments
// beside them are canaries.
func (c *canaries) folder() map[string]string {
	var positions, people, holders, pay, quotas, adjustments strings.Builder
	positions.WriteString("id,role,manager\nlead,lead,\n")
	people.WriteString("id\n")
	holders.WriteString("position,person,from\n")
	pay.WriteString("person,base_salary,target_incentive,from,reason,extra.car\n")
	quotas.WriteString("position,measure,period,amount\n")
	adjustments.WriteString("adjustment:\n")
	for i := range 12 {
		fmt.Fprintf(&positions, "s%d,ae,lead\n", i)
		fmt.Fprintf(&people, "p%d\n", i)
		fmt.Fprintf(&holders, "s%d,p%d,2026-01-01\n", i, i)
		fmt.Fprintf(&quotas, "s%d,sales,FY27,400000\n", i)
		fmt.Fprintf(&pay, "p%d,%s,%s,,was %s,%s\n", i, c.next(), c.next(), c.next(), c.next())
		fmt.Fprintf(&adjustments, "  a%d:\n    # she asked for %s\n    position: s%d\n    period: FY27\n    amount: %s # not %s\n    reason: as promised, up to %s\n    extra: {before: %s}\n",
			i, c.next(), i, c.next(), c.next(), c.next(), c.next())
	}
	return map[string]string{
		"position.csv": positions.String(), "person.csv": people.String(), "holder.csv": holders.String(), "pay.csv": pay.String(),
		"quota.csv": quotas.String(), "adjustments.yaml": adjustments.String(), "plan.yaml": `
plan: {name: Demo, currency: EUR, calendar: {kind: months, start_month: 1, named_by: end}, years: [FY27]}
measure: {sales: {name: Sales, unit: money}}
role: {ae: {name: Account executive}, lead: {name: Lead, manager: true}}
comp_plan:
  seller:
    name: Seller
    roles: [ae]
    base_salary: 50000
    target_incentive: 40000
    rounding: {mode: half_up, at: component}
    components:
      new:
        measure: sales
        weight: 1
        window: year
        pay_every: year
        windfall: {above: 1000000, treatment: review}
        rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, value: 1}]}
envelope:
  - {position: s0, period: FY27, cost: {max: 90000000, attainment: 1, includes: [base_salary]}}
  - {position: s1, period: FY27, cost: {max: 90000000, attainment: 1, includes: [incentive_pay]}}
`,
	}
}

// broken are files with mistakes in or beside pay; each %s becomes a canary.
var broken = map[string]map[string]string{
	"no heading":        {"pay.csv": "p1,%s,%s\np2,%s,%s\n"},
	"too many cells":    {"pay.csv": "person,base_salary\np1,%s,%s,%s\n"},
	"open quote":        {"pay.csv": "person,base_salary\np1,\"%s\np2,%s\n"},
	"no number":         {"pay.csv": "person,base_salary,target_incentive\np1,EUR%s,%sk\np2,%s EUR,about %s\n"},
	"grouped":           {"pay.csv": "person,base_salary,target_incentive\np1,\"1,%s\",'%s\np2,0%s,%se3\n"},
	"below zero":        {"pay.csv": "person,base_salary\np1,-%s\np2,9%[1]s00000000000\n"},
	"twice":             {"pay.csv": "person,base_salary,target_incentive\np1,%s,%s\np1,%s,%s\n"},
	"nobody":            {"pay.csv": "person,base_salary\nnobody,%s\n"},
	"wrong column":      {"pay.csv": "person,base_salry,%s\np1,%s,%s\n"},
	"shifted":           {"pay.csv": "person,base_salary,from\np1,2026-01-01,%s\n"},
	"bad day":           {"pay.csv": "person,base_salary,from,to\np1,%s,2027-02-30,%s\n"},
	"not UTF-8":         {"pay.csv": "person,base_salary\np1,%s\xff\n"},
	"hidden":            {"pay.csv": "person,base_salary\np1,%s\u200b\n"},
	"bare return":       {"pay.csv": "person,base_salary\np1,1\rp2,%s\n"},
	"same key":          {"adjustments.yaml": "adjustment:\n  a1: {position: s1, period: FY27, amount: %s, amount: %s, reason: x}\n"},
	"same record":       {"more.yaml": "adjustment:\n  a1: {position: s1, period: FY27, amount: %s, reason: was %s}\n"},
	"two colons":        {"adjustments.yaml": "adjustment:\n  a1:\n    amount: %s: %s\n"},
	"tab":               {"adjustments.yaml": "adjustment:\n\ta1: {amount: %s}\n"},
	"anchor":            {"adjustments.yaml": "adjustment:\n  a1: &x%s {amount: %s}\n  a2: *x%s\n"},
	"tag":               {"adjustments.yaml": "adjustment:\n  a1: {amount: !!str %s}\n"},
	"merge":             {"adjustments.yaml": "adjustment:\n  a1: {<<: {amount: %s}}\n"},
	"open bracket":      {"adjustments.yaml": "adjustment: {a1: {amount: %s, reason: \"%s\"\n"},
	"two documents":     {"adjustments.yaml": "adjustment: {}\n---\nadjustment: {a1: {amount: %s}}\n"},
	"ambiguous":         {"adjustments.yaml": "adjustment: {a1: {position: s1, period: FY27, amount: 0%s, reason: yes, extra: {x: 0x%s, y: 1_%s}}}\n"},
	"list":              {"adjustments.yaml": "adjustment: {a1: {position: s1, period: FY27, amount: [%s], reason: {why: %s}}}\n"},
	"record is text":    {"adjustments.yaml": "adjustment: {a1: \"%s\", a2: %s}\n"},
	"key is an amount":  {"adjustments.yaml": "adjustment: {a1: {position: s1, period: FY27, \"%s\": 1, reason: x}}\n"},
	"misspelled":        {"adjustments.yaml": "adjustment: {a1: {position: s1, period: FY27, amont: %s, reason: x}}\n"},
	"no collection":     {"adjustments.yaml": "adjustments: {a1: {position: s1, period: FY27, amount: %s, reason: x}}\n"},
	"no such list":      {"more.yaml": "pays: [{person: p1, base_salary: %s}]\n"},
	"in another record": {"more.yaml": "quota:\n- {position: s1, measure: sales, period: FY27, amount: 5, base_salary: %s}\n"},
	"unknown seat":      {"adjustments.yaml": "adjustment: {a1: {position: nobody, period: FY99-Q7, amount: %s, reason: x}}\n"},
	"CUE does not meet": {"more.cue": "package plan\n\nadjustment: a1: amount: %s & %s\n"},
	"CUE is no CUE":     {"more.cue": "package plan\n\nadjustment: a1: amount: %s %s }\n"},
	"CUE of two files":  {"more.cue": "package plan\n\nadjustment: a1: {position: \"s1\", period: \"FY27\", amount: %s, reason: \"x\"}\n"},
	"CUE with a bound":  {"more.cue": "package plan\n\nadjustment: [string]: amount: <10\npay: [...{base_salary?: <20, target_incentive?: >1%s}]\n"},
	"CUE asks for text": {"more.cue": "package plan\n\nadjustment: [string]: {amount: string, reason: =~\"^%s\"}\n"},
	"CUE computes":      {"more.cue": "package plan\n\nlet x = %s\nadjustment: a1: {position: \"s1\", period: \"FY27\", amount: x + \"%s\", reason: \"\\(x)\"}\n"},
	"CUE divides":       {"more.cue": "package plan\n\nadjustment: a1: {position: \"s1\", period: \"FY27\", amount: %s / 0, reason: \"x\"}\n"},
}

// The formats of the verbs that may be shared.
var (
	findingFormats = []string{"text", "markdown", "summary", "json", "sarif", "junit", "github", "gitlab", "csv"}
	changeFormats  = []string{"text", "markdown", "summary", "json", "csv"}
	sheetFormats   = []string{"text", "markdown", "json"}
)

// spoken runs the program and returns all that it says, with files that it
// writes and, of what it stores as JSON, every other format.
func spoken(t *testing.T, dir string, formats []string, args ...string) (exit int, words string) {
	t.Helper()
	out := t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range formats {
		args = append(args, "--out", format+"="+filepath.Join(out, format))
	}
	var said bytes.Buffer
	run := func(args ...string) int {
		return cli.Main(&cli.Process{
			Program: program, Args: args, Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Getenv: func(string) string { return "" }, Dir: dir,
		})
	}
	exit = run(args...)
	for _, format := range formats {
		text, err := os.ReadFile(filepath.Join(out, format))
		if err != nil {
			t.Errorf("%v wrote no %s: %s", args, format, said.String())
			return exit, said.String()
		}
		said.Write(text)
	}
	return exit, said.String()
}

// TestPayIsInNoSharedOutput runs every verb and format whose output may be
// shared over plans with canaries and looks for those.
func TestPayIsInNoSharedOutput(t *testing.T) {
	var c canaries
	dir := t.TempDir()
	write := func(files map[string]string) {
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	git(t, dir, "init", "-q", "-b", "main")
	files := c.folder()
	write(files)
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "-m", "base")
	if exit, said := spoken(t, dir, nil, "check", "--fail-on", "info"); exit != 0 {
		t.Fatal("the plan is not sound: " + said)
	}
	edited := func(base string, edits ...string) string {
		lines := strings.SplitAfter(base, "\n")
		lines[1] = strings.Replace(lines[1], strings.Split(lines[1], ",")[1], c.next(), 1)
		return strings.Join(append(lines[:len(lines)-2], edits...), "")
	}
	git(t, dir, "checkout", "-q", "-b", "other")
	write(map[string]string{"pay.csv": edited(files["pay.csv"], "p11,"+c.next()+","+c.next()+",,,\n")})
	git(t, dir, "commit", "-q", "-a", "-m", "other")
	git(t, dir, "checkout", "-q", "main")
	write(map[string]string{"pay.csv": edited(files["pay.csv"])})
	git(t, dir, "commit", "-q", "-a", "-m", "landed")
	git(t, dir, "checkout", "-q", "-b", "head", "HEAD~1")
	write(map[string]string{
		"pay.csv":          edited(files["pay.csv"], "p11,"+c.next()+",,,leaves,\n"),
		"adjustments.yaml": regexp.MustCompile(`a3:[^a]*(amount|reason): [^#\n]*`).ReplaceAllString(files["adjustments.yaml"], "a3: # "+c.next()+"\n    amount: "+c.next()),
	})
	git(t, dir, "commit", "-q", "-a", "-m", "head")

	shared := []struct {
		formats []string
		args    []string
	}{
		{findingFormats, []string{"check"}},
		{findingFormats, []string{"review", "--base", "main", "--head", "head", "--also", "other"}},
		{findingFormats, []string{"review", "--base", "main~1"}},
		{changeFormats, []string{"diff", "main", "head"}},
		{changeFormats, []string{"rollup"}},
		{sheetFormats, []string{"log", "pay/p0"}},
		{sheetFormats, []string{"log", "adjustment/a3", "--field", "amount"}},
		{sheetFormats, []string{"blame", "pay/p0"}},
		{sheetFormats, []string{"blame", "adjustment/a3"}},
		{sheetFormats, []string{"cost", "--curves"}},
		{changeFormats, []string{"rollup", "--by", "node"}},
		{changeFormats, []string{"rollup", "--by", "manager", "--measures", "cost"}},
		{nil, []string{"fmt", "--check"}},
		{nil, []string{"why", "quota/s1/sales@FY27"}},
		{nil, []string{"check", "--engine", "cue"}},
	}
	for _, dimension := range []string{"role", "comp_plan", "territory", "manager", "position"} {
		shared = append(shared, struct{ formats, args []string }{sheetFormats, []string{"cost", "--by", dimension}})
	}
	for _, audience := range []string{"company", "managers", "sellers", "finance"} {
		shared = append(shared, struct{ formats, args []string }{sheetFormats, []string{"ops", "announce", "--base", "main", "--audience", audience}})
	}
	for _, one := range shared {
		_, said := spoken(t, dir, one.formats, one.args...)
		c.demandNone(t, strings.Join(one.args, " "), said)
	}
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		t.Run(name, func(t *testing.T) {
			git(t, dir, "checkout", "-q", "-f", "main")
			git(t, dir, "clean", "-qfd")
			for file, text := range broken[name] {
				for strings.Contains(text, "%s") {
					text = strings.Replace(text, "%s", c.next(), 1)
				}
				write(map[string]string{file: strings.ReplaceAll(text, "%[1]s", "1")})
			}
			exit, said := spoken(t, dir, findingFormats, "check", "--fail-on", "info")
			c.demandNone(t, "check", said)
			if exit == 0 {
				t.Error("check finds nothing wrong: the case shows nothing")
			}
			for _, one := range shared[2:4] {
				args := slices.Clone(one.args)
				if args[0] == "diff" {
					args = []string{"diff", "main", "."}
				}
				_, said := spoken(t, dir, one.formats, args...)
				c.demandNone(t, strings.Join(args, " "), said)
			}
			_, said = spoken(t, dir, nil, "fmt", "--check")
			c.demandNone(t, "fmt", said)
		})
	}
}

// TestUnmaskShowsPay demands that the canaries are where the test above looks
// for them.
func TestUnmaskShowsPay(t *testing.T) {
	var c canaries
	dir := t.TempDir()
	files := c.folder()
	files["pay.csv"] = "person,base_salary\np1,EUR" + c.next() + "\n" // "is no number" repeats it
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "init", "-q", "-b", "main")
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "-m", "base")
	shown := func(what string, words string) {
		if !slices.ContainsFunc(c.forms, func(form *regexp.Regexp) bool { return form.MatchString(words) }) {
			t.Errorf("%s shows no pay:\n%s", what, words)
		}
	}
	for _, args := range [][]string{{"check", "--unmask"}, {"blame", "adjustment/a3", "--unmask"}, {"log", "adjustment/a3", "--unmask"}} {
		_, said := spoken(t, dir, nil, args...)
		shown(strings.Join(args, " "), said)
	}
	if err := os.WriteFile(filepath.Join(dir, "adjustments.yaml"), []byte("adjustment: {a3: {position: s1, period: FY27, amount: 5, reason: x}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"diff", "main", ".", "--unmask"}, {"review", "--base", "main", "--unmask"}} {
		_, said := spoken(t, dir, []string{"json"}, args...)
		shown(strings.Join(args, " "), said)
	}
}
