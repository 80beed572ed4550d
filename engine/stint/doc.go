// Package stint knows who is paid when and by which comp plan. A [Stint] is a
// stretch of days on which one person holds one position under one comp plan;
// its pay at target may change within it. The package knows neither credits nor
// rates. Its entry point is [Of].
//
// # Whose
//
// The holders of a position are those of its holder records. A position without
// any is paid as itself, for as long as it is there. Days without a holder, in a
// position that has some, belong to nobody.
//
// # Which plan
//
// A position that names a comp plan is on that one, while the plan is active.
// Any other position is on the plan that names its role and is active that day.
// Two such plans on one day are a finding, and the position is then on neither.
//
// # Pay at target
//
// Base salary and target incentive are those of the pay record of the person on
// that day, else of the pay record of the position, else those of the comp plan.
// The two are looked up each by itself.
package stint
