package render_test

import "strings"

// naughty are values that some reader of a text takes for more than text:
// Markdown, HTML, terminals, logs of builds, spreadsheets, templates, shells.
var naughty = []string{
	// nothing, blanks, breaks
	"", " ", "   ", "\t", "\n", "\r", "\r\n", "\n\n", " lead", "trail ", " both ", "a  b", "a\nb", "a\r\nb", "a\tb", "a\n\nb", "a\n    b",
	// mentions, references, links
	"@admin", "@org/team", "a@example.com", "#1", "GH-1", "org/repo#12", "!7", "~label", ":smile:",
	"http://example.com", "https://example.com/?a=b&c=d", "www.example.com", "ftp://example.com/x", "mailto:a@example.com", "javascript:alert(1)",
	"<http://example.com>", "[a](http://example.com)", "![a](http://example.com/p.png)", "[a]: http://example.com", "[^1]", "[x] done", "- [ ] task", "//example.com",
	// Markdown
	"`", "``", "```", "````", "`a`", "``a`", "a`b", "```\ncode\n```", "~~~", "\\", "\\\\", "a\\", "\\|", "|", "||", "a|b", "| a | b |\n|---|---|", "a`|`b",
	"*a*", "**a**", "_a_", "~~a~~", "***", "---", "===", "# head", "## head", "> quote", "> [!CAUTION]", "- item", "1. item", "+ plus", "    indented",
	"$x$", "$$x$$", "$`x`$", "&amp;", "&#64;admin", "&lt;b&gt;", "&", "&&",
	// HTML
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>", "</b>", "<br>", "</td>", "</table>", "</details>", "<details open>", "</code>", "<code>",
	"<!-- -->", "<!--", "-->", "--!>", "--", "<!-- salesplan:x v=1 -->", "]]>", "<![CDATA[x]]>", "<?php echo 1 ?>", "<a href=\"http://example.com\">a</a>", "<svg/onload=alert(1)>",
	"<style>*{display:none}</style>", "<iframe src=//example.com>", "\"><b>", "' onclick='x", "<", ">", "<>", "< b >", "<\x00b>",
	// logs of builds
	"::error::x", "\n::error::x", " ::add-mask::x", "::stop-commands::x", "##[error]x", "a ##[group]b", "###[error]x", "##vso[task.complete]x", "%0A::error::x", "%0D%0A", "::",
	// terminals
	"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J", "\b\b\b", "\x7f", "\u009b31m", "\a", "\x00", "\v\f",
	// what the eye does not see
	"\u202eevil\u202c", "\u2066x\u2069", "\u200b", "a\u200bb", "\u200d", "\ufeff", "\u00ad", "\u2028", "\u2029x", "\u3164", "\u115f", "\u034f", "\U000e0041", "\U000e0100", "\ue000", "\ufffe", "\u0085",
	"\xff", "a\xc3", "\xed\xa0\x80", "\ufffd",
	// formulas, templates, shells
	"=1+1", "+1+a", "-1+a", "@SUM(A1)", "=HYPERLINK(\"http://example.com\")", "{{.Plan}}", "${HOME}", "$(id)", "%s%n%d", "%!d(x)", "'; DROP TABLE quota; --", "../../etc/passwd", "C:\\con", "nul", "null", "NaN", "1e999", "0x1F", "1_000", "--help",
	// scripts
	"Köln", "東京営業所", "서울", "العربية", "עברית", "ไทย", "हिन्दी", "Z̸̢a̷l", "e\u0301", "👩‍👩‍👧", "😀", "☎️ inside", "🇩🇪", "①", "½", "ｆｕｌｌ", "İ", "ß", "\u00a0x", "\u3000",
	// length
	strings.Repeat("a", 150), strings.Repeat("`", 150), strings.Repeat("\x1b", 70), strings.Repeat("東", 150), strings.Repeat("<b>", 50), strings.Repeat("a\n", 75),
}

// endless are values that fill more than a comment.
var endless = []string{strings.Repeat("|", 70_000), strings.Repeat("a", 70_000), strings.Repeat("\U000e0041", 20_000), strings.Repeat("9", 70_000), strings.Repeat("東", 30_000)}
