package cache

import (
	"encoding/binary"
	"errors"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// An entry is a table of texts, each written once, and then the facts, in which
// every text is its number in the table and every number a varint. The order of
// the fields is that of [writer.facts].

// writer encodes facts.
type writer struct {
	body    []byte
	texts   []string
	numbers map[string]int // of texts
}

// encode writes facts as an entry.
func encode(facts compile.Facts) []byte {
	w := writer{numbers: map[string]int{}}
	w.facts(facts)
	entry := binary.AppendUvarint(nil, uint64(len(w.texts)))
	for _, text := range w.texts {
		entry = binary.AppendUvarint(entry, uint64(len(text)))
		entry = append(entry, text...)
	}
	return append(entry, w.body...)
}

func (w *writer) number(n int) { w.body = binary.AppendVarint(w.body, int64(n)) }

func (w *writer) text(text string) {
	n, known := w.numbers[text]
	if !known {
		n = len(w.texts)
		w.numbers[text] = n
		w.texts = append(w.texts, text)
	}
	w.number(n)
}

func (w *writer) facts(f compile.Facts) {
	w.number(boolean(f.Complete))
	w.number(int(f.Bytes))
	records := recordsOf(f.Records)
	w.number(countNodes(records))
	w.number(len(records))
	for _, r := range records {
		w.text(r.Addr.Collection)
		w.text(r.Addr.ID)
		w.text(r.File)
		w.node(&r.Node)
	}
	w.number(len(f.Broken))
	for _, i := range f.Broken {
		w.number(i)
	}
	w.number(len(f.References))
	for _, ref := range f.References {
		w.reference(ref)
	}
	w.number(len(f.Findings))
	for _, finding := range f.Findings {
		w.finding(finding)
	}
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func recordsOf(source record.Source) []*record.Record {
	if source == nil {
		return nil
	}
	records := make([]*record.Record, source.Len())
	for i := range records {
		records[i] = source.Record(i)
	}
	return records
}

// countNodes counts the children of all nodes, so that the reader can make
// room for them at once.
func countNodes(records []*record.Record) int {
	n := 0
	var count func(node *syntax.Node)
	count = func(node *syntax.Node) {
		n += len(node.Children)
		for i := range node.Children {
			count(&node.Children[i])
		}
	}
	for _, r := range records {
		count(&r.Node)
	}
	return n
}

func (w *writer) node(n *syntax.Node) {
	w.number(int(n.Kind))
	w.text(n.Key)
	w.text(n.Text)
	w.number(int(n.Line))
	w.number(int(n.Column))
	w.number(int(n.KeyLine))
	w.number(int(n.KeyColumn))
	w.number(len(n.Children))
	for i := range n.Children {
		w.node(&n.Children[i])
	}
}

func (w *writer) place(p source.Place) {
	w.text(p.File)
	w.number(p.Line)
	w.number(p.Column)
}

func (w *writer) reference(ref plan.Reference) {
	w.text(ref.From.Collection)
	w.text(ref.From.ID)
	w.text(ref.Field)
	w.number(len(ref.Collections))
	for _, collection := range ref.Collections {
		w.text(collection)
	}
	w.text(ref.ID)
	w.place(ref.Place)
}

func (w *writer) finding(f diag.Finding) {
	w.text(string(f.Code))
	w.number(int(f.Severity))
	w.text(f.Subject.Collection)
	w.text(f.Subject.ID)
	w.text(f.Field)
	w.text(f.Message)
	w.place(f.Place)
	w.number(len(f.Related))
	for _, related := range f.Related {
		w.text(related.Message)
		w.place(related.Place)
	}
}

// EncodeFindings writes findings as bytes.
func EncodeFindings(findings diag.List) []byte { return encode(compile.Facts{Findings: findings}) }

// DecodeFindings reads what EncodeFindings wrote.
func DecodeFindings(block []byte) (diag.List, error) {
	facts, err := decode(string(block))
	return facts.Findings, err
}

// errForeign says that bytes are not an entry.
var errForeign = errors.New("not an entry of this cache")

// reader decodes an entry. Texts share memory with the entry. Once something is
// wrong every further value is zero and err is set.
type reader struct {
	entry string
	at    int
	texts []string
	nodes []syntax.Node // room for children not given away yet
	err   error
}

// decode reads an entry. It never panics, whatever the bytes are.
func decode(entry string) (compile.Facts, error) {
	r := &reader{entry: entry}
	n := r.unsigned()
	if n > len(entry) {
		return compile.Facts{}, errForeign
	}
	r.texts = make([]string, n)
	for i := range r.texts {
		length := r.unsigned()
		if length > len(r.entry)-r.at {
			return compile.Facts{}, errForeign
		}
		r.texts[i] = r.entry[r.at : r.at+length]
		r.at += length
	}
	facts := r.facts()
	if r.at != len(r.entry) {
		r.fail()
	}
	return facts, r.err
}

func (r *reader) fail() { r.err = errForeign }

func (r *reader) unsigned() int {
	var n uint64
	for shift := 0; shift < 63; shift += 7 {
		if r.at >= len(r.entry) {
			break
		}
		b := r.entry[r.at]
		r.at++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n)
		}
	}
	r.fail()
	return 0
}

