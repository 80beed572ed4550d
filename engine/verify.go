package engine

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/salesplan/salesplan/engine/acceptance"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/seal"
)

// VerifyInput is what verifying documents needs to know.
type VerifyInput struct {
	// Plan is the plan that is trusted: its register says what was issued, its
	// signing keys who signs.
	Plan *Loaded
	// At loads the plan as a commit has it.
	At func(revision string) (*Loaded, error)
	// Commit returns the bytes of a commit.
	Commit func(revision string) ([]byte, error)
	// Files are the names of the documents; Read returns what one holds. It is
	// asked twice for each, so that not all have to be held at once.
	Files []string
	Read  func(name string) ([]byte, error)
}

// Verify says of files whether they are letters of a plan: each letter is made
// again, from the commit that it was issued from, and bytes are compared. An
// error is one of reading a file.
func Verify(in VerifyInput) ([]report.VerifiedDocument, error) {
	v := verifier{in: in, keys: signingKeys(in.Plan), origins: map[string]*origin{}, making: map[*letter.Letter]*sync.Mutex{}}
	if err := v.gather(); err != nil {
		return nil, err
	}
	v.remake()
	documents := make([]report.VerifiedDocument, len(in.Files))
	failures := make([]error, len(in.Files))
	next := make(chan int)
	var group sync.WaitGroup
	for range max(1, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			var last printed
			for i := range next {
				one := looking{verifier: &v, last: &last, shown: report.VerifiedDocument{File: in.Files[i], Seal: "none", Commit: "none"}}
				file, err := in.Read(in.Files[i])
				if failures[i] = err; err == nil {
					one.shown.Outcome, one.shown.Reason = one.verify(file)
				}
				documents[i] = one.shown
			}
		})
	}
	for i := range in.Files {
		next <- i
	}
	close(next)
	group.Wait()
	return documents, errors.Join(failures...)
}

// verifier knows what letters are to be compared with.
type verifier struct {
	in      VerifyInput
	keys    []seal.Key
	origins map[string]*origin // by what tells them apart
	current *letter.Set        // of the plan that is trusted
	problem error              // why there is none
	// making holds a lock for each letter: what one says is worked out by one
	// goroutine at a time.
	making map[*letter.Letter]*sync.Mutex
}

// origin are letters that are made again from one commit, "" for drafts of the
// plan that is trusted.
type origin struct {
	revision string
	as       map[string]letter.Issue
	set      *letter.Set
	problem  error
	commit   string // what the signature of the commit is worth
	signer   string
}

// originOf names the origin of a letter. Two issues of a letter from one commit
// need two.
func originOf(e letter.Evidence) string {
	if e.Issue.Number == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s", e.Issue.Revision, e.Issue.Effective)
}

// gather finds out what is to be made again: once for all documents of a commit.
func (v *verifier) gather() error {
	for _, name := range v.in.Files {
		file, err := v.in.Read(name)
		if err != nil {
			return err
		}
		_, attachments, err := press.Attachments(file)
		if err != nil {
			continue // it is told when the file is looked at
		}
		evidence, err := letter.EvidenceOf(attachments)
		if err != nil || evidence.Issue.Number > 0 && !letter.WasIssued(v.in.Plan.Plan, evidence.Address, evidence.Issue, evidence.Digest) {
			continue // likewise
		}
		key := originOf(evidence)
		if v.origins[key] == nil {
			v.origins[key] = &origin{revision: evidence.Issue.Revision, as: map[string]letter.Issue{}}
		}
		v.origins[key].as[evidence.Address] = evidence.Issue
	}
	return nil
}

// remake makes the letters again.
func (v *verifier) remake() {
	v.current, v.problem = Letters(v.in.Plan, letter.Options{})
	for _, o := range v.origins {
		loaded := v.in.Plan
		if o.revision != "" {
			if loaded, o.problem = v.in.At(o.revision); o.problem != nil {
				continue
			}
			raw, err := v.in.Commit(o.revision)
			if err == nil {
				o.signer, err = seal.Commit(raw, v.keys)
			}
			o.commit = worth(err)
		}
		o.set, o.problem = Letters(loaded, letter.Options{Only: slices.Sorted(maps.Keys(o.as)), As: o.as})
		v.lockable(o.set)
	}
	v.lockable(v.current)
}

