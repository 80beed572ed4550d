package pdf

import "github.com/salesplan/salesplan/engine/document"

// Sizes in thousandths of a point.
const (
	sideMargin   = 68_000
	topMargin    = 84_000 // to the first line; the running head stands in it
	bottomMargin = 76_000
	headTop      = 44_000 // from the edge of the page to the running head
	footBottom   = 40_000 // from the edge of the page to the end of the foot

	gapText     = 7_000  // between paragraphs
	gapBlock    = 14_000 // around tables, figures and boxes
	gapItem     = 3_000  // between items of a list
	listIndent  = 16_000
	boxPadding  = 9_000
	cellPadding = 5_500 // left and right of the text of a cell
	rowPadding  = 3_600 // above and below the text of a row
	hairline    = 400
	thinRule    = 800
	barWidth    = 2_000
)

// paperSize is the width and height of a page.
func paperSize(paper document.Paper) (width, height int) {
	if paper == document.Letter {
		return 612_000, 792_000
	}
	return 595_276, 841_890
}

// colour is red, green and blue as a content stream writes them.
type colour string

// The colours. Those of text have a contrast of at least 5.5 to white and to
// the background of boxes.
const (
	ink        colour = ".098 .118 .149"
	grey       colour = ".314 .353 .408"
	accent     colour = ".106 .267 .455"
	rule       colour = ".773 .796 .827"
	boxGround  colour = ".953 .961 .973"
	sumGround  colour = ".937 .949 .965"
	greenMark  colour = ".051 .361 .169"
	redMark    colour = ".639 .082 .118"
	amberMark  colour = ".467 .278 .000"
	secondLine colour = ".549 .318 .043"
)

// look is how a text is set.
type look struct {
	size, leading int
	strong        bool
	colour        colour
}

// The looks of text.
var (
	titleLook    = look{21_000, 26_000, true, accent}
	headingLooks = [...]look{
		{13_500, 18_000, true, accent},
		{11_000, 15_000, true, ink},
		{10_000, 14_000, true, grey},
	}
	bodyLook    = look{10_000, 14_400, false, ink}
	clauseLook  = look{10_500, 14_400, true, ink}
	captionLook = look{9_500, 13_000, true, ink}
	headerLook  = look{8_500, 11_400, true, grey}
	cellLook    = look{9_000, 12_200, false, ink}
	figureLook  = look{16_000, 20_000, true, ink}
	labelLook   = look{8_500, 11_400, false, grey}
	pageLook    = look{7_500, 10_000, false, grey}
	axisLook    = look{7_500, 9_500, false, grey}
	markLook    = look{7_000, 10_000, true, ink} // of the word that says what a mark means
)

// kept is the mark of texts within a block: of changed ones the parts say
// themselves what changed.
func kept(mark document.Mark) document.Mark {
	if mark == document.Changed {
		return document.Kept
	}
	return mark
}

// markColour is the colour of marked text.
func markColour(mark document.Mark, kept colour) colour {
	switch mark {
	case document.Added:
		return greenMark
	case document.Removed:
		return redMark
	case document.Changed:
		return amberMark
	default:
		return kept
	}
}

// markWord says what a mark means, in words.
func markWord(words *document.Words, mark document.Mark) string {
	switch mark {
	case document.Added:
		return words.Added
	case document.Removed:
		return words.Removed
	case document.Changed:
		return words.Changed
	default:
		return ""
	}
}
