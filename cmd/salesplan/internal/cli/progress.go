package cli

import (
	"fmt"
	"sync"
	"time"
)

// patience is how long work lasts before a sign of life is shown.
const patience = time.Second

// progress shows what is being done once that lasts over a second, if stderr is
// a terminal. The function that it returns takes the line away again.
func (c *command) progress(what string) (done func()) {
	if !c.TerminalErr {
		return func() {}
	}
	var mu sync.Mutex
	shown, ended := false, false
	timer := time.AfterFunc(patience, func() {
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			shown = true
			fmt.Fprintf(c.Stderr, "%s …", printable(what))
		}
	})
	return func() {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		ended = true
		if shown {
			fmt.Fprint(c.Stderr, "\r\x1b[K")
		}
	}
}
