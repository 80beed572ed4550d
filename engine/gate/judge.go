package gate

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Verdicts of a policy.
const (
	Pass   = "pass"
	Warn   = "warn"
	Fail   = "fail"
	Waived = "waived"
)

// Input is a review that is to be judged.
type Input struct {
	Review       report.Review
	Changes      []review.Change // those of the review, nothing withheld
	Findings     []diag.Finding  // those of the review in its order, nothing withheld
	Base, Merged *plan.Plan      // before and after landing; the gate itself is read from Base
	Confidence   Confidence      // nil: nothing is confidential
	Unmasked     bool            // what is confidential may be told
	Cost         []CostLevel     // nil for a plan that says nothing about pay
	Pay          []PayEffect     // on people who are there before and after
	Previous     *report.Review  // of an earlier state of the change; nil: none is known
	AsOf         period.Date     // the day of the review; no date if it is not known
	FailOn       diag.Severity
	Given        *Approvals    // nil: nobody has been asked for approvals yet
	Asker        cuelang.Asker // of conditions that a plan states
}

// CostLevel is the cost of pay at assumed results, in the plan currency.
type CostLevel struct {
	Attainment    string // 1 is 100 %; "" for the plan's mix
	Mixed         bool
	Before, After money.Decimal
}

// PayEffect is what the change does to somebody's yearly pay at the results at
// which it loses most or, where it loses at none, gains least, in the plan
// currency.
type PayEffect struct {
	Position      string
	Attainment    string // 1 is 100 %; "" for the plan's mix
	Direction     string // better, worse, mixed
	Before, After money.Decimal
}

// Judge holds a review against the gate of the plan that it is to land on. A
// policy that cannot be evaluated fails it.
func Judge(in Input) report.Judgement {
	j := judge{in: in, lists: newLists(in), waivers: waiversOf(in.Base, in.AsOf)}
	result := report.Judgement{AsOf: dayText(in.AsOf), Gates: []report.Gate{}, Approvals: []report.Approval{}}
	for _, policy := range Policies(in.Base) {
		result.Gates = append(result.Gates, j.hold(policy))
	}
	slices.SortStableFunc(result.Gates, func(a, b report.Gate) int { return cmp.Compare(rank(a.Verdict), rank(b.Verdict)) })
	result.Excuses = j.excuses()
	j.selfGranted(result.Gates, result.Excuses)
	j.idle()
	result.Approvals = j.approvals()
	result.Findings = j.found
	return result
}

// rank orders verdicts, the worst first.
func rank(verdict string) int { return slices.Index([]string{Fail, Warn, Waived, Pass}, verdict) }

// judge is a review on its way through the gate.
type judge struct {
	in      Input
	lists   *lists
	waivers []*waiver
	found   []report.Finding
}

// hold holds the review against one policy.
func (j *judge) hold(p Policy) report.Gate {
	g := report.Gate{
		ID: p.ID, Verdict: Pass, Severity: p.Severity.String(), Message: p.Message, Limit: p.Limit.String(),
		Owner: p.Owner, Remedy: p.Remedy, Hits: []report.GateHit{},
	}
	if g.Message == "" {
		g.Message = "the limit of the policy " + p.ID + " is exceeded"
	}
	hits, err := j.ask(p)
	if err != nil {
		j.unanswered(&g, p, err)
		return g
	}
	over, measured := exceeding(p, hits)
	g.Value = j.measured(p, hits, measured)
	if !j.in.Unmasked { // the order of what is withheld would tell its size
		slices.SortStableFunc(over, func(a, b hit) int {
			if a.secret && b.secret {
				return strings.Compare(a.address, b.address)
			}
			return 0
		})
	}
	for _, hit := range over {
		shown := report.GateHit{Address: hit.address, Value: j.text(p, hit), Hash: hit.hash(p), File: hit.file, Line: hit.line, Column: hit.column}
		shown.Waiver = j.waive(p.ID, hit.address, shown.Hash)
		if hit.hidden {
			shown.Address = ""
		}
		g.Hits = append(g.Hits, shown)
	}
	if p.Sum && len(over) > 0 { // one waiver for all of it
		j.waiveSum(&g, p, over)
	}
	j.decide(&g, p)
	return g
}

