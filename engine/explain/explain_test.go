package explain_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/explain"
)

// mostLines is how long a page may be, so that it fits on two screens, with a
// whole comp plan twice in it.
const mostLines = 72

func TestEveryCodeHasAPage(t *testing.T) {
	if pages, codes := len(explain.All()), len(diag.Catalogue()); pages != codes {
		t.Errorf("%d codes have a readable page, there are %d codes", pages, codes)
	}
	for _, info := range diag.Catalogue() {
		page, ok := explain.Doc(string(info.Code))
		if !ok {
			t.Errorf("%s has no page, or one that cannot be read", info.Code)
			continue
		}
		checkPage(t, page)
		if bySlug, ok := explain.Doc(info.Slug); !ok || bySlug != page {
			t.Errorf("%s is not found by its slug %q", info.Code, info.Slug)
		}
	}
}

func checkPage(t *testing.T, page explain.Page) {
	t.Helper()
	code := page.Info.Code
	for name, text := range map[string]string{"What it means": page.Means, "Why it matters": page.Matters, "How to settle it": page.Settle} {
		if !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q is %q, want sentences", code, name, text)
		}
	}
	if !regexp.MustCompile(`^v[0-9]+\.[0-9]+$`).MatchString(page.Since) {
		t.Errorf("%s: Since is %q", code, page.Since)
	}
	if shown := page.ShownBy != ""; shown == (page.Wrong != "") || shown == (page.Right != "") {
		t.Errorf("%s has neither Wrong and Right nor Shown by, or both", code)
	}
	if page.Wrong == page.Right && page.Wrong != "" {
		t.Errorf("%s: Wrong and Right are the same", code)
	}
	for _, example := range []string{page.Wrong, page.Right} {
		if example != "" && !strings.HasPrefix(example, "-- plan.yaml --\nplan:\n") {
			t.Errorf("%s: an example is not a whole plan:\n%s", code, example)
		}
	}
	if lines := strings.Count(page.Text, "\n"); lines > mostLines {
		t.Errorf("%s has %d lines, more than %d", code, lines, mostLines)
	}
}

func TestNoPageWithoutACode(t *testing.T) {
	entries, err := os.ReadDir("doc")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		code, isPage := strings.CutSuffix(entry.Name(), ".md")
		if diag.Code(code).Info().Slug == "" || !isPage {
			t.Errorf("doc/%s is the page of no code", entry.Name())
		}
	}
}

func TestNamedCodesExist(t *testing.T) {
	code := regexp.MustCompile(`\b[A-Z]{3}[0-9]{3}\b`)
	for _, page := range explain.All() {
		for _, name := range code.FindAllString(page.Text, -1) {
			if diag.Code(name).Info().Slug == "" {
				t.Errorf("%s names %s, which is no code", page.Info.Code, name)
			}
		}
	}
}

func TestUnknownCode(t *testing.T) {
	for _, text := range []string{"", "QUO999", "no-such-slug", "../explain", "quota"} {
		if page, ok := explain.Doc(text); ok {
			t.Errorf("Doc(%q) = %s", text, page.Info.Code)
		}
	}
	if page, ok := explain.Doc("quo004"); !ok || page.Info.Code != diag.BandMismatch {
		t.Errorf("codes are found in any case: %v %s", ok, page.Info.Code)
	}
}
