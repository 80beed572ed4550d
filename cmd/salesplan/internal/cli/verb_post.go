package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/forge"
	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
)

// longestPost is how long posting may take, waits included.
const longestPost = 3 * time.Minute

// postOptions are the flags of post.
type postOptions struct {
	to, repository, head string
	change               int
	out                  output
}

func (c *command) verbPost() *cobra.Command {
	var o postOptions
	cmd := &cobra.Command{
		Use:   "post REVIEW.json --to github|gitlab",
		Short: "Post a stored review as the one comment on its pull or merge request",
		Long: `post reads a review that was written as JSON, and sees to it that one comment on the pull or merge request
says it: it is added, brought up to date, or, if the verdict changed, replaced by a new one so that people are told.
Nothing is posted once the change has another head than the review is about. The stored review is not trusted.

The token comes from GITHUB_TOKEN or GITLAB_TOKEN, and within GitHub Actions and GitLab CI everything else from the
environment, too. Posting decides nothing: if the platform cannot be reached or refuses, the report says so and the
exit code is 0; it is 2 only for a command or a file that makes no sense.`,
		Example: `  salesplan review --base origin/main --head HEAD --out json=review.json
  salesplan post review.json --to github --repository acme/plans --change 12
  salesplan post review.json --to gitlab --repository acme/plans --head "$CI_COMMIT_SHA"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := c.post(cmd.Context(), args[0], o)
			if err != nil {
				return err
			}
			return c.emit(o.out, result)
		},
	}
	cmd.Flags().StringVar(&o.to, "to", "", "platform: github or gitlab")
	cmd.Flags().StringVar(&o.repository, "repository", "", "repository such as OWNER/NAME; of GitLab also the number of the project")
	cmd.Flags().IntVar(&o.change, "change", 0, "number of the pull or merge request; if left out, the open one whose head was reviewed")
	cmd.Flags().StringVar(&o.head, "head", "", "commit that the review must be about: give it where the file may come from a stranger")
	_ = cmd.RegisterFlagCompletionFunc("to", cobra.FixedCompletions([]string{"github", "gitlab"}, cobra.ShellCompDirectiveNoFileComp))
	o.out.flags(cmd)
	return cmd
}

// post posts a stored review. What the platform refuses is part of the result;
// errors are about the command and the file.
func (c *command) post(ctx context.Context, name string, o postOptions) (report.Post, error) {
	result := report.Post{Header: report.NewHeader("post", true), Forge: o.to}
	comment, err := c.comment(name, o.head)
	if err != nil {
		return result, err
	}
	options, err := c.forgeOptions(&o)
	if err != nil {
		return result, err
	}
	f, err := openForge(o.to, options)
	if err != nil {
		return result, err
	}
	result.Repository, result.Change = o.repository, o.change
	ctx, cancel := context.WithTimeout(ctx, longestPost)
	defer cancel()
	defer c.progress("posting to " + o.to)()
	outcome, err := deliver(ctx, f, &result.Change, comment)
	result.Outcome = string(outcome)
	if err != nil {
		result.Complete, result.Outcome, result.Reason = false, "failed", err.Error()
		fmt.Fprintf(c.Stderr, "salesplan: not posted: %s\n", oneLine(err.Error()))
	}
	return result, nil
}

// comment makes the comment of a stored review.
func (c *command) comment(name, head string) (forge.Comment, error) {
	stored, err := c.stored(name)
	if err != nil {
		return forge.Comment{}, err
	}
	review, ok := stored.(report.Review)
	switch {
	case !ok:
		return forge.Comment{}, fmt.Errorf("%s is no review: post the JSON of \"salesplan review\"", name)
	case review.Unmasked:
		return forge.Comment{}, fmt.Errorf("%s shows what single people are paid, and a comment is for everybody: review without --unmask", name)
	case review.Head == workTreeName:
		return forge.Comment{}, fmt.Errorf("%s reviews files that are not committed: review with --head REV", name)
	case head != "" && head != review.Head:
		return forge.Comment{}, fmt.Errorf("%s reviews %s, not %s", name, review.Head, head)
	}
	var body strings.Builder
	err = render.Markdown(&body, review)
	return forge.Comment{Head: review.Head, Mark: render.MarkOf(review), Body: body.String()}, err
}

// forgeOptions takes what the flags leave out from the environment of a CI job.
func (c *command) forgeOptions(o *postOptions) (forge.Options, error) {
	names, ok := map[string]struct{ token, url, public, repository, change string }{
		"github": {"GITHUB_TOKEN", "GITHUB_GRAPHQL_URL", "https://api.github.com/graphql", "GITHUB_REPOSITORY", ""},
		"gitlab": {"GITLAB_TOKEN", "CI_API_V4_URL", "https://gitlab.com/api/v4", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID"},
	}[o.to]
	if !ok {
		return forge.Options{}, &usageError{verb: "post ", message: "post needs --to github or --to gitlab"}
	}
	options := forge.Options{URL: c.Getenv(names.url), Token: c.Getenv(names.token), Repository: o.repository}
	if options.URL == "" {
		options.URL = names.public
	}
	if options.Repository == "" {
		options.Repository = c.Getenv(names.repository)
		o.repository = options.Repository
	}
	if options.Token == "" {
		return options, fmt.Errorf("there is no %s in the environment", names.token)
	}
	if o.change == 0 && names.change != "" {
		o.change, _ = strconv.Atoi(c.Getenv(names.change))
	}
	return options, nil
}

// openForge opens the platform of that name.
func openForge(name string, o forge.Options) (forge.Forge, error) {
	if name == "gitlab" {
		return forge.NewGitLab(o)
	}
	return forge.NewGitHub(o)
}

// deliver posts to the change of that number, or to the one open change that
// has the head.
func deliver(ctx context.Context, f forge.Forge, number *int, comment forge.Comment) (forge.Outcome, error) {
	if *number == 0 {
		found, err := forge.Find(ctx, f, comment.Head, pause)
		switch {
		case err != nil:
			return "", err
		case len(found) == 0:
			return forge.Outdated, nil
		case len(found) > 1:
			return "", errors.New("several open changes have the head " + comment.Head + ": name one with --change")
		}
		*number = found[0]
	}
	return forge.Post(ctx, f, *number, comment, pause)
}

// pause waits, or returns early with the reason why the context ended.
func pause(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
