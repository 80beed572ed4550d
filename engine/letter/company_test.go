package letter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/letter"
)

// issuedBy adds the register of a plan of which every letter was issued.
func issuedBy(t testing.TB, files map[string]string) map[string]string {
	t.Helper()
	var b strings.Builder
	b.WriteString("position,person,comp_plan,issue,effective,revision,inputs\n")
	for _, l := range lettersOf(t, compiled(t, files), letter.Options{}).Letters {
		fmt.Fprintf(&b, "%s,%s,%s,1,%s,%s,%s\n", l.Payee.Position, l.Payee.Person, l.Payee.CompPlan, l.Issue.Effective, strings.Repeat("0a", 20), l.Digest)
	}
	files["issued_letter.csv"] = b.String()
	return files
}

// TestCompany demands that every letter of a large plan can be made and holds
// once it is issued.
func TestCompany(t *testing.T) {
	p := compiled(t, issuedBy(t, testplan.Sellers(60)))
	for _, f := range letter.Check(p) {
		if f.Code != "DOC005" {
			t.Errorf("%s %s", f.Code, f.Message)
		}
	}
}

var sizes = []int{1000}

// BenchmarkLetters makes what letters say, without a form.
func BenchmarkLetters(b *testing.B) {
	for _, n := range sizes {
		p := compiled(b, testplan.Sellers(n))
		book := comp.Read(p)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				set, err := letter.Of(p, book, letter.Options{})
				if err != nil {
					b.Fatal(err)
				}
				for _, l := range set.Letters {
					_ = l.Document()
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "letters/s")
		})
	}
}

// BenchmarkCheck finds stale letters.
func BenchmarkCheck(b *testing.B) {
	for _, n := range sizes {
		for _, state := range []string{"issued", "drafts", "no templates"} {
			files := testplan.Sellers(n)
			switch state {
			case "issued":
				files = issuedBy(b, files)
			case "no templates":
				files["plan.yaml"], _, _ = strings.Cut(files["plan.yaml"], "letter_template:")
			}
			p := compiled(b, files)
			b.Run(fmt.Sprint(n, " ", state), func(b *testing.B) {
				for b.Loop() {
					_ = letter.Check(p)
				}
			})
		}
	}
}
