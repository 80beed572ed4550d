// Package testforge answers like GitHub and GitLab, as far as posting a comment
// goes: with their shapes, limits, pages and refusals. It is for tests.
package testforge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"unicode/utf8"
)

// Token is the token that a fake forge accepts.
const Token = "canary-token-5f1d"

// Comment is one comment on the change.
type Comment struct {
	ID     int
	Author string // "me" is whose token is used
	Body   string
	Hidden bool
}

// Failure is an answer in place of the real one.
type Failure struct {
	Status int
	Header map[string]string
	Body   string
	// After: the request is carried out, but its answer is lost.
	After bool
}

// Forge is the state that both fakes share: one repository with open changes,
// of which one has comments.
type Forge struct {
	mu       sync.Mutex
	heads    map[int]string // of open changes by number
	Number   int            // of the change that has comments
	comments []Comment
	reviews  []Approval
	failures []Failure
	onWrite  []Failure // of the next writes
	page     int       // entries of a page
	requests []string
	// OnWrite runs before each write, as another run at the same time would.
	OnWrite func(f *Forge)
	longest int // characters of a comment
}

// New returns a forge with one open change of that number and head.
func New(number int, head string) *Forge {
	return &Forge{heads: map[int]string{number: head}, Number: number, page: 100}
}

// SetHead moves a change to another head, or opens it.
func (f *Forge) SetHead(number int, head string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heads[number] = head
}

// SetPage sets how many entries a page has.
func (f *Forge) SetPage(entries int) { f.page = entries }

// Say adds a comment.
func (f *Forge) Say(author, body string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.say(author, body)
}

func (f *Forge) say(author, body string) int {
	id := len(f.comments) + 1
	f.comments = append(f.comments, Comment{ID: id, Author: author, Body: body})
	return id
}

// Approval is a review of a change. State is APPROVED, CHANGES_REQUESTED or
// DISMISSED.
type Approval struct{ Login, Team, Commit, State string }

// Approve adds a review.
func (f *Forge) Approve(a Approval) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reviews = append(f.reviews, a)
}

// HideAll hides every comment, as a person may.
func (f *Forge) HideAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.comments {
		f.comments[i].Hidden = true
	}
}

// Fail makes the next requests fail, one failure each.
func (f *Forge) Fail(failures ...Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failures = append(f.failures, failures...)
}

// FailWrite makes the next request that writes fail.
func (f *Forge) FailWrite(failure Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onWrite = append(f.onWrite, failure)
}

// Comments returns all comments, oldest first.
func (f *Forge) Comments() []Comment {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Comment{}, f.comments...)
}

// Requests returns what was asked for so far: method and path, or the name of
// the operation.
func (f *Forge) Requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string{}, f.requests...)
}

// serve carries out one request under the lock, or fails as it was told to.
func (f *Forge) serve(w http.ResponseWriter, name string, writes bool, answer func() (status int, body any)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, name)
	list := &f.failures
	if writes && len(f.onWrite) > 0 {
		list = &f.onWrite
	}
	if len(*list) > 0 {
		failure := (*list)[0]
		*list = (*list)[1:]
		if failure.After {
			answer()
		}
		for key, value := range failure.Header {
			w.Header().Set(key, value)
		}
		w.WriteHeader(failure.Status)
		fmt.Fprint(w, failure.Body)
		return
	}
	status, body := answer()
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// write runs what another run does in between.
func (f *Forge) write() {
	if hook := f.OnWrite; hook != nil {
		f.OnWrite = nil
		f.mu.Unlock()
		hook(f)
		f.mu.Lock()
	}
}

// tooLong reports whether a comment is refused for its length.
func (f *Forge) tooLong(body string) bool { return utf8.RuneCountInString(body) > f.longest }

// window returns the bounds of a page that begins at an entry.
func (f *Forge) window(start, all int) (end int, more bool) {
	end = min(start+f.page, all)
	return end, end < all
}
