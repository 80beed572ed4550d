package render

// Limits on what a reader of a report takes: a platform refuses more, or drops
// it without a word.
const (
	MarkdownBudget  = 65_000    // bytes of a comment; GitHub refuses more than 65,536
	SummaryBudget   = 1_000_000 // bytes of a step summary; GitHub drops one above 1 MiB as a whole
	mostAnnotations = 10        // annotations of each level in the format github; GitHub shows no more of one step
	mostResults     = 5_000     // findings in the formats sarif, junit and gitlab, the worst first; GitHub keeps as many of a SARIF file
	mostRelated     = 100       // other places of a result in the format sarif; GitHub keeps as many
	longestMessage  = 1_000     // characters of a message in the formats sarif, junit, github and gitlab
	longestPath     = 4_096     // bytes of the name of a file in these formats: more than any system allows
	longestCode     = 500       // characters of a value in Markdown
	longestCell     = 200       // characters of a cell in the tables of text
)
