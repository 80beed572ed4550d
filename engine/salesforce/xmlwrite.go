package salesforce

import (
	"path"
	"slices"
	"strings"
)

// render writes the model as source files in order of path.
func (m *Model) render() []File {
	var files []File
	add := func(element, name string, fields *fieldWriter) {
		text := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
			"<" + element + ` xmlns="` + metadataNamespace + `">` + "\n" + fields.String() + "</" + element + ">\n"
		files = append(files, File{Path: m.pathOf(element, name), Text: []byte(text)})
	}
	if m.DeveloperName != "" {
		add(modelElement, m.DeveloperName, m.fields())
	}
	for _, t := range m.Types {
		add(typeElement, t.DeveloperName, t.fields())
	}
	for _, t := range m.Territories {
		add(territoryElement, t.DeveloperName, t.fields())
	}
	for _, r := range m.Rules {
		add(ruleElement, r.DeveloperName, r.fields())
	}
	if len(m.Associations) > 0 {
		files = append(files, File{Path: associationFile, Text: associationText(m.Associations)})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// pathOf returns where source format keeps a record.
func (m *Model) pathOf(element, name string) string {
	file := name + metadataEnd(element)
	models := path.Join(m.folderOrStandard(), "territory2Models", m.DeveloperName)
	switch element {
	case typeElement:
		return path.Join(m.folderOrStandard(), "territory2Types", file)
	case territoryElement:
		return path.Join(models, "territories", file)
	case ruleElement:
		return path.Join(models, "rules", file)
	default:
		return path.Join(models, file)
	}
}

// fieldWriter writes the elements of a record. Callers add them in
// alphabetical order, as Salesforce does.
type fieldWriter struct {
	strings.Builder
	indent string
}

func newFields() *fieldWriter { return &fieldWriter{indent: "    "} }

// always writes an element with text.
func (w *fieldWriter) always(name, text string) {
	w.WriteString(w.indent + "<" + name + ">" + escape.Replace(text) + "</" + name + ">\n")
}

// stated writes an element unless its text is empty.
func (w *fieldWriter) stated(name, text string) {
	if text != "" {
		w.always(name, text)
	}
}

// group writes an element with elements.
func (w *fieldWriter) group(name string, fields func(inner *fieldWriter)) {
	inner := fieldWriter{indent: w.indent + "    "}
	fields(&inner)
	w.WriteString(w.indent + "<" + name + ">\n" + inner.String() + w.indent + "</" + name + ">\n")
}

// escape writes text as Salesforce does.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;", "\r", "&#xD;")

func (m *Model) fields() *fieldWriter {
	w := newFields()
	w.stated("description", m.Description)
	w.always("name", m.Label)
	return w
}

func (t *TerritoryType) fields() *fieldWriter {
	w := newFields()
	w.stated("description", t.Description)
	w.always("name", t.Name)
	w.stated("priority", t.Priority)
	return w
}

func (t *Territory) fields() *fieldWriter {
	w := newFields()
	w.stated("accountAccessLevel", t.Access.Account)
	w.stated("caseAccessLevel", t.Access.Case)
	w.stated("contactAccessLevel", t.Access.Contact)
	w.stated("description", t.Description)
	w.always("name", t.Name)
	w.stated("opportunityAccessLevel", t.Access.Opportunity)
	w.stated("parentTerritory", t.Parent)
	for _, use := range t.Rules {
		w.group("ruleAssociations", func(inner *fieldWriter) {
			inner.always("inherited", truth(use.Inherited))
			inner.always("ruleName", use.Rule)
		})
	}
	w.stated("territory2Type", t.Type)
	return w
}

func (r *Rule) fields() *fieldWriter {
	w := newFields()
	w.always("active", truth(r.Active))
	w.stated("booleanFilter", r.Filter)
	w.always("name", r.Name)
	w.always("objectType", r.Object)
	for _, item := range r.Items {
		w.group("ruleItems", func(inner *fieldWriter) {
			inner.always("field", item.Field)
			inner.always("operation", item.Operation)
			inner.always("value", item.Value)
		})
	}
	return w
}

func truth(value bool) string {
	if value {
		return "true"
	}
	return "false"
}
