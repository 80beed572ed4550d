package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/cmd/salesplan/internal/forge"
)

// approvalsOptions are the flags of approvals.
type approvalsOptions struct {
	from, repository string
	change           int
	file             string
}

func (c *command) verbApprovals() *cobra.Command {
	var o approvalsOptions
	cmd := &cobra.Command{
		Use:   "approvals --from github|gitlab",
		Short: "Fetch who has approved a pull or merge request, for review --approvals",
		Long: `approvals asks the platform who approves a pull or merge request as it stands, and which commit each of them
looked at, and writes that as the file that review --approvals reads. The review then finds out which changes
these commits held: what is still the same counts as approved, what has been altered since does not.

The token comes from GITHUB_TOKEN or GITLAB_TOKEN, and within GitHub Actions and GitLab CI everything else from the
environment, too. Approvals that cannot be fetched are not guessed: the exit code is then 2.`,
		Example: `  salesplan approvals --from github --repository acme/plans --change 12 --into approvals.json
  salesplan review --base origin/main --head HEAD --approvals approvals.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.approvals(cmd.Context(), o) },
	}
	cmd.Flags().StringVar(&o.from, "from", "", "platform: github or gitlab")
	cmd.Flags().StringVar(&o.repository, "repository", "", "repository such as OWNER/NAME; of GitLab also the number of the project")
	cmd.Flags().IntVar(&o.change, "change", 0, "number of the pull or merge request")
	cmd.Flags().StringVar(&o.file, "into", "", "file to write; if left out, stdout")
	_ = cmd.RegisterFlagCompletionFunc("from", cobra.FixedCompletions([]string{"github", "gitlab"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// approvals fetches approvals and writes them.
func (c *command) approvals(ctx context.Context, o approvalsOptions) error {
	post := postOptions{to: o.from, repository: o.repository, change: o.change}
	options, err := c.forgeOptions(&post)
	if misuse, ok := errors.AsType[*usageError](err); ok {
		misuse.verb, misuse.message = "approvals ", "approvals needs --from github or --from gitlab"
	}
	if err != nil {
		return err
	}
	if post.change == 0 {
		return &usageError{verb: "approvals ", message: "which change? Name its number with --change"}
	}
	f, err := openForge(o.from, options)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, longestPost)
	defer cancel()
	defer c.progress("asking " + o.from)()
	given, err := forge.Approvals(ctx, f, post.change, pause)
	if err != nil {
		return fmt.Errorf("the approvals could not be fetched: %w", err)
	}
	text, err := json.MarshalIndent(map[string][]forge.Approval{"approvals": append([]forge.Approval{}, given...)}, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if o.file != "" {
		return writeFile(c.path(o.file), text)
	}
	_, err = c.Stdout.Write(text)
	return err
}
