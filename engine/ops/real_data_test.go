package ops_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/plan"
)

// realData is where role matrices that a company published lie beside the
// repository, on machines that have them. They are not part of the project.
const realData = "../../../shared/data/real"

// published reads a file of the real data, or skips the test.
func published(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(realData, name))
	if err != nil {
		t.Skipf("%s does not lie beside this repository", name)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// matrix is one published role matrix.
type matrix struct {
	ID, Model string
	Roles     []string
	Rows      []struct {
		Activity string
		Assign   map[string][]string
	}
	Expected []struct{ Activity, Rule string } `yaml:"expected_findings"`
	Counts   struct {
		Letters map[string]int `yaml:"responsible_or_accountable_by_role"`
	} `yaml:"expected_counts"`
}

// planText writes the matrix as a plan would.
func (m *matrix) planText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "accountability: {matrix: {name: %q}}\nrole:\n", m.ID)
	for _, role := range m.Roles {
		fmt.Fprintf(&b, "  %s: {name: %s}\n", idOf(role), role)
	}
	model := "raci"
	if strings.HasPrefix(m.Model, "DCI") {
		model = "dri"
	}
	b.WriteString("activity:\n")
	for _, row := range m.Rows {
		fmt.Fprintf(&b, "  %s: {name: %q, accountability: matrix, ring: tactical, hours: 0, per: week, model: %s}\n", idOf(row.Activity), row.Activity, model)
	}
	b.WriteString("responsibility:\n")
	for _, row := range m.Rows {
		for _, role := range m.Roles {
			if letters := row.Assign[role]; len(letters) > 0 {
				fmt.Fprintf(&b, "  - {activity: %s, role: %s, letters: %q}\n", idOf(row.Activity), idOf(role), strings.Join(letters, "/"))
			}
		}
	}
	return b.String()
}

// idOf turns a name into an id.
func idOf(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
}

// TestPublishedRoleMatrices finds the defects of two published role matrices
// and none in the third.
func TestPublishedRoleMatrices(t *testing.T) {
	var file struct{ Matrices []matrix }
	published(t, "roles-raci-gitlab.yaml", &file)
	rules := map[diag.Code]string{diag.NoAccountable: "no accountable", diag.NoResponsible: "no responsible", diag.SeveralAccountable: "2 accountable"}
	concentrated := map[string][]string{"cse-assigned": {"role/cse carries 15 of the 26 letters for doing and deciding, 58 % of them"}}
	for _, m := range file.Matrices {
		t.Run(m.ID, func(t *testing.T) {
			var want, got, heavy []string
			for _, e := range m.Expected {
				want = append(want, e.Rule+": "+idOf(e.Activity))
			}
			compiled := testplan.Build(t, m.planText()).Plan
			for _, f := range ops.Check(compiled) {
				switch {
				case f.Code == diag.ConcentratedLetters:
					heavy = append(heavy, f.Message)
				case !f.Place.Known():
					t.Errorf("%s has no place", f.Message)
				default:
					got = append(got, rules[f.Code]+": "+f.Subject.ID)
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(concentrated[m.ID], heavy); diff != "" {
				t.Error(diff)
			}
			letters := map[string]int{}
			worked, _ := ops.Compute(compiled)
			for i := range worked.Work {
				for _, share := range worked.Work[i].Parts {
					for _, part := range share.Parts {
						if part.Letter == ops.Responsible || part.Letter.Decides() {
							letters[share.Who]++
						}
					}
				}
			}
			counts := map[string]int{}
			for role, n := range m.Counts.Letters {
				counts[idOf(role)] = n
			}
			if diff := cmp.Diff(counts, letters); diff != "" {
				t.Errorf("letters: %s", diff)
			}
		})
	}
}

// TestPublishedRegister finds the open, double and twice-written owners of a
// published register of responsible individuals.
func TestPublishedRegister(t *testing.T) {
	var file struct {
		Register []struct {
			Topic        string
			DRI, Sponsor []string
			SponsorTBD   bool `yaml:"sponsor_tbd"`
		}
	}
	published(t, "roles-dri-register.yaml", &file)
	var b strings.Builder
	b.WriteString("accountability: {register: {name: Register}}\nactivity:\n")
	for _, one := range file.Register {
		fmt.Fprintf(&b, "  %s: {name: %q, accountability: register, ring: tactical, hours: 0, per: week, model: dri}\n", idOf(one.Topic), one.Topic)
	}
	b.WriteString("responsibility:\n")
	row := func(topic, name, letters string) {
		fmt.Fprintf(&b, "  - {activity: %s, named: %s, letters: %q}\n", idOf(topic), strings.ReplaceAll(idOf(name), " ", "-"), letters)
	}
	for _, one := range file.Register {
		for _, name := range one.DRI {
			if slices.Contains(one.Sponsor, name) {
				row(one.Topic, name, "DRI/SP") // one row for each name
				continue
			}
			row(one.Topic, name, "DRI")
		}
		for _, name := range one.Sponsor {
			switch {
			case slices.Contains(one.DRI, name):
			case one.SponsorTBD && name != "tbd":
				row(one.Topic, "tbd", "SP")
				row(one.Topic, name, "(SP)") // who stands in
			default:
				row(one.Topic, name, "SP")
			}
		}
	}
	got := map[diag.Code][]string{}
	for _, f := range ops.Check(testplan.Build(t, b.String()).Plan) {
		subject := f.Subject.String()
		if f.Code == diag.OwnerWrittenTwoWays {
			subject = f.Message
		}
		got[f.Code] = append(got[f.Code], subject)
	}
	want := map[diag.Code][]string{
		diag.OwnerToBeDecided: {
			plan.ResponsibilityKind + "/labs/tbd", plan.ResponsibilityKind + "/security-product-coach/tbd", plan.ResponsibilityKind + "/webinars/tbd",
		},
		diag.SeveralAccountable:  {plan.ActivityKind + "/enablement"},
		diag.OwnerWrittenTwoWays: {"\"owner-b\" and \"owner-b2\" look like one owner written in two ways"},
	}
	for code := range got {
		slices.Sort(got[code])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
