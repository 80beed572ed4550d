package load

import "fmt"

// Limits says how much load reads before it refuses. Every limit on reading
// plan files is here. Bounds are inclusive: a file of exactly YAMLBytes is read.
type Limits struct {
	Entries     int   // files and folders below the plan folder, counted before they are read
	FolderDepth int   // folders within folders
	TotalBytes  int64 // bytes of all plan files together

	YAMLBytes   int64 // bytes of one YAML file
	CUEBytes    int64 // bytes of one CUE file
	LineBytes   int   // bytes of one line of a YAML or CUE file
	Depth       int   // maps and lists within each other in one YAML file
	Nodes       int   // keys and values of one YAML file; also its lines and commas together
	MapKeys     int   // keys of one map of a YAML file
	ScalarBytes int   // bytes of one YAML key or value, or of one CSV cell

	CSVBytes    int64 // bytes of one CSV file
	CSVFields   int   // columns of one CSV file
	CSVRows     int   // rows of one CSV file below its header
	CSVRowBytes int   // bytes of one row of a CSV file

	Repeats int // findings with one code in one file; a last finding tells how many more there are
}

// DefaultLimits returns limits that fit every plan known to us with room to
// spare, and that keep any YAML file, however hostile, below a second of work.
func DefaultLimits() Limits {
	return Limits{
		Entries:     200_000,
		FolderDepth: 32,
		TotalBytes:  512 * mebibyte,

		YAMLBytes:   1 * mebibyte,
		CUEBytes:    1 * mebibyte,
		LineBytes:   128 * kibibyte,
		Depth:       64,
		Nodes:       200_000,
		MapKeys:     20_000,
		ScalarBytes: 64 * kibibyte,

		CSVBytes:    128 * mebibyte,
		CSVFields:   256,
		CSVRows:     2_000_000,
		CSVRowBytes: 1 * mebibyte,

		Repeats: 200,
	}
}

const (
	kibibyte = 1 << 10
	mebibyte = 1 << 20
)

// size is a number of bytes as a sentence shows it.
type size int64

// String prints whole mebibytes and kibibytes as such.
func (s size) String() string {
	switch {
	case s >= mebibyte && s%mebibyte == 0:
		return fmt.Sprintf("%d MiB", s/mebibyte)
	case s >= kibibyte && s%kibibyte == 0:
		return fmt.Sprintf("%d KiB", s/kibibyte)
	default:
		return fmt.Sprintf("%d bytes", s)
	}
}
