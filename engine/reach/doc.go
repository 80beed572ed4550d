// Package reach knows how far a change reaches: a rule says along which paths
// it goes from the record that a finding is about to the records that decide
// it, and the paths read backwards tell which findings a changed record can
// alter. It knows neither rules nor where records come from. Its entry points
// are [Reach] and the steps [Field], [Targets], [Above], [Circle] and [Alike].
package reach
