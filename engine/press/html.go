package press

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
)

// HTML draws a document as one page that needs nothing else: no script, no
// network, one style sheet that the page's own policy allows by its hash.
// Attachments are links that hold their data.
func HTML(d document.Document) ([]byte, error) {
	h := htmlForm{words: d.Words}
	for _, block := range d.Blocks {
		h.block(block)
	}
	body := h.String()
	style := sheetOf(d)
	digest := sha256.Sum256([]byte(style))
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", esc(d.Language))
	fmt.Fprintf(&b, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n",
		base64.StdEncoding.EncodeToString(digest[:]))
	fmt.Fprintf(&b, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n", esc(d.Title), style)
	fmt.Fprintf(&b, "<header>%s</header>\n<main>\n<h1>%s</h1>\n%s</main>\n<footer>\n<p>%s</p>\n", esc(d.RunningHead), esc(d.Title), body, esc(d.Version))
	if len(d.Attachments) > 0 {
		b.WriteString("<ul class=\"attachments\">\n")
		for _, a := range d.Attachments {
			fmt.Fprintf(&b, "<li><a download=\"%s\" href=\"data:%s;base64,%s\">%s</a> %s</li>\n",
				esc(a.Name), esc(a.MediaType), base64.StdEncoding.EncodeToString(a.Data), esc(a.Name), esc(a.Description))
		}
		b.WriteString("</ul>\n")
	}
	b.WriteString("</footer>\n</body>\n</html>\n")
	return []byte(b.String()), nil
}

// esc writes a value as text or as the value of an attribute.
func esc(text string) string { return html.EscapeString(line(text)) }

// sheetOf is the style of a page and, where browsers print them, of its margins.
func sheetOf(d document.Document) string {
	paper := "A4"
	if d.Paper == document.Letter {
		paper = "letter"
	}
	page := "\x00p\x00"
	parts := strings.Split(pageOf(d.Words.PageOf, page, "\x00n\x00"), "\x00")
	var number []string
	for _, part := range parts {
		switch part {
		case "p":
			number = append(number, "counter(page)")
		case "n":
			number = append(number, "counter(pages)")
		default:
			number = append(number, cssText(part))
		}
	}
	return fmt.Sprintf("@page{size:%s;margin:22mm 20mm;@top-left{content:%s;font:8pt sans-serif;color:#555}@bottom-left{content:%s;font:8pt sans-serif;color:#555}"+
		"@bottom-right{content:%s;font:8pt sans-serif;color:#555}}", paper, cssText(d.RunningHead), cssText(d.Version), strings.Join(number, " ")) + htmlStyle
}

// cssText writes a text as a string of CSS: every character but letters and
// digits by its number, so that nothing in it can end the string or the sheet.
func cssText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range line(text) {
		if r < 0x80 && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == ' ') {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\%06x", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// The colours have a contrast of at least 4.5 to 1 on their ground.
const htmlStyle = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#545b64;--rule:#c9ced6;--tint:#f3f5f8;--line:#1f4e8c;--add:#0b5d2a;--del:#9c1c1c}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#a4abb5;--rule:#434a54;--tint:#22272e;--line:#8db8f2;--add:#7fd49c;--del:#ff9d96}}
body{font:11pt/1.5 "Liberation Sans","Helvetica Neue",Arial,"Hiragino Sans","Yu Gothic","Noto Sans CJK JP",sans-serif;color:var(--ink);max-width:46rem;margin:2.5rem auto;padding:0 1.2rem;overflow-wrap:break-word}
header,footer{color:var(--soft);font-size:.85em}header{border-bottom:1px solid var(--rule);padding-bottom:.4rem}footer{border-top:1px solid var(--rule);margin-top:2.5rem;padding-top:.4rem}
h1{font-size:1.7em;line-height:1.25;margin:1.6rem 0 1rem}h2{font-size:1.2em;margin:2rem 0 .5rem;break-after:avoid}h3,h4{font-size:1em;margin:1.2rem 0 .3rem;break-after:avoid}
p{margin:.45rem 0}table{border-collapse:collapse;width:100%;margin:.7rem 0 1.3rem;font-size:.93em}caption{text-align:left;font-weight:600;padding:.2rem 0;break-after:avoid}
td{overflow-wrap:anywhere}th{hyphens:auto}th,td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}thead th{color:var(--soft);font-weight:600;border-bottom-width:2px;vertical-align:bottom}
tbody th{font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th:last-child,td:last-child{padding-right:0}thead .n{white-space:normal}.total th,.total td{font-weight:600;border-top:1px solid var(--ink)}tr{break-inside:avoid}
.figures{display:flex;flex-wrap:wrap;gap:.8rem 2.4rem;margin:1.1rem 0;padding:.8rem 1rem;background:var(--tint)}.figures dt{color:var(--soft);font-size:.82em}.figures dd{margin:0;font-size:1.25em;font-weight:600}
.notice{border-left:3px solid var(--line);padding:.5rem .9rem;background:var(--tint)}figure{margin:1rem 0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.3rem}svg{width:100%;height:auto;max-width:40rem}
svg text{font:12px sans-serif;fill:var(--soft)}.axis{stroke:var(--soft);stroke-width:1;fill:none}.grid{stroke:var(--rule);stroke-width:.6}.curve{stroke:var(--line);stroke-width:2.2;fill:none}.was{stroke:var(--del);stroke-width:1.6;stroke-dasharray:5 4;fill:none}
.example{border:1px solid var(--rule);padding:.2rem 1rem .4rem;margin:1rem 0;break-inside:avoid}.signatures{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:2.2rem 1.6rem;margin-top:2.4rem;break-inside:avoid}
.sign{border-top:1px solid var(--ink);margin-top:2.6rem;padding-top:.2rem;display:flex;justify-content:space-between;color:var(--soft);font-size:.85em}ins,.added{color:var(--add);text-decoration:underline}del,.removed{color:var(--del);text-decoration:line-through}
.mark{display:inline-block;font-size:.75em;font-weight:600;border:1px solid;padding:0 .3em;margin-right:.4em;text-decoration:none}.attachments{font-size:.9em}
@media print{body{margin:0;max-width:none;padding:0}header,footer p,.attachments{display:none}footer{border:0;margin:0}}`

// htmlForm writes blocks as HTML.
type htmlForm struct {
	strings.Builder
	words document.Words
}

func (h *htmlForm) printf(format string, args ...any) { fmt.Fprintf(h, format, args...) }

func (h *htmlForm) block(block document.Block) {
	switch b := block.(type) {
	case document.Heading:
		level := strconv.Itoa(min(max(b.Level, 1), 3) + 1)
		h.printf("<h%s%s>%s%s</h%s>\n", level, class(b.Mark), h.tag(b.Mark), h.spans(b.Text), level)
	case document.Paragraph:
		h.printf("<p%s>%s%s</p>\n", class(b.Mark), h.tag(b.Mark), h.spans(b.Text))
	case document.Notice:
		h.printf("<p class=\"notice%s\">%s%s</p>\n", markClass(b.Mark), h.tag(b.Mark), h.spans(b.Text))
	case document.KeyFigures:
		h.figures(b)
	case document.Table:
		h.table(b)
	case document.Curve:
		h.curve(b)
	case document.List:
		h.list(b)
	case document.Clause:
		h.clause(b)
	case document.Example:
		h.printf("<section class=\"example%s\">\n<h3>%s%s</h3>\n", markClass(b.Mark), h.tag(b.Mark), h.spans(b.Title))
		h.blocks(b.Blocks)
		h.WriteString("</section>\n")
	case document.Signatures:
		h.WriteString("<section class=\"signatures\">\n")
		for _, p := range b.Parties {
			h.printf("<div%s>%s<strong>%s</strong><br>%s<div class=\"sign\"><span>%s</span><span>%s</span></div></div>\n", class(p.Mark), h.tag(p.Mark), esc(p.Role), esc(p.Name), esc(h.words.Signature), esc(h.words.Date))
		}
		h.WriteString("</section>\n")
	}
}

func (h *htmlForm) blocks(blocks []document.Block) {
	for _, block := range blocks {
		h.block(block)
	}
}

// spans writes text with its looks.
func (h *htmlForm) spans(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		text := esc(s.Text)
		if s.Strong {
			text = "<strong>" + text + "</strong>"
		}
		switch s.Mark {
		case document.Added:
			text = "<ins>" + text + "</ins>"
		case document.Removed:
			text = "<del>" + text + "</del>"
		case document.Kept, document.Changed:
		}
		b.WriteString(text)
	}
	return b.String()
}

// tag says a mark of a whole part in words, for those who do not see colours.
func (h *htmlForm) tag(m document.Mark) string {
	word := markWord(m, h.words)
	if word == "" {
		return ""
	}
	return "<span class=\"mark\">" + esc(word) + "</span>"
}

// markClass is the class of a mark behind another one, "" for what is kept.
func markClass(m document.Mark) string {
	switch m {
	case document.Added:
		return " added"
	case document.Removed:
		return " removed"
	case document.Changed, document.Kept:
	}
	return ""
}

// class is the attribute of a mark.
func class(m document.Mark) string {
	if name := strings.TrimSpace(markClass(m)); name != "" {
		return " class=\"" + name + "\""
	}
	return ""
}

func (h *htmlForm) figures(f document.KeyFigures) {
	h.printf("<dl class=\"figures\" aria-label=\"%s\">\n", esc(f.Label))
	for _, item := range f.Items {
		h.printf("<div%s><dt>%s%s</dt><dd>%s</dd></div>\n", class(item.Mark), h.tag(item.Mark), esc(item.Label), h.spans(item.Value))
	}
	h.WriteString("</dl>\n")
}

func (h *htmlForm) table(t document.Table) {
	h.printf("<table%s>\n", class(t.Mark))
	if t.Caption != "" || t.Mark != document.Kept {
		h.printf("<caption>%s%s</caption>\n", h.tag(t.Mark), esc(t.Caption))
	}
	h.WriteString("<thead><tr>")
	for _, c := range t.Columns {
		h.printf("<th scope=\"col\"%s>%s</th>", number(c), esc(c.Label))
	}
	h.WriteString("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		name := strings.TrimSpace(markClass(row.Mark))
		if row.Total {
			name = strings.TrimSpace("total " + name)
		}
		if name != "" {
			name = " class=\"" + name + "\""
		}
		h.printf("<tr%s>", name)
		for i, cell := range row.Cells {
			element, attributes := "td", ""
			if i < len(t.Columns) {
				attributes = number(t.Columns[i])
			}
			if cell.Heads {
				element, attributes = "th", " scope=\"row\""+attributes
			}
			mark := ""
			if i == 0 {
				mark = h.tag(row.Mark)
			}
			h.printf("<%s%s>%s%s</%s>", element, attributes, mark, h.spans(cell.Text), element)
		}
		h.WriteString("</tr>\n")
	}
	h.WriteString("</tbody>\n</table>\n")
}

func number(c document.Column) string {
	if c.Number {
		return " class=\"n\""
	}
	return ""
}

func (h *htmlForm) list(l document.List) {
	name := "ul"
	if l.Ordered {
		name = "ol"
	}
	h.printf("<%s>\n", name)
	for _, item := range l.Items {
		h.printf("<li%s>%s", class(item.Mark), h.tag(item.Mark))
		h.blocks(item.Blocks)
		h.WriteString("</li>\n")
	}
	h.printf("</%s>\n", name)
}

func (h *htmlForm) clause(c document.Clause) {
	h.printf("<section%s>\n<h3>%s", class(c.Mark), h.tag(c.Mark))
	if c.Number != "" {
		h.printf("%s ", esc(c.Number))
	}
	h.printf("%s</h3>\n", h.spans(c.Heading))
	h.blocks(c.Blocks)
	h.WriteString("</section>\n")
}

// The curve's picture, in pixels.
const (
	curveWidth  = 560
	curveHeight = 260
	curveLeft   = 70
	curveTop    = 26
	curveBelow  = 46
	curveRight  = 20
)

// curve draws a curve as a vector picture that says in words what it shows.
func (h *htmlForm) curve(c document.Curve) {
	width, height := int64(curveWidth), int64(curveHeight)
	h.printf("<figure%s>\n<figcaption>%s%s</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
		class(markOf(c)), h.tag(markOf(c)), esc(c.Caption), curveLeft+curveWidth+curveRight, curveTop+curveHeight+curveBelow, esc(c.Alt))
	for _, tick := range c.Y.Ticks {
		y := curveTop + height - c.Y.Place(tick.At, height)
		h.printf("<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
			curveLeft, y, curveLeft+curveWidth, y, curveLeft-6, y+4, esc(tick.Label))
	}
	for _, tick := range c.X.Ticks {
		x := curveLeft + c.X.Place(tick.At, width)
		h.printf("<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
			x, curveTop, x, curveTop+curveHeight, x, curveTop+curveHeight+16, esc(tick.Label))
	}
	h.printf("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n", curveLeft, curveTop, curveTop+curveHeight, curveLeft+curveWidth)
	for _, l := range c.Lines {
		name := "curve"
		if l.Mark == document.Removed {
			name = "was"
		}
		h.printf("<polyline class=\"%s\" points=\"", name)
		for i, p := range l.Points {
			if i > 0 {
				h.WriteByte(' ')
			}
			h.printf("%d,%d", curveLeft+c.X.Place(p.X, width), curveTop+height-c.Y.Place(p.Y, height))
		}
		h.printf("\"><title>%s</title></polyline>\n", esc(joined(l.Label, markWord(l.Mark, h.words))))
	}
	if label := removedLabel(c, h.words); label != "" {
		h.printf("<path class=\"was\" d=\"M%d 6h30\"/><text x=\"%d\" y=\"10\" text-anchor=\"end\">%s</text>\n", curveLeft+curveWidth-30, curveLeft+curveWidth-36, esc(label))
	}
	h.printf("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n<text x=\"0\" y=\"%d\">%s</text>\n</svg>\n</figure>\n",
		curveLeft+curveWidth/2, curveTop+curveHeight+38, esc(c.X.Label), 10, esc(c.Y.Label))
}

// removedLabel says in words which line of a redline is the one that was; "" where
// there is none.
func removedLabel(c document.Curve, words document.Words) string {
	for _, l := range c.Lines {
		if l.Mark == document.Removed {
			return joined(l.Label, markWord(l.Mark, words))
		}
	}
	return ""
}

// joined puts two texts behind each other; one that is empty leaves no trace.
func joined(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + ", " + second
}
