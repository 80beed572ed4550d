package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/report"
)

// The measures of a waterfall, in pixels.
const (
	barsTop    = 92
	barsHeight = 300
	barsLeft   = 40
	barWidth   = 76
	barGap     = 14
	barsLabels = 60 // below the bars
	leastBar   = 2  // the least height of a bar that is not 0
)

// The colours of bars: totals, what is added, what is taken.
const (
	totalColor = "#4e79a7"
	gainColor  = "#59a14f"
	lossColor  = "#e15759"
)

// bar is one bar of a waterfall, from one level to another.
type bar struct {
	label    string
	from, to money.Decimal
	total    bool
	deals    int
}

// waterfallPicture draws what led from the last but one snapshot to the last;
// the open pipeline alone where there is only one.
func waterfallPicture(r report.OpsForecast) string {
	bars, when := barsOf(r)
	highest := money.Decimal{}
	for _, b := range bars {
		highest = larger(highest, larger(b.from, b.to))
	}
	width := 2*barsLeft + len(bars)*(barWidth+barGap)
	height := barsTop + barsHeight + barsLabels
	var b strings.Builder
	title := "Open pipeline"
	if r.Plan != "" {
		title += ": " + markup(shorten(r.Plan, 80))
	}
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"title\">\n", width, height, width, height)
	fmt.Fprintf(&b, "<title id=\"title\">%s</title>\n", title)
	b.WriteString("<style>text{font-family:system-ui,\"DejaVu Sans\",sans-serif;font-size:12px;fill:#1b1b1b;text-anchor:middle}.title{font-size:19px;font-weight:600;text-anchor:start}" +
		".small{fill:#555}.left{text-anchor:start}.line{stroke:#999}</style>\n")
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n<text class=\"title\" x=\"24\" y=\"36\">%s</text>\n<text class=\"small left\" x=\"24\" y=\"58\">%s</text>\n", title, markup(when))
	for i, one := range bars {
		drawBar(&b, i, one, highest)
	}
	fmt.Fprintf(&b, "<path class=\"line\" d=\"M%d %dH%d\"/>\n</svg>\n", barsLeft-8, barsTop+barsHeight, width-barsLeft)
	return b.String()
}

// barsOf returns the bars of the last waterfall and what is below the title.
// Steps without deals are left out.
func barsOf(r report.OpsForecast) (bars []bar, when string) {
	amount := func(text string) money.Decimal {
		d, _ := money.ParseDecimal(text)
		return d
	}
	scope := r.Currency
	if r.Period != "" {
		scope += ", deals that close in " + r.Period
	}
	if len(r.Waterfalls) == 0 {
		return []bar{{label: "open", to: amount(r.Latest.Open.Amount), total: true}}, "As of " + r.Latest.Date + ", " + scope
	}
	w := r.Waterfalls[len(r.Waterfalls)-1]
	level := amount(w.Opening)
	bars = append(bars, bar{label: w.From, to: level, total: true})
	for _, step := range w.Steps {
		if step.Deals == 0 {
			continue
		}
		next, _ := level.Add(amount(step.Amount))
		bars = append(bars, bar{label: step.Flow, from: level, to: next, deals: step.Deals})
		level = next
	}
	return append(bars, bar{label: w.To, to: amount(w.Closing), total: true}), "From " + w.From + " to " + w.To + ", " + scope
}

func larger(a, b money.Decimal) money.Decimal {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// drawBar draws one bar with its amount above and its name below.
func drawBar(b *strings.Builder, at int, one bar, highest money.Decimal) {
	color, amount := totalColor, grouped(one.to.String())
	if !one.total {
		difference, _ := one.to.Sub(one.from)
		amount = signed(difference.String())
		if color = gainColor; difference.Sign() < 0 {
			color = lossColor
		}
	}
	top, bottom := level(larger(one.from, one.to), highest), level(smaller(one.from, one.to), highest)
	x := barsLeft + at*(barWidth+barGap)
	height := max(bottom-top, leastBar)
	fmt.Fprintf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>\n", x, top, barWidth, height, color, markup(one.label+": "+amount))
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", x+barWidth/2, top-6, markup(amount))
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", x+barWidth/2, barsTop+barsHeight+20, markup(one.label))
	if one.deals > 0 {
		fmt.Fprintf(b, "<text class=\"small\" x=\"%d\" y=\"%d\">%s</text>\n", x+barWidth/2, barsTop+barsHeight+37, count(one.deals, "deal"))
	}
}

func smaller(a, b money.Decimal) money.Decimal {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// level returns the height of an amount in the picture.
func level(amount, highest money.Decimal) int {
	room, _ := money.New(barsHeight, 0)
	scaled, err := amount.MulRound(room, 2, money.HalfEven)
	if err != nil {
		return barsTop + barsHeight
	}
	pixels, err := scaled.QuoRound(highest, 0, money.HalfEven)
	if err != nil {
		return barsTop + barsHeight
	}
	n, _ := strconv.Atoi(pixels.String())
	return barsTop + barsHeight - n
}
