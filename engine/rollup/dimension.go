package rollup

import (
	"fmt"
	"slices"
	"strings"
)

// Dimension says along what totals are summed. The zero Dimension is invalid.
type Dimension uint8

// The dimensions.
const (
	Territory Dimension = iota + 1 // the territory tree; nodes are territories
	Manager                        // the manager tree; nodes are positions
	Role                           // nodes are roles
	Total                          // the whole plan by measure; the node is the zero address
)

// dimensions are all of them in the order in which they are offered.
var dimensions = []Dimension{Territory, Manager, Role, Total}

// String returns the name that ParseDimension reads.
func (d Dimension) String() string {
	names := [...]string{Territory: "territory", Manager: "manager", Role: "role", Total: "total"}
	if int(d) < len(names) && d != 0 {
		return names[d]
	}
	return "invalid"
}

// DimensionNames returns the names of the dimensions, the most usual first.
func DimensionNames() []string {
	names := make([]string, 0, len(dimensions))
	for _, d := range dimensions {
		names = append(names, d.String())
	}
	return names
}

// ParseDimension reads the name of a dimension.
func ParseDimension(text string) (Dimension, error) {
	names := DimensionNames()
	if i := slices.Index(names, text); i >= 0 {
		return dimensions[i], nil
	}
	return 0, fmt.Errorf("%q is not a dimension of totals: choose one of %s", text, strings.Join(names, ", "))
}
