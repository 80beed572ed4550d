package salesforce

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/source"
)

// Limits on one metadata file. Real ones have a few dozen elements, three deep.
const (
	maxXMLBytes = 1 << 20
	maxElements = 20_000
	maxDepth    = 8
	maxText     = 32 << 10 // bytes in one element; what a plan file takes as one value
)

// metadataNamespace is the namespace of every element of a metadata file.
const metadataNamespace = "http://soap.sforce.com/2006/04/metadata"

// element is an element of a metadata file. It has text or children.
type element struct {
	name     string
	text     string
	children []element
	place    source.Place
}

// xmlError says why a metadata file cannot be read, and where.
type xmlError struct {
	place   source.Place
	limit   bool // it is too large, not wrong
	message string
}

// Error returns the message without the place.
func (e *xmlError) Error() string { return e.message }

// parseXML reads a metadata file. The error is an *xmlError.
func parseXML(file string, text []byte) (element, error) {
	p := xmlParser{file: file, cursor: cursor{text: text, line: 1, column: 1}, decoder: xml.NewDecoder(bytes.NewReader(text))}
	root, err := p.root()
	if err == nil {
		return root, nil
	}
	if told, ok := errors.AsType[*xmlError](err); ok {
		return element{}, told
	}
	return element{}, p.malformed(err)
}

// xmlParser reads the tokens of one file.
type xmlParser struct {
	file     string
	decoder  *xml.Decoder
	cursor   cursor
	elements int
}

// malformed tells what encoding/xml has against the text.
func (p *xmlParser) malformed(err error) *xmlError {
	message := strings.TrimPrefix(err.Error(), "xml: ")
	place := source.Place{File: p.file, Line: 1, Column: 1}
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		message, place.Line = syntax.Msg, syntax.Line
	}
	if strings.HasPrefix(message, "encoding ") {
		return &xmlError{place: place, message: "the file says that it is not in UTF-8: save it as UTF-8"}
	}
	if errors.Is(err, io.EOF) {
		message = "it holds no element"
	}
	return &xmlError{place: place, message: "the file is not well-formed XML: " + message}
}

// root reads the whole file: one element, with nothing but space and comments
// around it.
func (p *xmlParser) root() (element, error) {
	var root element
	for {
		place := p.here()
		token, err := p.decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && root.name != "":
			return root, nil
		case err != nil:
			return element{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if root.name != "" {
				return element{}, &xmlError{place: place, message: "a second element begins behind the end of the first: a metadata file holds one"}
			}
			if root, err = p.element(token, place, 1); err != nil {
				return element{}, err
			}
		case xml.CharData:
			if text := bytes.TrimPrefix(token, []byte("\ufeff")); len(bytes.TrimSpace(text)) > 0 {
				return element{}, &xmlError{place: place, message: "text stands outside of the element that a metadata file holds"}
			}
		case xml.Directive:
			return element{}, p.declaration(place)
		}
	}
}

// declaration refuses a document type: it could define entities, which can
// stand for anything of any size.
func (p *xmlParser) declaration(place source.Place) error {
	return &xmlError{place: place, message: "a document type (<!…>) has no place in a metadata file: delete it"}
}

// element reads up to the end of the element that start begins.
func (p *xmlParser) element(start xml.StartElement, place source.Place, depth int) (element, error) {
	e := element{name: start.Name.Local, place: place}
	if p.elements++; p.elements > maxElements {
		return e, &xmlError{place: place, limit: true, message: fmt.Sprintf("the file has more than %d elements", maxElements)}
	}
	if depth > maxDepth {
		return e, &xmlError{place: place, limit: true, message: fmt.Sprintf("elements are nested more than %d deep here", maxDepth)}
	}
	if start.Name.Space != metadataNamespace {
		return e, &xmlError{place: place, message: fmt.Sprintf("the element %q is not in the namespace of Salesforce metadata, %s", e.name, metadataNamespace)}
	}
	var text strings.Builder
	for {
		place := p.here()
		token, err := p.decoder.Token()
		if err != nil {
			return e, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			child, err := p.element(token, place, depth+1)
			if err != nil {
				return e, err
			}
			e.children = append(e.children, child)
		case xml.CharData:
			if text.Write(token); text.Len() > maxText {
				return e, &xmlError{place: e.place, limit: true, message: fmt.Sprintf("the text of this element is longer than %d bytes", maxText)}
			}
		case xml.Directive:
			return e, p.declaration(place)
		case xml.EndElement:
			return e, e.settle(text.String())
		}
	}
}

// settle gives the element its text once all of it is known.
func (e *element) settle(text string) error {
	switch {
	case len(e.children) == 0:
		e.text = text
	case strings.TrimSpace(text) != "":
		return &xmlError{place: e.place, message: fmt.Sprintf("the element %q holds both text and elements", e.name)}
	}
	return nil
}

// here returns the place where the next token begins.
func (p *xmlParser) here() source.Place {
	line, column := p.cursor.to(int(p.decoder.InputOffset()))
	return source.Place{File: p.file, Line: line, Column: column}
}

// cursor finds lines and columns of offsets that are asked for in rising order.
type cursor struct {
	text         []byte
	offset       int
	line, column int // from 1, the column in characters
}

func (c *cursor) to(offset int) (line, column int) {
	for c.offset < min(offset, len(c.text)) {
		r, width := utf8.DecodeRune(c.text[c.offset:])
		c.offset += width
		c.column++
		if r == '\n' {
			c.line, c.column = c.line+1, 1
		}
	}
	return c.line, c.column
}
