package forge

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// GitHub posts to pull requests through GitHub's GraphQL API, which is the one
// that says whether a comment is ours and can hide it.
type GitHub struct {
	client      *client
	owner, name string
}

// NewGitHub returns the forge of a repository OWNER/NAME.
func NewGitHub(o Options) (*GitHub, error) {
	owner, name, ok := strings.Cut(o.Repository, "/")
	if !ok || owner == "" || name == "" || strings.Contains(name, "/") {
		return nil, fmt.Errorf("%q is no repository: write OWNER/NAME", o.Repository)
	}
	c, err := newClient(o.URL, http.Header{"Authorization": {"Bearer " + o.Token}})
	return &GitHub{c, owner, name}, err
}

const (
	githubChange = `query Change($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    id headRefOid
    comments(first: 100, after: $after) { nodes { id body viewerDidAuthor isMinimized } pageInfo { hasNextPage endCursor } }
  } }
}`
	githubFind = `query Find($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: 100, after: $after, states: OPEN, orderBy: {field: UPDATED_AT, direction: DESC}) {
      nodes { number headRefOid } pageInfo { hasNextPage endCursor }
    }
  }
}`
	githubReviews = `query Reviews($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    latestOpinionatedReviews(first: 100, after: $after, writersOnly: true) {
      nodes { state author { login } commit { oid } onBehalfOf(first: 100) { nodes { combinedSlug } } } pageInfo { hasNextPage endCursor }
    }
  } }
}`
	githubAdd  = `mutation Add($change: ID!, $body: String!) { addComment(input: {subjectId: $change, body: $body}) { clientMutationId } }`
	githubEdit = `mutation Edit($comment: ID!, $body: String!) { updateIssueComment(input: {id: $comment, body: $body}) { clientMutationId } }`
	githubHide = `mutation Hide($comment: ID!) { minimizeComment(input: {subjectId: $comment, classifier: OUTDATED}) { clientMutationId } }`
)

type githubPage struct {
	HasNextPage bool
	EndCursor   string
}

// Change implements [Forge].
func (g *GitHub) Change(ctx context.Context, number int) (Change, error) {
	change := Change{Number: number}
	for page, after := 0, ""; ; page++ {
		var data struct {
			Repository struct {
				PullRequest struct {
					ID, HeadRefOid string
					Comments       struct {
						Nodes []struct {
							ID, Body                     string
							ViewerDidAuthor, IsMinimized bool
						}
						PageInfo githubPage
					}
				}
			}
		}
		if err := g.ask(ctx, githubChange, g.paged(after, variables{"number": number}), &data); err != nil {
			return change, err
		}
		read := data.Repository.PullRequest
		change.id, change.Head = read.ID, read.HeadRefOid
		for _, node := range read.Comments.Nodes {
			if node.ViewerDidAuthor && !node.IsMinimized {
				change.Ours = append(change.Ours, Existing{node.ID, node.Body})
			}
		}
		after = read.Comments.PageInfo.EndCursor
		if !read.Comments.PageInfo.HasNextPage {
			return change, nil
		}
		if page+1 == mostPages {
			return change, tooMany("comments")
		}
	}
}

// Find implements [Forge].
func (g *GitHub) Find(ctx context.Context, head string) ([]int, error) {
	var numbers []int
	for page, after := 0, ""; ; page++ {
		var data struct {
			Repository struct {
				PullRequests struct {
					Nodes []struct {
						Number     int
						HeadRefOid string
					}
					PageInfo githubPage
				}
			}
		}
		if err := g.ask(ctx, githubFind, g.paged(after, variables{}), &data); err != nil {
			return nil, err
		}
		read := data.Repository.PullRequests
		for _, node := range read.Nodes {
			if node.HeadRefOid == head {
				numbers = append(numbers, node.Number)
			}
		}
		after = read.PageInfo.EndCursor
		if !read.PageInfo.HasNextPage {
			return numbers, nil
		}
		if page+1 == mostPages {
			return nil, tooMany("open pull requests")
		}
	}
}

// Approvals implements [Forge]. Of everybody who may write to the repository the
// last review that approves or asks for changes counts; one that was dismissed
// does not. A review on behalf of a team counts as that of the team, too.
func (g *GitHub) Approvals(ctx context.Context, number int) ([]Approval, error) {
	var given []Approval
	for page, after := 0, ""; ; page++ {
		var data struct {
			Repository struct {
				PullRequest struct {
					LatestOpinionatedReviews struct {
						Nodes    []githubReview
						PageInfo githubPage
					}
				}
			}
		}
		if err := g.ask(ctx, githubReviews, g.paged(after, variables{"number": number}), &data); err != nil {
			return nil, err
		}
		read := data.Repository.PullRequest.LatestOpinionatedReviews
		for _, review := range read.Nodes {
			given = append(given, review.approvals()...)
		}
		after = read.PageInfo.EndCursor
		if !read.PageInfo.HasNextPage {
			return given, nil
		}
		if page+1 == mostPages {
			return nil, tooMany("reviews")
		}
	}
}

// githubReview is a review as GitHub shows it. Its author is missing once the
// account is gone, its commit once that is.
type githubReview struct {
	State      string
	Author     *struct{ Login string }
	Commit     *struct{ Oid string }
	OnBehalfOf struct {
		Nodes []*struct{ CombinedSlug string }
	}
}

func (r githubReview) approvals() []Approval {
	if r.State != "APPROVED" || r.Author == nil || r.Commit == nil {
		return nil
	}
	given := []Approval{{r.Author.Login, r.Commit.Oid}}
	for _, team := range r.OnBehalfOf.Nodes {
		if team != nil && team.CombinedSlug != "" {
			given = append(given, Approval{team.CombinedSlug, r.Commit.Oid})
		}
	}
	return given
}

// Add implements [Forge].
func (g *GitHub) Add(ctx context.Context, change Change, body string) error {
	return g.ask(ctx, githubAdd, variables{"change": change.id, "body": body}, &struct{}{})
}

// Edit implements [Forge].
func (g *GitHub) Edit(ctx context.Context, _ Change, comment Existing, body string) error {
	return g.ask(ctx, githubEdit, variables{"comment": comment.ID, "body": body}, &struct{}{})
}

// Hide implements [Forge].
func (g *GitHub) Hide(ctx context.Context, _ Change, comment Existing) error {
	return g.ask(ctx, githubHide, variables{"comment": comment.ID}, &struct{}{})
}

type variables map[string]any

// paged adds the repository and where the page begins.
func (g *GitHub) paged(after string, v variables) variables {
	v["owner"], v["name"] = g.owner, g.name
	if after != "" {
		v["after"] = after
	}
	return v
}

// ask asks one question. GitHub answers most of what goes wrong with success
// and a list of errors.
func (g *GitHub) ask(ctx context.Context, query string, v variables, data any) error {
	answer := struct {
		Data   any
		Errors []struct{ Type, Message string }
	}{Data: data}
	if _, err := g.client.call(ctx, http.MethodPost, "", map[string]any{"query": query, "variables": v}, &answer); err != nil {
		return err
	}
	if len(answer.Errors) == 0 {
		return nil
	}
	first := answer.Errors[0]
	message := brief(first.Message)
	if message == "" {
		message = "GitHub does not say why"
	}
	return &Error{Status: http.StatusOK, Message: message, Temporary: first.Type == "RATE_LIMITED" || first.Type == ""}
}

// tooMany says that a list does not end.
func tooMany(what string) error {
	return &Error{Message: fmt.Sprintf("there are more than %d %s", mostPages*perPage, what)}
}
