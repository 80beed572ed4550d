package pipeline_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/pipeline"
)

func sumOf(t *testing.T, parts ...money.Decimal) money.Decimal {
	t.Helper()
	var sum money.Sum
	for _, part := range parts {
		sum.Add(part)
	}
	total, err := sum.Total()
	if err != nil {
		t.Fatal(err)
	}
	return total
}

// forecasts runs f for forecasts of random snapshots under random queries.
func forecasts(t *testing.T, f func(q pipeline.Query, s *pipeline.Summary)) {
	t.Helper()
	r := rand.New(rand.NewPCG(21, 7))
	p := sellingPlan(t)
	for range 120 {
		q := pipeline.Query{By: []string{"", "territory", "currency", "stage"}[r.IntN(4)]}
		if r.IntN(2) == 0 {
			q.Period = quarter(t)
		}
		if r.IntN(3) == 0 {
			condition, err := pipeline.ParseCondition([]string{"amount>=3000", "territory=dach", "currency!=USD", "close_date<2026-05-01"}[r.IntN(4)])
			if err != nil {
				t.Fatal(err)
			}
			q.Where = append(q.Where, condition)
		}
		all := randomSnapshots(t, r)
		summary, findings, err := pipeline.Compute(p, q, all[:2], all[2])
		if err != nil || len(findings) > 0 || !summary.Complete {
			t.Fatalf("%v %v", err, findings)
		}
		f(q, summary)
	}
}

// TestWaterfallSums: opening and all steps sum to closing, opening is the open
// pipeline of the snapshot before and closing that of the next.
func TestWaterfallSums(t *testing.T) {
	forecasts(t, func(_ pipeline.Query, s *pipeline.Summary) {
		days := append(slices.Clip(s.Earlier), s.Latest)
		if len(s.Waterfalls) != len(days)-1 {
			t.Fatalf("%d waterfalls between %d snapshots", len(s.Waterfalls), len(days))
		}
		for i, w := range s.Waterfalls {
			parts := []money.Decimal{w.Opening}
			for _, step := range w.Steps {
				parts = append(parts, step.Amount)
			}
			if sum := sumOf(t, parts...); sum != w.Closing || w.Opening != days[i].Open.Amount || w.Closing != days[i+1].Open.Amount {
				t.Fatalf("%s and steps %v sum to %s, closing is %s; open %s then %s", w.Opening, w.Steps, sum, w.Closing, days[i].Open.Amount, days[i+1].Open.Amount)
			}
		}
	})
}

// TestCategoriesPartition: categories, stages and states each hold every deal
// once; the surest categories accumulate to all that is not lost; the nodes of
// a column sum to the whole.
func TestCategoriesPartition(t *testing.T) {
	forecasts(t, func(q pipeline.Query, s *pipeline.Summary) {
		for _, day := range append(slices.Clip(s.Earlier), s.Latest) {
			categories, stages := pipeline.Bucket{}, pipeline.Bucket{}
			var weights []money.Decimal
			for _, c := range day.Categories {
				categories.Deals, categories.Amount = categories.Deals+c.Deals, sumOf(t, categories.Amount, c.Amount)
			}
			for _, g := range day.Stages {
				stages.Deals, stages.Amount = stages.Deals+g.Deals, sumOf(t, stages.Amount, g.Amount)
				weights = append(weights, g.Weighted)
			}
			whole := pipeline.Bucket{Deals: day.Deals, Amount: day.Amount}
			states := pipeline.Bucket{Deals: day.Open.Deals + day.Won.Deals + day.Lost.Deals, Amount: sumOf(t, day.Open.Amount, day.Won.Amount, day.Lost.Amount)}
			if categories != whole || stages != whole || states != whole {
				t.Fatalf("whole %v, categories %v, stages %v, states %v", whole, categories, stages, states)
			}
			// Amounts have two digits and chances two, so that nothing is lost
			// before the one rounding of each figure.
			if difference := sumOf(t, append(weights, day.Weighted.Neg())...); difference.Cmp(decimal(t, "0.03")) > 0 || difference.Cmp(decimal(t, "-0.03")) < 0 {
				t.Fatalf("weighted %s, by stage %v", day.Weighted, weights)
			}
			if last := day.Categories[len(day.Categories)-2]; last.Cumulative != sumOf(t, day.Open.Amount, day.Won.Amount) {
				t.Fatalf("cumulative %s, open and won %s %s", last.Cumulative, day.Open.Amount, day.Won.Amount)
			}
		}
		var open, won []money.Decimal
		deals := 0
		for _, n := range s.Nodes {
			if q.By == "territory" && n.Depth > 0 {
				continue // roots hold those below
			}
			open, won, deals = append(open, n.Open.Amount), append(won, n.Won.Amount), deals+n.Open.Deals+n.Won.Deals+n.Lost.Deals
		}
		if q.By != "" && (sumOf(t, open...) != s.Whole.Open.Amount || sumOf(t, won...) != s.Whole.Won.Amount || deals != s.Latest.Deals) {
			t.Fatalf("by %s: open %v, the whole %s", q.By, open, s.Whole.Open.Amount)
		}
		for _, promise := range s.Kept {
			if sum := sumOf(t, promise.Won, promise.Lost, promise.StillOpen, promise.Slipped, promise.Vanished); sum != promise.Promised {
				t.Fatalf("what became of the promise sums to %s: %+v", sum, promise)
			}
		}
		for _, m := range s.Moves {
			if share, ok := m.Conversion(); ok && (share.Sign() < 0 || share.Cmp(decimal(t, "1")) > 0) {
				t.Fatalf("conversion %s", share)
			}
		}
	})
}

// TestRowsInAnyOrder: the order of rows and columns means nothing.
func TestRowsInAnyOrder(t *testing.T) {
	p := sellingPlan(t)
	text := "id,stage,category,amount,close_date,territory\na,meet,upside,100,2026-03-01,dach\nb,won,won,250.50,2026-03-02,uki\nc,offer,commit,70,2026-04-03,amer\n"
	other := "territory,close_date,amount,category,stage,id\r\namer,2026-04-03,70.00,Commit,Offer,c\r\nuki,2026-03-02,250.5,Won,Closed won,b\r\n\"dach\",2026-03-01,100,\"upside\",meet,\"a\""
	q := pipeline.Query{By: "territory", Period: quarter(t)}
	one, _, err := pipeline.Compute(p, q, nil, snapshot(t, "2026-03-31", text))
	if err != nil {
		t.Fatal(err)
	}
	two, findings, err := pipeline.Compute(p, q, nil, snapshot(t, "2026-03-31", other))
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	exact := cmp.Comparer(func(a, b money.Decimal) bool { return a == b })
	if diff := cmp.Diff(one.Latest.Open, two.Latest.Open, exact) + cmp.Diff(one.Nodes, two.Nodes, exact); diff != "" || len(one.Nodes) != 5 {
		t.Error(diff, len(one.Nodes))
	}
}
