package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// GitLab posts to merge requests through GitLab's REST API.
type GitLab struct {
	client  *client
	project string // of the path, escaped
}

// NewGitLab returns the forge of a project, named by its path or its number.
func NewGitLab(o Options) (*GitLab, error) {
	if o.Repository == "" {
		return nil, errors.New("which project? Name its path, such as GROUP/NAME, or its number")
	}
	c, err := newClient(o.URL, http.Header{"Private-Token": {o.Token}})
	return &GitLab{c, "/projects/" + url.PathEscape(o.Repository)}, err
}

// gitlabNote is a comment as GitLab shows it.
type gitlabNote struct {
	ID     int    `json:"id"`
	Body   string `json:"body"`
	System bool   `json:"system"`
	Author struct {
		ID int `json:"id"`
	} `json:"author"`
}

// Change implements [Forge].
func (g *GitLab) Change(ctx context.Context, number int) (Change, error) {
	change := Change{Number: number, id: fmt.Sprintf("%s/merge_requests/%d", g.project, number)}
	var request struct {
		SHA string `json:"sha"`
	}
	if _, err := g.client.call(ctx, http.MethodGet, change.id, nil, &request); err != nil {
		return change, err
	}
	change.Head = request.SHA
	var me struct {
		ID int `json:"id"`
	}
	if _, err := g.client.call(ctx, http.MethodGet, "/user", nil, &me); err != nil {
		return change, err
	}
	err := pages(ctx, g.client, change.id+"/notes?sort=asc&order_by=created_at", "comments", func(note gitlabNote) {
		if note.Author.ID == me.ID && !note.System {
			change.Ours = append(change.Ours, Existing{strconv.Itoa(note.ID), note.Body})
		}
	})
	return change, err
}

// Find implements [Forge].
func (g *GitLab) Find(ctx context.Context, head string) ([]int, error) {
	type request struct {
		Number int    `json:"iid"`
		SHA    string `json:"sha"`
	}
	var numbers []int
	err := pages(ctx, g.client, g.project+"/merge_requests?state=opened&order_by=updated_at&sort=desc", "open merge requests", func(r request) {
		if r.SHA == head {
			numbers = append(numbers, r.Number)
		}
	})
	return numbers, err
}

// Approvals implements [Forge]. GitLab says when somebody approved, and when the
// change got which head: what was approved is the head of that time. Where an
// older GitLab does not say when, nobody knows what was approved.
func (g *GitLab) Approvals(ctx context.Context, number int) ([]Approval, error) {
	change := fmt.Sprintf("%s/merge_requests/%d", g.project, number)
	var approvals struct {
		ApprovedBy []struct {
			User struct {
				Username string `json:"username"`
			} `json:"user"`
			ApprovedAt time.Time `json:"approved_at"`
		} `json:"approved_by"`
	}
	if _, err := g.client.call(ctx, http.MethodGet, change+"/approvals", nil, &approvals); err != nil {
		return nil, err
	}
	type version struct {
		Head    string    `json:"head_commit_sha"`
		Created time.Time `json:"created_at"`
	}
	var versions []version
	err := pages(ctx, g.client, change+"/versions?", "versions", func(v version) { versions = append(versions, v) })
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(versions, func(a, b version) int { return b.Created.Compare(a.Created) }) // the newest first
	var given []Approval
	for _, one := range approvals.ApprovedBy {
		if one.ApprovedAt.IsZero() {
			return nil, errors.New("this GitLab does not say when a merge request was approved: a later version is needed")
		}
		before := slices.IndexFunc(versions, func(v version) bool { return !v.Created.After(one.ApprovedAt) })
		if before >= 0 {
			given = append(given, Approval{one.User.Username, versions[before].Head})
		}
	}
	return given, nil
}

// pages reads a list page by page.
func pages[T any](ctx context.Context, c *client, path, what string, each func(T)) error {
	next := "1"
	for range mostPages {
		var page []T
		header, err := c.call(ctx, http.MethodGet, fmt.Sprintf("%s&per_page=%d&page=%s", path, perPage, url.QueryEscape(next)), nil, &page)
		if err != nil {
			return err
		}
		for _, entry := range page {
			each(entry)
		}
		if next = header.Get("X-Next-Page"); next == "" {
			return nil
		}
	}
	return tooMany(what)
}

// Add implements [Forge].
func (g *GitLab) Add(ctx context.Context, change Change, body string) error {
	return g.write(ctx, http.MethodPost, change.id+"/notes", body)
}

// Edit implements [Forge].
func (g *GitLab) Edit(ctx context.Context, change Change, comment Existing, body string) error {
	return g.write(ctx, http.MethodPut, change.id+"/notes/"+url.PathEscape(comment.ID), body)
}

// Hide implements [Forge]. GitLab cannot hide a comment: it is folded, without
// the mark by which it would be found again.
func (g *GitLab) Hide(ctx context.Context, change Change, comment Existing) error {
	_, rest, _ := strings.Cut(comment.Body, "\n")
	return g.Edit(ctx, change, comment, "<details>\n<summary>Outdated: there is a newer report below</summary>\n\n"+rest+"\n</details>\n")
}

func (g *GitLab) write(ctx context.Context, method, path, body string) error {
	_, err := g.client.call(ctx, method, path, map[string]string{"body": body}, &struct{}{})
	return err
}
