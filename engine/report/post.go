package report

// Post is the result of the verb post.
type Post struct {
	Header
	Forge      string `json:"forge"`      // github, gitlab
	Repository string `json:"repository"` // as the platform names it
	Change     int    `json:"change"`     // number of the pull or merge request; 0 if not known
	// Outcome is created, updated, replaced (the verdict changed), unchanged,
	// outdated (the change has another head by now) or failed.
	Outcome string `json:"outcome"`
	Reason  string `json:"reason,omitempty"` // why it failed
}
