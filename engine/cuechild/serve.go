package cuechild

import (
	"errors"
	"io"

	"github.com/salesplan/salesplan/engine/cuelang"
)

// Argument is the first argument by which the program knows that it has been
// started as a child. It is no verb for users.
const Argument = "cue-child"

// Serve is the life of a child: it limits what this process may use, then
// answers requests until the parent closes its end or is gone. It returns the
// exit code of the process.
func Serve(in io.Reader, out io.Writer) int {
	if err := confine(); err != nil {
		_ = send(out, answer{Failure: "limits cannot be set: " + err.Error()})
		return 1
	}
	requests := make(chan request)
	go func() {
		defer close(requests)
		for {
			var r request
			if receive(in, &r) != nil {
				return
			}
			requests <- r
		}
	}()
	answers := make(chan answer)
	var s server
	for {
		select {
		case r, open := <-requests:
			if !open {
				return 0
			}
			go func() { answers <- s.answer(r) }()
		case a := <-answers:
			if send(out, a) != nil {
				return 1
			}
		}
	}
}

// server answers requests, one at a time.
type server struct{ session cuelang.Session }

func (s *server) answer(r request) answer {
	var a answer
	var err error
	switch {
	case r.Evaluate != nil:
		a.Evaluation, s.session, err = cuelang.InProcess{}.Evaluate(*r.Evaluate)
	case r.Ask != nil:
		a.Hits, err = cuelang.InProcess{}.Ask(*r.Ask)
	case s.session == nil:
		err = errors.New("nothing has been evaluated")
	case r.Look != nil:
		a.Findings, err = s.session.Look(r.Look.Number, r.Look.Record)
	default:
		a.Objections, err = s.session.Judge(r.Judge)
	}
	if err != nil {
		return answer{Failure: err.Error()}
	}
	return a
}
