package engine_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// publishedCases is how many worked examples of other people were collected.
const publishedCases = 80

// leftToLater are the published cases that are about none of pay, credit, draw,
// ramp, relief, proration, cost, quotas, capacity and forecast, with what they are about.
var leftToLater = map[string]string{
	"allocate-sourcegraph-discount": "spreading the price of a bundle over its products: it comes before credits are written",
}

// TestPublishedCases pays the worked examples that other people have published,
// each as its author would write it, and compares with the figures they print.
func TestPublishedCases(t *testing.T) {
	cases := payCasesIn(t, "testdata/published")
	encoded := published(t)
	if got := len(encoded) + len(leftToLater); got != publishedCases {
		t.Errorf("%d cases are encoded and %d left to later: that makes %d of %d", len(encoded), len(leftToLater), got, publishedCases)
	}
	for id := range leftToLater {
		if encoded[id] {
			t.Errorf("%s is encoded and left to later", id)
		}
	}
	for _, file := range cases {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(id, func(t *testing.T) { runPayCase(t, file) })
	}
}

// TestTextbookCases pays what textbooks explain: tiers, draws, splits, SPIFFs.
// The plans are written from the documentation for plan authors alone.
func TestTextbookCases(t *testing.T) {
	for _, file := range payCasesIn(t, "testdata/textbook") {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runPayCase(t, file) })
	}
}

// TestGitLabSalesDevelopment pays a real plan of several roles, and finds what
// its page leaves open.
func TestGitLabSalesDevelopment(t *testing.T) {
	const folder = "testdata/gitlab-sales-dev"
	in := payCase{
		plan: os.DirFS(folder + "/plan"), credits: textOf(t, folder+"/credits.csv"),
		expect: textOf(t, folder+"/expect.csv"), findings: textOf(t, folder+"/expect-findings.csv"),
	}
	in.run(t)
	t.Run("as-published", func(t *testing.T) {
		published := payCase{plan: os.DirFS(folder + "/as-published"), findings: textOf(t, folder+"/as-published-findings.csv")}
		published.run(t)
	})
}

func payCasesIn(t *testing.T, folder string) []string {
	t.Helper()
	files, err := fs.Glob(os.DirFS("."), folder+"/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s holds no cases: %v", folder, err)
	}
	slices.Sort(files)
	return files
}

func textOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
