package redline

import (
	"reflect"
	"slices"

	"github.com/salesplan/salesplan/engine/document"
)

// How surely two parts are versions of one.
const (
	never  = 0
	surely = 100
)

// mostPairs bounds the pairs that an alignment looks at. Longer lists are paired
// by place: nobody reads the redline of a list of thousands.
const mostPairs = 4_000_000

// align pairs the parts of two lists in order so that the sum of their likeness
// is largest, and calls each for every pair, and for every part without one with
// nil in its place; what is removed comes before what is added.
func align[T any](before, after []T, likeness func(was, is *T) int, each func(was, is *T)) {
	if len(before)*len(after) > mostPairs {
		byPlace(before, after, likeness, each)
		return
	}
	// best[i][j] is the largest sum for before[i:] and after[j:].
	width := len(after) + 1
	best := make([]int, (len(before)+1)*width)
	alike := make([]int, len(before)*len(after))
	for i := len(before) - 1; i >= 0; i-- {
		for j := len(after) - 1; j >= 0; j-- {
			pair := likeness(&before[i], &after[j])
			alike[i*len(after)+j] = pair
			best[i*width+j] = max(best[(i+1)*width+j], best[i*width+j+1])
			if pair > never {
				best[i*width+j] = max(best[i*width+j], best[(i+1)*width+j+1]+pair)
			}
		}
	}
	i, j := 0, 0
	for i < len(before) || j < len(after) {
		switch {
		case i < len(before) && j < len(after) && alike[i*len(after)+j] > never && best[i*width+j] == best[(i+1)*width+j+1]+alike[i*len(after)+j]:
			each(&before[i], &after[j])
			i, j = i+1, j+1
		case i < len(before) && (j == len(after) || best[i*width+j] == best[(i+1)*width+j]):
			each(&before[i], nil)
			i++
		default:
			each(nil, &after[j])
			j++
		}
	}
}

// byPlace pairs what stands at the same place of two long lists.
func byPlace[T any](before, after []T, likeness func(was, is *T) int, each func(was, is *T)) {
	for i := range max(len(before), len(after)) {
		switch {
		case i >= len(before):
			each(nil, &after[i])
		case i >= len(after):
			each(&before[i], nil)
		case likeness(&before[i], &after[i]) > never:
			each(&before[i], &after[i])
		default:
			each(&before[i], nil)
			each(nil, &after[i])
		}
	}
}

func sameKey(a, b string) int {
	if a == b {
		return surely
	}
	return never
}

// likeness says how surely two blocks are versions of one: those with keys by
// these, prose by its words.
func likeness(was, is *document.Block) int {
	if reflect.TypeOf(*was) != reflect.TypeOf(*is) {
		return never
	}
	switch b := (*is).(type) {
	case document.Table:
		return sameKey((*was).(document.Table).Key, b.Key) //nolint:forcetypeassert // of the same type
	case document.Curve:
		return sameKey((*was).(document.Curve).Key, b.Key) //nolint:forcetypeassert // of the same type
	case document.Clause:
		return sameKey((*was).(document.Clause).Key, b.Key) //nolint:forcetypeassert // of the same type
	case document.Example:
		return sameKey((*was).(document.Example).Key, b.Key) //nolint:forcetypeassert // of the same type
	case document.KeyFigures, document.Signatures:
		return surely
	}
	return alikeText(textOf([]document.Block{*was}), textOf([]document.Block{*is}))
}

// leastAlike is the share of common words, in per cent, from which prose counts
// as a new version and not as something else.
const leastAlike = 30

// alikeText is the share of words that two texts have in common, in per cent;
// never below [leastAlike].
func alikeText(a, b string) int {
	if a == b {
		return surely
	}
	first, second := tokens(a), tokens(b)
	count := map[string]int{}
	for _, word := range first {
		count[word]++
	}
	common := 0
	for _, word := range second {
		if count[word] > 0 {
			count[word]--
			common++
		}
	}
	alike := 2 * common * surely / max(len(first)+len(second), 1)
	if alike < leastAlike {
		return never
	}
	return min(alike, surely-1)
}

// textOf is what blocks of prose say.
func textOf(all []document.Block) string {
	var text []byte
	for _, block := range all {
		var spans []document.Span
		switch b := block.(type) {
		case document.Heading:
			spans = b.Text
		case document.Paragraph:
			spans = b.Text
		case document.Notice:
			spans = b.Text
		case document.List:
			for _, item := range b.Items {
				text = append(text, textOf(item.Blocks)...)
			}
		default:
		}
		text = append(text, document.Text(spans)...)
	}
	return string(slices.Clip(text))
}
