package schema

import "github.com/salesplan/salesplan/engine/syntax"

// typeCell gives a CSV cell the kind of scalar that the type asks for. A type
// that takes text besides other kinds gets text only where the cell has not the
// form of the others. It reports false where the cell has no form that fits; the
// node is then text.
func typeCell(cell *syntax.Node, t *Type) bool {
	kind := syntax.String
	ok := true
	switch {
	case t.Kinds&Scalars == String:
	case t.Kinds&Bool != 0 && (cell.Text == "true" || cell.Text == "false"):
		kind = syntax.Bool
	case t.Kinds&Number != 0:
		whole, decimal := decimalText(cell.Text)
		switch {
		case decimal && whole:
			kind = syntax.Int
		case decimal:
			kind = syntax.Number
		default:
			ok = t.Kinds&String != 0
		}
	default:
		ok = t.Kinds&String != 0
	}
	cell.Kind = kind
	return ok
}
