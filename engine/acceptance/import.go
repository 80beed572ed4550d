package acceptance

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Columns say which columns of a signing service's file hold what.
type Columns struct {
	Letter, Version, Signer, SignedBy, Accepted string
	Reference                                   string // "" for none
	// Signers are words of the service and the signers that they stand for.
	Signers map[string]string
	// Only are values that rows must have, by column: others are passed over.
	Only map[string]string
	// Means is what the service is called.
	Means string
}

// Limits on the file of a signing service.
const (
	MaxFileBytes = 16 << 20
	mostRows     = 200_000
)

// Import reads the file of a signing service and returns the rows of new
// acceptances by field, in the order of the file. Rows that the plan has already
// are passed over; a row that cannot be used is a finding and hides no other. It
// fails where the file as a whole is no table with these columns.
func Import(p *plan.Plan, name string, file []byte, columns Columns) ([]map[string]string, diag.List, error) {
	r := reader{plan: p, name: name, columns: columns, issued: letter.IssuedLetters(p), known: map[string]bool{}}
	for _, a := range Read(p) {
		r.known[keyOf(a.Letter, a.Issue, a.Signer)] = true
	}
	if len(file) > MaxFileBytes {
		return nil, nil, fmt.Errorf("%s has more than %d MiB", name, MaxFileBytes>>20)
	}
	table := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))))
	table.ReuseRecord = true
	head, err := table.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("%s is no table: %w", name, err)
	}
	if err := r.find(slices.Clone(head)); err != nil {
		return nil, nil, err
	}
	var rows []map[string]string
	for n := 0; ; n++ {
		cells, err := table.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows, diag.Sorted(r.found), nil
		case n == mostRows:
			return nil, nil, fmt.Errorf("%s has more than %d rows", name, mostRows)
		case err != nil:
			return nil, nil, fmt.Errorf("%s is no table: %w", name, err)
		}
		r.line, _ = table.FieldPos(0)
		if row := r.row(cells); row != nil {
			rows = append(rows, row)
		}
	}
}

// reader reads the rows of a file.
type reader struct {
	plan    *plan.Plan
	name    string
	columns Columns
	at      map[string]int // place of a column, by its name
	issued  map[string][]letter.Issued
	known   map[string]bool
	line    int
	found   diag.List
}

// find demands that every column is there once.
func (r *reader) find(head []string) error {
	r.at = map[string]int{}
	wanted := []string{r.columns.Letter, r.columns.Version, r.columns.Signer, r.columns.SignedBy, r.columns.Accepted}
	if r.columns.Reference != "" {
		wanted = append(wanted, r.columns.Reference)
	}
	for column := range r.columns.Only {
		wanted = append(wanted, column)
	}
	for i, column := range head {
		if _, twice := r.at[column]; twice && slices.Contains(wanted, column) {
			return fmt.Errorf("%s has the column %q twice", r.name, column)
		}
		r.at[column] = i
	}
	slices.Sort(wanted)
	for _, column := range wanted {
		if _, ok := r.at[column]; !ok {
			return fmt.Errorf("%s has no column %q: it has %s", r.name, column, strings.Join(head, ", "))
		}
	}
	return nil
}

// refuse reports a row that cannot be used.
func (r *reader) refuse(code diag.Code, column, format string, args ...any) map[string]string {
	f := diag.New(code, addr.Addr{}, source.Place{File: r.name, Line: r.line, Column: 1}, format, args...)
	r.found = append(r.found, f.At(column))
	return nil
}

// row makes an acceptance of a row, nil where there is none to make.
func (r *reader) row(cells []string) map[string]string {
	cell := func(column string) string { return strings.TrimSpace(cells[r.at[column]]) }
	for column, value := range r.columns.Only {
		if cell(column) != value {
			return nil
		}
	}
	address, version := cell(r.columns.Letter), strings.ToLower(cell(r.columns.Version))
	parts := strings.Split(strings.TrimPrefix(address, "letter/"), "/")
	issue := r.issue(address, version)
	if issue == nil || len(parts) < 2 {
		return r.refuse(diag.UnknownAcceptance, r.columns.Version, "nothing was issued as %q in the version %q", address, version)
	}
	signer := cell(r.columns.Signer)
	if as, ok := r.columns.Signers[signer]; ok {
		signer = as
	}
	if signer = strings.ToLower(signer); !slices.Contains([]string{"employee", "manager", "company"}, signer) {
		return r.refuse(diag.UnreadableAcceptance, r.columns.Signer, "%q is none of employee, manager, company: say what it stands for with --signer-as", signer)
	}
	day, _, _ := strings.Cut(cell(r.columns.Accepted), "T")
	day, _, _ = strings.Cut(day, " ")
	accepted, err := period.ParseDate(day)
	if err != nil {
		return r.refuse(diag.UnreadableAcceptance, r.columns.Accepted, "%q is no day such as 2027-01-31", day)
	}
	by := cell(r.columns.SignedBy)
	if !r.plan.Has(addr.New(plan.PersonKind, by)) {
		return r.refuse(diag.UnreadableAcceptance, r.columns.SignedBy, "%q is the code of nobody in the plan", by)
	}
	key := keyOf(address, issue.Issue, signer)
	if r.known[key] {
		return nil
	}
	r.known[key] = true
	row := map[string]string{
		"position": parts[0], "comp_plan": parts[len(parts)-1], "issue": strconv.Itoa(issue.Issue), "signer": signer, "signed_by": by,
		"accepted": accepted.String(), "means": r.columns.Means, "version": version,
	}
	if len(parts) > 2 {
		row["person"] = parts[1]
	}
	if r.columns.Reference != "" {
		row["reference"] = cell(r.columns.Reference)
	}
	return row
}

// issue returns the issue of a letter that has a version, nil for none.
func (r *reader) issue(address, version string) *letter.Issued {
	const shortest = 12
	issues := r.issued[address]
	for i := range issues {
		if len(version) >= shortest && strings.HasPrefix(issues[i].Inputs, version) {
			return &issues[i]
		}
	}
	return nil
}

func keyOf(address string, issue int, signer string) string {
	return key(address, issue) + "#" + signer
}