// decide gives the verdict, and the finding that all formats show.
func (j *judge) decide(g *report.Gate, p Policy) {
	open := slices.DeleteFunc(slices.Clone(g.Hits), func(h report.GateHit) bool { return h.Waiver != "" })
	switch {
	case len(g.Hits) == 0:
		return
	case len(open) == 0:
		g.Verdict = Waived
		return
	}
	severity := p.Severity
	g.Verdict = Warn
	switch {
	case p.Worst == Warn && severity >= j.in.FailOn:
		severity = j.in.FailOn - 1
	case severity >= j.in.FailOn:
		g.Verdict = Fail
	}
	if severity == 0 {
		return // no severity is mild enough; the gate itself says it
	}
	first := open[0]
	where := ""
	if first.Address != "" {
		where = " at " + first.Address
		if len(open) > 1 {
			where += fmt.Sprintf(" and %d more", len(open)-1)
		}
	}
	value := first.Value
	if p.Sum {
		value = g.Value
	}
	f := finding(diag.PolicyExceeded, first.Address, first.File, first.Line, first.Column,
		"%s (policy %s: %s, at most %s)%s", g.Message, p.ID, orWithheld(value), g.Limit, where)
	f.Severity = severity.String()
	j.found = append(j.found, f)
}

// mostDigits are the digits after the point of a value in a message; the report
// has all of them.
const mostDigits = 4

// orWithheld writes a value for a message: what may not be told is named, and
// what has many digits is rounded.
func orWithheld(value string) string {
	if value == "" {
		return "more, which is withheld"
	}
	exact, err := money.ParseDecimal(value)
	if err != nil || exact.Scale() <= mostDigits {
		return value
	}
	rounded, err := exact.Round(mostDigits, money.HalfUp)
	if err != nil {
		return value
	}
	return "about " + rounded.String()
}

// unanswered reports a policy that gives no answer: nobody knows whether the
// limit is kept, so that this is worse than to exceed it.
func (j *judge) unanswered(g *report.Gate, p Policy, err error) {
	g.Verdict = Fail
	g.Problem = err.Error()
	where := addr.New(policyKind, p.ID)
	file, line, column := j.placeIn(j.in.Base, where)
	j.found = append(j.found, finding(diag.PolicyUnanswered, where.String(), file, line, column, "the policy %s gives no answer: %s", p.ID, err))
}

// hit is an item that a policy counts.
type hit struct {
	item
	value money.Decimal
}

// told reports whether the value of a hit may be told: it is a count, or nothing
// that it may be computed from is confidential.
func (j *judge) told(p Policy, h hit) bool { return j.in.Unmasked || p.Value == "" || !h.secret }

// text shows the value of a hit, "" if it may not be told.
func (j *judge) text(p Policy, h hit) string {
	if !j.told(p, h) {
		return ""
	}
	return h.value.String()
}

// measured shows what was measured over some hits, "" for nothing.
func (j *judge) measured(p Policy, hits []hit, value money.Decimal) string {
	if len(hits) == 0 && !p.Sum {
		return ""
	}
	for _, h := range hits {
		if !j.told(p, h) {
			return ""
		}
	}
	return value.String()
}

// hash is what a waiver names: it covers the policy, the record and the value,
// and is the same whether or not the value may be told.
func (h hit) hash(p Policy) string {
	value := h.value.String()
	if h.secret {
		value = "" // the content says it
	}
	return hash(p.ID, h.address, value, h.content)
}

// asksForRecord finds conditions that name the whole record, asksForAll those that
// may reach it without naming it.
var (
	asksForRecord = regexp.MustCompile(`\brecord\b`)
	asksForAll    = regexp.MustCompile(`(?m)\[|\bfor\b|\bitems\b|\bit\b\s*($|[^.\s])`)
)

// asksForDay finds conditions that need the day of the review.
var asksForDay = regexp.MustCompile(`\bas_of\b`)

