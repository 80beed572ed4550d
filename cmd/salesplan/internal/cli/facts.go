package cli

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/salesplan/salesplan/engine/cache"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/vcs"
)

// factsPrefix begins the name of a file of facts.
const factsPrefix = "facts-"

// cacheLimit is the most that is kept between runs, in bytes.
const cacheLimit = 256 << 20

// recallFacts opens what earlier runs of this build found out about files.
// Whatever is wrong with the cache, the run goes on without it.
func (c *command) recallFacts() {
	name := c.cacheFile()
	if c.noCache || name == "" {
		c.memory = compile.NewMemory(nil, c.children)
		return
	}
	c.facts = openPlain(name, cacheLimit)
	c.kept = cache.Open(c.facts, c.facts.size, cacheLimit)
	c.memory = compile.NewMemory(c.kept, c.children)
}

// keepFacts keeps what this run found out for the next one. Runs that end at
// the same time do not disturb each other; the last one's cache stays.
func (c *command) keepFacts() {
	if c.kept == nil {
		return
	}
	block, changed := c.kept.Bytes()
	c.facts.close()
	if !changed {
		return
	}
	name := c.cacheFile()
	if os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return
	}
	// A cache that cannot be written costs time, not truth.
	_ = writeFile(name, block)
}

// cacheFile returns where the facts are kept, "" where nothing can be. The name
// tells builds of the program apart, since facts are of one build.
func (c *command) cacheFile() string {
	build := buildID(c.Program)
	if c.Caches == "" || build == "" {
		return ""
	}
	digest := sha256.Sum256([]byte(build + fmt.Sprint(vcs.DefaultLimits())))
	return filepath.Join(c.Caches, "salesplan", fmt.Sprintf("%s%x", factsPrefix, digest[:8]))
}

// buildID names this build of the program: by its version and commit, or for a
// build of uncommitted code by size and time of its file.
func buildID(program string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	id := []string{info.Main.Version, info.Main.Sum}
	modified := true
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			id = append(id, setting.Value)
			modified = false
		case "vcs.modified":
			modified = modified || setting.Value == "true"
		}
	}
	if !modified {
		return strings.Join(id, " ")
	}
	file, err := os.Stat(program)
	if err != nil {
		return ""
	}
	return fmt.Sprint(strings.Join(id, " "), file.Size(), file.ModTime().UnixNano())
}

// plainFile is a regular file that can be read in parts. One that is not there,
// or is something else, has no bytes.
type plainFile struct {
	file *os.File
	size int64
}

// openPlain opens a regular file of at most limit bytes.
func openPlain(name string, limit int64) plainFile {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > limit {
		return plainFile{}
	}
	file, err := os.Open(name)
	if err != nil {
		return plainFile{}
	}
	return plainFile{file, info.Size()}
}

// ReadAt reads from a place in the file.
func (f plainFile) ReadAt(block []byte, at int64) (int, error) {
	if f.file == nil {
		return 0, io.EOF
	}
	return f.file.ReadAt(block, at)
}

func (f plainFile) close() {
	if f.file != nil {
		_ = f.file.Close() // nothing was written
	}
}

// readPlain reads a regular file of at most limit bytes.
func readPlain(name string, limit int64) ([]byte, error) {
	if _, err := os.Lstat(name); err != nil {
		return nil, err
	}
	file := openPlain(name, limit)
	if file.file == nil {
		return nil, fmt.Errorf("%s is no plain file of at most %d bytes, or cannot be opened", name, limit)
	}
	defer file.close()
	return io.ReadAll(io.LimitReader(file.file, limit))
}
