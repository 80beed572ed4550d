package report

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// validate demands that a report from elsewhere is whole and agrees with
// itself, so that everything that follows may rely on it.
func validate(r any) error {
	if err := whole(reflect.ValueOf(r), ""); err != nil {
		return err
	}
	switch r := r.(type) {
	case Check:
		return r.validate()
	case Review:
		return r.validate()
	case Rollup:
		return r.validate()
	case Cost:
		return r.validate()
	}
	return nil
}

// whole demands that no list is missing and no number is out of range.
func whole(v reflect.Value, path string) error {
	switch v.Kind() {
	case reflect.Int:
		if n := v.Int(); n < 0 || n > largestCount {
			return fmt.Errorf("%s is %d", path, n)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return whole(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := whole(v.Index(i), path); err != nil {
				return err
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if err := whole(v.MapIndex(key), path); err != nil {
				return err
			}
		}
	case reflect.Struct:
		return wholeStruct(v, path)
	}
	return nil
}

// wholeStruct looks at the fields of a struct. Those with omitempty may be
// missing: what a minor version adds has it, so that older reports can be read.
func wholeStruct(v reflect.Value, path string) error {
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if path != "" && name != "" {
			name = path + "." + name
		}
		field := v.Field(i)
		optional := options == "omitempty"
		if (field.Kind() == reflect.Slice || field.Kind() == reflect.Map) && field.IsNil() && !optional {
			return fmt.Errorf("it has no %s", name)
		}
		if err := whole(field, name); err != nil {
			return err
		}
	}
	return nil
}

// errContradiction says that a report's verdict does not follow from the rest.
var errContradiction = errors.New("its verdict does not fit its findings")

func (r Check) validate() error {
	if err := verdictWords(r.Verdict, r.FailOn, Pass, Fail); err != nil {
		return err
	}
	var tally Counts
	for _, f := range r.Findings {
		if err := tally.add(f.Severity); err != nil {
			return err
		}
	}
	if tally != r.Counts {
		return errors.New("its counts do not fit its findings")
	}
	if r.Verdict == Pass && tally.from(r.FailOn) > 0 {
		return errContradiction
	}
	return nil
}

// validate demands that the counts are those of the findings and that nothing
// passes that has findings which fail. The opposite is left to later minor
// versions: they may know more that fails.
func (r Review) validate() error {
	if err := verdictWords(r.Verdict, r.FailOn, Pass, Fail, Incomplete); err != nil {
		return err
	}
	var tally StatusCounts
	for _, f := range r.Findings {
		counts := tally.of(f)
		if counts == nil {
			return fmt.Errorf("%q is no status of a finding", brief(f.Status))
		}
		if err := counts.add(f.Severity); err != nil {
			return err
		}
	}
	failing := tally.New.from(r.FailOn) + tally.Still.from(r.FailOn)
	switch {
	case tally != r.Counts:
		return errors.New("its counts do not fit its findings")
	case r.Complete == (r.Verdict == Incomplete), r.Verdict == Pass && failing > 0:
		return errContradiction
	}
	return nil
}

// validate demands tables that can be drawn.
func (r Rollup) validate() error {
	measures, periods, rows := map[string]bool{}, map[string]bool{}, 1
	for i, t := range r.Totals {
		measures[t.Measure], periods[t.Period] = true, true
		if i > 0 && t.Node != r.Totals[i-1].Node {
			rows++
		}
	}
	if rows*len(periods)*len(measures) > mostCells || len(r.Totals)*max(len(measures), len(periods)) > mostSteps {
		return errors.New("its tables are too large to draw")
	}
	return nil
}

// validate demands an amount for each level in every row, and
// curves over the same points.
func (r Cost) validate() error {
	if err := verdictWords(r.Verdict, r.FailOn, Pass, Fail, Incomplete); err != nil {
		return err
	}
	levels := len(r.Levels)
	if levels*len(r.Sums) > mostCells {
		return errors.New("its tables are too large to draw")
	}
	for _, row := range r.Sums {
		if len(row.Pay) != levels || len(row.Burden) != levels || len(row.Cost) != levels {
			return fmt.Errorf("row %q has other levels than the report", brief(row.Node))
		}
	}
	for _, curve := range r.Curves {
		if len(curve.Points) != len(r.Curves[0].Points) {
			return fmt.Errorf("the curve of %q has other points than the first", brief(curve.CompPlan))
		}
	}
	return nil
}

// verdictWords demands words that decide.
func verdictWords(verdict, failOn string, verdicts ...string) error {
	if !slices.Contains(verdicts, verdict) {
		return fmt.Errorf("%q is no verdict", brief(verdict))
	}
	var c Counts
	if err := c.add(failOn); err != nil {
		return fmt.Errorf("fail_on: %w", err)
	}
	return nil
}

// add counts one finding.
func (c *Counts) add(severity string) error {
	switch severity {
	case "error":
		c.Error++
	case "warning":
		c.Warning++
	case "info":
		c.Info++
	default:
		return fmt.Errorf("%q is no severity", brief(severity))
	}
	return nil
}

// from counts the findings of a severity or worse.
func (c Counts) from(severity string) int {
	switch severity {
	case "error":
		return c.Error
	case "warning":
		return c.Error + c.Warning
	}
	return c.Error + c.Warning + c.Info
}
