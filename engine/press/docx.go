package press

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
)

// DOCX draws a document for word processors. A redline becomes tracked changes,
// without a date, since a form knows none. Attachments are custom parts, each
// with its data in base64. The same document gives the same bytes: parts are in
// a fixed order, bear no time and are not compressed.
func DOCX(d document.Document) ([]byte, error) {
	w := docxForm{words: d.Words}
	w.paragraph("Title", document.Plain(d.Title), document.Kept)
	w.blocks(d.Blocks)
	parts := []docxPart{
		{"[Content_Types].xml", contentTypes()},
		{"_rels/.rels", docxRelations([][2]string{
			{officeRelation + "officeDocument", "word/document.xml"},
			{"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
		})},
		{"docProps/core.xml", coreProperties(d)},
		{"word/document.xml", w.document(d)},
		{"word/styles.xml", docxStyles(d.Language)},
		{"word/numbering.xml", w.numbering()},
		{"word/settings.xml", docxHead + `<w:settings ` + wordNamespaces + `><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/header1.xml", docxHead + `<w:hdr ` + wordNamespaces + `>` + small(d.RunningHead, "") + `</w:hdr>`},
		{"word/footer1.xml", docxHead + `<w:ftr ` + wordNamespaces + `>` + small(d.Version, pageField(d.Words.PageOf)) + `</w:ftr>`},
	}
	var relations [][2]string
	for _, part := range [][2]string{{"styles", "styles"}, {"numbering", "numbering"}, {"settings", "settings"}, {"header", "header1"}, {"footer", "footer1"}} {
		relations = append(relations, [2]string{officeRelation + part[0], part[1] + ".xml"})
	}
	for i, picture := range w.pictures {
		name := fmt.Sprintf("media/curve%d.emf", i+1)
		parts = append(parts, docxPart{"word/" + name, string(picture)})
		relations = append(relations, [2]string{officeRelation + "image", name})
	}
	for i, a := range d.Attachments {
		name := fmt.Sprintf("customXml/item%d.xml", i+1)
		parts = append(parts, docxPart{name, fmt.Sprintf(`%s<attachment xmlns="%s" name="%s" mediaType="%s" description="%s">%s</attachment>`,
			docxHead, AttachmentNamespace, xmlText(a.Name), xmlText(a.MediaType), xmlText(a.Description), base64.StdEncoding.EncodeToString(a.Data))})
		relations = append(relations, [2]string{officeRelation + "customXml", "../" + name})
	}
	parts = append(parts, docxPart{"word/_rels/document.xml.rels", docxRelations(relations)})
	return zipped(parts)
}

// AttachmentNamespace is the XML namespace of attachments in DOCX files.
const AttachmentNamespace = "https://github.com/salesplan/salesplan/attachment"

type docxPart struct{ name, text string }

// zipped stores parts without a time and without compression, so that the bytes
// depend on nothing but the parts.
func zipped(parts []docxPart) ([]byte, error) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, part := range parts {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return b.Bytes(), err
}

const (
	docxHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	officeRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordNamespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
		`xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	firstPicture = 6 // number of the relation of the first picture: those before are of styles, numbering, settings, header and footer
)

func docxRelations(relations [][2]string) string {
	var b strings.Builder
	b.WriteString(docxHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, r := range relations {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i+1, r[0], r[1])
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

func contentTypes() string {
	var b strings.Builder
	b.WriteString(docxHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="emf" ContentType="image/x-emf"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`)
	for _, part := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"numbering", "numbering"}, {"settings", "settings"}, {"header1", "header"}, {"footer1", "footer"}} {
		fmt.Fprintf(&b, `<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>`, part[0], part[1])
	}
	b.WriteString(`</Types>`)
	return b.String()
}

func coreProperties(d document.Document) string {
	return docxHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		fmt.Sprintf(`<dc:title>%s</dc:title><dc:language>%s</dc:language><cp:version>%s</cp:version></cp:coreProperties>`, xmlText(d.Title), xmlText(d.Language), xmlText(d.Version))
}

// xmlText writes a value as text or as the value of an attribute.
func xmlText(text string) string { return esc(text) }

// docxForm writes blocks as paragraphs and tables.
type docxForm struct {
	strings.Builder
	words    document.Words
	pictures [][]byte
	changes  int           // tracked changes so far
	list     int           // number of the list that paragraphs belong to, 0 for none
	lists    []bool        // whether the n-th list is ordered
	level    int           // of the list
	mark     document.Mark // of the part that is being written
	keep     bool          // the paragraph stays on the page of what follows
}

func (w *docxForm) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *docxForm) document(d document.Document) string {
	width, height := 11906, 16838
	if d.Paper == document.Letter {
		width, height = 12240, 15840
	}
	return docxHead + `<w:document ` + wordNamespaces + `><w:body>` + w.String() +
		fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="%d" w:h="%d"/>`+
			`<w:pgMar w:top="1304" w:right="1134" w:bottom="1247" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`, width, height)
}

func (w *docxForm) block(block document.Block) {
	switch b := block.(type) {
	case document.Heading:
		w.paragraph(fmt.Sprintf("Heading%d", min(max(b.Level, 1), 3)), b.Text, b.Mark)
	case document.Paragraph:
		w.paragraph("", b.Text, b.Mark)
	case document.Notice:
		w.paragraph("Notice", b.Text, b.Mark)
	case document.KeyFigures:
		w.figures(b)
	case document.Table:
		w.table(b)
	case document.Curve:
		w.curve(b)
	case document.List:
		w.listed(b)
	case document.Clause:
		heading := b.Heading
		if b.Number != "" {
			heading = append([]document.Span{{Text: b.Number + " "}}, heading...)
		}
		w.paragraph("Heading2", heading, b.Mark)
		w.within(b.Blocks, b.Mark)
	case document.Example:
		w.paragraph("Heading2", b.Title, b.Mark)
		w.within(b.Blocks, b.Mark)
	case document.Signatures:
		w.signatures(b)
	}
}

// within writes the blocks of a part, whose mark holds for all of them.
func (w *docxForm) within(blocks []document.Block, mark document.Mark) {
	outer := w.mark
	if mark != document.Kept {
		w.mark = mark
	}
	w.blocks(blocks)
	w.mark = outer
}

// blocks writes blocks. What introduces a block stays on its page.
func (w *docxForm) blocks(blocks []document.Block) {
	for i, block := range blocks {
		if i+1 < len(blocks) {
			switch blocks[i+1].(type) {
			case document.Table, document.Curve, document.List, document.Signatures:
				w.keep = true
			}
		}
		if _, running := block.(document.Paragraph); !running {
			w.keep = false
		}
		w.block(block)
		w.keep = false
	}
}

// tracked opens and closes what tracks a mark, "" for what is kept.
func (w *docxForm) tracked(mark document.Mark) (before, after string) {
	if element := trackedAs(mark); element != "" {
		w.changes++
		return fmt.Sprintf(`<w:%s w:id="%d" w:author="salesplan">`, element, w.changes), "</w:" + element + ">"
	}
	return "", ""
}

// trackedAs is the element of a tracked change, "" for what is kept.
func trackedAs(mark document.Mark) string {
	switch mark {
	case document.Added:
		return "ins"
	case document.Removed:
		return "del"
	case document.Kept, document.Changed:
	}
	return ""
}

// runs writes text with its looks; a mark of the whole part holds for spans that
// have none.
func (w *docxForm) runs(spans []document.Span, mark document.Mark) string {
	var b strings.Builder
	for _, s := range spans {
		m := s.Mark
		if m == document.Kept {
			m = mark
		}
		before, after := w.tracked(m)
		looks := ""
		if s.Strong {
			looks = "<w:rPr><w:b/></w:rPr>"
		}
		text := "t"
		if m == document.Removed {
			text = "delText"
		}
		fmt.Fprintf(&b, `%s<w:r>%s<w:%s xml:space="preserve">%s</w:%s></w:r>%s`, before, looks, text, xmlText(s.Text), text, after)
	}
	return b.String()
}

// paragraph writes a paragraph of a style.
func (w *docxForm) paragraph(style string, spans []document.Span, mark document.Mark) {
	if mark == document.Kept {
		mark = w.mark
	}
	var b strings.Builder
	if style != "" {
		fmt.Fprintf(&b, `<w:pStyle w:val="%s"/>`, style)
	}
	if w.keep {
		b.WriteString(`<w:keepNext/>`)
	}
	if w.list > 0 {
		fmt.Fprintf(&b, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, w.level, w.list)
	}
	if element := trackedAs(mark); element != "" {
		w.changes++
		fmt.Fprintf(&b, `<w:rPr><w:%s w:id="%d" w:author="salesplan"/></w:rPr>`, element, w.changes)
	}
	properties := ""
	if b.Len() > 0 {
		properties = "<w:pPr>" + b.String() + "</w:pPr>"
	}
	w.printf("<w:p>%s%s</w:p>", properties, w.runs(spans, mark))
}

// figures are a table of one row: labels above, numbers below.
func (w *docxForm) figures(f document.KeyFigures) {
	if len(f.Items) == 0 {
		return
	}
	w.printf(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>%s</w:tblGrid><w:tr>`,
		xmlText(f.Label), strings.Repeat(`<w:gridCol w:w="2000"/>`, len(f.Items)))
	for _, item := range f.Items {
		w.WriteString(`<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/><w:shd w:val="clear" w:color="auto" w:fill="F3F5F8"/></w:tcPr>`)
		w.paragraph("FigureLabel", document.Plain(item.Label), item.Mark)
		w.paragraph("Figure", item.Value, item.Mark)
		w.WriteString(`</w:tc>`)
	}
	w.WriteString(`</w:tr></w:tbl>`)
	w.paragraph("", nil, document.Kept)
}

func (w *docxForm) table(t document.Table) {
	if t.Caption != "" {
		w.paragraph("Caption", document.Plain(t.Caption), t.Mark)
	}
	w.printf(`<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:firstRow="1"/><w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`, xmlText(t.Caption))
	widths := columnWidths(t)
	for _, width := range widths {
		w.printf(`<w:gridCol w:w="%d"/>`, width)
	}
	w.WriteString(`</w:tblGrid>`)
	whole := cmp.Or(t.Mark, w.mark)
	w.rowStart(`<w:cantSplit/><w:tblHeader/>`, whole)
	for i, column := range t.Columns {
		w.cell(column, widths[i], document.Plain(column.Label), "TableHead", whole)
	}
	w.WriteString(`</w:tr>`)
	for i, row := range t.Rows {
		w.keep = len(t.Rows) <= rowsTogether && i+1 < len(t.Rows)
		mark := cmp.Or(row.Mark, whole)
		w.rowStart(`<w:cantSplit/>`, mark)
		style := "TableText"
		if row.Total {
			style = "TableTotal"
		}
		for i, column := range t.Columns {
			var text []document.Span
			if i < len(row.Cells) {
				text = row.Cells[i].Text
			}
			w.cell(column, widths[i], text, style, mark)
		}
		w.WriteString(`</w:tr>`)
	}
	w.keep = false
	w.WriteString(`</w:tbl>`)
	w.paragraph("", nil, document.Kept)
}

// rowStart begins a row of a mark.
func (w *docxForm) rowStart(properties string, mark document.Mark) {
	if element := trackedAs(mark); element != "" {
		w.changes++
		properties += fmt.Sprintf(`<w:%s w:id="%d" w:author="salesplan"/>`, element, w.changes)
	}
	w.printf(`<w:tr><w:trPr>%s</w:trPr>`, properties)
}

// rowsTogether is how many rows a table has at most that stays on one page.
const rowsTogether = 10

func (w *docxForm) cell(column document.Column, width int, text []document.Span, style string, mark document.Mark) {
	align := ""
	if w.keep {
		align = `<w:keepNext/>`
	}
	if column.Number {
		align += `<w:jc w:val="right"/>`
	}
	w.printf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>%s</w:p></w:tc>`, width, style, align, w.runs(text, mark))
}

// listed writes the items of a list. A list within a list is one level deeper.
func (w *docxForm) listed(l document.List) {
	outer, level := w.list, w.level
	w.lists = append(w.lists, l.Ordered)
	number := len(w.lists)
	if outer > 0 {
		w.level = min(level+1, 8)
	}
	for _, item := range l.Items {
		for i, block := range item.Blocks {
			w.list = 0
			if i == 0 {
				w.list = number
			}
			w.within([]document.Block{block}, item.Mark)
		}
	}
	w.list, w.level = outer, level
}

// numbering describes every list.
func (w *docxForm) numbering() string {
	var b, instances strings.Builder
	b.WriteString(docxHead + `<w:numbering ` + wordNamespaces + `>`)
	for i, ordered := range w.lists {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, i+1)
		for level := range 9 {
			kind, text := "bullet", "•"
			if ordered {
				kind, text = "decimal", fmt.Sprintf("%%%d.", level+1)
			}
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="284"/></w:pPr></w:lvl>`,
				level, kind, text, 397+level*284)
		}
		b.WriteString(`</w:abstractNum>`)
		fmt.Fprintf(&instances, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i+1)
	}
	return b.String() + instances.String() + `</w:numbering>`
}

// signatures are a table with a column for each party.
func (w *docxForm) signatures(s document.Signatures) {
	if len(s.Parties) == 0 {
		return
	}
	w.printf(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>%s</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>`,
		strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, tableWidth/len(s.Parties)), len(s.Parties)))
	w.keep = true
	for _, p := range s.Parties {
		w.WriteString(signCell)
		w.paragraph("", []document.Span{{Text: p.Role, Strong: true}}, p.Mark)
		w.paragraph("", document.Plain(p.Name), p.Mark)
		w.WriteString(`</w:tc>`)
	}
	w.keep = false
	w.WriteString(`</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for _, p := range s.Parties {
		w.WriteString(signCell)
		w.printf(`<w:p><w:pPr><w:pStyle w:val="SignLine"/><w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs></w:pPr>%s<w:r><w:tab/></w:r>%s</w:p></w:tc>`,
			tableWidth/len(s.Parties)-2*signRest, w.runs(document.Plain(w.words.Signature), p.Mark), w.runs(document.Plain(w.words.Date), p.Mark))
	}
	w.WriteString(`</w:tr></w:tbl>`)
	w.paragraph("", nil, document.Kept)
}

// A cell to sign in, and the space at its sides.
const (
	signRest = 108
	signCell = `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>`
)

// curve puts the picture of a curve in, with its words for those who do not see
// it.
func (w *docxForm) curve(c document.Curve) {
	w.paragraph("Caption", document.Plain(c.Caption), markOf(c))
	w.pictures = append(w.pictures, metafile(c, w.words))
	n := len(w.pictures)
	const width, height = 5400000, 2700000 // in English metric units: 15 by 7.5 cm
	w.printf(`<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Curve %d" descr="%s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="Curve %d" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rId%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		width, height, n, n, xmlText(c.Alt), n, n, xmlText(c.Alt), firstPicture+n-1, width, height)
}

// small is a paragraph of a header or footer: a text, and at the right end what
// is right.
func small(text, right string) string {
	if right != "" {
		right = `<w:r><w:tab/></w:r>` + right
	}
	return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="Running"/></w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r>%s</w:p>`, xmlText(text), right)
}

// pageField is the text of a page's number with fields that count pages.
func pageField(text string) string {
	field := func(name string) string {
		return `</w:t></w:r><w:fldSimple w:instr="` + name + `"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve">`
	}
	return `<w:r><w:t xml:space="preserve">` + pageOf(xmlText(text), field("PAGE"), field("NUMPAGES")) + `</w:t></w:r>`
}

func docxStyles(language string) string {
	var b strings.Builder
	b.WriteString(docxHead + `<w:styles ` + wordNamespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Yu Gothic"/>` +
		fmt.Sprintf(`<w:sz w:val="20"/><w:lang w:val="%s" w:eastAsia="%s"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
			xmlText(language), xmlText(language)))
	style := func(id, name, paragraph, run string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, paragraph, run)
	}
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`)
	style("Title", "Title", `<w:keepNext/><w:spacing w:before="240" w:after="200"/>`, `<w:b/><w:sz w:val="34"/>`)
	for i, size := range []int{25, 22, 20} {
		style(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), fmt.Sprintf(`<w:keepNext/><w:spacing w:before="%d" w:after="80"/><w:outlineLvl w:val="%d"/>`, 320-80*i, i), fmt.Sprintf(`<w:b/><w:sz w:val="%d"/>`, size))
	}
	style("Caption", "caption", `<w:keepNext/><w:spacing w:before="160" w:after="60"/>`, `<w:b/>`)
	style("Notice", "Notice", `<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="1F4E8C"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F3F5F8"/>`, ``)
	style("FigureLabel", "Figure Label", `<w:keepNext/><w:spacing w:before="80" w:after="0"/>`, `<w:color w:val="545B64"/><w:sz w:val="16"/>`)
	style("Figure", "Figure", `<w:spacing w:after="80"/>`, `<w:b/><w:sz w:val="23"/>`)
	style("TableHead", "Table Head", `<w:keepNext/><w:spacing w:before="40" w:after="40"/>`, `<w:b/><w:color w:val="545B64"/><w:sz w:val="18"/>`)
	style("TableText", "Table Text", `<w:spacing w:before="40" w:after="40"/>`, `<w:sz w:val="19"/>`)
	style("TableTotal", "Table Total", `<w:spacing w:before="40" w:after="40"/>`, `<w:b/><w:sz w:val="19"/>`)
	style("SignLine", "Sign Line", `<w:pBdr><w:top w:val="single" w:sz="4" w:space="2" w:color="1B1F24"/></w:pBdr><w:spacing w:before="560" w:after="0"/>`, `<w:color w:val="545B64"/><w:sz w:val="16"/>`)
	style("Running", "Running", `<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/>`, `<w:color w:val="545B64"/><w:sz w:val="16"/>`)
	b.WriteString(`<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="C9CED6"/><w:insideH w:val="single" w:sz="4" w:color="C9CED6"/></w:tblBorders>` +
		`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="220" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}
