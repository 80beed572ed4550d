package load

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// readableName reports whether the last part of a path is text that can be
// shown, and tells of names that other computers take for another name.
func (r *folderReader) readableName(name string) bool {
	base := path.Base(name)
	switch {
	case !utf8.ValidString(base) || visible(base) != base:
		r.refuse(name, diag.NotAPlainFile, "the name %q holds characters that cannot be seen, and is not read: rename it", visible(base))
		return false
	case !norm.NFC.IsNormalString(base):
		r.tell(name, diag.NotAPlainFile, "the name %q spells an accented letter as two characters (not Unicode NFC), which other computers take for another name: rename it", base)
	case reservedOnWindows(base):
		r.tell(name, diag.NotAPlainFile, "the name %q cannot be used on Windows: rename it", base)
	}
	return true
}

// checkClashes tells of names in one folder that are the same name to computers
// which do not tell capital letters apart.
func (r *folderReader) checkClashes(dir string, names []string) {
	first := make(map[string]string, len(names))
	for _, name := range names {
		folded := strings.ToLower(norm.NFC.String(name))
		other, clash := first[folded]
		if !clash {
			first[folded] = name
			continue
		}
		r.tell(path.Join(dir, name), diag.NotAPlainFile, "%q and %q are the same name on Windows and macOS: rename one of them", other, name)
		last := &r.findings[len(r.findings)-1]
		*last = last.With(source.Place{File: path.Join(dir, other)}, "the other file")
	}
}

// windowsDevices are the names that Windows keeps for devices, whatever follows
// the first dot.
var windowsDevices = []string{"con", "prn", "aux", "nul"}

func reservedOnWindows(name string) bool {
	device, _, _ := strings.Cut(strings.ToLower(name), ".")
	port, digit := "", ""
	if len(device) == 4 {
		port, digit = device[:3], device[3:]
	}
	return slices.Contains(windowsDevices, device) ||
		(port == "com" || port == "lpt") && digit >= "1" && digit <= "9" ||
		strings.ContainsAny(name, `<>:"|?*\`) ||
		strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ")
}
