package pipeline

// Limits on reading snapshot files.
const (
	mostDeals     = 20_000_000 // deals of all snapshots together
	mostRowBytes  = 1 << 20    // bytes of one row of a snapshot
	mostColumns   = 500        // columns of a snapshot
	mostSnapshots = 120        // snapshots of one forecast
	mostGroups    = 100_000    // groups of a forecast by a column
	mostRepeats   = 20         // findings with one code in one snapshot; a last one tells how many more there are
)
