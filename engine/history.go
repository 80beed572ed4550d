package engine

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/history"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

// Past is where a history begins: a commit and the plan in it.
type Past struct {
	Repository *vcs.Repository
	Commit     vcs.Commit
	Plan       *Loaded
	Unmasked   bool // show what gives away the pay of single people
	// Load returns the plan of another commit, nil where it has none.
	Load func(vcs.Commit) (*Loaded, error)
}

// reader follows records back from a commit, in the language of its plan.
func (p Past) reader() *history.Reader {
	return &history.Reader{
		Repository: p.Repository, Folder: p.Plan.Source.Path, Schema: p.Plan.Schema, Moves: p.Plan.Plan.Moves,
		Whole: func(c vcs.Commit) (*plan.Plan, error) {
			if c.Hash == p.Commit.Hash {
				return p.Plan.Plan, nil
			}
			loaded, err := p.Load(c)
			if err != nil || loaded == nil {
				return nil, err
			}
			return loaded.Plan, nil
		},
	}
}

// Log reports what commits did to a record, or to one field of it. It fails if
// no commit ever had the record.
func Log(past Past, a addr.Addr, field string) (report.Log, error) {
	log, err := past.reader().Log(past.Commit, a)
	if err != nil {
		return report.Log{}, err
	}
	if len(log.Entries) == 0 && !log.Cut && !past.Plan.Plan.Has(a) {
		return report.Log{}, fmt.Errorf("there is no %s, and there never was: write an address such as territory/emea.dach", a)
	}
	return report.NewLog(a, field, past.Commit.Hash, log, past.Plan.confidence(past.Unmasked), past.Repository.Authorship)
}

// Blame reports which commit last set each field of a record.
func Blame(past Past, a addr.Addr) (report.Blame, error) {
	origins, err := past.reader().Blame(past.Commit, a)
	if err != nil {
		return report.Blame{}, err
	}
	return report.NewBlame(a, past.Commit.Hash, origins, past.Plan.confidence(past.Unmasked), past.Repository.Authorship)
}