// lockable makes locks for the letters of a set, nil for none.
func (v *verifier) lockable(set *letter.Set) {
	if set == nil {
		return
	}
	for _, l := range set.Letters {
		v.making[l] = new(sync.Mutex)
	}
}

// document is what a letter says, with a seal if there is one.
func (v *verifier) document(made *letter.Letter, sealed []byte) document.Document {
	lock := v.making[made]
	lock.Lock()
	defer lock.Unlock()
	if sealed != nil {
		return made.Sealed(sealed)
	}
	return made.Document()
}

// looking is one document that is looked at.
type looking struct {
	*verifier
	last  *printed
	shown report.VerifiedDocument
}

// printed is the letter that was printed last: copies of one are compared with
// the same bytes.
type printed struct {
	letter       *letter.Letter
	format, seal string
	text         []byte
}

// print makes a letter in a format, with the seal that a document holds.
func (v *looking) print(format string, made *letter.Letter, sealed []byte) ([]byte, error) {
	if v.last.letter == made && v.last.format == format && v.last.seal == string(sealed) {
		return v.last.text, nil
	}
	text, err := press.Print(format, v.document(made, sealed))
	if err == nil {
		*v.last = printed{made, format, string(sealed), text}
	}
	return text, err
}

func (v *looking) verify(file []byte) (outcome, reason string) {
	format, attachments, err := press.Attachments(file)
	if errors.Is(err, press.ErrNoForm) && strings.HasSuffix(v.shown.File, "."+press.Extension("markdown")) {
		return v.markdown(file)
	}
	if v.shown.Format = format; err != nil {
		return report.Unproven, err.Error()
	}
	evidence, err := letter.EvidenceOf(attachments)
	if err != nil {
		return report.Unproven, err.Error()
	}
	v.shown.Address, v.shown.Issue, v.shown.Revision = evidence.Address, evidence.Issue.Number, evidence.Issue.Revision
	if evidence.Issue.Number > 0 && !letter.WasIssued(v.in.Plan.Plan, evidence.Address, evidence.Issue, evidence.Digest) {
		return report.NotIssued, fmt.Sprintf("the register of the plan has no issue %d of %s with these values", evidence.Issue.Number, evidence.Address)
	}
	from, ok := v.origins[originOf(evidence)]
	if !ok || from.problem != nil {
		return report.Unproven, "the letters cannot be made again from where this one comes from: " + because(from)
	}
	if from.commit != "" {
		v.shown.Commit, v.shown.CommitSignedBy = from.commit, from.signer
	}
	made, ok := from.set.Find(evidence.Address)
	if !ok {
		return report.NotFromPlan, "the plan has no letter " + evidence.Address
	}
	if evidence.Issue.Number == 0 && made.Issue.Number > 0 {
		return report.NotFromPlan, "it is a draft, and the plan has issued the letter since"
	}
	return v.compare(file, format, evidence, made)
}

// because is why there is nothing to compare with.
func because(from *origin) string {
	if from == nil || from.problem == nil {
		return "the file was changed while it was read"
	}
	return from.problem.Error()
}

// compare holds a file against the letter made again.
func (v *looking) compare(file []byte, format string, evidence letter.Evidence, made *letter.Letter) (outcome, reason string) {
	if made.Digest != evidence.Digest {
		v.shown.Differing = made.Differing(evidence.Record)
		return report.OtherValues, "the values in it differ from the plan's in: " + strings.Join(v.shown.Differing, ", ")
	}
	if evidence.Seal != nil {
		v.seal(evidence.Seal, made.Leaf())
	}
	again, err := v.print(format, made, evidence.Seal)
	if err != nil {
		return report.Unproven, err.Error()
	}
	if at := firstDifference(file, again); at > 0 {
		v.shown.Byte = at
		return report.Altered, fmt.Sprintf("byte %d of %d differs from what this version of salesplan makes of the same values", at, len(again))
	}
	if other, ok := v.nameOfAnother(made); ok {
		return report.Exchanged, "it has the name of " + other
	}
	return report.Identical, ""
}

