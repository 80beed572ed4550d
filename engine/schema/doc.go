// Package schema knows the compiled plan language: which collections, fields
// and values there are, and what a record must be like. It checks records,
// derives the ids of listed ones, and describes itself to editors and readers.
//
// A [Schema] is plain data that says what some CUE said; this package knows no
// CUE. What plain data cannot say is kept as a numbered fallback, for which
// somebody else has to provide [Schema.Fallback].
//
// The entry point is [Schema.Check].
package schema
