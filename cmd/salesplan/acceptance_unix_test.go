//go:build unix

package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Acceptance tests run the program on input of strangers and measure it. They
// are named after the figures they hold: TestA1, TestA2 and so on. More of the
// same figures is with the packages that keep them: go test -run 'TestA[0-9]+'.

// ran is what became of one run of the program.
type ran struct {
	code   int
	stdout []byte
	stderr string
	cpu    time.Duration
	peak   int64 // bytes
}

// command returns the program, not started, in a folder.
func command(t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Args[0] = "salesplan" // see TestMain
	cmd.Dir = dir
	return cmd
}

// finish runs a command to its end.
func finish(t testing.TB, cmd *exec.Cmd) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the system does not tell what a process used")
	}
	peak := usage.Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1024
	}
	return ran{
		code: cmd.ProcessState.ExitCode(), stdout: stdout.Bytes(), stderr: stderr.String(),
		cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak: peak,
	}
}

// checked runs salesplan check over a folder.
func checked(t testing.TB, dir string, args ...string) ran {
	t.Helper()
	return finish(t, command(t, dir, append([]string{"check", "--no-cache", "."}, args...)...))
}

// least returns the least of three runs, since others use the machine, too.
func least(t testing.TB, run func() ran) ran {
	t.Helper()
	best := run()
	for range 2 {
		if again := run(); again.cpu < best.cpu {
			best = again
		}
	}
	return best
}

// planWith writes a plan with more files into a new folder.
func planWith(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("plan.yaml", "plan: {name: Test, currency: EUR}\n")
	for name, text := range files {
		write(name, text)
	}
	return dir
}

// told is a finding as the program reports it.
type told struct {
	Code, Severity, Message, Address, File string
	Line, Column                           int
}

// findings reads the findings of a check with --format json.
func (r ran) findings(t testing.TB) []told {
	t.Helper()
	var report struct{ Findings []told }
	if err := json.Unmarshal(r.stdout, &report); err != nil {
		t.Fatalf("exit %d, %v\n%s\n%s", r.code, err, r.stdout, r.stderr)
	}
	return report.Findings
}

// crashed reports whether the program ended other than by itself.
func (r ran) crashed() bool {
	return r.code < 0 || r.code > 2 || strings.Contains(r.stderr, "goroutine ") || strings.Contains(r.stderr, "fatal error")
}

// doubling writes a chain in which every part uses the one before n times.
func doubling(n, links int, part string) string {
	text := "a0: &a0 [x, x]\n"
	for i := 1; i < links; i++ {
		text += fmt.Sprintf("a%d: &a%d ", i, i) + fmt.Sprintf(part, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), n), ", ")) + "\n"
	}
	return text
}

// TestA1 refuses bombs of aliases, merge keys and references to themselves, at
// their line, within 50 ms and 32 MB of what an empty plan costs.
func TestA1(t *testing.T) {
	bombs := map[string]string{
		"laughs by two": doubling(2, 60, "[%s]"), "laughs by nine": doubling(9, 9, "[%s]"), "laughs by many": doubling(60, 12, "[%s]"),
		"merges": strings.Replace(doubling(2, 60, "{<<: [%s]}"), "[x, x]", "{x: y}", 1), "maps": doubling(1, 100, "{b: %s}"),
		"merge of itself": "&a\n<<: *a", "map in itself": "a: &a {b: *a}\n", "list in itself": "a: &a [*a]\n", "two in each other": "a: &a [*b]\nb: &b [*a]\n",
		"alias as key": "a: &a b\n*a : c\n", "scalar repeated": "a: &a " + strings.Repeat("x", 2000) + "\nb: [" + strings.Repeat("*a, ", 700) + "*a]\n",
		"merges of merges": "x: &x {a: 1}\n" + strings.Repeat("y: {<<: *x, <<: *x}\n", 200),
	}
	if len(bombs) != 12 {
		t.Fatalf("%d bombs", len(bombs))
	}
	base := least(t, func() ran { return checked(t, planWith(t, nil)) })
	for name, text := range bombs {
		if len(text) > 5_000 {
			t.Errorf("%s has %d bytes", name, len(text))
		}
		dir := planWith(t, map[string]string{"x.yaml": text})
		got := least(t, func() ran { return checked(t, dir, "--format", "json") })
		all := got.findings(t)
		if got.code != 1 || len(all) == 0 || all[0].File != "x.yaml" || all[0].Line == 0 {
			t.Errorf("%s: exit %d, %+v", name, got.code, all)
		}
		if cpu, peak := got.cpu-base.cpu, got.peak-base.peak; cpu > 50*time.Millisecond || peak > 32<<20 {
			t.Errorf("%s took %v and %d MB more than an empty plan", name, cpu, peak>>20)
		}
	}
}

