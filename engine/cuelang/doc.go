// Package cuelang knows CUE, and it alone does: it compiles the plan language
// and an organisation's own CUE files to a [schema.Schema], and reads the
// records that are written in CUE. It does not check records.
//
// CUE in a plan folder comes from strangers. It is parsed, its syntax tree is
// held against what a plan may use, and only then is it evaluated; in neither
// step is any file, module or network within reach. What is literally data is
// read from the syntax tree and never evaluated. The rest is evaluated by an
// [Evaluator], which may do so in another process: there it is parsed anew by
// [InProcess], and plain data comes back.
//
// The entry point is [Compile].
package cuelang
