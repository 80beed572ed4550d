package plan

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Build makes a plan of typed records. The caller has checked them against the
// schema and named those that failed as broken; addresses are unique.
func Build(records record.List, references []Reference, broken map[addr.Addr]bool) *Plan {
	p := &Plan{Records: records, References: references, Broken: broken}
	if i, ok := p.Records.Find(SettingsAddr); ok && !broken[SettingsAddr] {
		p.Choices = choicesOf(&p.Records.Record(i).Node, p.origin(i))
	}
	for collection := range p.Records.Collections() {
		if collection != AccountKind { // there may be very many: see [Plan.Accounts]
			p.addAll(collection)
		}
	}
	p.relieve(period.Date{})
	if !slices.IsSortedFunc(p.References, Reference.Compare) {
		slices.SortFunc(p.References, Reference.Compare)
	}
	return p
}

// SettingsAddr is the address of the plan's settings.
var SettingsAddr = addr.New(Settings, "settings")

// addAll files the sound records of a collection under their type.
func (p *Plan) addAll(collection string) {
	from, to := p.Records.Collection(collection)
	for i := from; i < to; i++ {
		if r := p.Records.Record(i); !p.Broken[r.Addr] {
			p.add(r, p.origin(i))
		}
	}
}

func (p *Plan) origin(i int) Origin {
	return Origin{Addr: p.Records.Addr(i), records: &p.Records, number: i}
}

// add files one sound record under its type.
func (p *Plan) add(r *record.Record, origin Origin) {
	n := &r.Node
	switch r.Addr.Collection {
	case MeasureKind:
		p.Measures = append(p.Measures, Measure{
			Origin: origin, Name: n.TextOf("name"), Unit: unitOf(n.TextOf("unit")),
			QuotaBy: n.TextOf("quota_by"), QuotaGrain: grainOf(n.TextOf("quota_grain")),
			Aggregate: n.TextOf("aggregate"),
		})
	case RoleKind:
		p.Roles = append(p.Roles, Role{Origin: origin, Name: n.TextOf("name"), Manager: n.TextOf("manager") == "true", Measures: textsOf(n, "measures"), Ramp: n.TextOf("ramp")})
	case PositionKind:
		p.Positions = append(p.Positions, Position{
			Origin: origin, Title: n.TextOf("title"), Role: n.TextOf("role"), Manager: n.TextOf("manager"), CompPlan: n.TextOf("comp_plan"), Active: rangeOf(n),
		})
	case PersonKind:
		p.People = append(p.People, Person{Origin: origin, Name: n.TextOf("name"), Active: rangeOf(n)})
	case TypeKind:
		p.Types = append(p.Types, TerritoryType{Origin: origin, Name: n.TextOf("name"), Priority: n.TextOf("priority")})
	case TerritoryKind:
		p.Territories = append(p.Territories, territoryOf(r, origin))
	case RuleKind:
		p.Rules = append(p.Rules, ruleOf(r, origin))
	case HolderKind:
		p.Holders = append(p.Holders, Holder{Origin: origin, Position: n.TextOf("position"), Person: n.TextOf("person"), Ramp: n.TextOf("ramp"), Active: rangeOf(n)})
	case AssignmentKind:
		p.Assignments = append(p.Assignments, Assignment{
			Origin: origin, Territory: n.TextOf("territory"), Account: n.TextOf("account"), Position: n.TextOf("position"),
			Coverage: n.TextOf("coverage"), Share: decimalOf(n, "share"), TakesQuota: cmp.Or(n.TextOf("takes_quota"), "whole"), Active: rangeOf(n),
		})
	case QuotaKind:
		p.Quotas = append(p.Quotas, p.quotaOf(n, origin))
	case ReliefKind:
		p.Reliefs = append(p.Reliefs, reliefOf(n, origin))
	case SellingCalendarKind:
		p.SellingCalendars = append(p.SellingCalendars, sellingCalendarOf(n, origin))
	case CoverKind:
		p.Covers = append(p.Covers, coverOf(n, origin))
	case MoveKind:
		from, _ := addr.Parse(n.TextOf("from"))
		to, _ := addr.Parse(n.TextOf("to"))
		p.Moves = append(p.Moves, Move{Origin: origin, From: from, To: to})
	default:
		if !p.Selling.add(r, origin) && !p.Cycle.add(r, origin) {
			p.Operations.add(r, origin, p.Choices.Currency)
		}
	}
}

