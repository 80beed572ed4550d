package cuelang

// Limits on CUE files of a plan folder. They bound what parsing and walking
// costs; what an evaluation may cost is for the evaluator to bound.
const (
	maxBytes     = 1 << 20 // of one file
	maxDepth     = 64      // structs, lists and parentheses within each other
	maxRun       = 4096    // tokens without a comma, a line end or a bracket between them
	maxNodes     = 200_000 // of the syntax tree of one file
	maxEvaluated = 20_000  // of the syntax trees of all files that are not data only
	maxLoops     = 2       // for clauses within each other
	maxReported  = 50      // findings from one evaluation
)

// refusedFunctions take time or memory by the value of their arguments, not by
// the size of what is written.
var refusedFunctions = map[string]bool{
	"list.Combinations": true, "list.Permutations": true, "list.Range": true, "list.Repeat": true,
	"list.Sort": true, "list.SortStable": true, "list.SortStrings": true,
	"math.Exp": true, "math.Exp2": true, "math.Pow": true, "math.Pow10": true,
	"strings.Repeat": true,
}

// knownAttributes are the attributes of the plan language.
var knownAttributes = map[string]bool{
	"confidential": true, "currency": true, "facet": true, "format": true, "key": true, "oneof": true, "ref": true, "unique": true,
}
