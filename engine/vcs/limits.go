package vcs

// Limits bounds the work that files of unknown origin can cause. Every limit
// is checked before the work is done: sizes are known before bytes are read.
type Limits struct {
	FileBytes int64 // bytes of one file; inclusive
	TreeBytes int64 // bytes of one commit or tree object; inclusive
	// ChainBytes bounds the bytes unpacked for one object that is stored as a
	// difference: one by one each part of a chain may be small enough. Inclusive.
	ChainBytes int64
	Entries    int // names listed in one file system; one [Repository.Changed] compares twice as many; inclusive
	Depth      int // parts of a path, so that a/b.csv has two; inclusive
	PathBytes  int // bytes of a path; inclusive
	Commits    int // commits read to find one merge base or ancestor; inclusive
}

// DefaultLimits returns limits that no honest sales plan reaches: files of
// 128 MiB, commits and trees of 16 MiB, 4 GiB unpacked for one object, 200,000
// names, paths of 32 parts and 1,024 bytes, and a million commits.
func DefaultLimits() Limits {
	return Limits{FileBytes: 128 << 20, TreeBytes: 16 << 20, ChainBytes: 4 << 30, Entries: 200_000, Depth: 32, PathBytes: 1024, Commits: 1_000_000}
}

// admitSize refuses an object or file that is larger than a file may be.
func (l Limits) admitSize(what string, size int64) error {
	if size > l.FileBytes {
		return &LimitError{What: what, Unit: "bytes", Limit: l.FileBytes, Found: size}
	}
	return nil
}
