package pdf

import (
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// word is a shaped piece of text without a break. Words do not change and are
// shared between documents.
type word struct {
	runs []glyphRun
}

// glyphRun is glyphs of one font.
type glyphRun struct {
	face    face
	advance int // of all glyphs, in font units
	glyphs  []glyph
}

type glyph struct {
	id      uint16
	advance int    // in font units
	dx, dy  int    // away from where it would stand, in font units
	text    string // what it stands for; several characters for a ligature
}

// width of a word in thousandths of a point, at a size in the same unit.
func (w *word) width(p *Press, size int) int {
	width := 0
	for i := range w.runs {
		width += scaled(w.runs[i].advance, size, p.faces[w.runs[i].face].unitsPerEm)
	}
	return width
}

// scaled is units·size/unitsPerEm, rounded to the nearest.
func scaled(units, size, unitsPerEm int) int {
	n, half := int64(units)*int64(size), int64(unitsPerEm/2)
	if n < 0 {
		half = -half
	}
	return int((n + half) / int64(unitsPerEm))
}

// wordKey is what the shape of a word depends on.
type wordKey struct {
	text     string
	strong   bool
	language string
}

// keptWords bounds the words of one generation: twice as many are kept, which
// takes some twenty megabytes. A key longer than longestKept bytes is no word
// that comes again.
const (
	keptWords   = 10_000
	longestKept = 200
)

// wordCache keeps the words that were used last, in two generations: what the
// old one knows moves to the young one when it is used, and when the young one is
// full it becomes the old one.
type wordCache struct {
	mu         sync.RWMutex
	young, old map[wordKey]*word
}

func (c *wordCache) get(key wordKey) *word {
	c.mu.RLock()
	found, young := c.young[key]
	if !young {
		found = c.old[key]
	}
	c.mu.RUnlock()
	if found != nil && !young {
		c.put(key, found)
	}
	return found
}

func (c *wordCache) put(key wordKey, w *word) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.young == nil || len(c.young) >= keptWords {
		c.young, c.old = make(map[wordKey]*word, 1024), c.young
	}
	c.young[key] = w
}

// shaper shapes words. It is used by one goroutine at a time.
type shaper struct {
	press    *Press
	faces    [faces]*font.Face
	harfbuzz shaping.HarfbuzzShaper
}

func newShaper(p *Press) *shaper {
	s := &shaper{press: p}
	for i := range s.faces {
		s.faces[i] = font.NewFace(p.faces[i].font)
	}
	return s
}

// word shapes a text in which every character can be shown.
func (s *shaper) word(key wordKey) *word {
	if known := s.press.words.get(key); known != nil {
		return known
	}
	shaped := s.shape(key)
	if len(key.text)+len(key.language) <= longestKept {
		s.press.words.put(key, shaped)
	}
	return shaped
}

func (s *shaper) shape(key wordKey) *word {
	var runes []rune
	for _, r := range key.text {
		if s.press.kind(r) != ignorable {
			runes = append(runes, r)
		}
	}
	shaped := new(word)
	for from := 0; from < len(runes); {
		to, used, script := s.run(runes, from, key.strong)
		shaped.runs = append(shaped.runs, s.shapeRun(runes, from, to, used, script, key.language))
		from = to
	}
	return shaped
}

// run finds the longest part of one font and one script. Characters common to
// all scripts go with what stands before them.
func (s *shaper) run(runes []rune, from int, strong bool) (to int, used face, script language.Script) {
	used, script = s.faceOf(runes[from], strong), language.LookupScript(runes[from])
	for to = from + 1; to < len(runes); to++ {
		next := language.LookupScript(runes[to])
		if s.faceOf(runes[to], strong) != used {
			break
		}
		switch {
		case next == script || next == language.Common || next == language.Inherited:
		case script == language.Common || script == language.Inherited:
			script = next
		default:
			return to, used, script
		}
	}
	return to, used, script
}

func (s *shaper) faceOf(r rune, strong bool) face {
	switch {
	case s.press.kind(r) == inMotoya:
		return japanese
	case strong:
		return latinStrong
	}
	return latin
}

func (s *shaper) shapeRun(runes []rune, from, to int, used face, script language.Script, tag string) glyphRun {
	out := s.harfbuzz.Shape(shaping.Input{
		Text: runes, RunStart: from, RunEnd: to,
		Direction: di.DirectionLTR,
		Face:      s.faces[used],
		Size:      fixed.I(s.press.faces[used].unitsPerEm), // so that lengths are font units
		Script:    script,
		Language:  language.NewLanguage(tag),
	})
	run := glyphRun{face: used, glyphs: make([]glyph, len(out.Glyphs))}
	first := 0 // of the cluster
	for i, g := range out.Glyphs {
		if g.TextIndex() != out.Glyphs[first].TextIndex() {
			first = i
		}
		run.glyphs[i] = glyph{
			id: uint16(g.GlyphID), advance: g.Advance.Round(),
			dx: g.XOffset.Round(), dy: g.YOffset.Round(),
			text: glyphText(runes, g, i-first),
		}
		run.advance += run.glyphs[i].advance
	}
	return run
}

// glyphText is what the glyph of a place within its cluster stands for. Of a
// cluster with as many glyphs as characters every glyph is one of them; of others
// the first glyph is all.
func glyphText(runes []rune, g shaping.Glyph, place int) string {
	start := g.TextIndex()
	switch {
	case g.GlyphsCount() == g.RunesCount():
		return string(runes[start+place])
	case place == 0:
		return string(runes[start : start+g.RunesCount()])
	default:
		return "\u200b"
	}
}
