package cuechild

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/salesplan/salesplan/engine/cuelang"
)

// child is a running child, seen from the parent.
type child struct {
	ctx       context.Context // its life
	release   context.CancelFunc
	cmd       *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Reader
	complaint complaint
	patience  time.Duration // with one request

	mu      sync.Mutex // one request at a time
	stopped error      // nil while it lives
}

// start starts a child: with no environment (but for what os/exec adds on
// Windows) and at the root of the file system.
func start(p *Parent) (*child, error) {
	ctx, release := context.WithTimeout(p.ctx, p.life)
	c := &child{ctx: ctx, release: release, cmd: exec.CommandContext(ctx, p.program, Argument), patience: p.patience}
	if err := c.launch(); err != nil {
		release()
		return nil, fmt.Errorf("CUE cannot be evaluated in a process of its own: %w", err)
	}
	return c, nil
}

func (c *child) launch() error {
	c.cmd.Args[0] = "salesplan"
	c.cmd.Env = []string{}
	c.cmd.Dir = filepath.VolumeName(c.cmd.Path) + string(filepath.Separator)
	c.cmd.SysProcAttr = bond()
	c.cmd.Stderr = &c.complaint
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	c.in, c.out = in, bufio.NewReader(out)
	return c.cmd.Start()
}

// ask sends a request and waits for the answer. Whatever goes wrong ends the
// child.
func (c *child) ask(r request) (answer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped != nil {
		return answer{}, c.stopped
	}
	var late atomic.Bool
	watch := time.AfterFunc(c.patience, func() {
		late.Store(true)
		_ = c.cmd.Process.Kill()
	})
	a, err := c.exchange(r)
	watch.Stop()
	switch {
	case err != nil:
		c.stopped = &cuelang.StoppedError{Reason: c.reason(err, late.Load())}
		return answer{}, c.stopped
	case a.Failure != "":
		return answer{}, errors.New(a.Failure)
	}
	return a, nil
}

func (c *child) exchange(r request) (answer, error) {
	var a answer
	if err := send(c.in, r); err != nil {
		return a, err
	}
	err := receive(c.out, &a)
	return a, err
}

// reason ends the child and says why it was stopped, or stopped by itself.
func (c *child) reason(cause error, late bool) string {
	overdue := errors.Is(c.ctx.Err(), context.DeadlineExceeded)
	c.end()
	switch {
	case late:
		return tooSlow
	case overdue:
		return tooLong
	case errors.Is(cause, errTooLarge):
		return tooLarge
	}
	return c.complaint.reason()
}

// end kills the process and waits for it. How it ended does not matter.
func (c *child) end() {
	c.release()
	_ = c.cmd.Wait()
}

func (c *child) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped == nil {
		c.stopped = &cuelang.StoppedError{Reason: "the run is over"}
		c.end()
	}
}

// complaint keeps the beginning of what a process says as it dies.
type complaint struct{ text bytes.Buffer }

// Write implements [io.Writer].
func (c *complaint) Write(data []byte) (int, error) {
	c.text.Write(data[:min(len(data), maxComplaint-min(maxComplaint, c.text.Len()))])
	return len(data), nil
}

// reason translates what Go's runtime says when it cannot go on.
func (c *complaint) reason() string {
	says := func(words string) bool { return bytes.Contains(c.text.Bytes(), []byte(words)) }
	switch {
	case says("stack overflow") || says("stack exceeds"):
		return tooDeep
	case says("out of memory") || says("cannot allocate memory") || says("failed to create new OS thread"):
		return tooMuch
	}
	return crashed
}
