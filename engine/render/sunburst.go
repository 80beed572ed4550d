package render

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/report"
)

// SVG writes the picture of a report that has one.
func SVG(w io.Writer, r any) error {
	var picture string
	switch r := r.(type) {
	case report.OpsMap:
		picture = sunburst(r)
	case report.OpsForecast:
		picture = waterfallPicture(r)
	default:
		return &UnsupportedError{Format: "svg"}
	}
	_, err := io.WriteString(w, picture)
	return err
}

// The measures of the sunburst, in hundredths of a pixel.
const (
	hubRadius     = 92 * pixel
	bandRadius    = 118 * pixel
	innerRadius   = 232 * pixel
	outerRadius   = 346 * pixel
	labelRadius   = 362 * pixel
	ringGap       = 3 * pixel
	wheelX        = 640
	wheelY        = 470
	listX         = 1286
	listWidth     = 604
	lineHeight    = 18
	labelSpace    = 40 // between labels of one side
	leastHeight   = 900
	narrowestArc  = 17 * pixel // along the ring, for a number to fit
	longestLabel  = 26
	longestInList = 46
	ringX         = listX + 364
	hoursX        = listX + 432
	ownerX        = listX + 446
)

// segmentColors are the colours of segments; after the last the first comes
// again.
var segmentColors = []string{"#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1", "#9c755f", "#edc948", "#86a4c4", "#d37295"}

// wheel draws one sunburst.
type wheel struct {
	strings.Builder
	report report.OpsMap
	centre point
	total  money.Decimal
	at     money.Decimal // hours drawn so far
	labels []wheelLabel
}

// wheelLabel names a segment beside the wheel.
type wheelLabel struct {
	anchor      point // on the rim
	right       bool
	y           int64
	name, below string
}

// sunburst draws a responsibility map: each segment is a wedge as wide as its
// hours; within it tactical activities lie on the inner ring and strategic ones
// on the outer, each as wide as its hours. So every hour of the year has one
// place around the wheel, and where the colour stands says in which ring it is
// spent.
func sunburst(r report.OpsMap) string {
	segments, listed := wheelSegments(r)
	height := max(leastHeight, int64(listed)*lineHeight+120)
	w := &wheel{report: r, centre: point{wheelX * pixel, wheelY * pixel}}
	w.total, _ = money.ParseDecimal(r.Total.Hours)
	w.head(height)
	w.listHead()
	number, y := 0, int64(78)
	for i, s := range segments {
		color := segmentColors[i%len(segmentColors)]
		number = w.segment(s, color, number)
		y = w.list(s, color, number-len(s.activities), y)
	}
	w.hub()
	w.names()
	w.WriteString("</svg>\n")
	return w.String()
}

// wheelSegment is a segment with its activities, tactical ones first.
type wheelSegment struct {
	group      report.OpsGroup
	activities []report.OpsActivity
}

// wheelSegments returns the segments that have activities, and how many lines
// the list beside the wheel takes.
func wheelSegments(r report.OpsMap) (segments []wheelSegment, lines int) {
	for _, group := range r.Segments {
		s := wheelSegment{group: group}
		for _, a := range r.Activities {
			if a.Segment == group.Address {
				s.activities = append(s.activities, a)
			}
		}
		if len(s.activities) > 0 {
			segments = append(segments, s)
			lines += len(s.activities) + 2
		}
	}
	return segments, lines
}

func (w *wheel) head(height int64) {
	title := "Responsibility map"
	if w.report.Plan != "" {
		title += ": " + markup(shorten(w.report.Plan, 80))
	}
	fmt.Fprintf(w, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"title\">\n",
		listX+listWidth, height, listX+listWidth, height)
	fmt.Fprintf(w, "<title id=\"title\">%s</title>\n", title)
	w.WriteString("<style>text{font-family:system-ui,\"DejaVu Sans\",sans-serif;font-size:12px;fill:#1b1b1b}.title{font-size:19px;font-weight:600}" +
		".name{font-size:14px;font-weight:600}.small{fill:#555}.n{text-anchor:end}.c{text-anchor:middle}.hub{font-size:24px;font-weight:600;text-anchor:middle}" +
		".ground{fill:#f1f1ee}.line{stroke:#999;fill:none}.part{stroke:#fff;stroke-width:1}</style>\n")
	fmt.Fprintf(w, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n<text class=\"title\" x=\"24\" y=\"36\">%s</text>\n", title)
	w.WriteString("<text class=\"small\" x=\"24\" y=\"58\">Width is hours a year. Inner ring: tactical. Outer ring: strategic.</text>\n")
}