// ask returns the items that a policy counts, with their values.
func (j *judge) ask(p Policy) ([]hit, error) {
	if p.Of == "" {
		return nil, errors.New(`it does not say what it looks at: set "of"`)
	}
	if j.in.AsOf.IsZero() && asksForDay.MatchString(strings.Join(append(slices.Clone(p.Where), p.Value), " ")) {
		return nil, errors.New("it asks for the day of the review: give it by --as-of")
	}
	items := j.lists.of(p.Of)
	if len(p.Collections) > 0 {
		items = slices.DeleteFunc(slices.Clone(items), func(i item) bool {
			a, err := addr.Parse(i.address)
			return err != nil || !slices.Contains(p.Collections, a.Collection)
		})
	}
	if len(items) == 0 {
		return nil, nil
	}
	q := cuelang.Question{Where: p.Where, Value: cmp.Or(p.Value, "1"), Given: j.given(p)}
	text := strings.Join(append(slices.Clone(p.Where), p.Value), "\n")
	whole := asksForRecord.MatchString(text) || !p.trusted && asksForAll.MatchString(text)
	for _, i := range items {
		n := i.node
		if last := len(n.Children) - 1; !whole && n.Children[last].Key == recordKey {
			n.Children = n.Children[:last] // CUE takes its time to read it
		}
		q.Items = append(q.Items, n)
	}
	asker := j.in.Asker
	switch {
	case p.trusted:
		asker = cuelang.InProcess{}
	case asker == nil:
		return nil, errors.New("there is nobody to evaluate CUE of a plan")
	}
	answers, err := asker.Ask(q)
	if err != nil {
		if _, stopped := errors.AsType[*cuelang.StoppedError](err); stopped {
			return nil, err
		}
		if !j.in.Unmasked && slices.ContainsFunc(items, func(i item) bool { return i.secret }) {
			err = errors.New("CUE does not understand a condition or the value; what it says may tell somebody's pay")
		}
		return nil, err
	}
	var hits []hit
	for _, answer := range answers {
		value, err := money.ParseDecimal(answer.Value)
		if err != nil {
			return nil, errors.New("the value has more digits than a number can hold")
		}
		hits = append(hits, hit{items[answer.Item], value})
	}
	return hits, nil
}

// given is what conditions may use beside the item.
func (j *judge) given(p Policy) syntax.Node {
	texts := syntax.Node{Key: "given", Kind: syntax.Map}
	for _, name := range slices.Sorted(maps.Keys(p.Given)) {
		kind := syntax.String
		if _, err := money.ParseDecimal(p.Given[name]); err == nil {
			kind = syntax.Number
		}
		texts.Children = append(texts.Children, scalar(name, kind, p.Given[name]))
	}
	return syntax.Node{Kind: syntax.Map, Children: []syntax.Node{scalar("as_of", syntax.String, dayText(j.in.AsOf)), texts}}
}

// exceeding returns what is over the limit, the largest value first, and what
// was measured: the largest value, or the sum.
func exceeding(p Policy, hits []hit) (over []hit, measured money.Decimal) {
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Or(b.value.Cmp(a.value), strings.Compare(a.address, b.address)) })
	if !p.Sum {
		if len(hits) > 0 {
			measured = hits[0].value
		}
		return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool { return h.value.Cmp(*p.Limit) <= 0 }), measured
	}
	for _, h := range hits {
		sum, err := measured.Add(h.value)
		if err != nil {
			return hits, largestAmount // more than a number can hold
		}
		measured = sum
	}
	if measured.Cmp(*p.Limit) <= 0 {
		return nil, measured
	}
	return hits, measured
}

// largestAmount is more than any amount that a plan may hold.
var largestAmount, _ = money.New(1<<62, 0)

// hash is a short digest of texts.
func hash(parts ...string) string {
	digest := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(digest, "%d:%s", len(part), part)
	}
	return fmt.Sprintf("%x", digest.Sum(nil)[:8])
}

// finding is a finding about the change under review.
func finding(code diag.Code, address, file string, line, column int, format string, args ...any) report.Finding {
	return report.Finding{
		Code: string(code), Slug: code.Info().Slug, Severity: code.Info().Severity.String(), Address: address,
		File: file, Line: line, Column: column, Message: fmt.Sprintf(format, args...), Status: "new",
	}
}

// placeIn says where a record of a plan stands.
func (j *judge) placeIn(p *plan.Plan, a addr.Addr) (file string, line, column int) {
	r, ok := p.Find(a)
	if !ok {
		return "", 0, 0
	}
	place := r.Place()
	return path.Join(j.in.Review.Path, place.File), place.Line, place.Column
}