func (r *reader) number() int {
	n := r.unsigned()
	return n>>1 ^ -(n & 1)
}

// length reads how many things follow; each takes at least one byte.
func (r *reader) length() int {
	n := r.number()
	if n < 0 || n > len(r.entry)-r.at {
		r.fail()
		return 0
	}
	return n
}

func (r *reader) text() string {
	n := r.number()
	if n < 0 || n >= len(r.texts) {
		r.fail()
		return ""
	}
	return r.texts[n]
}

func (r *reader) facts() compile.Facts {
	f := compile.Facts{Complete: r.number() == 1, Bytes: int64(r.number())}
	r.nodes = make([]syntax.Node, r.length())
	records := make(record.Slice, r.length())
	for i := range records {
		records[i].Addr = addr.New(r.text(), r.text())
		records[i].File = r.text()
		r.node(&records[i].Node, 0)
	}
	f.Records = records
	for range r.length() {
		i := r.number()
		if i < 0 || i >= len(records) {
			r.fail()
			return f
		}
		f.Broken = append(f.Broken, i)
	}
	if n := r.length(); n > 0 {
		f.References = make([]plan.Reference, n)
	}
	for i := range f.References {
		f.References[i] = r.reference()
	}
	for range r.length() {
		f.Findings = append(f.Findings, r.finding())
	}
	return f
}

// deepest is how many nodes may lie within each other; load allows fewer.
const deepest = 1000

func (r *reader) node(n *syntax.Node, depth int) {
	n.Kind = syntax.Kind(r.number())
	n.Key, n.Text = r.text(), r.text()
	n.Line, n.Column = int32(r.number()), int32(r.number())
	n.KeyLine, n.KeyColumn = int32(r.number()), int32(r.number())
	children := r.length()
	if children == 0 || r.err != nil {
		return
	}
	if children > len(r.nodes) || depth > deepest {
		r.fail()
		return
	}
	n.Children, r.nodes = r.nodes[:children:children], r.nodes[children:]
	for i := range n.Children {
		r.node(&n.Children[i], depth+1)
	}
}

func (r *reader) place() source.Place {
	return source.Place{File: r.text(), Line: r.number(), Column: r.number()}
}

func (r *reader) reference() plan.Reference {
	ref := plan.Reference{From: addr.New(r.text(), r.text()), Field: r.text()}
	if n := r.length(); n > 0 {
		ref.Collections = make([]string, n)
	}
	for i := range ref.Collections {
		ref.Collections[i] = r.text()
	}
	ref.ID = r.text()
	ref.Place = r.place()
	return ref
}

func (r *reader) finding() diag.Finding {
	f := diag.Finding{
		Code: diag.Code(r.text()), Severity: diag.Severity(r.number()), Subject: addr.New(r.text(), r.text()),
		Field: r.text(), Message: r.text(), Place: r.place(),
	}
	for range r.length() {
		f.Related = append(f.Related, diag.Related{Message: r.text(), Place: r.place()})
	}
	return f
}
