package vcs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// program reads a repository through the git program, which knows every form
// that a repository can have.
type program struct {
	ctx    context.Context // ends the processes
	path   string          // of the program
	gitDir string
	length int // of object ids
	limits Limits
	sizes  *dialogue // git cat-file --batch-check, nil until first use
	bodies *dialogue // git cat-file --batch, nil until first use
}

func openProgram(ctx context.Context, at location, limits Limits) (*program, error) {
	path, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("git is not installed or not in PATH: install it")
	}
	p := &program{ctx: ctx, path: path, gitDir: at.gitDir, limits: limits}
	format, err := p.run("rev-parse", "--show-object-format")
	if err != nil {
		return nil, err
	}
	switch format {
	case "sha1":
		p.length = sha1Digits
	case "sha256":
		p.length = sha256Digits
	default:
		return nil, fmt.Errorf("its object format is %s", quoted(format))
	}
	return p, nil
}

func (p *program) digits() int { return p.length }

// command prepares a call in an environment of its own: no configuration but
// the repository's, no replaced objects, no prompt, no pager, no network.
func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.ctx, p.path, append([]string{"--no-pager", "--git-dir=" + p.gitDir}, args...)...)
	cmd.Dir = p.gitDir
	cmd.Env = environment(p.path)
	return cmd
}

// environment is what a git program at a path may know of the outside.
func environment(path string) []string {
	env := []string{
		"PATH=" + filepath.Dir(path), "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
		// Versions before 2.45 do not know the first and still fetch missing
		// objects; allowing no protocol stops them.
		"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none",
	}
	if runtime.GOOS == "windows" {
		env = append(env, "SystemRoot="+os.Getenv("SystemRoot")) // sockets and randomness need it
	}
	return env
}

// run returns what a git command prints.
func (p *program) run(args ...string) (string, error) {
	cmd := p.command(args...)
	var complaint bounded
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", &GitError{Command: args[0], Message: complaint.line(), Cause: err}
	}
	return strings.TrimSpace(string(out)), nil
}

// reference takes full names only, which cannot be options.
func (p *program) reference(name string) (string, error) {
	id, err := p.run("show-ref", "--verify", "--hash", "--", name)
	var failure *GitError
	if errors.As(err, &failure) && strings.Contains(failure.Message, "not a valid ref") {
		return "", errAbsent
	}
	if err == nil && !isObjectID(id) {
		return "", fmt.Errorf("reference %s is broken: %s", quoted(name), cureCorrupt)
	}
	return id, err
}

func (p *program) complete(digits string) ([]string, error) {
	out, err := p.run("rev-parse", "--disambiguate="+digits)
	return strings.Fields(out), err
}

func (p *program) stat(id string) (objectInfo, error) {
	d, err := p.dialogue(&p.sizes, "--batch-check")
	if err != nil {
		return objectInfo{}, err
	}
	return p.header(d, id)
}

// read asks for the size in one process before it asks for the content in the
// other, because a content that was asked for must be read.
func (p *program) read(id string) (object, error) {
	info, err := p.stat(id)
	if err != nil {
		return object{}, err
	}
	if err := p.limits.admitSize("git object "+id, info.size); err != nil {
		return object{}, err
	}
	d, err := p.dialogue(&p.bodies, "--batch")
	if err != nil {
		return object{}, err
	}
	again, err := p.header(d, id)
	if err != nil {
		return object{}, err
	}
	if again != info {
		return object{}, &CorruptObjectError{ID: id, Reason: "it changed while it was read"}
	}
	data := make([]byte, info.size+1) // git ends the content with a line feed
	if _, err := io.ReadFull(d.out, data); err != nil {
		return object{}, p.failed(id, d, err)
	}
	return object{kind: info.kind, data: data[:info.size]}, nil
}

// header asks a dialogue for an object and reads the first line of the answer.
func (p *program) header(d *dialogue, id string) (objectInfo, error) {
	if _, err := io.WriteString(d.in, id+"\n"); err != nil {
		return objectInfo{}, p.failed(id, d, err)
	}
	line, err := d.out.ReadString('\n')
	if err != nil {
		return objectInfo{}, p.failed(id, d, err)
	}
	answer, found := strings.CutPrefix(strings.TrimSuffix(line, "\n"), id+" ")
	switch {
	case !found:
		return objectInfo{}, &GitError{Command: "cat-file", Message: "unexpected answer " + quoted(line)}
	case answer == "missing":
		return objectInfo{}, errAbsent
	}
	return parseObjectHeader(answer)
}

// dialogue is a git process that answers one question a line.
type dialogue struct {
	cmd       *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Reader
	complaint *bounded
}

// dialogue starts the process that slot is for, if it does not run yet.
func (p *program) dialogue(slot **dialogue, mode string) (*dialogue, error) {
	if *slot != nil {
		return *slot, nil
	}
	cmd := p.command("cat-file", mode)
	d := &dialogue{cmd: cmd, complaint: &bounded{}}
	cmd.Stderr = d.complaint
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, &GitError{Command: "cat-file", Cause: err}
	}
	d.in, d.out = in, bufio.NewReader(out)
	*slot = d
	return d, nil
}

// failed ends a dialogue that broke off, so that the next question starts a
// new one, and says why it did.
func (p *program) failed(id string, d *dialogue, cause error) error {
	if p.sizes == d {
		p.sizes = nil
	} else {
		p.bodies = nil
	}
	ended := d.end()
	message := d.complaint.line()
	switch {
	case p.ctx.Err() != nil:
		return p.ctx.Err()
	case strings.Contains(message, "promisor remote"):
		return errAbsent // a partial clone that would have to fetch
	case strings.Contains(message, "corrupt") || strings.Contains(message, "unable to"):
		return &CorruptObjectError{ID: id, Reason: message}
	}
	return &GitError{Command: "cat-file", Message: message, Cause: errors.Join(cause, ended)}
}

func (d *dialogue) end() error {
	return errors.Join(d.in.Close(), d.cmd.Wait())
}

// close ends the processes. What they think of it does not matter: everything
// asked for was answered.
func (p *program) close() error {
	for _, d := range []*dialogue{p.sizes, p.bodies} {
		if d != nil {
			_ = d.end()
		}
	}
	p.sizes, p.bodies = nil, nil
	return nil
}

// bounded keeps the first kibibyte of what a process complains about.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(data []byte) (int, error) {
	b.Buffer.Write(data[:min(len(data), 1024-min(1024, b.Len()))])
	return len(data), nil
}

// line returns what ended the process, or the first line where nothing says
// that it did, with control characters escaped.
func (b *bounded) line() string {
	first, rest, _ := strings.Cut(b.String(), "\n")
	for line := range strings.Lines(first + "\n" + rest) {
		if reason, ok := strings.CutPrefix(line, "fatal: "); ok {
			return printable(strings.TrimSuffix(reason, "\n"))
		}
	}
	return printable(first)
}
