// Package draw knows how a draw changes what is paid and what is owed, payout
// period after payout period. It knows neither plans nor periods by name: it is
// given numbers and says what follows. Its entry point is [Account.Settle].
//
// With C earned in a period, D the draw of the period and B owed before it:
//
//   - non_recoverable pays max(C, D) and nothing is owed.
//   - recoverable_full lends D − C if C is below D. Otherwise min(B, C) is
//     repaid, even if less than D is then paid.
//   - recoverable_above_draw lends the same. Otherwise min(B, C − D) is repaid,
//     so that pay never falls below the draw.
//   - advance pays D at the start of the period and settles the rest, C − D, at
//     its end; lent and repaid is as with recoverable_above_draw.
//
// Nothing is lent beyond the limit of the balance. After its last period a draw
// is 0, and what is owed is repaid from all that is earned above 0.
package draw
