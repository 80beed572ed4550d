package cuechild

import "time"

// Limits on a child. Memory, stack and open files are limits that the child
// sets itself before it reads the first request; the rest is watched by the
// parent.
const (
	maxRequestTime = 5 * time.Second // from a request to its answer
	maxLife        = 2 * time.Minute // from start to end, whatever it does
	maxFrame       = 64 << 20        // bytes of one request or answer
	maxMemory      = 768 << 20       // bytes of data, enforced by the system on Linux
	softMemory     = 512 << 20       // bytes of heap from which garbage is collected without rest
	maxStack       = 64 << 20        // bytes of one stack
	maxComplaint   = 4 << 10         // bytes of stderr that are kept
)

// The reasons for which a child is stopped, as findings state them.
const (
	tooSlow  = "it takes longer than 5 seconds"
	tooLong  = "together with looking at the records it takes longer than 2 minutes"
	tooLarge = "the files or what they stand for are larger than 64 MB"
	tooMuch  = "it needs more than 768 MB of memory"
	tooDeep  = "it is nested too deep for a stack of 64 MB"
	crashed  = "CUE crashed"
)
