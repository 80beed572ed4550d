package forge

import "time"

// Limits on posting.
const (
	tries       = 4           // tries to post where the platform fails for a while
	longestWait = time.Minute // the longest that a platform may ask us to wait before the next try
	mostAnswer  = 64 << 20    // bytes of one answer of the platform
	mostPages   = 100         // pages of comments, or of open changes
	perPage     = 100         // comments or changes of a page
)
