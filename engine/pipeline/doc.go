// Package pipeline knows deals as snapshot files of a CRM show them: how much
// is forecast in which category, how well it covers the quota, how deals move
// from stage to stage, and what led from one snapshot to the next. It reads the
// files row by row, keeps a few bytes of each deal, and must not know how
// results are shown. Its entry points are [Compute] and [Check].
package pipeline
