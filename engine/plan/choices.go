package plan

import (
	"errors"
	"slices"
	"strconv"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/syntax"
)

// choicesOf reads the settings of the plan.
func choicesOf(n *syntax.Node, origin Origin) Choices {
	c := Choices{
		Origin: origin, Name: n.TextOf("name"),
		Currency: currencyOf(n.TextOf("currency")), Calendar: calendarOf(n), OverAssignment: bandOf(n), CompDesign: compDesignOf(n), Relief: reliefRulesOf(n),
	}
	for _, text := range textsOf(n, "years") {
		if year, err := period.Parse(text); err == nil {
			c.Years = append(c.Years, year)
		}
	}
	slices.SortFunc(c.Years, period.Period.Compare)
	if rates, ok := n.Field("fx_rates"); ok {
		c.FXRates = make(map[money.Currency]money.Decimal, len(rates.Children))
		for i := range rates.Children {
			c.FXRates[currencyOf(rates.Children[i].Key)] = decimalOf(rates, rates.Children[i].Key)
		}
	}
	return c
}

// calendarOf reads the fiscal calendar, nil if the plan states none. The schema
// has checked its words.
func calendarOf(n *syntax.Node) *period.Calendar {
	stated, ok := n.Field("calendar")
	if !ok {
		return nil
	}
	calendar, err := readCalendar(stated)
	if err != nil {
		return nil
	}
	return &calendar
}

func readCalendar(stated *syntax.Node) (period.Calendar, error) {
	naming, err := period.ParseNaming(stated.TextOf("named_by"))
	if err != nil {
		return period.Calendar{}, err
	}
	if stated.TextOf("kind") == "months" {
		month, err := strconv.Atoi(stated.TextOf("start_month"))
		if err != nil {
			return period.Calendar{}, err
		}
		return period.NewMonthCalendar(month, naming)
	}
	pattern, patternErr := period.ParsePattern(stated.TextOf("kind"))
	month, monthErr := strconv.Atoi(stated.TextOf("end_month"))
	weekday, weekdayErr := period.ParseWeekday(stated.TextOf("end_weekday"))
	anchor, anchorErr := period.ParseAnchor(stated.TextOf("anchor"))
	if err := errors.Join(patternErr, monthErr, weekdayErr, anchorErr); err != nil {
		return period.Calendar{}, err
	}
	return period.NewWeekCalendar(pattern, month, weekday, anchor, naming)
}

// bandOf reads the declared over-assignment band, nil if there is none.
func bandOf(n *syntax.Node) *Band { return limitsOf(n, "over_assignment") }

func limitsOf(n *syntax.Node, field string) *Band {
	stated, ok := n.Field(field)
	if !ok {
		return nil
	}
	return &Band{Min: decimalOf(stated, "min"), Max: decimalOf(stated, "max")}
}

// compDesignOf reads the declared ranges for comp plans.
func compDesignOf(n *syntax.Node) CompDesign {
	stated, ok := n.Field("comp_design")
	if !ok {
		return CompDesign{}
	}
	design := CompDesign{
		PayMix: limitsOf(stated, "pay_mix"), QuotaToOTE: limitsOf(stated, "quota_to_ote"),
		QuotaToTargetIncentive: limitsOf(stated, "quota_to_target_incentive"),
	}
	design.MaxMeasures, _ = strconv.Atoi(stated.TextOf("max_measures"))
	if leverage, ok := stated.Field("leverage"); ok {
		design.Leverage = &Leverage{Of: leverage.TextOf("of"), Max: decimalOf(leverage, "max")}
	}
	if _, ok := stated.Field("max_cliff"); ok {
		most := decimalOf(stated, "max_cliff")
		design.MaxCliff = &most
	}
	return design
}
