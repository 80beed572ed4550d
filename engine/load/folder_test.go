package load_test

import (
	"errors"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
)

// addresses returns the addresses of the records in their order.
func addresses(tree *load.Tree) string {
	var all []string
	for _, r := range tree.Records {
		all = append(all, r.File+" "+r.Addr.String())
	}
	return strings.Join(all, "\n")
}

func TestWhichFilesAreRead(t *testing.T) {
	const one = "role:\n  r: {name: x}\n"
	tree, findings := read(t, map[string]string{
		"plan.yaml": "plan: {name: x}\n", "a/b/c.yaml": one, "a.yaml": one, "a-b.yaml": one, "role.csv": "id\nr\n",
		"own.cue": "package p\n", "deep/own.cue": "x: 1\n",
		"README.md": one, "notes.txt": one, "logo.png": "\x89PNG", "LICENSE": "", "x.yaml.bak": one,
		".hidden.yaml": one, ".github/x.yaml": one, "cue.mod/module.cue": "module: \"x\"", "a/.x/y.yaml": one,
		"other/plan.yaml": one, "other/x.yaml": one, "other/deep/x.yaml": one, "third/plan.cue": "", "third/x.json": "",
		"x.yml": one, "x.json": "{}", "x.tsv": "", "UP.YAML": one, "up.Csv": "", "up.YML": "",
	})
	wantFindings := "UP.YAML SYN010\nup.Csv SYN010\nup.YML SYN010\nx.json SYN010\nx.tsv SYN010\nx.yml SYN010"
	if diff := cmp.Diff(wantFindings, brief(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	wantRecords := "a-b.yaml role/r\na.yaml role/r\na/b/c.yaml role/r\nplan.yaml plan/settings\nrole.csv role/r"
	if diff := cmp.Diff(wantRecords, addresses(tree)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	wantCUE := []load.CUEFile{{Name: "deep/own.cue", Text: []byte("x: 1\n")}, {Name: "own.cue", Text: []byte("package p\n")}}
	if diff := cmp.Diff(wantCUE, tree.CUE); diff != "" {
		t.Errorf("CUE files (-want +got):\n%s", diff)
	}
	if !tree.Complete {
		t.Error("incomplete, although every plan file was read")
	}
	if text, ok := tree.Text("a/b/c.yaml"); !ok || text != one {
		t.Errorf("Text: %q, %t", text, ok)
	}
	if _, ok := tree.Text("README.md"); ok {
		t.Error("Text knows a file that is not part of the plan")
	}
}

func TestA10FileNames(t *testing.T) {
	tree, findings := read(t, map[string]string{
		"a.yaml": "", "A.yaml": "", "caf\u00e9.csv": "id\n", "cafe\u0301.csv": "id\n", "con.yaml": "", "sub/LPT1.x.csv": "id\n", "aux/x.yaml": "", "com0.yaml": "",
		"what?.yaml": "", "x .yaml": "", "a\u202eb.yaml": "", "tab\t.yaml": "", "line\n.yaml": "", "bell\a/x.yaml": "", "bell\a.md": "",
	})
	want := []string{
		`a.yaml SYN011 "A.yaml" and "a.yaml" are the same name`,
		`a\u202eb.yaml SYN011 holds characters that cannot be seen`,
		`aux SYN011 cannot be used on Windows`,
		`bell\u0007 SYN011 holds characters that cannot be seen`,
		"cafe\u0301.csv SYN011 spells an accented letter",
		"caf\u00e9.csv SYN011 are the same name",
		`con.yaml SYN011 cannot be used on Windows`,
		`line\u000a.yaml SYN011 holds characters that cannot be seen`,
		`sub/LPT1.x.csv SYN011 cannot be used on Windows`,
		`tab\u0009.yaml SYN011 holds characters that cannot be seen`,
		`what?.yaml SYN011 cannot be used on Windows`,
	}
	if len(findings) != len(want) {
		t.Fatalf("findings:\n%s", brief(findings))
	}
	for i, f := range findings {
		place, says, _ := strings.Cut(want[i], " SYN011 ")
		if f.Place.String() != place || f.Code != diag.NotAPlainFile || !strings.Contains(f.Message, says) {
			t.Errorf("%s %s %s, want %s", f.Place, f.Code, f.Message, want[i])
		}
	}
	if tree.Complete {
		t.Error("complete, although files are not read")
	}
	if _, ok := tree.Text("con.yaml"); !ok {
		t.Error("a file with a name that is only odd elsewhere is not read")
	}
}

// What is no plain file is told of and not opened.
func TestIrregularEntries(t *testing.T) {
	fsys := folder(map[string]string{"plan.yaml": "plan: {name: x}\n", "module/.git": "gitdir: x", "module/x.yaml": "a: {b: {c: d}}\n"})
	for name, mode := range map[string]fs.FileMode{"link.yaml": fs.ModeSymlink, "pipe.csv": fs.ModeNamedPipe, "device": fs.ModeDevice, "socket": fs.ModeSocket, "odd": fs.ModeIrregular, ".link": fs.ModeSymlink} {
		fsys[name] = &fstest.MapFile{Mode: mode, Data: []byte("a: {b: {c: d}}\n")}
	}
	tree, findings, err := load.Plan(fsys, load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := "device SYN011\nlink.yaml SYN011\nmodule SYN011\nodd SYN011\npipe.csv SYN011\nsocket SYN011"
	if diff := cmp.Diff(want, brief(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("plan.yaml plan/settings", addresses(tree)); diff != "" || tree.Complete {
		t.Errorf("complete %t, records (-want +got):\n%s", tree.Complete, diff)
	}
}

// refusingFS leaves out entries by itself.
type refusingFS struct {
	fstest.MapFS
	refused map[string]string
}

func (f refusingFS) Refused() iter.Seq2[string, string] { return maps.All(f.refused) }

func TestRefusedByTheFileSystem(t *testing.T) {
	fsys := refusingFS{folder(map[string]string{"other/plan.yaml": ""}), map[string]string{
		"a/link.yaml": "symbolic link", "lib": "submodule", "other/link": "symbolic link", ".x": "symbolic link", "cue.mod/pkg": "symbolic link",
	}}
	tree, findings, err := load.Plan(fsys, load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("a/link.yaml SYN011\nlib SYN011", brief(findings)); diff != "" || tree.Complete {
		t.Errorf("complete %t, findings (-want +got):\n%s", tree.Complete, diff)
	}
	if !strings.Contains(findings[1].Message, `"lib" is a submodule`) {
		t.Errorf("message: %s", findings[1].Message)
	}
}

func TestA6LinksOnDiskAreNotFollowed(t *testing.T) {
	dir, secret := t.TempDir(), filepath.Join(t.TempDir(), "secret.yaml")
	for name, text := range map[string]string{secret: "role:\n  secret: {name: x}\n", filepath.Join(dir, "plan.yaml"): "plan: {name: x}\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"file.yaml": secret, "folder": filepath.Dir(secret), "loop": ".", "nowhere.csv": "missing"} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	tree, findings, err := load.Plan(os.DirFS(dir), load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("file.yaml SYN011\nfolder SYN011\nloop SYN011\nnowhere.csv SYN011", brief(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("plan.yaml plan/settings", addresses(tree)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// failingFS fails to open some names, and lies about the size of others.
type failingFS struct {
	fstest.MapFS
	fail []string
}

func (f failingFS) Open(name string) (fs.File, error) {
	if slices.Contains(f.fail, name) {
		return nil, &fs.PathError{Op: "open", Path: "/secret/" + name, Err: errors.New("object 12ab is missing:\x1b run git fetch")}
	}
	return f.MapFS.Open(name)
}

func (f failingFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if slices.Contains(f.fail, name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.ReadDir(name)
}

func TestUnreadable(t *testing.T) {
	files := folder(map[string]string{"a.yaml": "", "b.yaml": "role:\n  r: {name: x}\n", "sub/c.yaml": ""})
	tree, findings, err := load.Plan(failingFS{files, []string{"a.yaml", "sub"}}, load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("a.yaml SYN002\nsub SYN002", brief(findings)); diff != "" || tree.Complete {
		t.Errorf("complete %t, findings (-want +got):\n%s", tree.Complete, diff)
	}
	if m := findings[0].Message; strings.Contains(m, "/secret") || !strings.Contains(m, `object 12ab is missing:\u001b run git fetch`) {
		t.Errorf("message: %s", m)
	}
	if diff := cmp.Diff("b.yaml role/r", addresses(tree)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if _, _, err := load.Plan(failingFS{files, []string{"."}}, load.DefaultLimits()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a plan folder that cannot be listed: %v", err)
	}
}
