package engine

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
)

// NodesInput says what is asked of the nodes of a hierarchy.
type NodesInput struct {
	Year      period.Period // zero: the first fiscal year of the plan
	Dimension string        // node, territory, manager
	Figures   []string      // of report.NodeFigures
	Grain     period.Kind   // the shortest periods that are shown
	Hire      *capacity.Candidate
	Unmasked  bool // also cost that gives away the pay of single people
}

// Nodes reports goal, quotas, capacity, cost and headcount of nodes. It fails
// for a plan without a calendar or a year, and where required hires are asked
// for of whom nothing says what they achieve.
func Nodes(loaded *Loaded, in NodesInput) (report.Nodes, error) {
	if slices.Contains(in.Figures, report.CostFigure) {
		if err := loaded.guardNodes(in); err != nil {
			return report.Nodes{}, err
		}
	}
	assessment, err := assess(loaded, in.Year)
	if err != nil {
		return report.Nodes{}, err
	}
	if in.Hire != nil {
		if err := assessment.CanHire(in.Hire.Role); err != nil {
			return report.Nodes{}, err
		}
	}
	return report.NewNodes(report.NodesInput{
		Input: loaded.Source.Name, Plan: loaded.Plan, Assessment: assessment, Dimension: in.Dimension, Figures: in.Figures, Grain: in.Grain,
		Hire: in.Hire, Unmasked: in.Unmasked, SmallestGroup: cost.SettingsOf(loaded.Plan).SmallestGroup, Complete: loaded.Complete && !brokenNodes(loaded.Plan) && len(assessment.Findings) == 0,
	}), nil
}

// brokenNodes reports whether a record that decides about nodes could not be
// used.
func brokenNodes(p *plan.Plan) bool {
	decides := capacity.Reach()
	for a := range p.Broken {
		if a.Collection == plan.Settings || slices.Contains(decides.Among, a.Collection) || slices.Contains(decides.Reads, a.Collection) {
			return true
		}
	}
	return false
}

// assess works out a fiscal year of a plan, the first if none is asked for.
func assess(loaded *Loaded, asked period.Period) (*capacity.Assessment, error) {
	year, err := cost.YearOf(loaded.Plan, asked)
	if err != nil {
		return nil, err
	}
	return capacity.Assess(loaded.Plan, year)
}

// WhyCapacity traces the capacity of a node for a measure in a period; the zero
// address stands for the whole plan. It fails if there is none.
func WhyCapacity(loaded *Loaded, node addr.Addr, measure string, when period.Period) (report.Why, error) {
	year := when
	for above, ok := year.Parent(); ok; above, ok = year.Parent() {
		year = above
	}
	assessment, err := assess(loaded, year)
	if err != nil {
		return report.Why{}, err
	}
	trace, err := assessment.Why(node, measure, when)
	return report.NewWhy(loaded.Source.Name, loaded.Source.Path, loaded.Complete && !brokenNodes(loaded.Plan), trace), err
}
