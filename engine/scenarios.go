package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/compare"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/scenario"
)

// Under returns a loaded plan as it is under a scenario; the loaded one stays as it
// is. What is wrong with scenarios is among the findings, as it is of the plan
// itself. It fails if the plan declares no such scenario.
func (l *Loaded) Under(id string) (*Loaded, error) {
	return l.under(scenario.Read(l.Plan, l.Schema), id)
}

func (l *Loaded) under(book *scenario.Book, id string) (*Loaded, error) {
	s, ok := book.Find(id)
	if !ok {
		return nil, noScenario(book, id)
	}
	laid, touched, _ := book.Lay(s)
	changed := make(map[string]bool, len(touched))
	for _, a := range touched {
		changed[a.String()] = true
	}
	var findings diag.List // of records that are still what they are in the files
	for _, f := range l.Findings {
		if !changed[f.Subject.String()] {
			findings = append(findings, f)
		}
	}
	said := sayIn(laid, nil)
	said.Findings = append(said.Findings, scenario.Check(l.Plan, l.Schema)...)
	return &Loaded{
		Side:   review.Side{Plan: laid, Schema: l.Schema, Findings: findings, Complete: l.Complete},
		Source: l.Source, folder: l.folder, compiled: l.compiled, said: &said, before: l,
	}, nil
}

// noScenario names the scenarios that there are.
func noScenario(book *scenario.Book, id string) error {
	if len(book.Scenarios) == 0 {
		return fmt.Errorf("there is no scenario %q: the plan declares none", id)
	}
	var ids []string
	for _, s := range book.Scenarios {
		ids = append(ids, s.Addr.ID)
	}
	return fmt.Errorf("there is no scenario %q: the plan declares %s", id, strings.Join(ids, ", "))
}

// ErrFewDiffer reports that cost under a scenario would give away what few people
// are paid: it differs from that of the plan because of them alone.
var ErrFewDiffer = errors.New("under the scenario cost differs because of few people, whose pay would follow from the cost of the plan: --unmask shows it")

// guardCost refuses masked cost under a scenario from which the pay of few people
// would follow.
func (l *Loaded) guardCost(year period.Period, unmasked bool) error {
	if l.before == nil || unmasked {
		return nil
	}
	levels := []money.Decimal{cost.SettingsOf(l.Plan).EnvelopeAt}
	levels = append(levels, cost.SettingsOf(l.Plan).Attainments...)
	before, err := cost.At(l.before.Plan, comp.Read(l.before.Plan), year, levels)
	if err != nil {
		return err
	}
	after, err := cost.At(l.Plan, comp.Read(l.Plan), year, levels)
	if err != nil {
		return err
	}
	if group := max(before.Settings.SmallestGroup, after.Settings.SmallestGroup); !before.SpreadTo(after).Anonymous(group) {
		return ErrFewDiffer
	}
	return nil
}

// guardNodes does that of nodes.
func (l *Loaded) guardNodes(in NodesInput) error {
	year, err := cost.YearOf(l.Plan, in.Year)
	if err != nil {
		return err
	}
	return l.guardCost(year, in.Unmasked)
}

// ScenariosInput says which scenarios are compared.
type ScenariosInput struct {
	Names    []string      // ids; empty: all that the plan declares
	Year     period.Period // zero: the first fiscal year of the plan
	Unmasked bool          // also cost that gives away the pay of single people
}