// VerifyManifest says whether a manifest is what a key of the plan signed, and
// whether the files that it lists are those in its folder. Read returns a file of
// the folder.
func VerifyManifest(plan *Loaded, name string, text, signature []byte, read func(file string) ([]byte, error)) report.VerifiedDocument {
	d := report.VerifiedDocument{File: name, Format: "manifest", Outcome: report.Identical, Seal: "none", Commit: "none"}
	if signature != nil {
		var err error
		d.SignedBy, err = seal.Verify(text, signature, seal.Namespace, signingKeys(plan))
		d.Seal = worth(err)
	}
	manifest, err := letter.ParseManifest(text)
	if err != nil {
		d.Outcome, d.Reason = report.Altered, err.Error()
		return d
	}
	for _, entry := range manifest.Letters {
		for _, form := range entry.Forms {
			file, err := read(form.File)
			switch {
			case err != nil:
				d.Outcome, d.Reason = report.Altered, form.File+" is missing"
			case fmt.Sprintf("%x", sha256.Sum256(file)) != form.SHA256:
				d.Outcome, d.Reason = report.Altered, form.File+" is another file than the one that was written"
			default:
				continue
			}
			return d
		}
	}
	return d
}

// firstDifference is the first byte in which two files differ, from 1; 0 for
// none.
func firstDifference(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i + 1
		}
	}
	return min(len(a), len(b)) + 1
}

// nameOfAnother reports whether a file has the name that another letter of the
// plan is written to.
func (v *looking) nameOfAnother(made *letter.Letter) (string, bool) {
	base := strings.TrimSuffix(path.Base(strings.ReplaceAll(v.shown.File, `\`, "/")), "."+press.Extension(v.shown.Format))
	if base == made.FileName() {
		return "", false
	}
	if v.problem != nil {
		return "", false
	}
	for _, l := range v.current.Letters {
		if l.FileName() == base {
			return l.Address, true
		}
	}
	return "", false
}

// mostTried is how many letters a Markdown file is compared with that does not
// have the name of one.
const mostTried = 100

// markdown looks for the letter that a Markdown file is: it carries no evidence.
func (v *looking) markdown(file []byte) (outcome, reason string) {
	v.shown.Format = "markdown"
	if v.problem != nil {
		return report.Unproven, v.problem.Error()
	}
	for _, l := range v.current.Letters {
		if base := path.Base(v.shown.File); base != l.FileName()+"."+press.Extension("markdown") && len(v.current.Letters) > mostTried {
			continue
		}
		if made, err := press.Markdown(v.document(l, nil)); err == nil && bytes.Equal(made, file) {
			v.shown.Address, v.shown.Issue, v.shown.Revision = l.Address, l.Issue.Number, l.Issue.Revision
			if other, ok := v.nameOfAnother(l); ok {
				return report.Exchanged, "it has the name of " + other
			}
			return report.Identical, ""
		}
	}
	return report.Unproven, "a Markdown file does not carry what made it, and no letter of the plan reads like this: verify the PDF"
}

// seal checks the proof in a document.
func (v *looking) seal(text []byte, leaf seal.Leaf) {
	s, err := seal.Parse(text)
	if err == nil {
		v.shown.SignedBy, err = seal.Check(s, leaf, v.keys)
	}
	v.shown.Seal = worth(err)
}

// worth says what a signature is worth.
func worth(err error) string {
	switch {
	case err == nil:
		return "signed"
	case errors.Is(err, seal.ErrUnsigned):
		return "unsigned"
	case errors.Is(err, seal.ErrUnknownKey):
		return "unknown_key"
	}
	return "broken"
}

// signingKeys are the keys that a plan names. Those that are no keys have a
// finding.
func signingKeys(loaded *Loaded) []seal.Key {
	var keys []seal.Key
	from, to := loaded.Plan.Records.Collection(acceptance.KeyKind)
	for i := from; i < to; i++ {
		r := loaded.Plan.Records.Record(i)
		if key, err := seal.ParseKey(r.Node.TextOf("name"), r.Node.TextOf("key")); err == nil && !loaded.Plan.Broken[r.Addr] {
			keys = append(keys, key)
		}
	}
	return keys
}
