//go:build unix

package cuechild

import (
	"bytes"
	"syscall"
	"time"

	"github.com/salesplan/salesplan/engine/cuelang"
)

// Confine limits this process as a child does.
func Confine() error { return confine() }

// Hurry sets how long a request may take.
func (p *Parent) Hurry(patience time.Duration) { p.patience = patience }

// Shorten sets how long a child lives.
func (p *Parent) Shorten(life time.Duration) { p.life = life }

// Peak returns the most memory that a child of the parent has used, in bytes,
// once all have ended.
func (p *Parent) Peak() int64 {
	var most int64
	for _, c := range p.children {
		if usage, ok := c.cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			most = max(most, usage.Maxrss*1024)
		}
	}
	return most
}

// Receive reads one message in a way that tests can see.
func Receive(data []byte) (again []byte, err error) {
	var r request
	if err := receive(bytes.NewReader(data), &r); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = send(&out, r)
	return out.Bytes(), err
}

// Frame writes a request to evaluate a package.
func Frame(pkg cuelang.Package) []byte {
	var out bytes.Buffer
	_ = send(&out, request{Evaluate: &pkg})
	return out.Bytes()
}

// Complaint returns what the first child said as it died.
func (p *Parent) Complaint() string { return p.children[0].complaint.text.String() }
