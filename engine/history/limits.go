package history

// Limits on looking back.
const (
	mostSteps = 2_000_000 // commits that are looked at for one record
)
