package cuelang

import (
	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"

	// The packages that CUE in a plan may import: pure functions of values.
	_ "cuelang.org/go/pkg/list"
	_ "cuelang.org/go/pkg/math"
	_ "cuelang.org/go/pkg/regexp"
	_ "cuelang.org/go/pkg/strconv"
	_ "cuelang.org/go/pkg/strings"
	_ "cuelang.org/go/pkg/struct"
	_ "cuelang.org/go/pkg/time"
)

// allowedImports are the packages linked above.
var allowedImports = []string{"list", "math", "regexp", "strconv", "strings", "struct", "time"}

// newContext returns a CUE context that knows the packages above and nothing
// else. The usual way to get one, package cuecontext, also installs file
// embedding and all of CUE's standard packages, with their readers of other
// formats; both stay out of this program by not being linked.
func newContext() (*cue.Context, error) {
	runtime := new(cue.Runtime)                        //nolint:staticcheck // deprecated in favour of cuecontext, see above
	if _, err := runtime.Compile("", ""); err != nil { //nolint:staticcheck // likewise
		return nil, err
	}
	return (*cue.Context)(runtime), nil
}

// evaluate builds the files as one package.
func evaluate(ctx *cue.Context, files []*ast.File) (cue.Value, error) {
	instance := build.NewContext().NewInstance("", nil)
	for _, file := range files {
		if err := instance.AddSyntax(file); err != nil {
			return cue.Value{}, err
		}
	}
	if err := instance.Complete(); err != nil {
		return cue.Value{}, err
	}
	return ctx.BuildInstance(instance), nil
}
