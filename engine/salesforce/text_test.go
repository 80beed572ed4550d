package salesforce_test

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// Texts that YAML readers change, or read in more than one way, are the same
// text after an import: as name of a territory, and as value of a condition.
func TestEveryTextComesBack(t *testing.T) {
	texts := []string{
		"NO", "yes", "Off", "y", "~", "null", "Null", "true", "017", "1e3", "1_000", "0x1f", "12:30", ".5", "5.", "+1", "-", "--", "2027-01-01",
		"2027-01-01 10:00", "Infinity", ".inf", ".NaN", "=", "<<", "*a", "&a", "!a", "!!str a", "%a", "@a", "`a`", "a: b", "a:", ":a", "a #b", "#a",
		"- a", "? a", "[a", "a]", "{a}", "a}", "'a'", "it's", "\"a\"", "a\\b", "a\nb", "a\n", "\ta", " a", "a ", "a  b", "Ä Ö", "日本", "a\u00a0b",
		"a\u200bb", "\ufeffa", "a\u2028b", "\u202ea", "\U0001f1e9\U0001f1ea", "\U000e0041", "a|b", ">a", "(a) & b/c + d.e_f-g", "a;b", "a$b",
		strings.Repeat("long ", 2000) + "end",
	}
	source, items := field(), []string(nil)
	for i, text := range texts {
		source[fmt.Sprintf("%sterritories/t%d.territory2-meta.xml", models, i)] = territory(escaped(t, text), "west")
		items = append(items, "Account.A", "lessThan", escaped(t, text))
	}
	source[models+"rules/All.territory2Rule-meta.xml"] = rule("All", items...)
	into := map[string]string{}
	importInto(t, folder(source), into)
	p := compiled(t, into)
	names := map[string]string{}
	for _, one := range p.Territories {
		names[one.ID()] = one.Name
	}
	for i, text := range texts {
		if got := names[fmt.Sprintf("t%d", i)]; got != text {
			t.Errorf("the name %q became %q", text, got)
		}
		if got := p.Rules[0].Conditions[i].Values; len(got) != 1 || got[0] != text {
			t.Errorf("the value %q became %q", text, got)
		}
	}
}

func escaped(t *testing.T, text string) string {
	t.Helper()
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
