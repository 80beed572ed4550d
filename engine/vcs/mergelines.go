package vcs

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
)

// Lines says how [MergeLines] treats lines that both sides changed.
type Lines struct {
	Ours       bool // take ours; otherwise both are written between markers
	MarkerSize int  // characters of a marker, 0 for git's own choice
}

// MergeLines merges three files line by line as git does without a merge
// driver, and reports whether lines conflict. The files are only read. Error:
// git is not there or cannot merge the files, for example because they are
// binary.
func MergeLines(ctx context.Context, base, ours, theirs string, lines Lines) (text []byte, conflict bool, err error) {
	path, err := exec.LookPath("git")
	if err != nil {
		return nil, false, errors.New("git is not installed or not in PATH: install it")
	}
	args := []string{"merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"}
	if lines.Ours {
		args = append(args, "--ours")
	}
	if lines.MarkerSize > 0 {
		args = append(args, "--marker-size="+strconv.Itoa(lines.MarkerSize))
	}
	cmd := exec.CommandContext(ctx, path, append(args, "--", ours, base, theirs)...)
	cmd.Env = environment(path)
	var complaint bounded
	cmd.Stderr = &complaint
	text, err = cmd.Output()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return text, false, nil
	case errors.As(err, &ended) && ended.ExitCode() > 0 && ended.ExitCode() < mergeFailed:
		return text, true, nil
	}
	return nil, false, fmt.Errorf("git merge-file: %s: %w", complaint.line(), err)
}

// mergeFailed is the least exit code by which git merge-file says that it did
// not merge; those below count conflicts.
const mergeFailed = 128
