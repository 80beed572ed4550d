//go:build unix

package main_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesplan/salesplan/engine/press"
)

// sellersPlan is a plan for any number of sellers; how many there are stands in
// CSV files beside it.
const sellersPlan = `plan: {name: Many sellers, currency: EUR, calendar: {kind: months, start_month: 1, named_by: start}, years: [FY26]}
measure: {sales: {name: Sales, unit: money}}
role: {ae: {name: Seller}}
position: {lead: {title: Head of Sales}}
comp_plan:
  ae:
    name: Sellers
    version: "1"
    roles: [ae]
    from: 2026-01-01
    to: 2027-01-01
    rounding: {mode: half_up, at: component}
    components:
      new:
        name: New business
        measure: sales
        weight: 1
        window: quarter
        pay_every: quarter
        quota: {amount: 100000}
        rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, to: 1, value: 1}, {from: 1, value: 1.5}]}
letter_template:
  all: {company: Acme Ltd, language: en}
  de: {company: Acme GmbH, language: de, countries: [DE]}
  ja: {company: 株式会社アクメ, language: ja, countries: [JP]}
`

// lettersPlan writes a plan with sellers and returns the folder around it.
func lettersPlan(t testing.TB, sellers int) string {
	t.Helper()
	files := map[string]string{
		"plan.yaml": sellersPlan, "position.csv": "id,title,role,manager\n", "person.csv": "id,name,country\n", "holder.csv": "position,person\n",
		"pay.csv": "person,base_salary,target_incentive\n",
	}
	names, countries := []string{"Łukasz Wójcik", "山田 太郎", "Anna Müller", "İbrahim Öztürk"}, []string{"GB", "DE", "JP"}
	for i := range sellers {
		files["position.csv"] += fmt.Sprintf("s-%04d,Seller %d,ae,lead\n", i, i)
		files["person.csv"] += fmt.Sprintf("p-%04d,%s,%s\n", i, names[i%len(names)], countries[i%len(countries)])
		files["holder.csv"] += fmt.Sprintf("s-%04d,p-%04d\n", i, i)
		files["pay.csv"] += fmt.Sprintf("p-%04d,%d,%d\n", i, 50000+i*10, 40000+i%300*100)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "plan"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, "plan", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// folder returns the digest of every file of a folder.
func folder(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = fmt.Sprintf("%x", sha256.Sum256(text))
	}
	return files
}

// sameFolder demands that two folders hold the same bytes.
func sameFolder(t testing.TB, what string, want, got map[string]string) {
	t.Helper()
	for name, digest := range want {
		if got[name] != digest {
			t.Fatalf("%s: %s differs", what, name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d files, want %d", what, len(got), len(want))
	}
}

// lettersWritten returns how many files a run of doc wrote and left.
func lettersWritten(t testing.TB, stdout []byte) (written, unchanged int) {
	t.Helper()
	var report struct {
		Files []struct{ Action string }
	}
	if err := json.Unmarshal(stdout, &report); err != nil {
		t.Fatal(err)
	}
	for _, file := range report.Files {
		if file.Action == "written" {
			written++
		} else {
			unchanged++
		}
	}
	return written, unchanged
}

// TestManyLetters writes the letters of many people: the same bytes in another
// time zone and language, with any number of letters at a time, again, and after
// a run that was killed, which the next one goes on with.
func TestManyLetters(t *testing.T) {
	sellers := 1000
	if testing.Short() {
		sellers = 90
	}
	formats := "html"
	if slices.Contains(press.Formats(), "pdf") {
		formats += ",pdf"
	}
	files := sellers * (1 + strings.Count(formats, ","))
	dir := lettersPlan(t, sellers)
	doc := func(out string, env ...string) ran {
		cmd := command(t, dir, "doc", "plan", "--format", formats, "--out", out, "--report", "json")
		cmd.Env = append(os.Environ(), env...)
		return finish(t, cmd)
	}
	first := doc("first", "GOMAXPROCS=1", "TZ=UTC")
	if first.code != 0 {
		t.Fatalf("exit %d: %s\n%.2000s", first.code, first.stderr, first.stdout)
	}
	want := folder(t, filepath.Join(dir, "first"))
	if len(want) != files+2 {
		t.Fatalf("%d files, want %d and two more", len(want), files)
	}
	t.Logf("%d letters as %s: %.1f letters a CPU second, peak %d MB", sellers, formats, float64(sellers)/first.cpu.Seconds(), first.peak>>20)
	if first.peak > 700<<20 {
		t.Errorf("%d letters take %d MB", sellers, first.peak>>20)
	}

	if other := doc("other", "GOMAXPROCS=8", "TZ=Asia/Tokyo", "LANG=de_DE.UTF-8", "LC_ALL=ja_JP.UTF-8"); other.code != 0 {
		t.Fatal(other.stderr)
	}
	sameFolder(t, "eight at a time, elsewhere", want, folder(t, filepath.Join(dir, "other")))

	again := doc("first", "GOMAXPROCS=2")
	if written, unchanged := lettersWritten(t, again.stdout); written != 0 || unchanged != files {
		t.Errorf("a second run writes %d files and leaves %d", written, unchanged)
	}
	sameFolder(t, "a second run", want, folder(t, filepath.Join(dir, "first")))
	t.Logf("a second run takes %v of CPU, the first took %v", again.cpu, first.cpu)

	killed := command(t, dir, "doc", "plan", "--format", formats, "--out", "killed")
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	for range 3000 {
		if entries, _ := os.ReadDir(filepath.Join(dir, "killed")); len(entries) > 2*60 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait()
	done := len(folder(t, filepath.Join(dir, "killed")))
	resumed := doc("killed")
	sameFolder(t, "after a run that was killed", want, folder(t, filepath.Join(dir, "killed")))
	if _, unchanged := lettersWritten(t, resumed.stdout); done > 2*60 && unchanged < 50 {
		t.Errorf("of %d files that were there, only %d were used again", done, unchanged)
	}
}
