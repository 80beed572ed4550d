package cache_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cache"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/plans"
)

const limit = 64 << 20

func key(n int) compile.Key { return compile.Key{byte(n), byte(n >> 8), 7} }

// random returns facts with every field set somewhere.
func random(r *rand.Rand) compile.Facts {
	text := func() string { return fmt.Sprint("text ", r.IntN(9), "é\x00") }
	place := func() source.Place { return source.Place{File: text(), Line: r.IntN(1000), Column: r.IntN(300)} }
	var node func(depth int) syntax.Node
	node = func(depth int) syntax.Node {
		n := syntax.Node{
			Kind: syntax.Kind(1 + r.IntN(8)), Key: text(), Text: text(), Line: r.Int32N(1 << 20), Column: r.Int32N(500), KeyLine: r.Int32N(9), KeyColumn: r.Int32N(9),
		}
		for range r.IntN(4) * depth / 3 {
			n.Children = append(n.Children, node(depth-1))
		}
		return n
	}
	f := compile.Facts{Complete: r.IntN(2) == 0, Bytes: r.Int64N(1 << 40)}
	records := record.Slice{}
	for i := range r.IntN(5) {
		records = append(records, record.Record{Addr: addr.New(text(), text()), File: text(), Node: node(3)})
		if r.IntN(3) == 0 {
			f.Broken = append(f.Broken, i)
		}
	}
	f.Records = records
	for range r.IntN(3) {
		f.References = append(f.References, plan.Reference{From: addr.New(text(), text()), Field: text(), Collections: []string{text(), text()}, ID: text(), Place: place()})
		f.Findings = append(f.Findings, diag.Finding{
			Code: diag.Code(text()), Severity: diag.Warning, Subject: addr.New(text(), text()), Field: text(), Place: place(), Message: text(),
			Related: []diag.Related{{Place: place(), Message: text()}},
		})
	}
	return f
}

// block keeps random facts under the keys 0 to n-1.
func block(t testing.TB, n int) ([]byte, []compile.Facts) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, uint64(n)))
	c := opened(nil, limit)
	var all []compile.Facts
	for i := range n {
		all = append(all, random(r))
		c.Remember(key(i), all[i])
	}
	b, changed := c.Bytes()
	if !changed {
		t.Fatal("nothing to keep")
	}
	return b, all
}

func TestFactsComeBackAsTheyWere(t *testing.T) {
	b, all := block(t, 300)
	c := opened(b, limit)
	for i, want := range all {
		if got, ok := c.Recall(key(i)); !ok || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d: ok %v\ngot  %+v\nwant %+v", i, ok, got, want)
		}
	}
	if _, ok := c.Recall(key(300)); ok {
		t.Error("facts under a key that was never used")
	}
	if _, changed := c.Bytes(); changed {
		t.Error("nothing was remembered, and the block changed")
	}
}

// TestDamageIsNeverBelieved changes each byte of a block: every entry is then
// as it was, or not there.
func TestDamageIsNeverBelieved(t *testing.T) {
	b, all := block(t, 4)
	for i := range b {
		for _, damage := range []byte{0x00, 0xff, b[i] ^ 0x01, b[i] ^ 0x80} {
			damaged := bytes.Clone(b)
			damaged[i] = damage
			c := opened(damaged, limit)
			for k, want := range all {
				if got, ok := c.Recall(key(k)); ok && !reflect.DeepEqual(got, want) {
					t.Fatalf("byte %d set to %#x: entry %d is believed", i, damage, k)
				}
			}
		}
	}
	for i := range b {
		opened(b[:i], limit).Recall(key(0))
	}
}

func FuzzOpen(f *testing.F) {
	b, _ := block(f, 2)
	f.Add(b)
	f.Add([]byte("salesplan facts 1\n"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		c := opened(b, limit)
		for i := range 3 {
			c.Recall(key(i))
		}
		c.Remember(key(9), compile.Facts{})
		c.Bytes()
	})
}

// TestLimit drops what the run did not use before what it did.
func TestLimit(t *testing.T) {
	b, all := block(t, 100)
	c := opened(b, len(b)-1)
	for i := range 50 {
		c.Recall(key(i))
	}
	c.Remember(key(100), compile.Facts{Complete: true})
	smaller, _ := c.Bytes()
	if len(smaller) > len(b)-1 {
		t.Fatalf("%d bytes, limit %d", len(smaller), len(b)-1)
	}
	c = opened(smaller, limit)
	for i := range 50 {
		if got, ok := c.Recall(key(i)); !ok || !reflect.DeepEqual(got, all[i]) {
			t.Errorf("entry %d was used and is gone", i)
		}
	}
	if _, ok := c.Recall(key(100)); !ok {
		t.Error("the entry of this run is gone")
	}
}

// TestWarmRunIsTheColdRun compiles the example with and without what an
// earlier run kept.
func TestWarmRunIsTheColdRun(t *testing.T) {
	example, err := fs.Sub(plans.Example, "brindlemark")
	if err != nil {
		t.Fatal(err)
	}
	compiled := func(store compile.Store) (compile.Result, diag.List) {
		folder, err := load.Find(example, load.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		result, findings, err := compile.Folder(folder, compile.NewMemory(store, cuelang.InProcess{}))
		if err != nil {
			t.Fatal(err)
		}
		return result, findings
	}
	cold := opened(nil, limit)
	want, wantFindings := compiled(cold)
	b, _ := cold.Bytes()
	warm := opened(b, limit)
	got, gotFindings := compiled(warm)
	if _, changed := warm.Bytes(); changed {
		t.Error("the warm run read files again")
	}
	if !reflect.DeepEqual(testplan.Records(got.Plan), testplan.Records(want.Plan)) || !reflect.DeepEqual(got.Plan.References, want.Plan.References) || !reflect.DeepEqual(gotFindings, wantFindings) {
		t.Error("the warm run differs from the cold one")
	}
}

func TestSeveralGoroutines(t *testing.T) {
	b, all := block(t, 50)
	c := opened(b, limit)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range all {
				c.Recall(key(i))
				c.Remember(key(1000+worker*100+i), all[i])
			}
		})
	}
	group.Wait()
	if b, _ := c.Bytes(); len(b) == 0 {
		t.Error("nothing kept")
	}
}

func BenchmarkRecall(b *testing.B) {
	kept, all := block(b, 1000)
	c := opened(kept, limit)
	for b.Loop() {
		for i := range all {
			c.Recall(key(i))
		}
	}
}

// opened is the cache in a block.
func opened(block []byte, limit int) *cache.Cache {
	return cache.Open(bytes.NewReader(block), int64(len(block)), limit)
}
