// Command genplan writes the sales plan of an invented company, of any size,
// into a new git repository: a branch main with a history and a branch change
// for a review. The same sizes give the same commits. ci/bench measures on it.
//
// It knows the plan language as an author does, from the outside: it imports
// nothing of the engine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os/exec"
)

// sizes say how large a plan to write.
type sizes struct {
	files   int // in the plan folder
	records int // in each file but the few of the whole plan
	commits int // on main
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("genplan: ")
	var s sizes
	flag.IntVar(&s.files, "files", 10_000, "files of the plan")
	flag.IntVar(&s.records, "records", 5, "records in each file")
	flag.IntVar(&s.commits, "commits", 1_000, "commits on main")
	out := flag.String("out", "", "folder of the new repository")
	flag.Parse()
	if err := run(context.Background(), s, *out); err != nil {
		log.Fatal(err)
	}
}

// run writes the repository and checks main out.
func run(ctx context.Context, s sizes, out string) error {
	if out == "" {
		return errors.New("name the folder of the new repository: -out DIR")
	}
	if err := s.check(); err != nil {
		return err
	}
	if err := git(ctx, nil, "init", "--quiet", "--initial-branch=main", out); err != nil {
		return err
	}
	read, write := io.Pipe()
	go func() { write.CloseWithError(writeHistory(write, s)) }()
	if err := git(ctx, read, "-C", out, "fast-import", "--quiet"); err != nil {
		return err
	}
	return git(ctx, nil, "-C", out, "-c", "core.autocrlf=false", "reset", "--quiet", "--hard", "main")
}

// check refuses sizes that leave no room for the change of filesChanged files.
func (s sizes) check() error {
	if s.files < 300 || s.records < 3 || s.commits < 1 {
		return fmt.Errorf("%d files of %d records in %d commits is too small: 300, 3 and 1 are the least", s.files, s.records, s.commits)
	}
	return nil
}

// git runs git and returns what it complains about as an error.
func git(ctx context.Context, stdin io.Reader, args ...string) error {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Stdin = stdin
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %q: %w\n%s", args, err, output)
	}
	return nil
}