// quotaOf reads a quota; the currency of a money measure is the plan's unless
// the quota states one.
func (p *Plan) quotaOf(n *syntax.Node, origin Origin) Quota {
	q := Quota{
		Origin: origin, Territory: n.TextOf("territory"), Position: n.TextOf("position"), Measure: n.TextOf("measure"),
		Assigned: decimalOf(n, "amount"), Currency: currencyOf(n.TextOf("currency")),
	}
	q.Period, _ = period.Parse(n.TextOf("period"))
	measure, known := p.Find(addr.New(MeasureKind, q.Measure))
	if q.Currency == (money.Currency{}) && known && measure.Node.TextOf("unit") == "money" {
		q.Currency = p.Choices.Currency
	}
	return q
}

// territoryOf reads a territory.
func territoryOf(r *record.Record, origin Origin) Territory {
	n := &r.Node
	t := Territory{
		Origin: origin, Name: n.TextOf("name"), Parent: n.TextOf("parent"), Type: n.TextOf("type"),
		Container: n.TextOf("container") == "true", Active: rangeOf(n),
	}
	if uses, ok := n.Field("rules"); ok {
		for i := range uses.Children {
			use := &uses.Children[i]
			t.Rules = append(t.Rules, RuleUse{Rule: use.TextOf("rule"), Inherited: use.TextOf("inherited") == "true", Place: use.Place(r.File)})
		}
	}
	if named, ok := n.Field("named_accounts"); ok {
		for i := range named.Children {
			one := &named.Children[i]
			t.NamedAccounts = append(t.NamedAccounts, NamedAccount{Account: one.TextOf("account"), Reason: one.TextOf("reason"), Place: one.Place(r.File)})
		}
	}
	return t
}

// RuleOf reads a typed record of an assignment rule.
func RuleOf(r *record.Record) AssignmentRule {
	alone := record.NewList(record.Slice{*r})
	return ruleOf(r, Origin{Addr: r.Addr, records: &alone})
}

func ruleOf(r *record.Record, origin Origin) AssignmentRule {
	n := &r.Node
	rule := AssignmentRule{Origin: origin, Name: n.TextOf("name"), Active: n.TextOf("active") == "true", Object: n.TextOf("object"), Filter: n.TextOf("filter")}
	if conditions, ok := n.Field("conditions"); ok {
		for i := range conditions.Children {
			c := &conditions.Children[i]
			rule.Conditions = append(rule.Conditions, Condition{
				Field: c.TextOf("field"), Operator: c.TextOf("operator"), Values: textsOf(c, "values"), Place: c.Place(r.File),
			})
		}
	}
	return rule
}

// textsOf returns the items of a list of scalars.
func textsOf(n *syntax.Node, field string) []string {
	list, ok := n.Field(field)
	if !ok {
		return nil
	}
	texts := make([]string, 0, len(list.Children))
	for i := range list.Children {
		texts = append(texts, list.Children[i].Text)
	}
	return texts
}

// rangeOf reads the half-open range of the fields from and to. The schema has
// checked the dates.
func rangeOf(n *syntax.Node) period.Range {
	var r period.Range
	if text := n.TextOf("from"); text != "" {
		r.From, _ = period.ParseDate(text)
	}
	if text := n.TextOf("to"); text != "" {
		r.To, _ = period.ParseDate(text)
	}
	return r
}

// decimalOf reads an exact number. The schema has checked its form.
func decimalOf(n *syntax.Node, field string) money.Decimal {
	d, _ := money.ParseDecimal(n.TextOf(field))
	return d
}

// currencyOf reads a currency code; the zero Currency where none is stated. The
// schema has checked the code.
func currencyOf(text string) money.Currency {
	c, _ := money.ParseCurrency(text)
	return c
}

func unitOf(text string) Unit {
	switch text {
	case "money":
		return Money
	case "ratio":
		return Ratio
	}
	return Count
}

func grainOf(text string) period.Kind {
	switch text {
	case "year":
		return period.Year
	case "half":
		return period.Half
	case "quarter":
		return period.Quarter
	case "month":
		return period.Month
	}
	return 0
}
