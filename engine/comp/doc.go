// Package comp is the typed form of what a sales plan says about incentive
// pay: comp plans with their components, rate tables, gates, modifiers, caps
// and draws, and beside them pay, ramps, leave, market rates and adjustments.
// It knows what plans say, not what anybody is paid. It is read once from a
// compiled plan and never changed. Its entry point is [Read].
package comp
