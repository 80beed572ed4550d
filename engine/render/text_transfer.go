package render

import "github.com/salesplan/salesplan/engine/report"

// transfer draws which files were written.
func (t *textWriter) transfer(r report.Transfer) {
	t.findings(r.Findings)
	unchanged := 0
	for _, f := range r.Files {
		if f.Action == "unchanged" {
			unchanged++
			continue
		}
		t.line("%s %s", Visible(f.Action), Visible(r.Into+"/"+f.Path))
	}
	t.line("%s: %s, %d unchanged", Visible(r.Into), count(len(r.Files), "file"), unchanged)
}
