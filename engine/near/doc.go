// Package near knows what a plan says when it is known what a similar plan
// says: after a run over a whole plan it writes a [Memo], and the next run
// looks only at what lies near the files that changed since. What it says is
// what the run over the whole plan would say, or nothing.
//
// It builds two small plans of the same neighbourhood, before and after, lets
// the rules run over both, and takes the difference over to the findings of the
// memo. How far a neighbourhood reaches is what the rules say in their
// [reach.Reach]. It knows neither what rules look for nor where memos are kept.
// Its entry points are [Write], [Open] and [Memo.Check].
package near
