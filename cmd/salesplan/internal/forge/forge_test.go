package forge_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/forge"
	"github.com/salesplan/salesplan/cmd/salesplan/internal/testforge"
	"github.com/salesplan/salesplan/engine/render"
)

// site is one platform under test, with one open change 7 whose head is h1.
type site struct {
	*testforge.Forge
	client forge.Forge
	waits  []time.Duration
	name   string
}

// both runs a test against both platforms.
func both(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	for _, name := range []string{"github", "gitlab"} {
		t.Run(name, func(t *testing.T) { test(t, newSite(t, name)) })
	}
}

func newSite(t *testing.T, name string) *site {
	t.Helper()
	fake := testforge.New(7, "h1")
	handler, path := fake.GitHub(), ""
	if name == "gitlab" {
		handler, path = fake.GitLab(), "/api/v4"
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	s := &site{Forge: fake, name: name}
	s.client = client(t, name, forge.Options{URL: server.URL + path, Repository: "acme/plans", Token: testforge.Token})
	return s
}

func client(t *testing.T, name string, o forge.Options) forge.Forge {
	t.Helper()
	if name == "gitlab" {
		f, err := forge.NewGitLab(o)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f, err := forge.NewGitHub(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// post posts a comment about plan and head with a verdict.
func (s *site) post(plan, head, verdict, text string) (forge.Outcome, error) {
	mark := render.Mark{Plan: plan, Head: head, Verdict: verdict}
	return forge.Post(context.Background(), s.client, 7, forge.Comment{Head: head, Mark: mark, Body: body(mark, text)}, func(_ context.Context, d time.Duration) error {
		s.waits = append(s.waits, d)
		return nil
	})
}

func body(m render.Mark, text string) string {
	return fmt.Sprintf("<!-- salesplan:%s v=1 verdict=%s head=%s -->\n%s\n", m.Plan, m.Verdict, m.Head, text)
}

// demand posts and demands an outcome.
func (s *site) demand(t *testing.T, want forge.Outcome, plan, head, verdict, text string) {
	t.Helper()
	if got, err := s.post(plan, head, verdict, text); err != nil || got != want {
		t.Fatalf("%v, %v, want %s", got, err, want)
	}
}

// current are the comments with a mark that people see.
func (s *site) current() (texts []string) {
	for _, c := range s.Comments() {
		if _, marked := render.ReadMark(c.Body); marked && c.Author == "me" && !c.Hidden {
			_, text, _ := strings.Cut(c.Body, "\n")
			texts = append(texts, strings.TrimSpace(text))
		}
	}
	return texts
}

func (s *site) demandCurrent(t *testing.T, want ...string) {
	t.Helper()
	if got := s.current(); !slices.Equal(got, want) {
		t.Fatalf("there are %q, want %q", got, want)
	}
}

func TestOneCommentStays(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.demand(t, forge.Created, "plan", "h1", "pass", "first")
		s.demand(t, forge.Unchanged, "plan", "h1", "pass", "first")
		s.demand(t, forge.Updated, "plan", "h1", "pass", "second")
		s.demandCurrent(t, "second")
		if n := len(s.Comments()); n != 1 {
			t.Errorf("%d comments", n)
		}
	})
}

func TestAChangedVerdictIsANewComment(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.demand(t, forge.Created, "plan", "h1", "pass", "fine")
		s.SetHead(7, "h2")
		s.demand(t, forge.Replaced, "plan", "h2", "fail", "not fine")
		s.demandCurrent(t, "not fine")
		old := s.Comments()[0]
		if s.name == "github" && !old.Hidden || s.name == "gitlab" && (!strings.HasPrefix(old.Body, "<details>\n<summary>Outdated") || !strings.Contains(old.Body, "fine")) {
			t.Errorf("%+v", old)
		}
		s.demand(t, forge.Replaced, "plan", "h2", "pass", "fine again")
		s.demandCurrent(t, "fine again")
	})
}

func TestEachPlanHasItsComment(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.demand(t, forge.Created, "one", "h1", "pass", "about one")
		s.demand(t, forge.Created, "two", "h1", "fail", "about two")
		s.demand(t, forge.Updated, "one", "h1", "pass", "about one again")
		s.demandCurrent(t, "about one again", "about two")
	})
}

