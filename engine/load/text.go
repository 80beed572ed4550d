package load

import (
	"iter"
	"path"

	"github.com/salesplan/salesplan/engine/record"
)

// Text reads the text of one YAML or CSV file that belongs to no folder, such
// as an earlier version of a plan file, as [Folder.Parse] does, and yields its
// raw records. Text over the limits is not read.
func Text(name, text string, limits Limits) iter.Seq[*record.Record] {
	return func(yield func(*record.Record) bool) {
		folder := Folder{limits: limits}
		file := File{Name: name, Kind: Kind(path.Ext(name))}
		most := map[Kind]int64{YAML: limits.YAMLBytes, CSV: limits.CSVBytes}[file.Kind]
		if int64(len(text)) > most {
			return
		}
		reading := folder.Parse(file, text, nil)
		for i := range reading.Records {
			if !yield(&reading.Records[i]) {
				return
			}
		}
		for i := range reading.Rows.Len() {
			if !yield(reading.Rows.Record(i)) {
				return
			}
		}
	}
}
