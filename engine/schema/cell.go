package schema

import "github.com/salesplan/salesplan/engine/syntax"

// typedCell returns a CSV cell as the kind of scalar that the type asks for. A
// type that takes text besides other kinds gets text only where the cell has
// not the form of the others. ok is false where the cell has no form that
// fits; the node is then text.
func typedCell(cell *syntax.Node, t *Type) (typed syntax.Node, ok bool) {
	typed = *cell
	typed.Kind = syntax.String
	if t.Kinds&Scalars == String {
		return typed, true
	}
	if t.Kinds&Bool != 0 && (cell.Text == "true" || cell.Text == "false") {
		typed.Kind = syntax.Bool
		return typed, true
	}
	if whole, decimal := decimalText(cell.Text); decimal && t.Kinds&Number != 0 {
		typed.Kind = syntax.Number
		if whole {
			typed.Kind = syntax.Int
		}
		return typed, true
	}
	return typed, t.Kinds&String != 0
}
