package report

// Limits on stored reports, which may come from strangers.
const (
	MaxStoredBytes = 64 << 20      // bytes of a stored report
	maxTokens      = 3 << 20       // brackets, keys and values of a stored report
	maxNesting     = 100           // objects and lists within each other
	largestCount   = 1_000_000_000 // the largest line, column, depth or count
	mostCells      = 4 << 20       // cells of the tables of a rollup: rows times periods times measures
	mostSteps      = 10 << 20      // totals of a rollup times its measures, or its periods
)
