// Package midyear knows what is wrong with what changes quotas and credit within
// a year: relief of quotas and temporary cover of positions. What they do is
// worked out elsewhere: relief in package plan, cover in packages goal and
// payout. Its entry point is [Check].
package midyear
