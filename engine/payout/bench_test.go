//go:build unix

package payout_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/payout"
)

// largePlan has so many positions on a quarterly plan with two accelerators.
func largePlan(positions int) string {
	var b strings.Builder
	b.WriteString(`
measure: {bookings: {name: Bookings, unit: money}}
role: {ae: {name: AE}}
comp_plan:
  ae:
    name: AE
    roles: [ae]
    target_incentive: 60000
    rounding: {mode: half_up, at: component}
    components:
      new:
        measure: bookings
        weight: 1
        window: quarter
        pay_every: quarter
        quota: {amount: 300000}
        rates:
          kind: marginal
          pays: multiple
          by: attainment
          bands: [{from: 0, to: 1, value: 1}, {from: 1, to: 1.2, value: 1.5}, {from: 1.2, value: 2}]
position:
`)
	for i := range positions {
		fmt.Fprintf(&b, "  ae-%d: {role: ae}\n", i)
	}
	return b.String()
}

// largeCredits has about so many rows over a year; two deals of three are shared
// by two or three positions.
func largeCredits(rows, positions int) []byte {
	r := rand.New(rand.NewPCG(37, 38))
	var b bytes.Buffer
	b.WriteString("id,date,position,measure,amount,share\n")
	shares := [][]string{{""}, {"0.6", "0.4"}, {"0.5", "0.3", "0.2"}}
	for n, deal := 0, 0; n < rows; deal++ {
		month, day, amount := 1+r.IntN(12), 1+r.IntN(28), 100+r.IntN(5_000_000)
		for _, share := range shares[r.IntN(3)] {
			fmt.Fprintf(&b, "d-%d,2026-%02d-%02d,ae-%d,bookings,%d.%02d,%s\n", deal, month, day, r.IntN(positions), amount/100, amount%100, share)
			n++
		}
	}
	return b.Bytes()
}

// cpuTime is processor time of the process: on a busy machine the clock says
// nothing.
type cpuTime time.Duration

func cpuNow() cpuTime {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return cpuTime(u.Utime.Nano() + u.Stime.Nano())
}

// since returns the microseconds of processor time that have passed.
func (c cpuTime) since() float64 { return float64(cpuNow()-c) / 1000 }

const (
	benchRows      = 1_000_000
	benchPositions = 10_000
)

// BenchmarkReadAlone reads the credits with the library and does nothing else.
func BenchmarkReadAlone(b *testing.B) {
	text := largeCredits(benchRows, benchPositions)
	cpu := cpuNow()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(text))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(cpu.since()/float64(b.N)/benchRows, "cpu-µs/credit")
}

// BenchmarkPay pays the same credits.
func BenchmarkPay(b *testing.B) {
	text := largeCredits(benchRows, benchPositions)
	p, _ := testplan.Load(b, map[string]string{"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + largePlan(benchPositions)})
	book := comp.Read(p.Plan)
	cpu := cpuNow()
	for b.Loop() {
		credits := func(each func(*credit.Credit)) (diag.List, bool, error) {
			return credit.Read(credit.File{Name: "credits.csv", Text: bytes.NewReader(text)}, credit.DefaultLimits(), each)
		}
		result, err := payout.Compute(p.Plan, book, credits, payout.Options{})
		if err != nil || !result.Complete || result.Counts.Credited < benchRows {
			b.Fatal(err, result.Findings, result.CreditFindings, result.Counts)
		}
	}
	b.ReportMetric(cpu.since()/float64(b.N)/benchRows, "cpu-µs/credit")
}
