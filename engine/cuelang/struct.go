package cuelang

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/schema"
)

// structType compiles a struct. Inside it names may mean its own fields.
func (c *compiler) structType(x *ast.StructLit, outer *scope) *schema.Type {
	s := &scope{parent: outer, decls: x.Elts}
	t := c.typed(x, schema.Struct)
	if conditional(x.Elts) {
		t.Fields = c.switched(x, s)
		return t
	}
	whole := c.group(x.Elts, s)
	if whole.scalar != nil {
		return whole.scalar
	}
	t.Fields = whole.fields
	return t
}

// group is what declarations between braces say.
type group struct {
	fields *schema.Fields
	scalar *schema.Type // where they are a value, not fields
}

// group compiles declarations without conditions.
func (c *compiler) group(decls []ast.Decl, s *scope) group {
	g := group{fields: &schema.Fields{}}
	var embeds []*schema.Fields
	for _, decl := range decls {
		switch d := decl.(type) {
		case *ast.Field:
			c.addField(g.fields, d, s)
		case *ast.Ellipsis:
			g.fields.ByForm = append(g.fields.ByForm, anyField())
		case *ast.EmbedDecl:
			embedded := c.typeOf(d.Expr, s)
			switch {
			case embedded.Kinds&schema.Struct != 0 && embedded.Fields != nil:
				embeds = append(embeds, embedded.Fields)
			case embedded.Kinds == schema.AnyKind: // relaxed, or no constraint at all
				g.fields.ByForm = append(g.fields.ByForm, anyField())
			default:
				g.scalar = c.relax(d, "a value within braces")
			}
		case *ast.LetClause, *ast.Attribute, *ast.CommentGroup:
		default:
			c.relax(d, "fields that are computed")
			g.fields.ByForm = append(g.fields.ByForm, anyField())
		}
	}
	// A pattern holds for the fields that are named beside it too.
	g.fields = schema.MeetFields(&schema.Fields{Named: g.fields.Named}, &schema.Fields{ByForm: g.fields.ByForm})
	for _, embedded := range embeds {
		c.embed(&g, embedded, decls[0])
	}
	return g
}

// embed adds the fields of an embedded struct. If that is closed, the struct
// around it is too, with the fields of both. Groups that both describe are
// closed by CUE in ways that types do not express.
func (c *compiler) embed(g *group, embedded *schema.Fields, at ast.Node) {
	opened := *embedded
	opened.Closed = false
	opened.Named = slices.Clone(embedded.Named)
	for i := range opened.Named {
		field := &opened.Named[i]
		both := g.fields.Find(field.Name)
		if both == nil || both.Type.Kinds&field.Type.Kinds&(schema.List|schema.Struct) == 0 {
			continue
		}
		c.relax(at, "an embedded struct that shares the group %s", field.Name)
		field.Type, field.Presence = &schema.Type{Kinds: schema.AnyKind}, schema.Optional
		both.Type = &schema.Type{Kinds: schema.AnyKind}
	}
	isClosed := g.fields.Closed || embedded.Closed
	g.fields.Closed = false
	g.fields = schema.MeetFields(g.fields, &opened)
	g.fields.Closed = isClosed
}

// anyField is what "..." allows.
func anyField() schema.NamedByKey {
	return schema.NamedByKey{Name: &schema.Type{Kinds: schema.String}, Type: &schema.Type{Kinds: schema.AnyKind}}
}

// addField compiles one field or pattern of a struct.
func (c *compiler) addField(fields *schema.Fields, f *ast.Field, s *scope) {
	name, plain := labelName(f.Label)
	if !plain {
		c.addPattern(fields, f, s)
		return
	}
	if strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#") {
		if _, quoted := f.Label.(*ast.BasicLit); !quoted {
			if c.local(f.Value, s) {
				c.relax(f, "the hidden constraint %s", name)
			}
			return
		}
	}
	if _, alias := f.Label.(*ast.Alias); alias {
		c.relax(f, "a field with an alias")
	}
	relaxed := len(c.relaxed)
	field := schema.Field{Name: name, Doc: docOf(f), Presence: presenceOf(f.Constraint), Type: c.fieldType(f, s), Origin: c.places.ofNode(f)}
	if len(c.relaxed) > relaxed && field.Presence == schema.Regular {
		field.Presence = schema.Optional // CUE may know its value
	}
	attributes(&field, f)
	for i := range fields.Named {
		if fields.Named[i].Name == name { // declared twice: both hold
			met := schema.MeetFields(&schema.Fields{Named: []schema.Field{fields.Named[i]}}, &schema.Fields{Named: []schema.Field{field}})
			fields.Named[i] = met.Named[0]
			return
		}
	}
	fields.Named = append(fields.Named, field)
}

func presenceOf(mark token.Token) schema.Presence {
	switch mark {
	case token.OPTION:
		return schema.Optional
	case token.NOT:
		return schema.Required
	}
	return schema.Regular
}

// addPattern compiles fields that are known by the form of their name.
func (c *compiler) addPattern(fields *schema.Fields, f *ast.Field, s *scope) {
	form, inside, ok := patternOf(f, s)
	if !ok {
		c.relax(f, "a field whose name is computed")
		fields.ByForm = append(fields.ByForm, anyField())
		return
	}
	name := c.typeOf(form, s)
	name = schema.Meet(name, &schema.Type{Kinds: schema.String})
	fields.ByForm = append(fields.ByForm, schema.NamedByKey{Name: name, Type: c.fieldType(f, inside)})
}

// patternOf returns the form of the names that a pattern [form]: value is for,
// and the scope of the value.
func patternOf(f *ast.Field, s *scope) (form ast.Expr, inside *scope, ok bool) {
	brackets, ok := f.Label.(*ast.ListLit)
	if !ok || len(brackets.Elts) != 1 {
		return nil, nil, false
	}
	form, inside = brackets.Elts[0], s
	if alias, ok := form.(*ast.Alias); ok {
		form = alias.Expr
		inside = &scope{parent: s, names: []string{alias.Ident.Name}}
	}
	return form, inside, true
}

// docOf returns the comment above a field, its lines joined.
func docOf(f *ast.Field) string {
	var lines []string
	for _, group := range ast.Comments(f) {
		if !group.Doc {
			continue
		}
		for _, line := range group.List {
			lines = append(lines, strings.TrimSpace(strings.TrimPrefix(line.Text, "//")))
		}
	}
	return strings.TrimSpace(strings.Join(lines, " "))
}

// attributes reads what the attributes of a field say of it.
func attributes(field *schema.Field, f *ast.Field) {
	for _, attribute := range f.Attrs {
		switch name, body := attribute.Split(); name {
		case "ref":
			field.Refs = splitList(body, ",")
		case "oneof":
			field.OneOf = body
		case "unique":
			field.Unique = true
		case "facet":
			field.Facet = body
		case "currency":
			field.Currency = true
		case "confidential":
			field.Confidential = true
		}
	}
}

func splitList(text, separator string) []string {
	parts := strings.Split(text, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
