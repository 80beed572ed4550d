package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
)

// filesChanged is how many files the branch change edits.
const filesChanged = 40

// history writes a company as it changes, as a stream for git fast-import.
type history struct {
	*company
	to      *bufio.Writer
	written map[string]string // text by file name, at the last commit
	commits int
}

// writeHistory writes main, from the whole plan through small edits, and then
// the branch change upon it.
func writeHistory(w io.Writer, s sizes) error {
	h := &history{company: newCompany(s), to: bufio.NewWriter(w), written: make(map[string]string)}
	whole := sharedFiles()
	for _, o := range h.offices {
		whole = append(whole, o.files()...)
	}
	h.commit("refs/heads/main", "", whole)
	for h.commits < s.commits {
		h.commit("refs/heads/main", "", h.edited(h.routine()))
	}
	h.commit("refs/heads/change", "refs/heads/main", h.realignment())
	return h.to.Flush()
}

// commit writes one commit; from is the branch that a new branch starts on.
func (h *history) commit(branch, from string, files []file) {
	h.commits++
	message := fmt.Sprintf("Edit %d files", len(files))
	const start, hour = 1_750_000_000, 3_600
	fmt.Fprintf(h.to, "commit %s\ncommitter Planner <planner@example.com> %d +0000\n", branch, start+hour*h.commits)
	fmt.Fprintf(h.to, "data %d\n%s\n", len(message), message)
	if from != "" {
		fmt.Fprintf(h.to, "from %s\n", from)
	}
	for _, f := range files {
		fmt.Fprintf(h.to, "M 100644 inline %s\ndata %d\n%s\n", f.name, len(f.text), f.text)
		h.written[f.name] = f.text
	}
}

// edited returns those files of offices whose text is new.
func (h *history) edited(offices []*office) []file {
	var files []file
	for _, o := range offices {
		for _, f := range o.files() {
			if h.written[f.name] != f.text && !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	return files
}

// routine makes one everyday edit and returns the offices that it touches.
func (h *history) routine() []*office {
	o := h.anyOffice()
	switch h.commits % 4 {
	case 0:
		h.swapHolders(o)
	case 1:
		a := &o.accounts[h.random.IntN(len(o.accounts))][0]
		a.potential += 1_000
	default:
		return h.raiseQuota(o)
	}
	return []*office{o}
}

// realignment edits filesChanged files: a patch goes to another office, quotas
// are raised and patches get other owners.
func (h *history) realignment() []file {
	touched := h.movePatch()
	for len(h.edited(touched)) < filesChanged/2 {
		touched = append(touched, h.raiseQuota(h.anyOffice())...)
	}
	for _, i := range h.random.Perm(len(h.offices)) {
		if len(h.edited(touched)) == filesChanged {
			break
		}
		o := h.offices[i]
		o.filed[0].owner, o.filed[1].owner = o.filed[1].owner, o.filed[0].owner
		touched = append(touched, o)
	}
	return h.edited(touched)
}

func (h *history) anyOffice() *office { return h.offices[h.random.IntN(len(h.offices))] }

// swapHolders lets the leader and a seller change seats.
func (h *history) swapHolders(o *office) {
	other := 1 + h.random.IntN(len(o.seats)-1)
	o.seats[0].holder, o.seats[other].holder = o.seats[other].holder, o.seats[0].holder
}

// raiseQuota raises a quota of a patch, and with it the promises of the groups
// above it.
func (h *history) raiseQuota(o *office) []*office {
	p, quarter := o.filed[h.random.IntN(len(o.filed))], h.random.IntN(quarters)
	p.quota[quarter] += 5 + h.random.IntN(20)
	return append([]*office{o}, promiseUpwards(p.office, quarter)...)
}

// movePatch puts a patch of the last office under the office above.
func (h *history) movePatch() []*office {
	from := h.offices[len(h.offices)-1]
	to, p := from.parent, from.members[0]
	from.members, to.members = from.members[1:], append(to.members, p)
	p.office = to
	touched := []*office{from}
	for quarter := range quarters {
		touched = append(touched, promiseUpwards(from, quarter)...)
	}
	return touched
}

// promiseUpwards renews the promises of an office and those above it.
func promiseUpwards(o *office, quarter int) []*office {
	var renewed []*office
	for ; o != nil; o = o.parent {
		o.promise(quarter)
		renewed = append(renewed, o)
	}
	return renewed
}
