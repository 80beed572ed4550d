//go:build unix

package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// longReport writes a plan whose report has tens of kilobytes.
func longReport(t *testing.T) string {
	t.Helper()
	var rows strings.Builder
	rows.WriteString("id,country\n")
	for i := range 300 {
		fmt.Fprintf(&rows, "acc-%d,Germany\n", i)
	}
	return planWith(t, map[string]string{"account.csv": rows.String()})
}

// demandWhole demands that a file is one whole JSON report, and nothing but it is
// in its folder.
func demandWhole(t *testing.T, name string, alone bool) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil || !json.Valid(text) {
		t.Fatalf("the report is torn: %d bytes, %v", len(text), err)
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || alone && len(entries) != 1 {
		t.Fatalf("beside the report there are %v, %v", entries, err)
	}
}

// TestA6 keeps what lies outside of a plan folder out of every report.
func TestA6(t *testing.T) {
	const secret = "canary-4711"
	outside := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(outside, []byte("territory: {"+secret+": {name: "+secret+"}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	embed := func(what string) map[string]string {
		return map[string]string{"own.cue": "@extern(embed)\n\npackage own\n\n_x: _ @embed(" + what + ")\n", "cue.mod/module.cue": "module: \"a.example/b\"\nlanguage: version: \"v0.17.0\"\n"}
	}
	link := func(target, name string) func(string) error {
		return func(dir string) error { return os.Symlink(target, filepath.Join(dir, name)) }
	}
	nothing := func(string) error { return nil }
	for name, attempt := range map[string]struct {
		files map[string]string
		more  func(dir string) error
	}{
		"embed a link": {embed("file=link.yaml"), link(outside, "link.yaml")}, "embed a pattern": {embed("glob=*.yaml"), link(outside, "link.yaml")},
		"embed above": {embed("file=../secret.yaml"), nothing}, "embed an absolute path": {embed("file=" + strconv.Quote(outside)), nothing},
		"embed git": {embed("file=.git/config,type=text"), nothing}, "embed the environment": {embed("file=env,type=text"), link("/proc/self/environ", "env")},
		"link to a file": {nil, link(outside, "x.yaml")}, "link to a folder": {nil, link(filepath.Dir(outside), "sub")}, "link to a CSV file": {nil, link(outside, "account.csv")},
		"pipe": {nil, func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "x.yaml"), 0o600) }}, "endless file": {nil, link("/dev/zero", "x.yaml")},
		"tool": {map[string]string{"own.cue": "package own\n\nimport \"tool/file\"\n\n_x: file.Read & {filename: \"" + outside + "\"}\n"}, nothing},
	} {
		dir := planWith(t, attempt.files)
		if err := attempt.more(dir); err != nil {
			t.Fatal(err)
		}
		cmd := command(t, dir, "check", "--no-cache", ".")
		cmd.Env = append(os.Environ(), "SECRET="+secret)
		if got := finish(t, cmd); got.crashed() || got.code == 0 || bytes.Contains(got.stdout, []byte(secret)) || strings.Contains(got.stderr, secret) {
			t.Errorf("%s: exit %d\n%s\n%s", name, got.code, got.stdout, got.stderr)
		}
	}
}

// TestA7 reads a plan that asks for modules, and dials nobody.
func TestA7(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var dialled atomic.Int32
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			dialled.Add(1)
			_ = connection.Close()
		}
	}()
	dir := planWith(t, map[string]string{
		"cue.mod/module.cue": "module: \"a.example/b\"\nlanguage: version: \"v0.17.0\"\ndeps: \"c.example/d@v1\": v: \"v1.0.0\"\n",
		"own.cue":            "package own\n\nimport \"c.example/d\"\n\n_x: d.y\n",
	})
	cmd := command(t, dir, "check", "--no-cache", ".")
	at := listener.Addr().String()
	cmd.Env = append(os.Environ(), "CUE_REGISTRY="+at+"+insecure", "HTTP_PROXY=http://"+at, "HTTPS_PROXY=http://"+at)
	if got := finish(t, cmd); got.crashed() || got.code == 0 || dialled.Load() > 0 {
		t.Errorf("exit %d, %d connections\n%s\n%s", got.code, dialled.Load(), got.stdout, got.stderr)
	}
}

