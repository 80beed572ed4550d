package curve

import "github.com/salesplan/salesplan/engine/diag"

// Code returns the code of findings about a problem of the kind.
func (k ProblemKind) Code() diag.Code {
	switch k {
	case NoEffect:
		return diag.WithoutEffect
	case Missing:
		return diag.MissingChoice
	case Order:
		return diag.BandsOutOfOrder
	case Empty:
		return diag.EmptyBand
	case Gap:
		return diag.BandGap
	case Overlap:
		return diag.BandOverlap
	case Shape:
		return diag.MatrixShape
	case NoMeaning:
	}
	return diag.SenselessTable
}
