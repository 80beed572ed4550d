package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options say where to post and as whom.
type Options struct {
	URL        string // of the API
	Repository string // OWNER/NAME; of GitLab also the number of the project
	Token      string
}

// Error says why a platform did not do what it was asked for.
type Error struct {
	Status     int // HTTP status, 0 if there was no answer
	Message    string
	Temporary  bool          // another try may succeed
	RetryAfter time.Duration // the least time to wait before, 0 if not said
}

// Error says it in a sentence.
func (e *Error) Error() string {
	if e.Status == 0 {
		return e.Message
	}
	return fmt.Sprintf("%s (HTTP %d)", e.Message, e.Status)
}

// client calls the API of one platform.
type client struct {
	http    *http.Client
	address string
	header  http.Header
}

// newClient makes a client for an API. The token goes over the network only
// encrypted, but to this machine itself.
func newClient(address string, header http.Header) (*client, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return nil, fmt.Errorf("%q is no address of an API", address)
	}
	if parsed.Scheme != "https" && (parsed.Scheme != "http" || !loopback(parsed.Hostname())) {
		return nil, fmt.Errorf("%q does not begin with https://: the token would be readable on the way", address)
	}
	header.Set("User-Agent", "salesplan")
	header.Set("Content-Type", "application/json")
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{&http.Client{CheckRedirect: stay}, strings.TrimSuffix(address, "/"), header}, nil
}

func loopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}

// call sends in as JSON and reads the answer into out.
func (c *client) call(ctx context.Context, method, path string, in, out any) (http.Header, error) {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.address+path, body)
	if err != nil {
		return nil, err
	}
	request.Header = c.header.Clone()
	answer, err := c.http.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &Error{Message: cause(err), Temporary: true}
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer+1))
	switch {
	case err != nil:
		return nil, &Error{Message: "the answer broke off", Temporary: true}
	case len(text) > mostAnswer:
		return nil, &Error{Status: answer.StatusCode, Message: "the answer is too long"}
	case answer.StatusCode/100 != 2:
		return nil, refused(answer, text)
	}
	if err := json.Unmarshal(text, out); err != nil {
		return nil, &Error{Status: answer.StatusCode, Message: "the answer is not what the API promises"}
	}
	return answer.Header, nil
}

// cause is the last part of a network error: what comes before names the
// address, which may be long.
func cause(err error) string {
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	return err.Error()
}

// refused makes an error of an answer that is no success.
func refused(answer *http.Response, text []byte) *Error {
	failure := &Error{Status: answer.StatusCode, Message: saying(text)}
	if failure.Message == "" {
		failure.Message = strings.ToLower(http.StatusText(answer.StatusCode))
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds >= 0 {
		failure.RetryAfter = time.Duration(min(seconds, 1_000_000)) * time.Second
		failure.Temporary = true
	}
	switch {
	case answer.StatusCode >= 500, answer.StatusCode == http.StatusTooManyRequests:
		failure.Temporary = true
	case answer.StatusCode/100 == 3:
		failure.Message = "the API answers with a redirect, which is not followed: name the address itself"
	}
	return failure
}

// saying is what a platform says of an error, "" if it does not say it as we
// know it. GitLab's message is a text or an object of lists.
func saying(text []byte) string {
	var said struct {
		Message json.RawMessage `json:"message"`
		Error   string          `json:"error"`
	}
	if json.Unmarshal(text, &said) != nil {
		return ""
	}
	var plain string
	if json.Unmarshal(said.Message, &plain) == nil && plain != "" {
		return brief(plain)
	}
	if len(said.Message) > 0 {
		return brief(string(said.Message))
	}
	return brief(said.Error)
}

// brief keeps a foreign text short.
func brief(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