// TestA26 stops writing at every kilobyte, and kills runs at random moments: the
// old report or the new one is there as a whole, and the next run leaves nothing
// else. SALESPLAN_KILLS says how often, 60 times unless it is set.
func TestA26(t *testing.T) {
	dir, out := longReport(t), filepath.Join(t.TempDir(), "report.json")
	write := []string{"check", "--no-cache", ".", "--out", "json=" + out}
	if got := finish(t, command(t, dir, write...)); got.code != 1 {
		t.Fatalf("exit %d\n%s", got.code, got.stderr)
	}
	info, err := os.Stat(out)
	if err != nil || info.Size() < 20_000 {
		t.Fatalf("%v, %v", info, err)
	}
	old := []byte(`{"old": true}`)
	within := func(room string) ran {
		limited := exec.CommandContext(t.Context(), "bash", append([]string{"-c", "ulimit -f $0; exec -a salesplan \"$@\"", room, command(t, dir).Path}, write...)...)
		limited.Dir = dir
		return finish(t, limited)
	}
	if got := within("unlimited"); got.code != 1 {
		t.Fatalf("exit %d\n%s", got.code, got.stderr)
	}
	for room := int64(0); room < info.Size()/1024; room += 1 + info.Size()/1024/20 {
		if err := os.WriteFile(out, old, 0o600); err != nil {
			t.Fatal(err)
		}
		got := within(strconv.FormatInt(room, 10))
		if text, _ := os.ReadFile(out); got.code == 0 || got.code == 1 || !bytes.Equal(text, old) {
			t.Errorf("with room for %d kB: exit %d, and the old report is %.40q", room, got.code, text)
		}
	}
	if got := finish(t, command(t, dir, write...)); got.code != 1 {
		t.Fatalf("exit %d\n%s", got.code, got.stderr)
	}
	demandWhole(t, out, true)

	kills, err := strconv.Atoi(os.Getenv("SALESPLAN_KILLS"))
	if err != nil {
		kills = 60
	}
	random := rand.New(rand.NewPCG(26, 0))
	for range kills {
		cmd := command(t, dir, write...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(80)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		demandWhole(t, out, false)
	}
	finish(t, command(t, dir, write...))
	demandWhole(t, out, true)
}

// TestA27 gives the same bytes whatever the number of processors, the time zone,
// the language and the rights of new files.
func TestA27(t *testing.T) {
	dir := longReport(t)
	digests := map[[sha256.Size]byte]string{}
	for _, processors := range []string{"1", "2", "8"} {
		for _, zone := range []string{"UTC", "Asia/Kathmandu", "America/St_Johns"} {
			for _, language := range []string{"C", "de_DE.UTF-8", "tr_TR.UTF-8"} {
				for _, mask := range []string{"000", "077"} {
					out := filepath.Join(t.TempDir(), "report.json")
					program := command(t, dir)
					cmd := exec.CommandContext(t.Context(), "sh", "-c", "umask "+mask+"; exec bash -c 'exec -a salesplan \"$@\"' sh \"$@\"", "sh", program.Path, "check", "--no-cache", ".", "--format", "markdown", "--out", "json="+out)
					cmd.Dir = dir
					cmd.Env = append(os.Environ(), "GOMAXPROCS="+processors, "TZ="+zone, "LC_ALL="+language, "LANG="+language)
					got := finish(t, cmd)
					written, err := os.ReadFile(out)
					if err != nil || got.code != 1 {
						t.Fatalf("exit %d, %v\n%s", got.code, err, got.stderr)
					}
					digests[sha256.Sum256(append(got.stdout, written...))] = strings.Join([]string{processors, zone, language, mask}, " ")
				}
			}
		}
	}
	if len(digests) != 1 {
		t.Errorf("the report depends on the machine: %v", digests)
	}
}

// TestA33 writes one report in four runs at the same time, and interrupts runs at
// random moments.
func TestA33(t *testing.T) {
	dir, out := longReport(t), filepath.Join(t.TempDir(), "report.json")
	write := []string{"check", "--no-cache", ".", "--out", "json=" + out}
	for range 5 {
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if got := finish(t, command(t, dir, write...)); got.code != 1 {
					t.Errorf("exit %d\n%s", got.code, got.stderr)
				}
			})
		}
		group.Wait()
		demandWhole(t, out, true)
	}
	random := rand.New(rand.NewPCG(33, 0))
	for range 25 {
		cmd := command(t, dir, write...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(80)) * time.Millisecond)
		_ = cmd.Process.Signal(os.Interrupt)
		asked := time.Now()
		_ = cmd.Wait()
		if took := time.Since(asked); took > 2*time.Second { // a second, and what a busy machine takes to notice
			t.Errorf("it ended %v after it was interrupted", took)
		}
		demandWhole(t, out, false)
	}
}
