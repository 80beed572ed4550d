package engine_test

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/pipeline"
	"github.com/salesplan/salesplan/engine/report"
)

// publishedForecasts is where the published cases about forecasts lie.
const publishedForecasts = "testdata/forecast"

// TestPublishedForecastCases weighs the pipelines of worked examples that other
// people have published, and compares with the figures they print.
func TestPublishedForecastCases(t *testing.T) {
	for _, file := range payCasesIn(t, publishedForecasts) {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(id, func(t *testing.T) { runForecastCase(t, file) })
	}
}

// runForecastCase makes the forecast of the one snapshot of a case. Its
// expect.csv has figures, of which the tolerance is for what the source has
// rounded.
func runForecastCase(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files, expect := fstest.MapFS{}, ""
	var latest pipeline.Snapshot
	for _, f := range archive.Files {
		switch day, isSnapshot := strings.CutPrefix(f.Name, "pipeline-"); {
		case f.Name == "expect.csv":
			expect = string(f.Data)
		case isSnapshot:
			date, err := period.ParseDate(strings.TrimSuffix(day, ".csv"))
			if err != nil {
				t.Fatal(err)
			}
			latest = pipeline.Snapshot{Name: f.Name, Date: date, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.Data)), nil }}
		default:
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	loaded, err := engine.Load(engine.Source{Files: files, Name: name}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	if found := engine.Check(loaded, engine.CheckInput{FailOn: diag.Error}).Findings; len(found) > 0 {
		t.Errorf("the case has findings: %v", found)
	}
	forecast, err := engine.Forecast(loaded, pipeline.Query{}, nil, nil, latest)
	if err != nil || !forecast.Complete {
		t.Fatalf("incomplete forecast, %v: %v", err, forecast.Findings)
	}
	figures := forecastFigures(forecast)
	rows := csvRows(t, expect)
	if len(rows) == 0 {
		t.Fatal("the case expects nothing")
	}
	for _, row := range rows {
		got, there := figures[row[0]]
		if !there {
			t.Errorf("there is no %s", row[0])
			continue
		}
		off := ratio(t, got).Sub(ratio(t, row[1]))
		if off.Max(off.Neg()).Cmp(ratio(t, row[2])) > 0 {
			t.Errorf("%s is %s, want %s", row[0], got, row[1])
		}
	}
}

// forecastFigures returns figures of a forecast by name.
func forecastFigures(r report.OpsForecast) map[string]string {
	figures := map[string]string{"open": r.Latest.Open.Amount, "weighted": r.Latest.Weighted}
	for _, stage := range r.Latest.Stages {
		figures["stage "+stage.Name] = stage.Weighted
	}
	for _, category := range r.Latest.Categories {
		figures["cumulative "+category.Name] = category.Cumulative
	}
	return figures
}