// Scenarios compares a plan with itself under scenarios. It fails for a plan
// without a calendar or a year, and for a scenario that there is not.
func Scenarios(loaded *Loaded, in ScenariosInput) (report.Scenarios, error) {
	year, err := cost.YearOf(loaded.Plan, in.Year)
	if err != nil {
		return report.Scenarios{}, err
	}
	book := scenario.Read(loaded.Plan, loaded.Schema)
	if len(in.Names) == 0 {
		for _, s := range book.Scenarios {
			in.Names = append(in.Names, s.Addr.ID)
		}
	}
	shown := report.ScenariosInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan, Year: year, Complete: loaded.Complete && !brokenNodes(loaded.Plan),
		Texts: loaded.Text, Confidence: loaded.confidence(in.Unmasked), Unmasked: in.Unmasked, SmallestGroup: cost.SettingsOf(loaded.Plan).SmallestGroup,
	}
	attainments := cost.SettingsOf(loaded.Plan).Attainments
	first, err := sideOf(loaded, nil, year, attainments)
	if err != nil {
		return report.Scenarios{}, err
	}
	shown.Sides = append(shown.Sides, first)
	before := diag.Sorted(loaded.Findings, loaded.analyse().Findings)
	for _, name := range in.Names {
		laid, err := loaded.under(book, name)
		if err != nil {
			return report.Scenarios{}, err
		}
		s, _ := book.Find(name)
		side, err := sideOf(laid, s, year, attainments)
		if err != nil {
			return report.Scenarios{}, err
		}
		side.Found = book.Findings(s)
		for _, f := range review.WithStatus(before, diag.Sorted(laid.Findings, laid.said.Findings)) {
			if f.Status != review.Still {
				side.Differences = append(side.Differences, f)
			}
		}
		_, touched, _ := book.Lay(s)
		side.Records = len(touched)
		disruption := compare.DisruptionOf(loaded.Plan, laid.Plan, lastDay(loaded, year))
		side.Disruption = &disruption
		shown.Sides = append(shown.Sides, side)
	}
	return report.NewScenarios(shown), nil
}

// lastDay is the last day of a fiscal year.
func lastDay(loaded *Loaded, year period.Period) period.Date {
	end := loaded.Plan.Choices.Calendar.Range(year).To
	if last, err := end.AddDays(-1); err == nil {
		return last
	}
	return end
}

// sideOf works out the figures of one plan; s is nil for the plan itself.
func sideOf(loaded *Loaded, s *scenario.Scenario, year period.Period, attainments []money.Decimal) (report.ScenarioSide, error) {
	figures, err := compare.Of(loaded.Plan, year, attainments)
	return report.ScenarioSide{Scenario: s, Currency: loaded.Plan.Choices.Currency, Figures: figures}, err
}

// ListScenarios reports the scenarios that a plan declares.
func ListScenarios(loaded *Loaded, unmasked bool) report.ScenarioList {
	in := report.ScenarioListInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan, Complete: loaded.Complete, Texts: loaded.Text, Confidence: loaded.confidence(unmasked),
	}
	book := scenario.Read(loaded.Plan, loaded.Schema)
	for _, s := range book.Scenarios {
		_, touched, _ := book.Lay(s)
		in.Scenarios = append(in.Scenarios, report.ScenarioEntry{Scenario: s, Records: len(touched)})
	}
	in.Findings = scenario.Check(loaded.Plan, loaded.Schema)
	return report.NewScenarioList(in)
}

// ShowScenario reports what a scenario changes, as a comparison of the plan with
// itself under the scenario, and whether anything is wrong with the scenario.
func ShowScenario(loaded *Loaded, id string, unmasked bool) (shown report.Diff, sound bool, err error) {
	book := scenario.Read(loaded.Plan, loaded.Schema)
	s, ok := book.Find(id)
	if !ok {
		return report.Diff{}, false, noScenario(book, id)
	}
	laid, _, found := book.Lay(s)
	changes := diff.Compare(loaded.Plan, laid, loaded.Schema)
	return report.NewDiff(report.DiffInput{
		Before: loaded.Source.Name, After: s.Addr.String(), Path: loaded.Source.Path, Complete: loaded.Complete,
		Changes: review.WithCauses(changes), Schema: loaded.Schema, Unmasked: unmasked,
	}), found.Worst() < diag.Error, nil
}

// underScenarios compares the target with the merge result, each under its own
// scenarios. A plan without a calendar or a year has no figures to compare.
func (in ReviewInput) underScenarios(merged *plan.Plan) []report.ReviewScenario {
	asked := ScenariosInput{Unmasked: in.Unmasked}
	before, err := Scenarios(in.Target, asked)
	if err != nil {
		return nil
	}
	landed := &Loaded{Side: review.Side{Plan: merged, Schema: in.Head.Schema, Complete: in.Head.Complete}, Source: in.Head.Source, folder: in.Head.folder, compiled: in.Head.compiled}
	after, err := Scenarios(landed, asked)
	if err != nil {
		return nil
	}
	return report.ReviewScenarios(before, after, in.Unmasked)
}
