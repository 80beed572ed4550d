package salesforce

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// Limits on a source folder. A whole Salesforce project may be given.
const (
	maxEntries     = 200_000
	maxFolderDepth = 32
	maxTotalBytes  = 64 << 20
)

// The ends of the names of metadata files, by the element that such a file holds.
const (
	typeElement      = "Territory2Type"
	modelElement     = "Territory2Model"
	territoryElement = "Territory2"
	ruleElement      = "Territory2Rule"
)

// associationFile is the name of the file that says who works on which territory.
const associationFile = "UserTerritory2Association.csv"

// metadataEnd is the end of the name of a file that holds the element.
func metadataEnd(element string) string {
	return "." + strings.ToLower(element[:1]) + element[1:] + "-meta.xml"
}

// sourceFile is a metadata file with its text.
type sourceFile struct {
	path    string // slash path below the source folder
	element string // that the file must hold
	name    string // the developer name that the file's name says
	text    []byte
}

// sourceFolder collects the files of a source folder.
type sourceFolder struct {
	fsys         fs.FS
	entries      int
	bytes        int
	files        []sourceFile
	associations *sourceFile // nil if there are none
	findings     diag.List
}

// readFolder reads every file below fsys that is about territories, in order
// of path. Links are not followed, hidden folders not entered.
func readFolder(fsys fs.FS) (*sourceFolder, error) {
	f := &sourceFolder{fsys: fsys}
	if err := fs.WalkDir(fsys, ".", f.visit); err != nil {
		return nil, fmt.Errorf("cannot read the source folder: %w", err)
	}
	if len(f.files) == 0 && len(f.findings) == 0 {
		return nil, errors.New("no Territory2 metadata below the source folder; expected source format such as " +
			"territory2Models/<Model>/territories/<Territory>" + metadataEnd(territoryElement))
	}
	return f, nil
}

// visit implements [fs.WalkDirFunc].
func (f *sourceFolder) visit(name string, entry fs.DirEntry, err error) error {
	if err != nil {
		if name == "." {
			return err
		}
		f.tell(diag.Unreadable, name, "it cannot be read: %s", reason(err))
		return fs.SkipDir
	}
	if f.entries++; f.entries > maxEntries {
		f.tell(diag.LimitExceeded, name, "there are more than %d files and folders up to here: nothing more is read", maxEntries)
		return fs.SkipAll
	}
	hidden := name != "." && strings.HasPrefix(entry.Name(), ".")
	switch {
	case entry.IsDir() && hidden:
		return fs.SkipDir
	case entry.IsDir() && strings.Count(name, "/") >= maxFolderDepth:
		f.tell(diag.LimitExceeded, name, "folders are nested more than %d deep here: nothing below is read", maxFolderDepth)
		return fs.SkipDir
	case !entry.IsDir() && !hidden:
		f.file(name, entry)
	}
	return nil
}

// file reads the file if its name says that it is about territories.
func (f *sourceFolder) file(name string, entry fs.DirEntry) {
	found, wanted := metadataFile(name)
	switch {
	case wanted && !entry.Type().IsRegular():
		f.tell(diag.NotAPlainFile, name, "it is a link or a special file and is not read: put the file itself here")
		return
	case entry.Type()&fs.ModeSymlink != 0:
		f.tell(diag.NotAPlainFile, name, "it is a link and is not followed")
		f.findings[len(f.findings)-1].Severity = diag.Info // most lead to something else
		return
	case path.Base(name) == associationFile && name != associationFile:
		f.tell(diag.UnknownFile, name, "it is not read here: put it at the top of the source folder")
		return
	case !wanted:
		return
	}
	text, ok := f.read(name)
	if !ok {
		return
	}
	found.text = text
	if found.element == "" {
		f.associations = &found
		return
	}
	f.files = append(f.files, found)
}

// metadataFile says what the name of a file promises. The association file
// holds no element.
func metadataFile(name string) (file sourceFile, ok bool) {
	if name == associationFile {
		return sourceFile{path: name}, true
	}
	for _, element := range []string{typeElement, modelElement, territoryElement, ruleElement} {
		if base, ok := strings.CutSuffix(path.Base(name), metadataEnd(element)); ok {
			return sourceFile{path: name, element: element, name: base}, true
		}
	}
	return sourceFile{}, false
}

// read returns the bytes of a file within limits.
func (f *sourceFolder) read(name string) ([]byte, bool) {
	most := maxXMLBytes
	if name == associationFile {
		most = maxCSVBytes
	}
	text, err := readAtMost(f.fsys, name, most+1)
	f.bytes += len(text)
	switch {
	case err != nil:
		f.tell(diag.Unreadable, name, "the file cannot be read: %s", reason(err))
	case len(text) > most:
		f.tell(diag.LimitExceeded, name, "the file is larger than %d KiB", most>>10)
	case f.bytes > maxTotalBytes:
		f.tell(diag.LimitExceeded, name, "the files up to here are together larger than %d MiB: it is not read", maxTotalBytes>>20)
	default:
		return text, true
	}
	return nil, false
}

// readAtMost reads a regular file up to a number of bytes.
func readAtMost(fsys fs.FS, name string, most int) (text []byte, err error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a plain file")
	}
	return io.ReadAll(io.LimitReader(file, int64(most)))
}

// reason is what went wrong, without the path that the place says already.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return err.Error()
}

func (f *sourceFolder) tell(code diag.Code, name, format string, args ...any) {
	f.findings = append(f.findings, diag.New(code, addr.Addr{}, source.Place{File: name}, format, args...))
}
