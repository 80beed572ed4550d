package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/report"
)

// gate reads what the gate of a review must know beside the plans.
func (c *command) gate(o reviewOptions) (g engine.Gate, err error) {
	g.Asker = c.children
	if o.asOf != "" {
		if g.AsOf, err = period.ParseDate(o.asOf); err != nil {
			return g, fmt.Errorf("--as-of: %w", err)
		}
	}
	if o.previous != "" {
		stored, err := c.stored(o.previous)
		if err != nil {
			return g, fmt.Errorf("--previous: %w", err)
		}
		review, ok := stored.(report.Review)
		if !ok {
			return g, fmt.Errorf("--previous: %s is no review: give the JSON of \"salesplan review\"", o.previous)
		}
		g.Previous = &review
	}
	if o.approvals == "" {
		return g, nil
	}
	file, err := os.Open(c.path(o.approvals))
	if err != nil {
		return g, fmt.Errorf("--approvals: %w", errors.Unwrap(err))
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, gate.MaxApprovalBytes+1))
	if err != nil {
		return g, fmt.Errorf("--approvals: %w", err)
	}
	if g.Approvals, err = gate.ReadApprovals(text); err != nil {
		return g, fmt.Errorf("--approvals: %w", err)
	}
	return g, nil
}
