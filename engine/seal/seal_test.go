package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"github.com/salesplan/salesplan/engine/seal"
)

// newKey returns a private key as ssh-keygen writes it, and its public half.
func newKey(t testing.TB, name string) (private []byte, key seal.Key, line string) {
	t.Helper()
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(secret, "")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	line = strings.TrimSpace(string(ssh.MarshalAuthorizedKey(shown)))
	key, err = seal.ParseKey(name, line+" somebody@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(block), key, line
}

func leaves(n int) []seal.Leaf {
	var all []seal.Leaf
	for i := range n {
		all = append(all, seal.Leaf{Address: fmt.Sprintf("letter/p-%d/plan", i), Inputs: fmt.Sprintf("%064x", i), Version: "Issue 1"})
	}
	return all
}

// TestSealsProveOneDocument: a seal proves the document that it was made for, in
// trees of all sizes, and no other; and every change of it is found.
func TestSealsProveOneDocument(t *testing.T) {
	private, key, _ := newKey(t, "comp-office")
	_, stranger, _ := newKey(t, "stranger")
	for _, size := range []int{1, 2, 3, 7, 8, 33} {
		all := leaves(size)
		tree, err := seal.NewTree(all)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := seal.Sign(tree.Head("FY27").Text(), private)
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			s, err := tree.Seal("FY27", int64(i), signature)
			if err != nil {
				t.Fatal(err)
			}
			read, err := seal.Parse(s.Encode())
			if err != nil {
				t.Fatal(err)
			}
			if signer, err := seal.Check(read, all[i], []seal.Key{stranger, key}); signer != "comp-office" || err != nil {
				t.Errorf("%d of %d: %s, %v", i, size, signer, err)
			}
			if _, err := seal.Check(read, all[(i+1)%size], []seal.Key{key}); size > 1 && !errors.Is(err, seal.ErrNotInTree) {
				t.Errorf("%d of %d proves its neighbour: %v", i, size, err)
			}
			if _, err := seal.Check(read, all[i], []seal.Key{stranger}); !errors.Is(err, seal.ErrUnknownKey) {
				t.Error(err)
			}
			read.Signature = ""
			if _, err := seal.Check(read, all[i], []seal.Key{key}); !errors.Is(err, seal.ErrUnsigned) {
				t.Error(err)
			}
		}
	}
}

// TestEveryByteOfASealCounts changes each byte of a seal in turn.
func TestEveryByteOfASealCounts(t *testing.T) {
	private, key, _ := newKey(t, "k")
	all := leaves(5)
	tree, err := seal.NewTree(all)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := seal.Sign(tree.Head("FY27").Text(), private)
	if err != nil {
		t.Fatal(err)
	}
	s, err := tree.Seal("FY27", 3, signature)
	if err != nil {
		t.Fatal(err)
	}
	text := s.Encode()
	for i := range text {
		changed := bytes.Clone(text)
		changed[i] ^= 1
		read, err := seal.Parse(changed)
		if err != nil {
			continue
		}
		if _, err := seal.Check(read, all[3], []seal.Key{key}); err == nil {
			t.Errorf("byte %d, %q as %q, is not noticed", i, text[i], changed[i])
		}
	}
}

// TestSSHKeygenAgrees: what ssh-keygen signs is accepted, and what this program
// signs ssh-keygen accepts. It needs that program and says so.
func TestSSHKeygenAgrees(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("there is no ssh-keygen here")
	}
	dir := t.TempDir()
	private, key, line := newKey(t, "anna")
	file := filepath.Join(dir, "key")
	write(t, file, private)
	text := []byte("{\"format_version\": 1}\n")
	manifest := filepath.Join(dir, "manifest.json")
	write(t, manifest, text)
	if out, err := exec.Command(keygen, "-Y", "sign", "-n", seal.Namespace, "-f", file, manifest).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	theirs, err := os.ReadFile(manifest + ".sig")
	if err != nil {
		t.Fatal(err)
	}
	if signer, err := seal.Verify(text, theirs, seal.Namespace, []seal.Key{key}); signer != "anna" || err != nil {
		t.Errorf("%s, %v", signer, err)
	}
	if _, err := seal.Verify(append(text, ' '), theirs, seal.Namespace, []seal.Key{key}); !errors.Is(err, seal.ErrSignature) {
		t.Error(err)
	}
	if _, err := seal.Verify(text, theirs, "file", []seal.Key{key}); !errors.Is(err, seal.ErrSignature) {
		t.Error("a signature for another namespace is accepted")
	}
	ours, err := seal.Sign(text, private)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "allowed"), []byte("anna "+line+"\n"))
	write(t, filepath.Join(dir, "ours.sig"), ours)
	verify := exec.Command(keygen, "-Y", "verify", "-n", seal.Namespace, "-I", "anna", "-f", filepath.Join(dir, "allowed"), "-s", filepath.Join(dir, "ours.sig"))
	verify.Stdin = bytes.NewReader(text)
	if out, err := verify.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestA24CommitSignatures compares verdicts on 200 commits with those of git:
// signed by somebody known, by a stranger, not at all, and altered since.
func TestA24CommitSignatures(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs git and ssh-keygen 400 times: without -short")
	}
	for _, program := range []string{"git", "ssh-keygen"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("there is no %s here", program)
		}
	}
	dir := t.TempDir()
	private, known, line := newKey(t, "anna@example.com")
	strange, _, _ := newKey(t, "stranger")
	write(t, filepath.Join(dir, "known"), private)
	write(t, filepath.Join(dir, "strange"), strange)
	write(t, filepath.Join(dir, "allowed"), []byte("anna@example.com "+line+"\n"))
	git := func(input []byte, args ...string) ([]byte, error) {
		command := exec.Command("git", args...)
		command.Dir = dir
		command.Stdin = bytes.NewReader(input)
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.com")
		return command.Output()
	}
	must := func(input []byte, args ...string) []byte {
		out, err := git(input, args...)
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return bytes.TrimSpace(out)
	}
	must(nil, "init", "-q", "-b", "main", ".")
	for name, value := range map[string]string{"gpg.format": "ssh", "gpg.ssh.allowedSignersFile": filepath.Join(dir, "allowed")} {
		must(nil, "config", name, value)
	}
	tree := string(must(nil, "mktree"))
	parent := ""
	counts := map[string]int{}
	for i := range 200 {
		args := []string{"commit-tree", tree, "-m", fmt.Sprintf("change %d\n\nwith a body: ü", i)}
		if parent != "" {
			args = append(args, "-p", parent)
		}
		switch i % 4 {
		case 1, 3:
			args = append(args, "-S"+filepath.Join(dir, "known"))
		case 2:
			args = append(args, "-S"+filepath.Join(dir, "strange"))
		}
		parent = string(must(nil, args...))
		raw, err := git(nil, "cat-file", "commit", parent)
		if err != nil {
			t.Fatal(err)
		}
		id := parent
		if i%4 == 3 { // altered since
			raw = bytes.Replace(raw, []byte("change"), []byte("CHANGE"), 1)
			id = string(must(raw, "hash-object", "-t", "commit", "-w", "--stdin"))
		}
		_, theirs := git(nil, "verify-commit", id)
		signer, ours := seal.Commit(raw, []seal.Key{known})
		if (theirs == nil) != (ours == nil) || ours == nil && signer != "anna@example.com" {
			t.Errorf("commit %d: git says %v, we say %v", i, theirs, ours)
		}
		counts[fmt.Sprint(ours)]++
	}
	if len(counts) != 4 {
		t.Errorf("not every verdict was tried: %v", counts)
	}
}

// TestAmbiguousCommitsAreRefused: objects that one program reads in one way and
// another in another.
func TestAmbiguousCommitsAreRefused(t *testing.T) {
	const tree, parent = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", "parent 1111111111111111111111111111111111111111\n"
	const author, committer, message = "author A <a@example.com> 1 +0000\n", "committer C <c@example.com> 1 +0000\n", "\nsays\n"
	const signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n"
	if _, err := seal.Commit([]byte(tree+parent+parent+author+committer+message), nil); !errors.Is(err, seal.ErrUnsigned) {
		t.Errorf("a plain merge: %v", err)
	}
	for name, raw := range map[string]string{
		"two trees":               tree + tree + author + committer + message,
		"two authors":             tree + author + "author B <b@example.com> 1 +0000\n" + committer + message,
		"two committers":          tree + author + committer + committer + message,
		"author first":            author + tree + committer + message,
		"committer before author": tree + committer + author + message,
		"late parent":             tree + author + parent + committer + message,
		"a NUL":                   tree + author + committer + "\nsays\x00more\n",
		"no tree":                 author + committer + message,
		"no author":               tree + parent,
		"no message":              tree + author + committer,
		"two signatures":          tree + author + committer + signature + signature + message,
		"signature before":        tree + signature + author + committer + message,
		"another hash":            tree + author + committer + "gpgsig-sha256 x\n" + message,
		"a line that goes on":     tree + " more\n" + author + committer + message,
		"PGP":                     tree + author + committer + "gpgsig -----BEGIN PGP SIGNATURE-----\n x\n" + message,
	} {
		if signer, err := seal.Commit([]byte(raw), nil); signer != "" || err == nil || errors.Is(err, seal.ErrUnsigned) || errors.Is(err, seal.ErrUnknownKey) {
			t.Errorf("%s: %s, %v", name, signer, err)
		}
	}
}

func FuzzCommit(f *testing.F) {
	f.Add([]byte("tree x\nauthor a\ncommitter c\ngpgsig s\n t\n\nm\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if signer, err := seal.Commit(raw, nil); err == nil {
			t.Errorf("%q is signed by %s, and there are no keys", raw, signer)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"format_version":1,"plan":"p","size":1,"root":"","index":0,"proof":[]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := seal.Parse(text)
		if err != nil {
			return
		}
		if signer, err := seal.Check(s, seal.Leaf{}, nil); err == nil {
			t.Errorf("signed by %s, and there are no keys", signer)
		}
	})
}

func BenchmarkCommit(b *testing.B) {
	private, key, _ := newKey(b, "k")
	payload := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.com> 1 +0000\ncommitter C <c@example.com> 1 +0000\n"
	signer, err := ssh.ParsePrivateKey(private)
	if err != nil {
		b.Fatal(err)
	}
	signature, err := sshsig.Sign(strings.NewReader(payload+"\nm\n"), signer, sshsig.HashSHA512, "git")
	if err != nil {
		b.Fatal(err)
	}
	raw := []byte(payload + "gpgsig " + strings.ReplaceAll(strings.TrimSpace(string(sshsig.Armor(signature))), "\n", "\n ") + "\n\nm\n")
	for b.Loop() {
		if _, err := seal.Commit(raw, []seal.Key{key}); err != nil {
			b.Fatal(err)
		}
	}
}