// hostile are the beginnings that are repeated, and what stands before and after.
var hostile = map[string]struct{ before, part, after string }{
	"open lists": {"a: ", "[", ""}, "closed lists": {"a: ", "[]", ""}, "open maps": {"a: ", "{a: ", ""}, "open maps in lines": {"a: ", "{\n", ""}, "lists in lines": {"a: ", "[\n", ""},
	"dashes": {"", "- ", ""}, "questions": {"", "? ", ""}, "colons": {"a: ", ": ", ""}, "stars": {"a: ", "*", ""}, "anchors": {"a: ", "&a ", "x"}, "tags": {"a: ", "!t ", "x"},
	"quotes": {"a: ", "\"", ""}, "single quotes": {"a: ", "'", ""}, "escapes": {"a: \"", "\\u0041", "\"\n"}, "blocks": {"", "a: |\n", ""}, "one key": {"", "a: b\n", ""},
	"items": {"a:\n", "- x\n", ""}, "pairs in a list": {"a: [", "b: c, ", "]\n"}, "commas": {"a: [", ",", "]\n"}, "letters": {"a: ", "x", "\n"}, "digits": {"a: ", "9", "\n"}, "points": {"a: ", "1.", "\n"},
	"comments": {"", "# x\n", ""}, "blank lines": {"", "\n", ""}, "Windows lines": {"", "\r\n", ""}, "tabs": {"a: ", "\t", "\n"}, "percent": {"", "%Y\n", ""}, "documents": {"", "---\n", ""}, "ends": {"", "...\n", ""},
	"hidden": {"a: \"", "\u200b", "\"\n"}, "wide": {"a: \"", "東", "\"\n"}, "broken": {"a: ", "\xff", "\n"}, "merge conflicts": {"", "<<<<<<< x\n", ""},
}

// TestA2 decides every hostile file of up to 1 MiB within a second of CPU and
// 160 MB, and refuses larger ones without reading them.
func TestA2(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the program a hundred times")
	}
	const second, most = time.Second, 160 << 20
	base := least(t, func() ran { return checked(t, planWith(t, nil)) })
	files := 0
	judge := func(name, file, text string) {
		files++
		dir := planWith(t, map[string]string{file: text})
		got := checked(t, dir)
		if got.cpu > second {
			got = least(t, func() ran { return checked(t, dir) })
		}
		if got.crashed() || got.cpu > second || got.peak > most {
			t.Errorf("%s, %d bytes: exit %d, %v, %d MB\n%.500s", name, len(text), got.code, got.cpu, got.peak>>20, got.stderr)
		}
	}
	for name, h := range hostile {
		for _, size := range []int{1 << 10, 64 << 10, 1 << 20} {
			room := size - len(h.before) - len(h.after)
			judge(name, "x.yaml", h.before+strings.Repeat(h.part, room/len(h.part))+h.after)
		}
	}
	for _, size := range []int{64 << 10, 1 << 20} {
		var keys, deep strings.Builder
		for i := 0; keys.Len() < size-20; i++ {
			fmt.Fprintf(&keys, "k%d: 1\n", i)
		}
		for i := 0; deep.Len()+i < size-20; i++ {
			deep.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		judge("keys", "x.yaml", keys.String())
		judge("indents", "x.yaml", deep.String())
		judge("cells", "account.csv", "id,name\n"+strings.Repeat("a,\"\n", size/8))
		judge("columns", "account.csv", strings.Repeat("a,", size/2))
	}
	if files < 93 {
		t.Errorf("only %d files", files)
	}
	for _, name := range []string{"x.yaml", "x.csv", "x.cue"} {
		dir := planWith(t, nil)
		if err := os.Truncate(create(t, filepath.Join(dir, name)), 8<<30); err != nil {
			t.Fatal(err)
		}
		got := least(t, func() ran { return checked(t, dir) })
		if got.code != 1 || got.cpu > base.cpu+20*time.Millisecond || !bytes.Contains(got.stdout, []byte("more than")) {
			t.Errorf("%s of 8 GiB: exit %d after %v (an empty plan: %v)\n%s", name, got.code, got.cpu, base.cpu, got.stdout)
		}
	}
}

