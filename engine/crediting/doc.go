// Package crediting knows which credits count for a component, on which day and
// by how much: its conditions and factors, applied to a row of a credits file.
// It knows neither positions nor pay. Its entry point is [New].
package crediting
