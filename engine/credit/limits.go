package credit

// Limits says how much is read before a file is refused. Bounds are inclusive.
type Limits struct {
	Rows     int // below the header of one file
	RowBytes int // of one row, so that a quote never closed ends somewhere
	Columns  int // of one file
	Repeats  int // findings of one code in one file; a last one tells how many more there are
}

// DefaultLimits returns limits above any credits file known to us.
func DefaultLimits() Limits {
	return Limits{
		Rows:     100_000_000,
		RowBytes: 1 << 20,
		Columns:  256,
		Repeats:  200,
	}
}
