package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Baseline lists findings that a plan had when a company began to check it. They
// do not fail a check; new ones do.
type Baseline struct {
	Header
	Findings []Known `json:"findings"` // sorted
}

// Known is a finding in a baseline.
type Known struct {
	Code    string `json:"code"`
	Address string `json:"address"` // "" for a finding about a file
	Field   string `json:"field"`
	File    string `json:"file"` // only where there is no address
	Hash    string `json:"hash"` // of what the finding says: one that says something else is new
}

// BaselineUse says what a baseline did to a check.
type BaselineUse struct {
	Known   int `json:"known"`   // findings that are left out because the baseline has them
	Settled int `json:"settled"` // entries of the baseline that are found no more
}

// BaselineOf returns the baseline of a check, masked as it is: what is withheld in
// the check is in no hash. A check that is not complete has none. Given an older
// baseline, the new one holds no more than that.
func BaselineOf(c Check, older *Baseline) (Baseline, error) {
	if !c.Complete {
		return Baseline{}, errors.New("some files could not be read: what they hold would be missing from the baseline")
	}
	b := Baseline{Header: NewHeader("baseline", true), Findings: []Known{}}
	room := older.counts()
	for _, f := range c.Findings {
		k := knownOf(f)
		if older != nil {
			if room[k] == 0 {
				continue
			}
			room[k]--
		}
		b.Findings = append(b.Findings, k)
	}
	slices.SortFunc(b.Findings, func(x, y Known) int { return strings.Compare(x.key(), y.key()) })
	return b, nil
}

// ReadBaseline reads a baseline.
func ReadBaseline(text []byte) (*Baseline, error) {
	if len(text) > MaxStoredBytes {
		return nil, fmt.Errorf("the baseline has more than %d MiB", MaxStoredBytes>>20)
	}
	if err := scan(text); err != nil {
		return nil, err
	}
	var b Baseline
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&b); err != nil {
		return nil, fmt.Errorf("this is no baseline: %w", shortly(err))
	}
	if b.Kind != "baseline" || b.FormatVersion != FormatVersion {
		return nil, fmt.Errorf("this is no baseline of version %s", FormatVersion)
	}
	return &b, nil
}

// Against returns the check without the findings that a baseline has. What is not
// complete is excused by nothing.
func (r Check) Against(b *Baseline) Check {
	use := BaselineUse{}
	room := b.counts()
	kept, tally := []Finding{}, Counts{}
	for _, f := range r.Findings {
		if k := knownOf(f); r.Complete && room[k] > 0 {
			room[k]--
			use.Known++
			continue
		}
		kept = append(kept, f)
		_ = tally.add(f.Severity)
	}
	for _, n := range room {
		use.Settled += n
	}
	r.Findings, r.Counts, r.Baseline = kept, tally, &use
	if r.Verdict = Pass; tally.from(r.FailOn) > 0 {
		r.Verdict = Fail
	}
	return r
}

// counts counts equal entries: a finding may be there several times.
func (b *Baseline) counts() map[Known]int {
	counts := map[Known]int{}
	if b != nil {
		for _, k := range b.Findings {
			counts[k]++
		}
	}
	return counts
}

func knownOf(f Finding) Known {
	k := Known{Code: f.Code, Address: f.Address, Field: f.Field}
	if f.Address == "" {
		k.File = f.File
	}
	digest := sha256.Sum256([]byte(f.Message))
	k.Hash = fmt.Sprintf("%x", digest[:8])
	return k
}

func (k Known) key() string {
	return strings.Join([]string{k.Code, k.Address, k.Field, k.File, k.Hash}, "\x00")
}
