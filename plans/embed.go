// Package plans holds plan folders as files, and nothing else: the worked
// example with the change that the demo reviews, and the plan that a new
// folder begins with. It does not know what the files mean.
package plans

import "embed"

// Example holds the plan of an invented company below the folder brindlemark.
//
//go:embed brindlemark
var Example embed.FS

// Changes holds, below the folder changes, the files of [Example] that the
// prepared change writes anew, at the same paths. It deletes no file.
//
//go:embed changes
var Changes embed.FS

// Starter holds a small plan for a new folder, below the folder starter.
//
//go:embed starter
var Starter embed.FS

// Additions holds, below the folder additions, what can be added to [Starter]: a
// folder for each, with files at paths of the new plan.
//
//go:embed additions
var Additions embed.FS
