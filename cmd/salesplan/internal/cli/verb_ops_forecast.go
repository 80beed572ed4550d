package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/period"
	deals "github.com/salesplan/salesplan/engine/pipeline"
	"github.com/salesplan/salesplan/engine/report"
)

// forecastOptions are the flags of ops forecast.
type forecastOptions struct {
	snapshot, process, period, by string
	earlier, where                []string
	out                           output
}

func (c *command) verbOpsForecast() *cobra.Command {
	var o forecastOptions
	cmd := &cobra.Command{
		Use:   "forecast [INPUT] --snapshot FILE",
		Short: "The forecast from a snapshot of the pipeline, and what led to it from earlier ones",
		Long: `forecast reads a CSV file of all deals by the sales process of a plan: amounts by category, stage and node,
weighted pipeline, coverage of the quota, win rate, velocity, days in stage. With earlier snapshots it also tells what
led from each to the next, how deals move between stages, and what became of earlier calls.

A snapshot needs the columns id, stage, amount, close_date, and category where the plan has forecast categories. It may
have currency, created, stage_since, probability, territory, position and any others. Its day is the last one in the
name of the file, such as pipeline-2026-05-31.csv, or stands before it: 2026-05-31=pipeline.csv.`,
		Example: `  salesplan ops forecast plans/fy27 --snapshot pipeline-2026-05-31.csv --period FY27-Q2 --by territory
  salesplan ops forecast plans/fy27 --snapshot pipeline-2026-05-31.csv --earlier pipeline-2026-04-30.csv
  salesplan ops forecast plans/fy27 --snapshot pipeline-2026-05-31.csv --by source --where "amount>=10000"`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := c.load(cmd.Context(), first(args))
			if err != nil {
				return err
			}
			result, err := c.forecast(loaded, o)
			if err != nil {
				return err
			}
			return c.emitWhole(o.out, result)
		},
	}
	cmd.Flags().StringVar(&o.snapshot, "snapshot", "", "file with all deals as they are, as FILE or DATE=FILE")
	cmd.Flags().StringArrayVar(&o.earlier, "earlier", nil, "file with all deals as they were, oldest first; may be repeated")
	cmd.Flags().StringVar(&o.process, "process", "", "id of the sales process, where the plan has several")
	cmd.Flags().StringVar(&o.period, "period", "", "fiscal period in which deals close, such as FY27-Q2; all deals, without quota and coverage, if left out")
	cmd.Flags().StringVar(&o.by, "by", "", "territory, position or a column of the snapshot to divide the forecast by")
	cmd.Flags().StringArrayVar(&o.where, "where", nil, "only deals for which COLUMN=VALUE holds (also != >= <= > <); may be repeated, all must hold")
	o.out.sheetFlags(cmd, pictured)
	return cmd
}

// forecast reads the flags and works out the report.
func (c *command) forecast(loaded *engine.Loaded, o forecastOptions) (report.OpsForecast, error) {
	usage := func(format string, args ...any) error {
		return &usageError{verb: "ops forecast ", message: fmt.Sprintf(format, args...)}
	}
	q := deals.Query{Process: o.process, By: o.by}
	if o.snapshot == "" {
		return report.OpsForecast{}, usage("forecast needs --snapshot FILE, the deals as they are")
	}
	if o.period != "" {
		one, err := period.Parse(o.period)
		if err != nil {
			return report.OpsForecast{}, usage("--period: %s", err)
		}
		q.Period = one
	}
	for _, text := range o.where {
		condition, err := deals.ParseCondition(text)
		if err != nil {
			return report.OpsForecast{}, usage("--where: %s", err)
		}
		q.Where = append(q.Where, condition)
	}
	latest, err := c.snapshot(o.snapshot)
	if err != nil {
		return report.OpsForecast{}, usage("--snapshot: %s", err)
	}
	var earlier []deals.Snapshot
	for _, name := range o.earlier {
		one, err := c.snapshot(name)
		if err != nil {
			return report.OpsForecast{}, usage("--earlier: %s", err)
		}
		earlier = append(earlier, one)
	}
	defer c.progress("reading snapshots")()
	return engine.Forecast(loaded, q, o.where, earlier, latest)
}

// dayInName finds days in the name of a file.
var dayInName = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}`)

// snapshot names a snapshot file and its day.
func (c *command) snapshot(text string) (deals.Snapshot, error) {
	day, name, stated := strings.Cut(text, "=")
	if !stated || dayInName.FindString(day) != day {
		name = text
		days := dayInName.FindAllString(filepath.Base(name), -1)
		if len(days) == 0 {
			return deals.Snapshot{}, fmt.Errorf("%s does not say of which day it is: write the day before it, as 2026-05-31=%s", name, name)
		}
		day = days[len(days)-1]
	}
	date, err := period.ParseDate(day)
	if err != nil {
		return deals.Snapshot{}, fmt.Errorf("%s: %w", text, err)
	}
	open := func() (io.ReadCloser, error) { return os.Open(c.path(name)) }
	return deals.Snapshot{Name: filepath.ToSlash(name), Date: date, Open: open}, nil
}
