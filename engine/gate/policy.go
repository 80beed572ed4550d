package gate

import (
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Policy is a limit that every review is held against.
type Policy struct {
	ID          string
	Message     string // what exceeding the limit means
	Severity    diag.Severity
	Worst       string // Fail or Warn: the worst verdict that it may give
	Owner       string // position, "" if not stated
	Remedy      string
	Of          string   // the list of the review that it looks at
	Collections []string // nil for all
	Where       []string // CUE
	Value       string   // CUE; "" counts 1
	Sum         bool     // all values together are held against the limit
	Limit       *money.Decimal
	Given       map[string]string
	off         bool
	trusted     bool // its expressions are ours
}

// Policies returns the policies that a plan is held against, by id: the built-in
// ones as the plan changes them, and its own. Those that are switched off, lack
// a limit or lack a text that they are to be given are left out.
func Policies(p *plan.Plan) []Policy {
	byID := map[string]Policy{}
	for _, built := range starters() {
		byID[built.ID] = built
	}
	for r := range sound(p, policyKind) {
		own, ok := byID[r.Addr.ID]
		if !ok {
			own = Policy{ID: r.Addr.ID, Severity: diag.Warning, Worst: Fail, Limit: new(money.Decimal), trusted: true}
		}
		own.change(&r.Node)
		byID[r.Addr.ID] = own
	}
	var asked []Policy
	for _, policy := range byID {
		if !policy.off && policy.Limit != nil && policy.complete() {
			asked = append(asked, policy)
		}
	}
	slices.SortFunc(asked, func(a, b Policy) int { return strings.Compare(a.ID, b.ID) })
	return asked
}

// complete reports whether the policy has all texts that it is to be given.
func (p Policy) complete() bool {
	for _, text := range p.Given {
		if text == "" {
			return false
		}
	}
	return true
}

// change takes over what a record states.
func (p *Policy) change(n *syntax.Node) {
	for field, into := range map[string]*string{
		"message": &p.Message, "worst": &p.Worst, "owner": &p.Owner, "remedy": &p.Remedy, "of": &p.Of, "value": &p.Value,
	} {
		if text := n.TextOf(field); text != "" {
			*into = text
		}
	}
	if severity := n.TextOf("severity"); severity != "" {
		p.Severity, _ = diag.ParseSeverity(severity)
		p.off = severity == "off"
	}
	if combine := n.TextOf("combine"); combine != "" {
		p.Sum = combine == "sum"
	}
	if limit, err := money.ParseDecimal(n.TextOf("limit")); err == nil {
		p.Limit = &limit
	}
	if collections, ok := n.Field("collections"); ok {
		p.Collections = textsOf(collections)
	}
	if where, ok := n.Field("where"); ok {
		p.Where = textsOf(where)
	}
	_, conditions := n.Field("where")
	_, value := n.Field("value")
	p.trusted = p.trusted && !conditions && !value
	if given, ok := n.Field("given"); ok {
		merged := map[string]string{}
		maps.Copy(merged, p.Given)
		for i := range given.Children {
			merged[given.Children[i].Key] = given.Children[i].Text
		}
		p.Given = merged
	}
}

// textsOf returns the texts of a list.
func textsOf(n *syntax.Node) []string {
	texts := make([]string, 0, len(n.Children))
	for i := range n.Children {
		texts = append(texts, n.Children[i].Text)
	}
	return texts
}

// Names of the collections that this package reads.
const (
	policyKind    = "policy"
	waiverKind    = "waiver"
	approverKind  = "approver"
	ownerRuleKind = "owner_rule"
)

// Collections are the collections that decide about changes.
func Collections() []string { return []string{policyKind, waiverKind, approverKind, ownerRuleKind} }

// sound yields the records of a collection that have no finding of their own.
func sound(p *plan.Plan, collection string) func(func(*record.Record) bool) {
	return func(yield func(*record.Record) bool) {
		from, to := p.Records.Collection(collection)
		for i := from; i < to; i++ {
			if r := p.Records.Record(i); !p.Broken[r.Addr] && !yield(r) {
				return
			}
		}
	}
}
