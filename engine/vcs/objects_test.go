package vcs_test

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testgit"
)

// treeItem is an entry of a handmade tree.
type treeItem struct{ mode, name, id string }

// treeObject encodes a tree in git's order.
func treeObject(items ...treeItem) string {
	items = slices.SortedFunc(slices.Values(items), func(a, b treeItem) int { return cmp.Compare(a.key(), b.key()) })
	var data strings.Builder
	for _, item := range items {
		raw, err := hex.DecodeString(item.id)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&data, "%s %s\x00%s", item.mode, item.name, raw)
	}
	return data.String()
}

func (i treeItem) key() string {
	if i.mode == "40000" {
		return i.name + "/"
	}
	return i.name
}

// sha1Object returns the id of an object.
func sha1Object(kind, data string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "%s %d\x00%s", kind, len(data), data))
	return hex.EncodeToString(sum[:])
}

// addTree writes a tree into a repository, however odd it is.
func addTree(g *testgit.Repo, items ...treeItem) string {
	return g.Input(treeObject(items...), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
}

func addBlob(g *testgit.Repo, content string) string {
	return g.Input(content, "hash-object", "-w", "--stdin")
}

// commitTree puts a tree on a branch.
func commitTree(g *testgit.Repo, tree, branch string) string {
	text := "tree " + tree + "\nauthor A <a@x> 1767603600 +0000\ncommitter A <a@x> 1767603600 +0000\n\nm\n"
	id := g.Input(text, "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
	g.Git("update-ref", "refs/heads/"+branch, id)
	return id
}

// writeLoose writes a loose object under an id of choice: a header, some text
// and any number of zeros.
func writeLoose(t testing.TB, g *testgit.Repo, id, text string, zeros int64) {
	t.Helper()
	dir := filepath.Join(g.Dir, ".git", "objects", id[:2])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, id[2:])); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, id[2:]))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := zlib.NewWriter(file)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeroReader{}, zeros); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

type zeroReader struct{}

func (zeroReader) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// packBuilder makes a pack by hand.
type packBuilder struct {
	body    bytes.Buffer
	objects uint32
	deflate *zlib.Writer
}

const (
	packTree     = 2
	packBlob     = 3
	packRefDelta = 7
)

// add adds an object; base is the id that a difference refers to.
func (p *packBuilder) add(kind byte, base, data string) {
	size := len(data)
	first := kind<<4 | byte(size&15)
	for size >>= 4; size > 0; size >>= 7 {
		p.body.WriteByte(first | 0x80)
		first = byte(size & 0x7f)
	}
	p.body.WriteByte(first)
	if kind == packRefDelta {
		raw, err := hex.DecodeString(base)
		if err != nil {
			panic(err)
		}
		p.body.Write(raw)
	}
	if p.deflate == nil {
		p.deflate = zlib.NewWriter(&p.body)
	}
	p.deflate.Reset(&p.body)
	if _, err := io.WriteString(p.deflate, data); err != nil {
		panic(err)
	}
	if err := p.deflate.Close(); err != nil {
		panic(err)
	}
	p.objects++
}

// store lets git index the pack.
func (p *packBuilder) store(g *testgit.Repo) {
	pack := []byte("PACK\x00\x00\x00\x02")
	pack = binary.BigEndian.AppendUint32(pack, p.objects)
	pack = append(pack, p.body.Bytes()...)
	sum := sha1.Sum(pack)
	g.Input(string(pack)+string(sum[:]), "index-pack", "--stdin")
}

// repeatingDelta is a difference that repeats a base of 65,536 bytes.
func repeatingDelta(times int) string {
	delta := binary.AppendUvarint(nil, 65536)
	delta = binary.AppendUvarint(delta, uint64(times)*65536)
	for range times {
		delta = append(delta, 0x80) // copy from offset 0, 65,536 bytes
	}
	return string(delta)
}
