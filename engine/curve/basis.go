package curve

import (
	"errors"
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// Errors of New: what a window lacks for its table to be applied.
var (
	ErrNoQuota       = errors.New("there is no quota to measure against")
	ErrZeroQuota     = errors.New("the quota is zero")
	ErrNegativeQuota = errors.New("the quota is negative")
)

// Basis is what a rate table is applied to: figures of one payee and one window,
// after proration and ramp.
type Basis struct {
	Quota       *money.Ratio // in the measure's unit; nil: there is none
	SecondQuota *money.Ratio // of the second measure of a matrix; nil: there is none
	Target      money.Ratio  // what the component pays at 100 %
	Salary      money.Ratio  // base salary
	WhenZero    string       // what a quota of zero does, as in comp.QuotaLink; "" is "error"

	// Bounds is the factor on bounds by result of the component's own measure,
	// where a part of a window or a ramp moves them; nil is 1. Zero does what a
	// quota of zero does. Bounds by attainment move with the quota.
	Bounds *money.Ratio
}

// Uses says which figures of a Basis a rate table looks at.
type Uses struct{ Quota, SecondQuota, Target, Salary bool }

// UsesOf returns what a rate table looks at.
func UsesOf(r *comp.Rates) Uses {
	derived := r.Pays == comp.PaysMultiple && r.BaseRate == nil
	uses := Uses{Quota: derived || r.By == comp.ByAttainment, Target: derived || r.Pays == comp.PaysTargetShare, Salary: r.Pays == comp.PaysSalaryShare}
	if r.Kind == comp.Matrix {
		uses.Quota = derived || r.Rows.By == comp.ByAttainment
		uses.SecondQuota = r.Columns.By == comp.ByAttainment
	}
	return uses
}

// check returns why the quotas do not do, and whether one is zero.
func (b *Basis) check(r *comp.Rates) (zero bool, err error) {
	uses := UsesOf(r)
	byResult := r.By == comp.ByResult || r.Rows.By == comp.ByResult
	for _, q := range []struct {
		used  bool
		quota *money.Ratio
	}{{uses.Quota, b.Quota}, {uses.SecondQuota, b.SecondQuota}, {byResult && b.Bounds != nil, b.Bounds}} {
		switch {
		case !q.used:
		case q.quota == nil:
			return false, ErrNoQuota
		case q.quota.Sign() < 0:
			return false, ErrNegativeQuota
		case q.quota.Sign() == 0:
			zero = true
		}
	}
	if zero && (b.WhenZero == "" || b.WhenZero == "error") {
		return true, ErrZeroQuota
	}
	return zero, nil
}

// unit returns what a value of 1 pays: for one unit of the result or, where
// values are flat, in all.
func (b *Basis) unit(r *comp.Rates) (money.Ratio, error) {
	switch r.Pays {
	case comp.PaysMultiple:
		if r.BaseRate != nil {
			return money.FromDecimal(*r.BaseRate), nil
		}
		rate, err := b.Target.Quo(*b.Quota)
		if err != nil {
			return money.Ratio{}, fmt.Errorf("base rate from target and quota: %w", ErrZeroQuota)
		}
		return rate.Lowest(), nil
	case comp.PaysTargetShare:
		return b.Target, nil
	case comp.PaysSalaryShare:
		return b.Salary, nil
	case comp.PaysRate, comp.PaysPerUnit, comp.PaysAmount:
	}
	return money.FromInt(1), nil
}

// scale returns the factor that makes the bounds of a table by attainment or
// result places, which are in units of the result.
func (b *Basis) scale(by comp.By) money.Ratio {
	switch {
	case by == comp.ByAttainment:
		return *b.Quota
	case by == comp.ByResult && b.Bounds != nil:
		return *b.Bounds
	}
	return money.FromInt(1)
}

// isFlat reports whether values are money in all, not money for each unit.
func isFlat(p comp.Pays) bool {
	return p == comp.PaysTargetShare || p == comp.PaysSalaryShare || p == comp.PaysAmount
}
