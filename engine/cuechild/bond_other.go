//go:build !linux

package cuechild

import "syscall"

// bond does nothing: a child ends when its standard input does.
func bond() *syscall.SysProcAttr { return nil }