// angle returns the angle at a number of hours from the top.
func (w *wheel) angle(hours money.Decimal) int64 {
	turn, _ := money.New(fullTurn, 0)
	scaled, err := hours.Mul(turn)
	if err != nil {
		return 0
	}
	angle, err := scaled.QuoRound(w.total, 0, money.HalfEven)
	if err != nil {
		return 0
	}
	whole, _ := strconv.ParseInt(angle.String(), 10, 64)
	return whole
}

// advance returns the angles of the next hours.
func (w *wheel) advance(hours string) (from, to int64) {
	from = w.angle(w.at)
	if more, err := money.ParseDecimal(hours); err == nil {
		if sum, err := w.at.Add(more); err == nil {
			w.at = sum
		}
	}
	return from, w.angle(w.at)
}

// segment draws one wedge and returns the number of its last activity.
func (w *wheel) segment(s wheelSegment, color string, number int) int {
	start := w.angle(w.at)
	var parts strings.Builder
	for _, a := range s.activities {
		number++
		from, to := w.advance(a.Hours)
		if from == to {
			continue
		}
		inner, outer, opacity := int64(bandRadius+ringGap), int64(innerRadius), "0.5"
		if a.Ring == "strategic" {
			inner, outer, opacity = innerRadius+ringGap, outerRadius, "0.95"
		}
		fmt.Fprintf(&parts, "<path class=\"part\" fill=\"%s\" fill-opacity=\"%s\" d=\"%s\"><title>%s</title></path>\n", color, opacity,
			ringPart(w.centre, inner, outer, from, to), markup(fmt.Sprintf("%d. %s: %s hours a year, %s", number, a.Name, grouped(a.Hours), a.Ring)))
		middle := (inner + outer) / 2
		if (to-from)*middle/57_296 >= narrowestArc { // degrees to radians
			at := w.centre.at((from+to)/2, middle)
			fmt.Fprintf(&parts, "<text class=\"c\" x=\"%s\" y=\"%s\">%d</text>\n", coordinate(at.x), coordinate(at.y+4*pixel), number)
		}
	}
	end := w.angle(w.at)
	if start == end {
		return number
	}
	fmt.Fprintf(w, "<path class=\"ground\" d=\"%s\"/>\n<path class=\"ground\" d=\"%s\"/>\n",
		ringPart(w.centre, bandRadius+ringGap, innerRadius, start, end), ringPart(w.centre, innerRadius+ringGap, outerRadius, start, end))
	fmt.Fprintf(w, "<path class=\"part\" fill=\"%s\" d=\"%s\"><title>%s</title></path>\n", color, ringPart(w.centre, hubRadius+ringGap, bandRadius, start, end), markup(s.group.Name))
	w.WriteString(parts.String())
	fmt.Fprintf(w, "<path class=\"line\" stroke-opacity=\"0.6\" d=\"M%sL%s\"/>\n", w.centre.at(start, hubRadius), w.centre.at(start, outerRadius+6*pixel))
	middle := (start + end) / 2
	anchor := w.centre.at(middle, outerRadius)
	below := grouped(s.group.Hours) + " h"
	if share := s.group.OuterShare; share != nil {
		below += ", " + sharePercent(*share) + " strategic"
	}
	w.labels = append(w.labels, wheelLabel{
		anchor: anchor, right: middle < halfTurn, y: w.centre.at(middle, labelRadius).y, name: shorten(s.group.Name, longestLabel), below: below,
	})
	return number
}

