package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/announce"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/vcs"
)

func (c *command) verbOpsAnnounce() *cobra.Command {
	var o reviewOptions
	var audienceText, seat string
	cmd := &cobra.Command{
		Use:   "announce --base REV [--head REV] --audience AUDIENCE",
		Short: "What to tell whom about a change: the company, managers, sellers or finance",
		Long: `announce says what a change means for an audience: company (structure, without amounts), managers (about the
seats that report to them, with quotas), sellers (each seat about itself, with its quotas) or finance (totals of the
whole plan). Pay and names of people are in none; what is not for the audience is counted.`,
		Example: `  salesplan ops announce --base main --audience company --format markdown
  salesplan ops announce --base main --head my-branch --audience sellers --for ae-dach-1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			usage := func(format string, args ...any) error {
				return &usageError{verb: "ops announce ", message: fmt.Sprintf(format, args...)}
			}
			audience, err := announce.ParseAudience(audienceText)
			if err != nil {
				return usage("--audience: %s", err)
			}
			if o.base == "" {
				return usage("announce needs --base REV, the revision that the change is to land on")
			}
			only := addr.Addr{}
			if seat != "" {
				only = addr.New(plan.PositionKind, strings.TrimPrefix(seat, plan.PositionKind+"/"))
			}
			result, err := c.announce(cmd.Context(), o, audience, only)
			if err != nil {
				return err
			}
			return c.emitWhole(o.out, result)
		},
	}
	cmd.Flags().StringVar(&o.base, "base", "", "revision that the change is to land on, such as origin/main")
	cmd.Flags().StringVar(&o.head, "head", "", "revision of the change; the working folder if left out")
	cmd.Flags().StringVar(&o.plan, "plan", "", "the plan's folder in the repository, where there are several")
	cmd.Flags().StringVar(&audienceText, "audience", "", "who is told: "+strings.Join(announce.Audiences(), ", "))
	cmd.Flags().StringVar(&seat, "for", "", "id of the position whose section alone is shown")
	_ = cmd.RegisterFlagCompletionFunc("audience", cobra.FixedCompletions(announce.Audiences(), cobra.ShellCompDirectiveNoFileComp))
	o.out.sheetFlags(cmd, sheets)
	return cmd
}

// announce loads the revisions of a change and works out the announcement.
func (c *command) announce(ctx context.Context, o reviewOptions, audience announce.Audience, only addr.Addr) (report.OpsAnnouncement, error) {
	repository, err := vcs.Open(ctx, c.Dir, vcs.DefaultLimits())
	if err != nil {
		return report.OpsAnnouncement{}, err
	}
	defer func() { _ = repository.Close() }()
	r := reviewer{command: c, repository: repository}
	ends, err := r.resolve(o)
	if err != nil {
		return report.OpsAnnouncement{}, err
	}
	in, err := r.load(ends)
	if err != nil {
		return report.OpsAnnouncement{}, err
	}
	return engine.Announce(in, audience, only)
}
