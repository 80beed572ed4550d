package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zlib"

	"github.com/salesplan/salesplan/engine/document"
)

// deflater compresses with a library whose version go.mod pins: the bytes of
// compress/zlib may change with the release of Go.
type deflater struct {
	buffer bytes.Buffer
	writer *zlib.Writer
}

func newDeflater() *deflater {
	d := new(deflater)
	d.writer = zlib.NewWriter(&d.buffer)
	return d
}

// deflate gives the compressed data until it is called again.
func (d *deflater) deflate(data []byte) ([]byte, error) {
	d.buffer.Reset()
	d.writer.Reset(&d.buffer)
	if _, err := d.writer.Write(data); err != nil {
		return nil, err
	}
	if err := d.writer.Close(); err != nil {
		return nil, err
	}
	return d.buffer.Bytes(), nil
}

// objects writes the objects of a file. Objects are numbered from 1. Those that
// are no streams are collected in object streams.
type objects struct {
	flate   *deflater
	out     []byte
	entries []entry // by number
	small   []small
}

// entry says where an object is: at an offset, or in an object stream.
type entry struct {
	offset        int
	stream, index int // stream is 0 for those at an offset
}

type small struct {
	number int
	body   []byte
}

func (o *objects) number() int {
	o.entries = append(o.entries, entry{})
	return len(o.entries)
}

func (o *objects) add(body []byte) int {
	n := o.number()
	o.set(n, body)
	return n
}

// set writes the object of a number that was taken before.
func (o *objects) set(number int, body []byte) {
	o.small = append(o.small, small{number, body})
}

// stream writes a stream. dictionary are its entries beside length and filter.
func (o *objects) stream(number int, dictionary string, data []byte, compress bool) error {
	if compress {
		packed, err := o.flate.deflate(data)
		if err != nil {
			return err
		}
		dictionary, data = dictionary+"/Filter/FlateDecode", packed
	}
	o.entries[number-1].offset = len(o.out)
	o.out = fmt.Appendf(o.out, "%d 0 obj\n<<%s/Length %d>>stream\n", number, dictionary, len(data))
	o.out = append(o.out, data...)
	o.out = append(o.out, "\nendstream\nendobj\n"...)
	return nil
}

func (o *objects) addStream(dictionary string, data []byte, compress bool) (int, error) {
	n := o.number()
	return n, o.stream(n, dictionary, data, compress)
}

// collect writes the small objects, each stream with so many that readers need
// not unpack all for one.
func (o *objects) collect() error {
	const perStream = 400
	for group := range slices.Chunk(o.small, perStream) {
		number := o.number()
		var index, bodies []byte
		for i, one := range group {
			index = fmt.Appendf(index, "%d %d ", one.number, len(bodies))
			bodies = append(append(bodies, one.body...), '\n')
			o.entries[one.number-1] = entry{stream: number, index: i}
		}
		dictionary := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(group), len(index))
		if err := o.stream(number, dictionary, append(index, bodies...), true); err != nil {
			return err
		}
	}
	return nil
}

// finish writes where the objects are. The identity of a file is a digest of
// what it holds.
func (o *objects) finish(catalog, info int) ([]byte, error) {
	if err := o.collect(); err != nil {
		return nil, err
	}
	digest := sha256.Sum256(o.out)
	number, at := o.number(), len(o.out)
	o.entries[number-1].offset = at
	table := []byte{0, 0, 0, 0, 0, 0xFF, 0xFF}
	for _, e := range o.entries {
		if e.stream == 0 {
			table = binary.BigEndian.AppendUint32(append(table, 1), uint32(e.offset))
			table = append(table, 0, 0)
			continue
		}
		table = binary.BigEndian.AppendUint32(append(table, 2), uint32(e.stream))
		table = binary.BigEndian.AppendUint16(table, uint16(e.index))
	}
	id := strings.ToUpper(hex.EncodeToString(digest[:16]))
	dictionary := fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]", number+1, catalog, info, id, id)
	if err := o.stream(number, dictionary, table, true); err != nil {
		return nil, err
	}
	return fmt.Appendf(o.out, "startxref\n%d\n%%%%EOF\n", at), nil
}

