package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/salesplan/salesplan/engine/report"
)

// baselines are the flags about the baseline of a check.
type baselines struct{ read, write string }

// apply leaves out what a baseline has, or writes one. A baseline that is there
// only shrinks: to begin anew, delete it.
func (c *command) apply(b baselines, result report.Check) (report.Check, error) {
	if b.write != "" {
		older, err := c.readBaseline(b.write)
		if errors.Is(err, fs.ErrNotExist) {
			older, err = nil, nil
		}
		if err != nil {
			return result, fmt.Errorf("--write-baseline: %w", err)
		}
		fresh, err := report.BaselineOf(result, older)
		if err != nil {
			return result, fmt.Errorf("--write-baseline: %w", err)
		}
		text, err := json.MarshalIndent(fresh, "", "  ")
		if err != nil {
			return result, err
		}
		if err := os.WriteFile(c.path(b.write), append(text, '\n'), 0o644); err != nil { //nolint:gosec // it holds nothing that is withheld
			return result, fmt.Errorf("--write-baseline: %w", err)
		}
		b.read = b.write
	}
	if b.read == "" {
		return result, nil
	}
	known, err := c.readBaseline(b.read)
	if err != nil {
		return result, fmt.Errorf("--baseline: %w", err)
	}
	return result.Against(known), nil
}

func (c *command) readBaseline(name string) (*report.Baseline, error) {
	file, err := os.Open(c.path(name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, errors.Unwrap(err))
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, report.MaxStoredBytes+1))
	if err != nil {
		return nil, err
	}
	return report.ReadBaseline(text)
}
