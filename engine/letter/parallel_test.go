package letter_test

import (
	"reflect"
	"sync"
	"testing"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/letter"
)

// TestManyAtATime makes letters at the same time and one after the other: with the
// race detector it finds what they share.
func TestManyAtATime(t *testing.T) {
	p := compiled(t, testplan.Sellers(24))
	alone := lettersOf(t, p, letter.Options{})
	var want []document.Document
	for _, l := range alone.Letters {
		want = append(want, l.Document())
	}
	set := lettersOf(t, p, letter.Options{})
	got := make([]document.Document, len(set.Letters))
	var group sync.WaitGroup
	for i, l := range set.Letters {
		group.Go(func() { got[i] = l.Document() })
	}
	group.Wait()
	if !reflect.DeepEqual(want, got) {
		t.Error("letters made at the same time are others")
	}
}
