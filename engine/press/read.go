package press

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Limits on documents that are read: they come from strangers.
const (
	MaxDocumentBytes = 32 << 20
	mostAttachments  = 16
	longestAttached  = 4 << 20 // bytes
)

// ErrNoForm says that a file is in none of the forms that this package reads.
var ErrNoForm = errors.New("this is neither a PDF, a DOCX nor an HTML file of salesplan")

// ErrTooLarge says that a file holds more than is read.
var ErrTooLarge = errors.New("the file holds more than a document may")

// Attachments takes the attachments out of a document, in the order in which
// they stand there, and says which form it has. Their names are left to whoever
// knows what they hold: what a file says about itself is a stranger's word. It
// fails with [ErrNoForm] or [ErrTooLarge], and never because of what an
// attachment holds.
func Attachments(file []byte) (format string, data [][]byte, err error) {
	switch {
	case len(file) > MaxDocumentBytes:
		return "", nil, ErrTooLarge
	case bytes.HasPrefix(file, []byte("%PDF-")):
		data, err = inPDF(file)
		return "pdf", data, err
	case bytes.HasPrefix(file, []byte("PK\x03\x04")):
		data, err = inDOCX(file)
		return "docx", data, err
	case bytes.HasPrefix(file, []byte("<!doctype html>")):
		data, err = inHTML(file)
		return "html", data, err
	}
	return "", nil, ErrNoForm
}

var (
	htmlAttachment = regexp.MustCompile(`^<a download="[^"]{0,200}" href="data:[^;"]{0,100};base64,`)
	pdfAttachment  = regexp.MustCompile(`^<</Type/EmbeddedFile/[^\n]{1,200}?(/Filter/FlateDecode)?/Length (\d{1,8})>>stream\n`)
)

// matches finds what a pattern matches where a text stands; looking for the text
// first is many times faster.
func matches(file []byte, text string, pattern *regexp.Regexp) [][]int {
	var all [][]int
	for from := 0; len(all) <= mostAttachments; {
		at := bytes.Index(file[from:], []byte(text))
		if at < 0 {
			break
		}
		from += at
		if found := pattern.FindSubmatchIndex(file[from:]); found != nil {
			for i := range found {
				if found[i] >= 0 {
					found[i] += from
				}
			}
			all = append(all, found)
		}
		from += len(text)
	}
	return all
}

func inHTML(file []byte) ([][]byte, error) {
	var all [][]byte
	for _, found := range matches(file, `<a download="`, htmlAttachment) {
		encoded, _, closed := bytes.Cut(file[found[1]:], []byte(`">`))
		if !closed {
			continue
		}
		data, err := decoded(string(encoded))
		if err != nil {
			continue // what is no attachment proves nothing
		}
		all = append(all, data)
	}
	return bounded(all)
}

func decoded(text string) ([]byte, error) {
	if len(text) > 2*longestAttached {
		return nil, ErrTooLarge
	}
	return base64.StdEncoding.DecodeString(text)
}

func bounded(all [][]byte) ([][]byte, error) {
	if len(all) > mostAttachments {
		return nil, ErrTooLarge
	}
	return all, nil
}

func inPDF(file []byte) ([][]byte, error) {
	var all [][]byte
	for _, found := range matches(file, "<</Type/EmbeddedFile/", pdfAttachment) {
		size, err := strconv.Atoi(string(file[found[4]:found[5]]))
		if err != nil || size > len(file)-found[1] {
			continue
		}
		data := file[found[1] : found[1]+size]
		if found[2] >= 0 {
			if data, err = inflated(data); errors.Is(err, ErrTooLarge) {
				return nil, err
			} else if err != nil {
				continue
			}
		}
		all = append(all, data)
	}
	return bounded(all)
}

func inflated(packed []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return atMost(r)
}

// atMost reads everything, unless that is more than an attachment may hold.
func atMost(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, longestAttached+1))
	if len(data) > longestAttached {
		return nil, ErrTooLarge
	}
	return data, err
}

func inDOCX(file []byte) ([][]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, ErrNoForm
	}
	var all [][]byte
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "customXml/item") {
			continue
		}
		if len(all) == mostAttachments {
			return nil, ErrTooLarge
		}
		text, err := unpacked(part)
		if errors.Is(err, ErrTooLarge) {
			return nil, err
		}
		var inside struct {
			XMLName xml.Name `xml:"attachment"`
			Data    string   `xml:",chardata"`
		}
		if err != nil || xml.Unmarshal(text, &inside) != nil || inside.XMLName.Space != AttachmentNamespace {
			continue
		}
		if data, err := decoded(inside.Data); err == nil {
			all = append(all, data)
		}
	}
	return all, nil
}

func unpacked(part *zip.File) ([]byte, error) {
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return atMost(r)
}
