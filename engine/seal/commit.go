package seal

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Commit checks the signature of a commit, given the bytes of its object, and
// returns the name of the key that made it. What git and others would read in
// two ways is refused: a header twice or out of order, a NUL, a signature for
// another hash. It fails with [ErrUnsigned], [ErrUnknownKey], [ErrSignature] or
// an error that says what is wrong with the commit.
func Commit(raw []byte, keys []Key) (signer string, err error) {
	payload, signature, err := parted(raw)
	if err != nil {
		return "", err
	}
	switch {
	case signature == nil:
		return "", ErrUnsigned
	case !bytes.HasPrefix(signature, []byte("-----BEGIN SSH SIGNATURE-----")):
		return "", errors.New("it is signed by other means than an SSH key, which this program does not check")
	}
	return Verify(payload, signature, commitNamespace, keys)
}

// signatureHeader is the header that holds the signature of a commit.
const signatureHeader = "gpgsig"

// headers are those that a commit begins with, in their order.
var headers = []string{"tree", "parent", "author", "committer"}

// parted parts the bytes of a commit into what is signed and the signature, nil
// for none.
func parted(raw []byte) (payload, signature []byte, err error) {
	if bytes.IndexByte(raw, 0) >= 0 {
		return nil, nil, errors.New("the commit holds a NUL")
	}
	head, message, found := bytes.Cut(raw, []byte("\n\n"))
	if !found {
		return nil, nil, errors.New("the commit has no empty line behind its headers")
	}
	seen := map[string]int{}
	place := 0 // in headers
	inSignature := false
	for i, line := range bytes.Split(head, []byte("\n")) {
		if line, more := bytes.CutPrefix(line, []byte(" ")); more {
			switch {
			case i == 0 || place < len(headers):
				return nil, nil, errors.New("a line of the commit goes on where it must not")
			case inSignature:
				signature = append(append(signature, line...), '\n')
			default:
				payload = append(append(append(payload, ' '), line...), '\n')
			}
			continue
		}
		name, value, _ := strings.Cut(string(line), " ")
		if place, err = next(place, name, seen); err != nil {
			return nil, nil, err
		}
		seen[name]++
		if inSignature = name == signatureHeader; inSignature {
			signature = append([]byte(value), '\n')
			continue
		}
		payload = append(append(payload, line...), '\n')
	}
	if place < len(headers) {
		return nil, nil, fmt.Errorf("the commit has no %s", headers[max(place, slices.Index(headers, "author"))])
	}
	payload = append(append(payload, '\n'), message...)
	return payload, signature, nil
}

// next demands that a header may stand behind those before it, and returns how
// far the fixed ones are read.
func next(place int, name string, seen map[string]int) (int, error) {
	fixed := slices.Index(headers, name)
	switch {
	case name == "gpgsig-sha256":
		return place, errors.New("the commit has a signature for another hash")
	case name != "parent" && name != "mergetag" && seen[name] > 0:
		return place, fmt.Errorf("the commit has two headers %q", name)
	case fixed < 0 && place < len(headers):
		return place, fmt.Errorf("the commit has %q where %q belongs", name, headers[place])
	case fixed < 0:
		return place, nil
	case name == "parent" && place == 1:
		return place, nil // there may be more
	case place == 1 && fixed == 2: // no parent, or no more
		return fixed + 1, nil
	case fixed == place:
		return place + 1, nil
	}
	return place, fmt.Errorf("the commit has %q out of order", name)
}
