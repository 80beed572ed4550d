package forge_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/forge"
	"github.com/salesplan/salesplan/cmd/salesplan/internal/testforge"
)

func TestFailuresThatPass(t *testing.T) {
	for name, failure := range map[string]testforge.Failure{
		"500":              {Status: 500, Body: "oops"},
		"502":              {Status: 502, Body: "<html>Bad gateway</html>"},
		"503 asks to wait": {Status: 503, Header: map[string]string{"Retry-After": "7"}},
		"429":              {Status: 429, Header: map[string]string{"Retry-After": "7"}, Body: `{"message": "429 Too Many Requests"}`},
		"403 with wait":    {Status: 403, Header: map[string]string{"Retry-After": "7"}, Body: `{"message": "You have exceeded a secondary rate limit."}`},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, s *site) {
				s.Fail(failure, failure)
				s.demand(t, forge.Created, "plan", "h1", "pass", "text")
				want := []time.Duration{time.Second, 2 * time.Second}
				if failure.Header != nil {
					want = []time.Duration{7 * time.Second, 7 * time.Second}
				}
				if !slices.Equal(s.waits, want) {
					t.Errorf("waited %v, want %v", s.waits, want)
				}
			})
		})
	}
}

// TestALostAnswer: the comment was written, but the answer did not come; the
// next try finds it.
func TestALostAnswer(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.FailWrite(testforge.Failure{Status: 502, After: true})
		s.demand(t, forge.Unchanged, "plan", "h1", "pass", "text")
		s.demandCurrent(t, "text")
		if n := len(s.Comments()); n != 1 {
			t.Errorf("%d comments", n)
		}
	})
}

func TestFailuresThatStay(t *testing.T) {
	for name, c := range map[string]struct {
		failure testforge.Failure
		says    string
		tries   int
	}{
		"down":             {testforge.Failure{Status: 500, Body: "x"}, "HTTP 500", 4},
		"forbidden":        {testforge.Failure{Status: 403, Body: `{"message": "Resource not accessible by integration"}`}, "not accessible", 1},
		"unprocessable":    {testforge.Failure{Status: 422, Body: `{"message": "Validation Failed"}`}, "Validation Failed (HTTP 422)", 1},
		"wait an hour":     {testforge.Failure{Status: 429, Header: map[string]string{"Retry-After": "3600"}}, "HTTP 429", 1},
		"a redirect":       {testforge.Failure{Status: 302, Header: map[string]string{"Location": "http://127.0.0.1:1/"}}, "redirect", 1},
		"no JSON":          {testforge.Failure{Status: 200, Body: "<html>Sign in</html>"}, "not what the API promises", 1},
		"endless":          {testforge.Failure{Status: 400, Body: `{"message": "` + strings.Repeat("x", 100_000) + `"}`}, "…", 1},
		"lists as message": {testforge.Failure{Status: 400, Body: `{"message": {"note": ["is bad"]}}`}, "is bad", 1},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, s *site) {
				s.Fail(slices.Repeat([]testforge.Failure{c.failure}, 10)...)
				_, err := s.post("plan", "h1", "pass", "text")
				if err == nil || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 500 || strings.Contains(err.Error(), testforge.Token) {
					t.Errorf("%.600v, want %q", err, c.says)
				}
				if n := len(s.Requests()); n != c.tries {
					t.Errorf("%d requests, want %d", n, c.tries)
				}
			})
		})
	}
}

func TestGitHubSaysErrorsWithSuccess(t *testing.T) {
	s := newSite(t, "github")
	s.Fail(testforge.Failure{Status: 200, Body: `{"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}`},
		testforge.Failure{Status: 200, Body: `{"data": null, "errors": [{"message": "Something went wrong while executing your query."}]}`})
	s.demand(t, forge.Created, "plan", "h1", "pass", "text")
	_, err := s.post("plan", "h1", "fail", strings.Repeat("x", 70_000))
	if err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
	s.demandCurrent(t, "text")
	if _, err := s.post("plan", "h1", "pass", strings.Repeat("x", 70_000)); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
}

func TestGitLabRefusesWhatIsTooLong(t *testing.T) {
	s := newSite(t, "gitlab")
	if _, err := s.post("plan", "h1", "pass", strings.Repeat("x", 1_100_000)); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
}

func TestUnknownPlaces(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		if _, err := forge.Post(t.Context(), s.client, 8, forge.Comment{Head: "h1"}, nil); err == nil || !strings.Contains(err.Error(), "ot ") {
			t.Error(err)
		}
	})
	for name, o := range map[string]forge.Options{
		"github repository": {URL: "https://example.com", Repository: "plans"}, "github path": {URL: "https://example.com", Repository: "a/b/c"},
		"github plain": {URL: "http://example.com", Repository: "a/b"}, "github no URL": {URL: "api", Repository: "a/b"},
		"gitlab none": {URL: "https://example.com"}, "gitlab plain": {URL: "http://example.com", Repository: "1"}, "gitlab file": {URL: "file:///etc", Repository: "1"},
	} {
		var err error
		if strings.HasPrefix(name, "github") {
			_, err = forge.NewGitHub(o)
		} else {
			_, err = forge.NewGitLab(o)
		}
		if err == nil {
			t.Errorf("%s: %+v is taken", name, o)
		}
	}
}

// TestNothingListens: no answer at all is a failure that may pass.
func TestNothingListens(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	f := client(t, "github", forge.Options{URL: server.URL, Repository: "a/b", Token: testforge.Token})
	waits := 0
	_, err := forge.Post(t.Context(), f, 1, forge.Comment{}, func(context.Context, time.Duration) error { waits++; return nil })
	failure, ok := errors.AsType[*forge.Error](err)
	if !ok || !failure.Temporary || waits != 3 || strings.Contains(err.Error(), testforge.Token) {
		t.Errorf("%v after %d waits", err, waits)
	}
	stop := errors.New("stopped")
	if _, err := forge.Post(t.Context(), f, 1, forge.Comment{}, func(context.Context, time.Duration) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}
