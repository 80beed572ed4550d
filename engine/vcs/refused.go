package vcs

import "iter"

// Refused yields the path and kind of every entry that was refused in the
// directories listed so far, for stages that must not know this package.
func (s *Snapshot) Refused() iter.Seq2[string, string] { return refused(s.Irregular()) }

// Refused yields the path and kind of every entry that was refused in the
// directories listed so far, for stages that must not know this package.
func (w *WorkTree) Refused() iter.Seq2[string, string] { return refused(w.Irregular()) }

func refused(entries []Irregular) iter.Seq2[string, string] {
	return func(yield func(path, kind string) bool) {
		for _, entry := range entries {
			if !yield(entry.Path, entry.Kind.String()) {
				return
			}
		}
	}
}
