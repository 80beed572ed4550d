package curve

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// ProblemKind is a way in which a rate table means nothing.
type ProblemKind string

// The kinds of problem.
const (
	NoMeaning ProblemKind = "no_meaning" // choices that contradict each other
	NoEffect  ProblemKind = "no_effect"  // a field that nothing looks at
	Missing   ProblemKind = "missing"    // a choice or a field that the table needs
	Order     ProblemKind = "order"      // bands, knots or levels that do not rise
	Empty     ProblemKind = "empty"      // a band that ends at or before its beginning
	Gap       ProblemKind = "gap"        // places between two bands that belong to none
	Overlap   ProblemKind = "overlap"    // places that belong to two bands
	Shape     ProblemKind = "shape"      // a matrix whose values do not fit its levels
)

// Problem says why a rate table means nothing, or not one thing.
type Problem struct {
	Kind ProblemKind

	// Origin and Field say where: the field's path is Origin.At(Field).
	Origin comp.Origin
	Field  string

	// Index is the band, knot, level or row meant, from 0; NoBand for the whole table.
	Index int

	// From and To are the ends of a gap or an overlap.
	From, To money.Decimal

	// Reason is a sentence without a full stop.
	Reason string
}

// TableError reports a rate table that means nothing. It has at least one problem.
type TableError struct{ Problems []Problem }

// Error says the first problem.
func (e *TableError) Error() string {
	return fmt.Sprintf("the rate table cannot be applied: %s", e.Problems[0].Reason)
}

// Problems returns all reasons why a rate table cannot be applied, none if it
// can: choices of kind, pays and by that contradict each other, bands that leave
// gaps or overlap, and choices left open. New refuses what has any.
func Problems(r *comp.Rates) []Problem {
	list := combinations(r)
	switch r.Kind {
	case comp.Matrix:
		list = append(list, matrixProblems(r)...)
	case comp.Interpolated:
		list = append(list, knotProblems(r)...)
	default:
		list = append(list, bandProblems(r.Origin, r.Bands, true)...)
		list = append(list, endProblems(r)...)
	}
	return list
}

func of(r *comp.Rates, kind ProblemKind, field, format string, args ...any) Problem {
	return Problem{Kind: kind, Origin: r.Origin, Field: field, Index: NoBand, Reason: fmt.Sprintf(format, args...)}
}

// combinations checks kind, pays and by against each other.
func combinations(r *comp.Rates) []Problem {
	var list []Problem
	add := func(kind ProblemKind, field, format string, args ...any) {
		list = append(list, of(r, kind, field, format, args...))
	}
	switch {
	case paysOnResult(r.Kind) && isFlat(r.Pays):
		add(NoMeaning, "pays", "a %s table pays for each unit of the result, but %s is money in all: choose rate, multiple or per_unit, or the kind banded or interpolated", r.Kind, r.Pays)
	case r.Kind == comp.Banded && !isFlat(r.Pays):
		add(NoMeaning, "pays", "a banded table pays a flat value, but %s pays for each unit of the result: choose the kind retroactive, or pays target_share, salary_share or amount", r.Pays)
	}
	if r.By == comp.ByAttribute {
		if r.Kind == comp.Marginal || r.Kind == comp.Overage {
			add(NoMeaning, "by", "a %s table pays on parts of the result, and an attribute divides no result: choose the kind retroactive or banded", r.Kind)
		}
		if r.Attribute == "" {
			add(Missing, "attribute", "the table goes by an attribute and does not name the column of the credits file")
		}
	} else if r.Attribute != "" {
		add(NoEffect, "attribute", "the table names an attribute but goes by %s", r.By)
	}
	if r.BaseRate != nil && r.Pays != comp.PaysMultiple {
		add(NoEffect, "base_rate", "the table states a base rate but pays %s, which does not use it", r.Pays)
	}
	if r.Round != nil && r.By != comp.ByAttainment && r.Rows.By != comp.ByAttainment && r.Columns.By != comp.ByAttainment {
		add(NoEffect, "round_attainment", "the table rounds attainment but does not go by attainment")
	}
	return list
}

// paysOnResult reports whether values of a table of bands pay for each unit.
func paysOnResult(kind comp.RateKind) bool {
	return kind == comp.Marginal || kind == comp.Overage || kind == comp.Retroactive
}

func matrixProblems(r *comp.Rates) []Problem {
	list := append(levelProblems(r, "rows", r.Rows), levelProblems(r, "columns", r.Columns)...)
	if r.Columns.Measure == "" {
		list = append(list, of(r, Missing, "columns", "the columns do not name the second measure"))
	}
	if len(r.Values) != len(r.Rows.Levels) {
		list = append(list, of(r, Shape, "values", "the matrix has %d lists of values for %d levels in its rows", len(r.Values), len(r.Rows.Levels)))
	}
	for i, row := range r.Values {
		if len(row) != len(r.Columns.Levels) {
			p := of(r, Shape, "values", "list %d of the matrix has %d values for %d levels in its columns", i+1, len(row), len(r.Columns.Levels))
			p.Index = i
			list = append(list, p)
		}
	}
	return list
}

func levelProblems(r *comp.Rates, field string, a comp.Axis) []Problem {
	var list []Problem
	for i := 1; i < len(a.Levels); i++ {
		if a.Levels[i].Cmp(a.Levels[i-1]) <= 0 {
			p := of(r, Order, field, "level %s comes after %s: levels must rise", a.Levels[i], a.Levels[i-1])
			p.Index = i
			list = append(list, p)
		}
	}
	if len(a.Levels) == 0 {
		list = append(list, of(r, Missing, field, "the %s of the matrix have no levels", field))
	}
	return list
}
