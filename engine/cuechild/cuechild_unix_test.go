//go:build unix

package cuechild_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cuechild"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/schemas"
)

// probe is the argument by which this program tries to get out of the limits.
const probe = "probe"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case cuechild.Argument:
			os.Exit(cuechild.Serve(os.Stdin, os.Stdout))
		case probe:
			os.Exit(reach())
		}
	}
	os.Exit(m.Run())
}

// reach returns how much of the world is within reach of a child.
func reach() int {
	if cuechild.Confine() != nil {
		return 100
	}
	reached := 0
	for _, name := range []string{"/etc/passwd", "/proc/self/environ", "/dev/zero", "."} {
		if file, err := os.Open(name); err == nil {
			_ = file.Close()
			reached++
		}
	}
	if listener, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		_ = listener.Close()
		reached++
	}
	return reached
}

func parent(t *testing.T) *cuechild.Parent {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := cuechild.NewParent(t.Context(), program)
	t.Cleanup(p.Close)
	return p
}

func pkg(text string) cuelang.Package {
	return cuelang.Package{Version: schemas.Current, Files: []cuelang.File{{Name: "own.cue", Text: []byte(text)}}}
}

// packages are what organisations write.
var packages = map[string]string{
	"nothing":    "",
	"constraint": "territory: [string]: extra!: cost_center!: =~\"^CC-[0-9]{4}$\"\nrole: [string]: level?: <5\n",
	"template":   "_r: {name: string, container: true}\nterritory: emea: _r & {name: \"Größe\"}\nquota: [for q in [1, 2] {territory: \"emea\", measure: \"m\", period: \"FY27-Q\\(q)\", amount: 1000.50 * q}]\n",
	"fallback":   "account: [string]: {employees?: int, potential?: >=employees}\nquota: [...{amount: number, extra?: floor: <=amount}]\n",
	"mistakes":   "territory: [string]: name: int\nterritory: x: name: _nothing\n",
	"syntax":     "territory: {\n",
}

// accounts are two records, of which the package "fallback" refuses one.
func accounts() []record.Record {
	account := func(id, potential string) record.Record {
		return record.Record{Addr: addr.New("account", id), File: "a.yaml", Node: syntax.Node{Kind: syntax.Map, Line: 3, Column: 1, Children: []syntax.Node{
			{Key: "name", Kind: syntax.String, Text: "A"},
			{Key: "employees", Kind: syntax.Int, Text: "12"},
			{Key: "potential", Kind: syntax.Number, Text: potential, Line: 4, Column: 5},
		}}}
	}
	return []record.Record{account("good", "12.000000000000000000000000000001"), account("bad", "11.999999999999999999999999999999")}
}

// TestAChildSaysTheSame holds a child against evaluation in this process.
func TestAChildSaysTheSame(t *testing.T) {
	exactly := cmp.Options{
		cmpopts.IgnoreUnexported(schema.Pattern{}),
	}
	p := parent(t)
	for name, text := range packages {
		want, here, err := cuelang.InProcess{}.Evaluate(pkg(text))
		if err != nil {
			t.Fatal(err)
		}
		got, there, err := p.Evaluate(pkg(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got, exactly); diff != "" {
			t.Errorf("%s (-here +child):\n%s", name, diff)
		}
		for number := range want.Fallbacks {
			for _, r := range accounts() {
				found, _ := here.Look(number, r)
				again, err := there.Look(number, r)
				if diff := cmp.Diff(found, again, exactly); diff != "" || err != nil {
					t.Errorf("%s: %s: %v\n%s", name, r.Addr, err, diff)
				}
			}
		}
		objections, _ := here.Judge(accounts())
		again, err := there.Judge(accounts())
		if diff := cmp.Diff(objections, again); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
		if name == "fallback" && (objections[0] != "" || objections[1] == "") {
			t.Errorf("%s: CUE says %q", name, objections)
		}
	}
}

// patience is how long a bomb may burn in a usual run, and in a thorough one.
func patience() time.Duration {
	if os.Getenv("SALESPLAN_BOMBS") != "" {
		return 5 * time.Second
	}
	return 500 * time.Millisecond
}

// TestA3Bombs lets everything go off in children, without the gate that refuses
// most of it before. Whatever happens there, the parent learns of it, and the
// next child works.
func TestA3Bombs(t *testing.T) {
	const mostMemory = 800 << 20
	all := bombs()
	if len(all) < 40 {
		t.Fatalf("%d bombs", len(all))
	}
	for _, b := range all {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := parent(t)
			p.Hurry(patience())
			began := time.Now()
			evaluation, _, err := p.Evaluate(pkg(b.text))
			took := time.Since(began)
			p.Close()
			stop, stopped := errors.AsType[*cuelang.StoppedError](err)
			switch {
			case err != nil && !stopped:
				t.Error(err)
			case stopped && stop.Reason == "CUE crashed":
				t.Errorf("no limit is named; the child says %s", p.Complaint())
			case stopped:
				t.Logf("%v, %d MB: %s", took, p.Peak()>>20, stop.Reason)
			default:
				t.Logf("%v, %d MB: %d records, %v", took, p.Peak()>>20, len(evaluation.Records), evaluation.Findings)
			}
			if peak := p.Peak(); peak > mostMemory || peak == 0 {
				t.Errorf("the child used %d MB", peak>>20)
			}
			if _, _, err := parent(t).Evaluate(pkg("")); err != nil {
				t.Errorf("the next child: %v", err)
			}
		})
	}
}

