package load_test

import (
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/syntax"
)

func TestPlainValues(t *testing.T) {
	const refused = syntax.Null
	tests := []struct {
		text string
		want syntax.Kind
	}{
		{"0", syntax.Int},
		{"7", syntax.Int},
		{"-7", syntax.Int},
		{"-0", syntax.Int},
		{"123456789012345678901234567890", syntax.Int},
		{"0.5", syntax.Number},
		{"-0.50", syntax.Number},
		{"10.00", syntax.Number},
		{"1234567890.123456789012345", syntax.Number},
		{"true", syntax.Bool},
		{"false", syntax.Bool},
		{"2027-02-01", syntax.String},
		{"emea", syntax.String},
		{"emea.dach", syntax.String},
		{"4-4-5", syntax.String},
		{"FY27-Q2", syntax.String},
		{"a b", syntax.String},
		{"1 AND (2 OR 3)", syntax.String},
		{"1,000", syntax.String},
		{"10%", syntax.String},
		{"10 EUR", syntax.String},
		{"1.2.3", syntax.String},
		{"1-2", syntax.String},
		{"+49 30 1234", syntax.String},
		{"-x", syntax.String},
		{".hidden", syntax.String},
		{"12a", syntax.String},
		{"1e", syntax.String},
		{"nope", syntax.String},
		{"yes please", syntax.String},
		{"nullable", syntax.String},
		{"Infinity", syntax.String},
		{"NaN", syntax.String},
		{"0x", syntax.String},
		{"0xG", syntax.String},
		{"24:99", syntax.String},

		{"017", refused},
		{"-017", refused},
		{"00", refused},
		{"08", refused},
		{"0123.5", refused},
		{"00.5", refused},
		{"0_7", refused},
		{"0x1F", refused},
		{"0X1f", refused},
		{"-0x1F", refused},
		{"0o7", refused},
		{"0O7", refused},
		{"0b101", refused},
		{"0B1", refused},
		{"1_000", refused},
		{"1_000.50", refused},
		{"1.000_5", refused},
		{"1__0", refused},
		{"1_", refused},
		{"1e3", refused},
		{"1E3", refused},
		{"1e+3", refused},
		{"1.5e3", refused},
		{"-1.5E-3", refused},
		{".5e3", refused},
		{"1.e3", refused},
		{"01e3", refused},
		{"+1", refused},
		{"+1.5", refused},
		{"+0", refused},
		{".5", refused},
		{"-.5", refused},
		{"+.5", refused},
		{"5.", refused},
		{"-5.", refused},
		{".inf", refused},
		{"-.inf", refused},
		{"+.INF", refused},
		{".Inf", refused},
		{".nan", refused},
		{".NaN", refused},
		{"1:30", refused},
		{"190:20:30", refused},
		{"1:30.5", refused},
		{"-1:30", refused},
		{"2027-2-1", refused},
		{"2027-02-01T10:00:00Z", refused},
		{"2027-02-01 10:00:00", refused},
		{"yes", refused},
		{"Yes", refused},
		{"YES", refused},
		{"no", refused},
		{"No", refused},
		{"NO", refused},
		{"nO", refused},
		{"on", refused},
		{"ON", refused},
		{"off", refused},
		{"Off", refused},
		{"y", refused},
		{"Y", refused},
		{"n", refused},
		{"N", refused},
		{"True", refused},
		{"TRUE", refused},
		{"False", refused},
		{"FALSE", refused},
		{"tRuE", refused},
		{"~", refused},
		{"null", refused},
		{"Null", refused},
		{"NULL", refused},
		{"=", refused},
		{"<<", refused},
		{"0" + strings.Repeat("7", 5000), refused},
		{"0x" + strings.Repeat("f", 5000), refused},
	}
	for _, test := range tests {
		name := test.text[:min(len(test.text), 20)]
		t.Run(name, func(t *testing.T) {
			tree, findings := read(t, map[string]string{"x.yaml": "a:\n- " + test.text + "\n"})
			got := tree.Records[0].Node
			if got.Kind != test.want {
				t.Fatalf("%s is %s, want %s; findings:\n%s", name, got.Kind, test.want, brief(findings))
			}
			if test.want != refused {
				if len(findings) > 0 || got.Text != test.text {
					t.Errorf("%s became %q with findings:\n%s", name, got.Text, brief(findings))
				}
				return
			}
			if len(findings) != 1 || findings[0].Code != diag.AmbiguousScalar || findings[0].Place.String() != "x.yaml:2:3" {
				t.Fatalf("findings:\n%s", brief(findings))
			}
			if m := findings[0].Message; !strings.HasPrefix(m, name) || !strings.Contains(m, "quotes") || len(m) > 350 {
				t.Errorf("message does not name the value and the remedy: %s", m)
			}
		})
		t.Run("quoted "+name, func(t *testing.T) {
			tree, findings := read(t, map[string]string{"x.yaml": "a:\n- \"" + test.text + "\"\n"})
			if got := tree.Records[0].Node; len(findings) > 0 || got.Kind != syntax.String || got.Text != test.text {
				t.Errorf("%q in quotes is %s %q; findings:\n%s", name, got.Kind, got.Text, brief(findings))
			}
		})
	}
}

func TestPlainValueReadings(t *testing.T) {
	tests := []struct{ text, says string }{
		{"017", "the number 15 to some YAML readers and 17 to others"},
		{"0x1F", "the hexadecimal number 31"},
		{"0b101", "the binary number 5"},
		{"0o17", "the octal number 15"},
		{"1_000", "underscores"},
		{"1e3", "exponent"},
		{"1:30", "base 60"},
		{"NO", `write false, or "NO" in quotes`},
		{"~", "leave the field out"},
		{"5.", "both sides of the point"},
		{"2027-2-1", "YYYY-MM-DD"},
	}
	for _, test := range tests {
		_, findings := read(t, map[string]string{"x.yaml": "a:\n- " + test.text + "\n"})
		if len(findings) != 1 || !strings.Contains(findings[0].Message, test.says) {
			t.Errorf("%s: %v does not say %q", test.text, findings, test.says)
		}
	}
}
