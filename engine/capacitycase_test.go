package engine_test

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// publishedCapacities is where the published cases about capacity lie.
const publishedCapacities = "testdata/capacity"

// TestPublishedCapacityCases works out goals, capacity and required hires of
// worked examples that other people have published, and compares with the figures
// they print.
func TestPublishedCapacityCases(t *testing.T) {
	for _, file := range payCasesIn(t, publishedCapacities) {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(id, func(t *testing.T) { runCapacityCase(t, file) })
	}
}

// runCapacityCase assesses the first year of a case. Its expect.csv has figures of
// nodes, its findings.csv the codes of what check finds, in order of place.
func runCapacityCase(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files, expect, codes := fstest.MapFS{}, "", ""
	for _, f := range archive.Files {
		switch f.Name {
		case "expect.csv":
			expect = string(f.Data)
		case "findings.csv":
			codes = string(f.Data)
		default:
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	loaded, err := engine.Load(engine.Source{Files: files, Name: name}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range engine.Check(loaded, engine.CheckInput{FailOn: diag.Error}).Findings {
		found = append(found, f.Code)
	}
	if want := strings.Fields(codes); !slices.Equal(found, want) {
		t.Errorf("findings %v, want %v", found, want)
	}
	assessment, err := capacity.Assess(loaded.Plan, loaded.Plan.Choices.Years[0])
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(expect)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("expect.csv: %v, %d rows", err, len(rows))
	}
	for _, row := range rows[1:] {
		if got := capacityFigure(t, assessment, loaded.Plan, row); got != row[4] {
			t.Errorf("%v: %s", row, got)
		}
	}
}

// capacityFigure returns the figure that a row of expect.csv is about.
func capacityFigure(t *testing.T, a *capacity.Assessment, p *plan.Plan, row []string) string {
	t.Helper()
	node := addr.New(plan.TerritoryKind, row[1])
	if !p.Has(node) {
		node = addr.New(plan.PositionKind, row[1])
	}
	when, err := period.Parse(row[3])
	if err != nil {
		t.Fatal(err)
	}
	line := a.Line(node, row[2], when)
	if who, ok := strings.CutPrefix(row[0], "required "); ok {
		role, day, _ := strings.Cut(who, "@")
		works, err := period.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		heads, possible := a.Required(node, row[2], when, capacity.Candidate{Role: role, Works: works})
		if !possible {
			return "not possible"
		}
		return strconv.Itoa(heads)
	}
	figure, known := map[string]*money.Ratio{"goal": line.Goal, "quota": line.Quota, "street_quota": line.Street, "capacity": line.Capacity}[row[0]]
	if !known || figure == nil {
		return "none"
	}
	return figure.Lowest().String()
}
