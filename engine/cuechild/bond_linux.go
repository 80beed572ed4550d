package cuechild

import "syscall"

// bond makes a child end with its parent, however the parent ends.
func bond() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
