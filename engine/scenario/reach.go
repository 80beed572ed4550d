package scenario

import "github.com/salesplan/salesplan/engine/reach"

// Reach says what decides the findings of [Check]: where there is a scenario, any
// record may be one that it changes.
func Reach() reach.Reach {
	return reach.Reach{Among: []string{Kind}, Reads: collections()}
}

// collections are all that there are in the language: a scenario may change
// records of nearly any, and refer to any.
func collections() []string {
	return []string{
		"plan", "measure", "role", "position", "person", "territory_type", "territory", "assignment_rule",
		"account", "holder", "assignment", "quota", "quota_relief", "selling_calendar", "cover", "allocation",
		"weight", "goal", "envelope", "capacity", "hire", "scenario", "comp_plan", "pay",
		"ramp", "leave", "market_rate", "adjustment", "accountability", "function", "team", "system",
		"activity", "responsibility", "staffing", "reallocation", "maturity_stage", "maturity_criterion", "sales_process", "sales_stage",
		"forecast_category", "cycle_step", "cycle_input", "cycle_delivery", "demand_supply", "kpi", "kpi_value", "cycle_attendee",
		"cycle_meeting", "cycle_action", "policy", "waiver", "approver", "owner_rule", "letter_template", "clause",
		"letter_word", "translation", "issued_letter", "acceptance", "signing_key", "move",
	}
}