// TestA3BombsInAPlan compiles plans with these files, as a check does: what is
// too much is one finding, and the language of the plan is the built-in one.
func TestA3BombsInAPlan(t *testing.T) {
	for _, b := range bombs() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := parent(t)
			p.Hurry(patience())
			instance, findings, err := cuelang.Compile(schemas.Current, pkg(b.text).Files, p)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%.300v", findings)
			for i, f := range findings[:max(len(findings)-1, 0)] {
				if f.Place == findings[i+1].Place {
					t.Errorf("two findings at %s", f.Place)
				}
			}
			if len(instance.Fallbacks) > 0 || len(instance.Records) > 1000 {
				t.Errorf("%d fallbacks, %d records", len(instance.Fallbacks), len(instance.Records))
			}
		})
	}
}

// TestAStoppedSessionStaysStopped looks at records after the end.
func TestAStoppedSessionStaysStopped(t *testing.T) {
	p := parent(t)
	_, session, err := p.Evaluate(pkg(packages["fallback"]))
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	for range 2 {
		if _, err := session.Look(0, accounts()[0]); err == nil {
			t.Error("a child that has ended looks at a record")
		}
	}
	if _, err := session.Judge(accounts()); err == nil {
		t.Error("a child that has ended judges records")
	}
}

func textOf(name string) string {
	all := bombs()
	return all[slices.IndexFunc(all, func(b bomb) bool { return b.name == name })].text
}

// TestReasons gives all limits but one enough room.
func TestReasons(t *testing.T) {
	const room = time.Minute
	for _, c := range []struct {
		text     string
		patience time.Duration
		want     string
	}{
		{"_a: " + strings.Repeat("a: ", 1000000) + "1\n", room, "it is nested too deep for a stack of 64 MB"},
		{nestedLoops(8), 200 * time.Millisecond, "it takes longer than 5 seconds"},
		{textOf("many texts"), room, "it needs more than 768 MB of memory"},
		{textOf("answer"), room, "the files or what they stand for are larger than 64 MB"},
	} {
		p := parent(t)
		p.Hurry(c.patience)
		began := time.Now()
		_, _, err := p.Evaluate(pkg(c.text))
		t.Log(time.Since(began), err)
		stop, ok := errors.AsType[*cuelang.StoppedError](err)
		if !ok || stop.Reason != c.want {
			t.Errorf("%.40q: %v, want %q", c.text, err, c.want)
		}
	}
}

// TestAChildDoesNotLiveForEver gives a child less life than a request may take.
func TestAChildDoesNotLiveForEver(t *testing.T) {
	p := parent(t)
	p.Shorten(100 * time.Millisecond)
	_, _, err := p.Evaluate(pkg(nestedLoops(8)))
	if stop, ok := errors.AsType[*cuelang.StoppedError](err); !ok || !strings.Contains(stop.Reason, "longer than 2 minutes") {
		t.Error(err)
	}
}

// TestNoChild tries programs that are none.
func TestNoChild(t *testing.T) {
	for _, program := range []string{"", "salesplan", "/nowhere/salesplan"} {
		p := cuechild.NewParent(t.Context(), program)
		_, _, err := p.Evaluate(pkg(""))
		if _, stopped := errors.AsType[*cuelang.StoppedError](err); err == nil || stopped {
			t.Errorf("%q: %v", program, err)
		}
		p.Close()
	}
	silent, err := exec.LookPath("true")
	if err != nil {
		t.Skip("there is no program that does nothing")
	}
	p := cuechild.NewParent(t.Context(), silent)
	defer p.Close()
	if _, _, err := p.Evaluate(pkg("")); err == nil || !strings.Contains(err.Error(), "crashed") {
		t.Errorf("a program that says nothing: %v", err)
	}
}

// TestA6NothingIsWithinReach lets a process with the limits of a child look for
// files and the network.
func TestA6NothingIsWithinReach(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), os.Args[0], probe).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// TestAnOrphanEnds closes the parent's end while the child is busy.
func TestAnOrphanEnds(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], cuechild.Argument)
	cmd.Stdin = strings.NewReader(string(cuechild.Frame(pkg(nestedLoops(8)))))
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
}

func FuzzReceive(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 2, '{', '}'})
	f.Add([]byte{255, 255, 255, 255, '{'})
	f.Add(cuechild.Frame(pkg("territory: a: name: \"A\"\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		again, err := cuechild.Receive(data)
		if err != nil {
			return
		}
		if once, err := cuechild.Receive(again); err != nil || string(once) != string(again) {
			t.Errorf("%q is read as %q, then as %q: %v", data, again, once, err)
		}
	})
}
