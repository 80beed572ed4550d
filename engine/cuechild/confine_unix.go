//go:build unix

package cuechild

import (
	"runtime/debug"
	"syscall"
	"time"
)

// confine limits what this process may use. The limit is on data, not on the
// address space, of which Go reserves far more than it uses. No file can be
// opened from then on; Go itself opens two when it first waits for a timer.
func confine() error {
	time.AfterFunc(0, func() {})
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(softMemory)
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: maxMemory, Max: maxMemory}); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
		return err
	}
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{})
}