// file writes what was drawn.
func (b *bench) file(root *node) ([]byte, error) {
	o := &objects{flate: b.flate, out: append(make([]byte, 0, 64<<10), "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)}
	fonts, err := b.writeFonts(o)
	if err != nil {
		return nil, err
	}
	pages, err := b.writePages(o, fonts)
	if err != nil {
		return nil, err
	}
	structure := b.writeStructure(o, root, pages.kids)
	outline := b.writeOutline(o, pages.kids)
	attached, err := b.writeAttachments(o)
	if err != nil {
		return nil, err
	}
	metadata, err := o.addStream("/Type/Metadata/Subtype/XML", b.metadata(), false)
	if err != nil {
		return nil, err
	}
	catalog := fmt.Appendf(nil, "<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Metadata %d 0 R"+
		"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>%s%s", pages.number, structure, metadata, outline, attached)
	if b.doc.Language != "" {
		catalog = appendText(append(catalog, "/Lang"...), b.doc.Language)
	}
	info := append(appendText([]byte("<</Title"), b.doc.Title), "/Producer(salesplan)>>"...)
	return o.finish(o.add(append(catalog, ">>"...)), o.add(info))
}

type pageTree struct {
	number int
	kids   []int
}

func (b *bench) writePages(o *objects, fonts string) (pageTree, error) {
	tree := pageTree{number: o.number()}
	box := appendLength(append(appendLength([]byte("/MediaBox[0 0 "), b.canvas.width), ' '), b.canvas.height)
	for i := range b.canvas.pages {
		content, err := o.addStream("", b.canvas.pages[i].content, true)
		if err != nil {
			return tree, err
		}
		tree.kids = append(tree.kids, o.add(fmt.Appendf(nil, "<</Type/Page/Parent %d 0 R%s]/Resources<</Font<<%s>>>>/Contents %d 0 R/StructParents %d/Tabs/S>>",
			tree.number, box, fonts, content, i)))
	}
	o.set(tree.number, fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", len(tree.kids), references(tree.kids)))
	return tree, nil
}

func references(numbers []int) []byte {
	var b []byte
	for _, n := range numbers {
		b = append(strconv.AppendInt(b, int64(n), 10), " 0 R "...)
	}
	return bytes.TrimSpace(b)
}

// writeStructure writes the tree of nodes, and which of them a marked part of a
// page belongs to.
func (b *bench) writeStructure(o *objects, root *node, pages []int) int {
	root.prune()
	tree, parents := o.number(), o.number()
	root.takeNumbers(o)
	b.writeNode(o, root, tree, pages)
	body := []byte("<</Nums[")
	for i := range b.canvas.pages {
		body = fmt.Appendf(body, "%d[", i)
		for _, n := range b.canvas.pages[i].marked {
			body = append(strconv.AppendInt(body, int64(n.number), 10), " 0 R "...)
		}
		body = append(body, ']')
	}
	o.set(parents, append(body, "]>>"...))
	o.set(tree, fmt.Appendf(nil, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>", root.number, parents, len(pages)))
	return tree
}

// prune takes away nodes in which nothing was drawn. Cells stay: a row has one
// for each column.
func (n *node) prune() bool {
	kept := n.kids[:0]
	for _, k := range n.kids {
		if k.node == nil || k.node.prune() {
			kept = append(kept, k)
		}
	}
	n.kids = kept
	return len(kept) > 0 || n.tag == "TD" || n.tag == "TH"
}

func (n *node) takeNumbers(o *objects) {
	n.number = o.number()
	for _, k := range n.kids {
		if k.node != nil {
			k.node.takeNumbers(o)
		}
	}
}

func (b *bench) writeNode(o *objects, n *node, parent int, pages []int) {
	body := append(make([]byte, 0, 96), "<</S/"...)
	body = append(body, n.tag...)
	body = append(strconv.AppendInt(append(body, "/P "...), int64(parent), 10), " 0 R"...)
	body = append(body, n.attributes...)
	if n.box != (rect{}) {
		body = b.appendBox(body, n.box)
	}
	onPage := -1
	for _, k := range n.kids {
		if k.node == nil {
			onPage = k.page
			body = append(strconv.AppendInt(append(body, "/Pg "...), int64(pages[onPage]), 10), " 0 R"...)
			break
		}
	}
	body = append(body, "/K["...)
	for _, k := range n.kids {
		switch {
		case k.node != nil:
			body = append(strconv.AppendInt(body, int64(k.node.number), 10), " 0 R "...)
		case k.page == onPage:
			body = append(strconv.AppendInt(body, int64(k.mark), 10), ' ')
		default:
			body = fmt.Appendf(body, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pages[k.page], k.mark)
		}
	}
	o.set(n.number, append(body, "]>>"...))
	for _, k := range n.kids {
		if k.node != nil {
			b.writeNode(o, k.node, n.number, pages)
		}
	}
}

func (b *bench) appendBox(to []byte, box rect) []byte {
	to = append(to, "/A<</O/Layout/Placement/Block/BBox["...)
	for _, length := range []int{box.left, b.canvas.height - box.bottom, box.right, b.canvas.height - box.top} {
		to = append(appendLength(to, length), ' ')
	}
	return append(to, "]>>"...)
}

// writeAttachments gives the entries of the catalog that lead to the attachments.
func (b *bench) writeAttachments(o *objects) (string, error) {
	if len(b.doc.Attachments) == 0 {
		return "", nil
	}
	sorted := slices.Clone(b.doc.Attachments)
	slices.SortStableFunc(sorted, func(x, y document.Attachment) int {
		return bytes.Compare(appendText(nil, x.Name), appendText(nil, y.Name))
	})
	var names []byte
	var files []int
	for i, file := range sorted {
		if i > 0 && sorted[i-1].Name == file.Name {
			return "", &LayoutError{Where: "attachments", Problem: fmt.Sprintf("two are named %q", file.Name)}
		}
		if file.Name == "" {
			return "", &LayoutError{Where: "attachments", Problem: "one has no name"}
		}
		data, err := o.addStream(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<</Size %d>>", escapedName(file.MediaType), len(file.Data)), file.Data, true)
		if err != nil {
			return "", err
		}
		body := appendText(append(appendText([]byte("<</Type/Filespec/F"), file.Name), "/UF"...), file.Name)
		if file.Description != "" {
			body = appendText(append(body, "/Desc"...), file.Description)
		}
		number := o.add(fmt.Appendf(body, "/AFRelationship/Source/EF<</F %d 0 R/UF %d 0 R>>>>", data, data))
		files = append(files, number)
		names = fmt.Appendf(appendText(names, file.Name), " %d 0 R ", number)
	}
	return fmt.Sprintf("/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]", names, references(files)), nil
}

// escapedName is a text as a name object, without its slash.
func escapedName(text string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte("+-._", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// metadata says what the document is, for programs. It has no dates: a document
// is a function of the plan.
func (b *bench) metadata() []byte {
	escaped := func(text string) string {
		var e bytes.Buffer
		_ = xml.EscapeText(&e, []byte(text)) // a buffer does not fail
		return e.String()
	}
	return fmt.Appendf(nil, `<?xpacket begin="`+"\uFEFF"+`" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<dc:identifier>%s</dc:identifier>
<pdf:Producer>salesplan</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`, escaped(b.doc.Title), escaped(b.doc.Language), escaped(b.doc.Code))
}
