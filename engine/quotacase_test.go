package engine_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// publishedQuotas is where the published cases about setting quotas lie.
const publishedQuotas = "testdata/quota"

// TestPublishedQuotaCases sets the quotas of worked examples that other people
// have published, and compares with the figures they print.
func TestPublishedQuotaCases(t *testing.T) {
	for _, file := range payCasesIn(t, publishedQuotas) {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(id, func(t *testing.T) { runQuotaCase(t, file) })
	}
}

// cellOf names one quota.
type cellOf struct {
	holder string
	when   period.Period
}

// runQuotaCase carries the allocations of a case out. Its expect.csv has the
// amounts of some quotas, and, where it is asked for, the share of the year up
// to the end of the period.
func runQuotaCase(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files, expect := fstest.MapFS{}, ""
	for _, f := range archive.Files {
		if f.Name == "expect.csv" {
			expect = string(f.Data)
			continue
		}
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	loaded, err := engine.Load(engine.Source{Files: files, Name: name}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	result, err := allocate.Compute(loaded.Plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(loaded.Findings, result.Findings...) {
		t.Errorf("%s %s", f.Code, f.Message)
	}
	amounts := map[cellOf]money.Decimal{}
	for i := range result.Proposals {
		for _, q := range result.Proposals[i].Quotas {
			amounts[cellOf{q.Holder.ID, q.Period}] = q.Amount
		}
	}
	rows, err := csv.NewReader(strings.NewReader(expect)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("expect.csv: %v, %d rows", err, len(rows))
	}
	for _, row := range rows[1:] {
		when, err := period.Parse(row[1])
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := amounts[cellOf{row[0], when}]; !ok || got.String() != row[2] {
			t.Errorf("%s %s: %s, want %s", row[0], row[1], got, row[2])
		}
		if row[3] == "" {
			continue
		}
		if got := yearToDate(t, amounts, row[0], when); got.String() != row[3] {
			t.Errorf("%s up to %s has %s of the year, want %s", row[0], row[1], got, row[3])
		}
	}
}

// yearToDate returns the share of a holder's year up to the end of a period.
func yearToDate(t *testing.T, amounts map[cellOf]money.Decimal, holder string, end period.Period) money.Decimal {
	t.Helper()
	var until, year money.Ratio
	for cell, amount := range amounts {
		if cell.holder != holder {
			continue
		}
		year = year.Add(money.FromDecimal(amount))
		if cell.when.Compare(end) <= 0 {
			until = until.Add(money.FromDecimal(amount))
		}
	}
	share, err := until.Quo(year)
	if err != nil {
		t.Fatal(err)
	}
	exact, err := share.Decimal()
	if err != nil {
		t.Fatal(err)
	}
	return exact
}

// published counts the cases that are encoded, of pay, quotas, capacity and forecast.
func published(t *testing.T) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, folder := range []string{"testdata/published", publishedQuotas, publishedCapacities, publishedForecasts} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			ids[strings.TrimSuffix(e.Name(), ".txtar")] = true
		}
	}
	return ids
}
