package merge

// Limits on merging plan files.
const (
	MostBytes = 8 << 20 // bytes of one version of a file that is merged by record; larger ones are merged by lines
)