func create(t *testing.T, name string) string {
	t.Helper()
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// silent are values and texts that programs read in different ways, or that
// people do not see. Each is refused where it stands.
func silent() map[string]string {
	files := map[string]string{}
	within := func(value string) {
		files[fmt.Sprintf("%q", value)] = "territory:\n  t: {name: A, extra: {x: " + value + "}}\n"
	}
	for _, r := range "\x00\x1b\x7f\u0080\u0085\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u3164\ufeff" {
		within("\"a" + string(r) + "b\"")
	}
	for _, value := range []string{
		"010", "0x1F", "0o17", "0b11", "1_000", "1e3", ".5", "5.", "+1", ".inf", ".nan", "NO", "yes", "on", "Off", "True", "~", "null", "1:30",
		"!!str a", "!t a", "&a b", "*a", "{<<: {a: 1}}", "\"a\rb\"",
	} {
		within(value)
	}
	files["byte order mark"] = "\ufeffterritory: {t: {name: A}}\n"
	files["UTF-16, low byte first"] = "\xff\xfet\x00e\x00"
	files["UTF-16, high byte first"] = "\xfe\xff\x00t\x00e"
	files["Latin-1"] = "territory: {t: {name: Gr\xf6\xdfe}}\n"
	files["a byte too many"] = "territory: {t: {name: \"\xc0\xaf\"}}\n"
	files["second document"] = "territory: {t: {name: A}}\n---\nterritory: {u: {name: B}}\n"
	files["text behind the end"] = "territory: {t: {name: A}}\n...\nterritory: {u: {name: B}}\n"
	files["directive"] = "%YAML 1.1\n---\nterritory: {t: {name: A}}\n"
	files["key twice"] = "territory: {t: {name: A, name: B}}\n"
	files["key twice, once in quotes"] = "territory: {t: {name: A, \"name\": B}}\n"
	files["key twice, composed and decomposed"] = "territory: {t: {name: A, extra: {café: 1, cafe\u0301: 2}}}\n"
	return files
}

// TestA4 refuses what would be read in two ways, and says where it stands.
func TestA4(t *testing.T) {
	all := silent()
	if len(all) < 60 {
		t.Errorf("only %d files", len(all))
	}
	for name, text := range all {
		got := checked(t, planWith(t, map[string]string{"x.yaml": text}), "--format", "json")
		at := told{}
		for _, f := range got.findings(t) {
			if f.File == "x.yaml" && f.Severity == "error" && f.Line > 0 && f.Column > 0 && strings.HasPrefix(f.Code, "SYN") {
				at = f
				break
			}
		}
		if got.code != 1 || len(at.Message) < 20 {
			t.Errorf("%s: exit %d\n%s", name, got.code, got.stdout)
		}
	}
}

// TestA5 names both of two ids that look alike, and leaves 10,000 names alone.
func TestA5(t *testing.T) {
	twins := [][2]string{{"acc-0", "acc-o"}, {"acc-1", "acc-l"}, {"barn", "bam"}, {"n.east", "n-east"}, {"n_west", "n-west"}, {"a0l", "ao1"}}
	for _, pair := range twins {
		rows := "id,name\n" + pair[0] + ",A\n" + pair[1] + ",B\n"
		all := checked(t, planWith(t, map[string]string{"account.csv": rows}), "--format", "json").findings(t)
		if len(all) != 1 || !strings.Contains(all[0].Message, "account/"+pair[0]) || !strings.Contains(all[0].Message, "account/"+pair[1]) {
			t.Errorf("%v: %+v", pair, all)
		}
	}
	first := strings.Fields("anna ben carla dirk emil fatima georg hana igor jana karl lena mario nina otto paula quentin rosa stefan tina ulrich vera walter xenia yusuf zoe amir bianca chen daria elias freya gino helga ines jorge kofi lotte milan noor olga pavel rania sven tomas ursula viktor wanda yara zeno aiko boris clara diego eva fabio greta hugo iris jonas kira lars mia nils oskar pia ravi sara timo uma vito wim xavi yves zara alma bruno celia david edda felix gesa horst ilse jan katja leon mona noah oda peer ruth selma theo una vince wolf yann zita")
	last := strings.Fields("smith mueller garcia rossi dubois jansen novak silva kowalski ivanov tanaka wang kim nguyen patel khan okafor mensah haddad cohen larsen berg holm lund virtanen nieminen kovacs nagy horvat petrov popescu ionescu dimitrov papadopoulos yilmaz kaya demir fischer weber wagner becker schulz hoffmann koch bauer richter klein wolf neumann schwarz braun zimmermann krause lehmann koehler maier walter huber kaiser fuchs lang scholz moeller weiss jung hahn vogel friedrich keller guenther frank berger winkler roth beck lorenz baumann franke albrecht schuster simon ludwig boehm winter kraus martin schumacher kraemer vogt stein jaeger otto sommer gross seidel heinrich brandt haas schreiber graf dietrich ziegler kuhn pohl engel horn busch bergmann voigt sauer arnold pfeiffer")
	var rows strings.Builder
	rows.WriteString("id,name\n")
	count := 0
	for _, a := range first {
		for _, b := range last {
			fmt.Fprintf(&rows, "%s.%s,%s %s\n", a, b, a, b)
			count++
		}
	}
	got := checked(t, planWith(t, map[string]string{"person.csv": rows.String()}), "--format", "json")
	if all := got.findings(t); count < 10_000 || got.code != 0 || len(all) > 0 {
		t.Errorf("%d names, exit %d, %d findings: %+v", count, got.code, len(all), all[:min(3, len(all))])
	}
}
