package cuechild

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
)

// request asks one thing of a child: exactly one field is set. Before Look and
// Judge comes Evaluate.
type request struct {
	Evaluate *cuelang.Package
	Look     *look
	Judge    []record.Record
	Ask      *cuelang.Question
}

// look asks for findings about a record from a fallback.
type look struct {
	Number int
	Record record.Record
}

// answer is what a child has to say to a request.
type answer struct {
	Evaluation *cuelang.Evaluation
	Findings   diag.List
	Objections []string
	Hits       []cuelang.Hit
	Failure    string // why there is nothing else
}

// errTooLarge says that a frame is larger than it may be.
var errTooLarge = errors.New("the frame is too large")

// send writes a message: its length in four bytes, then JSON. Numbers of plans
// are strings in it, so that they stay exact. Of a message that is too large it
// writes the length alone, from which the other side knows.
func send(w io.Writer, message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if len(text) > maxFrame {
		_, err = w.Write(binary.BigEndian.AppendUint32(nil, maxFrame+1))
		return errors.Join(errTooLarge, err)
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(text)), uint32(len(text)))
	_, err = w.Write(append(frame, text...))
	return err
}

// receive reads a message. What follows the length is not read if it is too
// much.
func receive(r io.Reader, message any) error {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(length[:])
	if n > maxFrame {
		return errTooLarge
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return err
	}
	return json.Unmarshal(text, message)
}
