// Package schemas holds the plan language: CUE files by version, and nothing
// else. They are the single source of truth for fields, types, bounds,
// references and documentation; the engine compiles them.
package schemas

import "embed"

// Files holds the schema files: one folder a version, such as v1.
//
//go:embed v1/*.cue
var Files embed.FS

// Current is the version that new plans are written in.
const Current = "v1"
