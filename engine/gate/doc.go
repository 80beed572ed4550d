// Package gate knows what stands between a change and its landing: the policies
// that a review is held against, the waivers that excuse single values, and who
// must approve which changes. All three come from the plan that the change is
// to land on, so that no change can exempt itself. It reads finished reviews;
// how a plan is compared is not its business. The entry point is [Judge].
package gate
