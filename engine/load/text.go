package load

import (
	"path"

	"github.com/salesplan/salesplan/engine/record"
)

// Text reads the text of one YAML or CSV file that belongs to no folder, such
// as an earlier version of a plan file, as [Folder.Parse] does. Text over the
// limits is not read.
func Text(name, text string, limits Limits, see func(*record.Record)) Reading {
	folder := Folder{limits: limits}
	file := File{Name: name, Kind: Kind(path.Ext(name))}
	most := map[Kind]int64{YAML: limits.YAMLBytes, CSV: limits.CSVBytes}[file.Kind]
	if int64(len(text)) > most {
		return Reading{}
	}
	return folder.Parse(file, text, see)
}
