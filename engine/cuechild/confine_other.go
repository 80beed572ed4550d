//go:build !unix

package cuechild

import "runtime/debug"

// confine limits what this process may use as far as Go can do it alone.
func confine() error {
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(softMemory)
	return nil
}
