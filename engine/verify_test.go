package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/plans"
)

// drafts are letters of the example plan that nobody has issued.
func drafts(t testing.TB) (*engine.Loaded, []*letter.Letter) {
	t.Helper()
	loaded, err := engine.Load(engine.Source{Name: "example", Files: exampleFiles(t)}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	set, err := engine.Letters(loaded, letter.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := slices.DeleteFunc(set.Letters, func(l *letter.Letter) bool { return l.Issue.Number > 0 })
	if len(all) < 2 {
		t.Fatal("the example has no two drafts")
	}
	return loaded, all
}

// exampleFiles are the files of the example plan.
func exampleFiles(t testing.TB) fs.FS {
	t.Helper()
	files, err := fs.Sub(plans.Example, "brindlemark")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// verified verifies files by name.
func verified(t testing.TB, loaded *engine.Loaded, names []string, read func(string) ([]byte, error)) []report.VerifiedDocument {
	t.Helper()
	documents, err := engine.Verify(engine.VerifyInput{
		Plan: loaded, Files: names, Read: read,
		At:     func(string) (*engine.Loaded, error) { return nil, errors.New("there is no history here") },
		Commit: func(string) ([]byte, error) { return nil, errors.New("there is no history here") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// TestA25EveryByteCounts changes every byte of an HTML letter in turn, and bytes
// all over PDF and DOCX letters; with -short every 101st. Nothing of it is taken
// for true.
func TestA25EveryByteCounts(t *testing.T) {
	loaded, all := drafts(t)
	for format, step := range map[string]int{"html": 1, "pdf": 31, "docx": 61} {
		if testing.Short() {
			step = 101
		}
		whole, err := press.Print(format, all[0].Document())
		if err != nil {
			t.Fatal(err)
		}
		name := all[0].FileName() + "." + press.Extension(format)
		if one := verified(t, loaded, []string{name}, func(string) ([]byte, error) { return whole, nil }); one[0].Outcome != report.Identical {
			t.Fatalf("%s: %+v", format, one[0])
		}
		var names []string
		for at := 0; at < len(whole); at += step {
			names = append(names, strconv.Itoa(at)+"/"+name)
		}
		changed := func(name string) ([]byte, error) {
			at, _, _ := strings.Cut(name, "/")
			n, err := strconv.Atoi(at)
			file := bytes.Clone(whole)
			file[n] ^= 1 << (n % 8)
			return file, err
		}
		outcomes := map[string]int{}
		for _, d := range verified(t, loaded, names, changed) {
			outcomes[d.Outcome]++
			if d.Outcome == report.Identical {
				t.Errorf("%s: byte %s is not noticed", format, d.File)
			}
			if at, _, _ := strings.Cut(d.File, "/"); d.Outcome == report.Altered && strconv.Itoa(d.Byte-1) != at {
				t.Errorf("%s: byte %s is taken for byte %d", format, at, d.Byte-1)
			}
		}
		if outcomes[report.Altered] == 0 {
			t.Errorf("%s: %v", format, outcomes)
		}
	}
}

// TestA25ExchangedDocuments exchanges the letters of every two people.
func TestA25ExchangedDocuments(t *testing.T) {
	loaded, all := drafts(t)
	files := map[string][]byte{}
	var names []string
	for i, l := range all {
		text, err := press.HTML(l.Document())
		if err != nil {
			t.Fatal(err)
		}
		for j := range all {
			if i != j {
				name := fmt.Sprintf("%d/%s.html", i, all[j].FileName())
				files[name], names = text, append(names, name)
			}
		}
	}
	for _, d := range verified(t, loaded, names, func(name string) ([]byte, error) { return files[name], nil }) {
		if d.Outcome != report.Exchanged {
			t.Fatalf("%+v", d)
		}
	}
}

// BenchmarkVerify verifies PDF letters of the example, each once.
func BenchmarkVerify(b *testing.B) {
	loaded, all := drafts(b)
	files := map[string][]byte{}
	var names []string
	for _, l := range all {
		text, err := press.Print("pdf", l.Document())
		if err != nil {
			b.Fatal(err)
		}
		name := l.FileName() + ".pdf"
		files[name], names = text, append(names, name)
	}
	for b.Loop() {
		verified(b, loaded, names, func(name string) ([]byte, error) { return files[name], nil })
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(names)), "ns/document")
}
