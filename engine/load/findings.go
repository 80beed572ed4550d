package load

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// findings collects what is wrong with one file. One mistake made ten thousand
// times is told a bounded number of times, and then how often it occurs.
type findings struct {
	file    string
	repeats int       // told at most, for one code
	subject addr.Addr // the record that is being read; zero between records
	list    diag.List
	count   map[diag.Code]int
	untold  map[diag.Code]source.Place // the first one that is not told
}

func newFindings(file string, repeats int) *findings {
	return &findings{file: file, repeats: repeats, count: map[diag.Code]int{}, untold: map[diag.Code]source.Place{}}
}

// add tells of a finding at a line and column; line 0 is the whole file. It
// returns the finding so that related places can be added, nil if it is one
// too many to be told.
func (f *findings) add(code diag.Code, line, column int, format string, args ...any) *diag.Finding {
	place := source.Place{File: f.file, Line: line, Column: column}
	f.count[code]++
	if f.count[code] > f.repeats {
		if f.count[code] == f.repeats+1 {
			f.untold[code] = place
		}
		return nil
	}
	f.list = append(f.list, diag.New(code, f.subject, place, format, args...))
	return &f.list[len(f.list)-1]
}

// untellable counts one more finding with the code if it is one too many to be
// told, and reports whether it was: then nobody needs to know its place.
func (f *findings) untellable(code diag.Code) bool {
	if f.count[code] <= f.repeats {
		return false
	}
	f.count[code]++
	return true
}

// any reports whether anything was found.
func (f *findings) any() bool { return len(f.list) > 0 || len(f.untold) > 0 }

// all returns the findings told, and for each code with more of them one that
// says how many.
func (f *findings) all() diag.List {
	all := f.list
	for code, place := range f.untold {
		const message = "%d more of %s %s from here on in this file"
		all = append(all, diag.New(code, addr.Addr{}, place, message, f.count[code]-f.repeats, code, code.Info().Slug))
	}
	return diag.Sorted(all)
}