// TestAnOlderRunThatEndsLast: the head moved on while it worked.
func TestAnOlderRunThatEndsLast(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.SetHead(7, "h2")
		s.demand(t, forge.Created, "plan", "h2", "pass", "newer")
		s.demand(t, forge.Outdated, "plan", "h1", "fail", "older")
		s.demandCurrent(t, "newer")
	})
}

// TestForeignMarks: anyone may write our mark into a comment.
func TestForeignMarks(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		planted := body(render.Mark{Plan: "plan", Head: "h1", Verdict: "pass"}, "planted")
		s.Say("mallory", planted)
		s.Say("system", planted)
		s.Say("me", "no mark at all")
		s.Say("me", "<!-- salesplan: broken -->\nx")
		s.demand(t, forge.Created, "plan", "h1", "pass", "ours")
		s.demand(t, forge.Updated, "plan", "h1", "pass", "ours again")
		for _, foreign := range s.Comments()[:2] {
			if foreign.Body != planted || foreign.Hidden {
				t.Errorf("the comment of %s was touched", foreign.Author)
			}
		}
		s.demandCurrent(t, "ours again")
	})
}

// TestAHiddenCommentIsNotSeen: where a person hid ours, there is a new one.
func TestAHiddenCommentIsNotSeen(t *testing.T) {
	s := newSite(t, "github") // GitLab hides nothing
	s.demand(t, forge.Created, "plan", "h1", "pass", "hidden by hand")
	s.HideAll()
	s.demand(t, forge.Created, "plan", "h1", "pass", "there again")
	s.demandCurrent(t, "there again")
}

func TestCommentsOnLaterPagesAreFound(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.SetPage(2)
		for i := range 5 {
			s.Say("ann", fmt.Sprint("talk ", i))
		}
		s.demand(t, forge.Created, "plan", "h1", "pass", "ours")
		for i := range 5 {
			s.Say("ann", fmt.Sprint("more talk ", i))
		}
		s.demand(t, forge.Updated, "plan", "h1", "pass", "ours again")
		s.demandCurrent(t, "ours again")
	})
}

// TestTwoRunsAtTheSameTime: both saw no comment; one stays, the newest.
func TestTwoRunsAtTheSameTime(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.OnWrite = func(f *testforge.Forge) {
			f.Say("me", body(render.Mark{Plan: "plan", Head: "h1", Verdict: "pass"}, "of the other run"))
		}
		s.demand(t, forge.Created, "plan", "h1", "pass", "of this run")
		s.demandCurrent(t, "of this run")
	})
}

// TestTheHeadMovesWhileWePost: what was posted by the newer run stays.
func TestTheHeadMovesWhileWePost(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.demand(t, forge.Created, "plan", "h1", "pass", "first")
		s.OnWrite = func(f *testforge.Forge) { f.SetHead(7, "h2") }
		s.demand(t, forge.Updated, "plan", "h1", "pass", "about h1")
		s.demand(t, forge.Updated, "plan", "h2", "pass", "about h2")
		s.demand(t, forge.Outdated, "plan", "h1", "pass", "about h1")
		s.demandCurrent(t, "about h2")
	})
}

func TestFindsOpenChangesByHead(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.SetPage(2)
		for number := range 9 {
			s.SetHead(10+number, fmt.Sprint("other", number))
		}
		s.SetHead(30, "h1")
		s.Fail(testforge.Failure{Status: 502})
		got, err := forge.Find(t.Context(), s.client, "h1", func(context.Context, time.Duration) error { return nil })
		slices.Sort(got)
		if err != nil || !slices.Equal(got, []int{7, 30}) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

// TestApprovals reads who approves a change over several pages, and of which
// commit; who asks for changes does not.
func TestApprovals(t *testing.T) {
	both(t, func(t *testing.T, s *site) {
		s.SetPage(2)
		for i := range 5 {
			s.Approve(testforge.Approval{Login: fmt.Sprint("user", i), Commit: fmt.Sprint("c", i), State: "APPROVED"})
		}
		s.Approve(testforge.Approval{Login: "no", Commit: "c5", State: "CHANGES_REQUESTED"})
		given, err := forge.Approvals(context.Background(), s.client, 7, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(given), "[{user0 c0} {user1 c1} {user2 c2} {user3 c3} {user4 c4}]"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
