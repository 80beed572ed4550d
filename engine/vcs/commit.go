package vcs

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Commit is a commit that was found in a [Repository].
type Commit struct {
	Hash string // object id of the commit in hexadecimal digits
	Tree string // object id of its top directory
	Date string // day on which it was committed, YYYY-MM-DD where the committer was
}

// commitObject is what a commit says that matters here.
type commitObject struct {
	tree    string
	parents []string
	seconds int64  // committer time since 1970
	date    string // YYYY-MM-DD in the time zone of the committer
}

func (r *Repository) commitByID(id string) (Commit, error) {
	c, err := r.commit(id)
	if err != nil {
		return Commit{}, err
	}
	return Commit{Hash: id, Tree: c.tree, Date: c.date}, nil
}

// commit reads a commit once.
func (r *Repository) commit(id string) (commitObject, error) {
	r.mu.Lock()
	c, ok := r.commits[id]
	r.mu.Unlock()
	if ok {
		return c, nil
	}
	data, err := r.object(id, commitKind)
	if err != nil {
		return commitObject{}, err
	}
	if c, err = parseCommit(data, len(id)); err != nil {
		return commitObject{}, &CorruptObjectError{ID: id, Reason: err.Error()}
	}
	r.mu.Lock()
	r.commits[id] = c
	r.mu.Unlock()
	return c, nil
}

// parseCommit reads the header of a commit strictly: programs disagree about
// headers that are repeated or out of order, so these are refused.
func parseCommit(data []byte, idLength int) (commitObject, error) {
	header, _, _ := bytes.Cut(data, []byte("\n\n"))
	if bytes.IndexByte(header, 0) >= 0 {
		return commitObject{}, errors.New("its header has a NUL byte")
	}
	lines := strings.Split(strings.TrimSuffix(string(header), "\n"), "\n")
	next := func(key string) (string, bool) {
		if len(lines) == 0 {
			return "", false
		}
		value, ok := strings.CutPrefix(lines[0], key+" ")
		if ok {
			lines = lines[1:]
		}
		return value, ok
	}
	var c commitObject
	var ok bool
	isID := func(text string) bool { return len(text) == idLength && isHex(text) }
	if c.tree, ok = next("tree"); !ok || !isID(c.tree) {
		return commitObject{}, errors.New("it names no tree")
	}
	for parent, ok := next("parent"); ok; parent, ok = next("parent") {
		if !isID(parent) {
			return commitObject{}, errors.New("it names a parent that is no object id")
		}
		c.parents = append(c.parents, parent)
	}
	if _, ok = next("author"); !ok {
		return commitObject{}, errors.New("its header has no author where one must be")
	}
	committer, ok := next("committer")
	if !ok {
		return commitObject{}, errors.New("its header has no committer where one must be")
	}
	if err := refuseRepeated(lines); err != nil {
		return commitObject{}, err
	}
	return c, c.setTime(committer)
}

func refuseRepeated(rest []string) error {
	for _, line := range rest {
		switch key, _, _ := strings.Cut(line, " "); key {
		case "tree", "parent", "author", "committer":
			return fmt.Errorf("its header repeats %s", key)
		}
	}
	return nil
}

// latest is the end of the year 9999, after which dates have five digits.
const latest = 253402300799

// setTime reads "Name <mail> seconds zone".
func (c *commitObject) setTime(committer string) error {
	_, stamp, ok := strings.Cut(committer[strings.LastIndexByte(committer, '>')+1:], " ")
	digits, zone, ok2 := strings.Cut(stamp, " ")
	seconds, err := strconv.ParseUint(digits, 10, 62)
	if !ok || !ok2 || err != nil || seconds > latest {
		return errors.New("its committer date cannot be read")
	}
	offset, err := zoneSeconds(zone)
	if err != nil {
		return err
	}
	c.seconds = int64(seconds)
	c.date = time.Unix(c.seconds, 0).In(time.FixedZone("", offset)).Format(time.DateOnly)
	return nil
}

// zoneSeconds reads a time zone such as -0330 as seconds east of Greenwich.
func zoneSeconds(zone string) (int, error) {
	if len(zone) != 5 || zone[0] != '+' && zone[0] != '-' || strings.Trim(zone[1:], "0123456789") != "" {
		return 0, errors.New("its committer time zone cannot be read")
	}
	number, err := strconv.Atoi(zone[1:])
	if err != nil {
		return 0, err
	}
	seconds := number/100*3600 + number%100*60
	if zone[0] == '-' {
		seconds = -seconds
	}
	return seconds, nil
}

// CommitBytes returns the bytes of a commit object, as they are signed.
func (r *Repository) CommitBytes(c Commit) ([]byte, error) { return r.object(c.Hash, commitKind) }
