// Package scenario lays named changes over a plan: what if seats were added,
// territories moved, quotas raised. A scenario is worked out as edits of single
// fields and records, each tied to the scenario that makes it, so that scenarios
// can be put together whatever their order; the plan itself is never changed.
// It knows nothing of what a plan costs or achieves. Its entry points are [Read],
// [Book.Lay] and [Check].
package scenario
