package engine

import "github.com/salesplan/salesplan/engine/period"

// AsOf narrows a loaded plan to what is in effect on a day: see [plan.Plan.AsOf].
func (l *Loaded) AsOf(day period.Date) { l.Plan = l.Plan.AsOf(day) }
