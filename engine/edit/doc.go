// Package edit changes the text of YAML and CSV plan files in place: it is told
// what a file, or a record of a plan, is to say, and touches only the bytes
// that have to differ. Comments, order, quotes, indentation, line ends, byte
// order mark and a last line without an end stay as they are. Every result is
// parsed again and refused unless it says exactly what was asked.
//
// It knows how plan files are written and nothing of what they mean. Its entry
// points are [YAML] and [CSV] for one file, and [Plan] for many changes to the
// records of a plan.
package edit
