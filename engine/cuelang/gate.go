package cuelang

import (
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
)

// importPath returns the path that an import names.
func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return path
}

// importName returns the name by which a file uses an import.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	path := importPath(spec)
	if _, name, qualified := strings.Cut(path, ":"); qualified {
		return name
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}