// sharePercent prints a share such as 0.4166 as 42%.
func sharePercent(share string) string {
	exact, err := money.ParseDecimal(share)
	if err != nil {
		return "?"
	}
	hundred, _ := money.New(100, 0)
	percent, err := exact.MulRound(hundred, 0, money.HalfUp)
	if err != nil {
		return "?"
	}
	return percent.String() + "%"
}

// hub writes the whole into the middle.
func (w *wheel) hub() {
	line := func(class string, dy int64, text string) {
		fmt.Fprintf(w, "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n", class, coordinate(w.centre.x), coordinate(w.centre.y+dy*pixel), markup(text))
	}
	line("hub", -8, grouped(w.report.Total.Hours))
	line("small c", 14, "hours a year")
	if share := w.report.Total.OuterShare; share != nil {
		line("c", 36, sharePercent(*share)+" strategic")
	}
}

// names writes the names of segments beside the wheel. Labels of one side keep
// a distance from each other.
func (w *wheel) names() {
	for _, right := range []bool{true, false} {
		var side []*wheelLabel
		for i := range w.labels {
			if w.labels[i].right == right {
				side = append(side, &w.labels[i])
			}
		}
		slices.SortStableFunc(side, func(a, b *wheelLabel) int { return int(a.y - b.y) })
		spread(side, w.centre.y)
		x, class, step := w.centre.x+(labelRadius+14*pixel), "", int64(-6*pixel)
		if !right {
			x, class, step = w.centre.x-(labelRadius+14*pixel), " n", 6*pixel
		}
		for _, label := range side {
			fmt.Fprintf(w, "<path class=\"line\" d=\"M%sL%s\"/>\n", label.anchor, point{x + step, label.y})
			fmt.Fprintf(w, "<text class=\"name%s\" x=\"%s\" y=\"%s\">%s</text>\n", class, coordinate(x), coordinate(label.y), markup(label.name))
			fmt.Fprintf(w, "<text class=\"small%s\" x=\"%s\" y=\"%s\">%s</text>\n", class, coordinate(x), coordinate(label.y+16*pixel), markup(label.below))
		}
	}
}

// spread moves labels apart, down from the first and then up from the last.
func spread(side []*wheelLabel, middle int64) {
	lowest := middle + (outerRadius + 30*pixel)
	for i := 1; i < len(side); i++ {
		side[i].y = max(side[i].y, side[i-1].y+labelSpace*pixel)
	}
	for _, label := range slices.Backward(side) {
		label.y = min(label.y, lowest)
		lowest = label.y - labelSpace*pixel
	}
}

// listHead names the columns of the list.
func (w *wheel) listHead() {
	fmt.Fprintf(w, "<text class=\"small c\" x=\"%d\" y=\"50\">ring</text><text class=\"small n\" x=\"%d\" y=\"50\">hours</text>"+
		"<text class=\"small\" x=\"%d\" y=\"50\">owner</text>\n", ringX, hoursX, ownerX)
}

// list writes the activities of a segment beside the wheel and returns where
// the next one goes.
func (w *wheel) list(s wheelSegment, color string, number int, y int64) int64 {
	fmt.Fprintf(w, "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>\n", listX, y-11, color)
	fmt.Fprintf(w, "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>\n", listX+20, y, markup(shorten(s.group.Name, longestInList)))
	y += lineHeight + 2
	for _, a := range s.activities {
		number++
		ring := ""
		if a.Ring == "strategic" {
			ring = "outer"
		}
		fmt.Fprintf(w, "<text class=\"small n\" x=\"%d\" y=\"%d\">%d</text><text x=\"%d\" y=\"%d\">%s</text><text class=\"c small\" x=\"%d\" y=\"%d\">%s</text>"+
			"<text class=\"n\" x=\"%d\" y=\"%d\">%s</text><text class=\"small\" x=\"%d\" y=\"%d\">%s</text>\n",
			listX+22, y, number, listX+32, y, markup(shorten(a.Name, longestInList)), ringX, y, ring,
			hoursX, y, markup(grouped(a.Hours)), ownerX, y, markup(shorten(a.OwnerRole, 24)))
		y += lineHeight
	}
	return y + lineHeight/2
}
