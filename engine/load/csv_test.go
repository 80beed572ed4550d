package load_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/load"
)

func TestCSVPlaces(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"keyed", "account.csv", "id,name,employees\nacme,\"Acme, \"\"Inc\"\"\",12\nzürich,Größe,007\nlast,,\n", `
			account/acme account.csv:2:1
			  2:1 acme = 2:1 a group of fields
			    1:4 name = 2:6 text "Acme, \"Inc\""
			    1:9 employees = 2:22 text "12"
			account/zürich account.csv:3:1
			  3:1 zürich = 3:1 a group of fields
			    1:4 name = 3:8 text "Größe"
			    1:9 employees = 3:14 text "007"
			account/last account.csv:4:1
			  4:1 last = 4:1 a group of fields
		`},
		{"listed, in a folder, with a part name", "bulk/quota.emea-fy27.csv", "position,amount\np-1,1.50\n,2\n", `
			quota/ bulk/quota.emea-fy27.csv:2:1
			  2:1 a group of fields
			    1:1 position = 2:1 text "p-1"
			    1:10 amount = 2:5 text "1.50"
			quota/ bulk/quota.emea-fy27.csv:3:1
			  3:1 a group of fields
			    1:10 amount = 3:2 text "2"
		`},
		{"dotted headers", "x.csv", "extra.a,id,extra.b.c,extra.b.d,n\n1,r1,ü,3,4\n,r2,,,5\n,r3,,6,\n", `
			x/r1 x.csv:2:3
			  2:3 r1 = 2:1 a group of fields
			    1:1 extra = 2:1 a group of fields
			      1:1 a = 2:1 text "1"
			      1:12 b = 2:6 a group of fields
			        1:12 c = 2:6 text "ü"
			        1:22 d = 2:8 text "3"
			    1:32 n = 2:10 text "4"
			x/r2 x.csv:3:2
			  3:2 r2 = 3:1 a group of fields
			    1:32 n = 3:7 text "5"
			x/r3 x.csv:4:2
			  4:2 r3 = 4:1 a group of fields
			    1:1 extra = 4:6 a group of fields
			      1:12 b = 4:6 a group of fields
			        1:22 d = 4:6 text "6"
		`},
		{"cells of several lines", "x.csv", "a,b,id\n\"ü\nß\",é,1\n\n\"x\n\ny\",\"z\nü\",2\nö,w,3\n", `
			x/1 x.csv:3:6
			  3:6 1 = 2:1 a group of fields
			    1:1 a = 2:1 text "ü\nß"
			    1:3 b = 3:4 text "é"
			x/2 x.csv:8:4
			  8:4 2 = 5:1 a group of fields
			    1:1 a = 5:1 text "x\n\ny"
			    1:3 b = 7:4 text "z\nü"
			x/3 x.csv:9:5
			  9:5 3 = 9:1 a group of fields
			    1:1 a = 9:1 text "ö"
			    1:3 b = 9:3 text "w"
		`},
		{"header alone", "x.csv", "id,name", "\n"},
	}
	for _, test := range tests {
		variants := map[string]string{"LF": test.text, "CRLF": strings.ReplaceAll(test.text, "\n", "\r\n"), "mark": "\ufeff" + test.text}
		for variant, text := range variants {
			t.Run(test.name+" "+variant, func(t *testing.T) {
				tree, findings := read(t, map[string]string{test.file: text})
				if len(findings) > 0 || !tree.Complete {
					t.Fatalf("complete %t, findings:\n%s", tree.Complete, brief(findings))
				}
				checkOutline(t, tree.Records, test.want)
			})
		}
	}
}

func TestCSVHazards(t *testing.T) {
	tests := []struct {
		name, text, want string
		records          int
		says             string
	}{
		{"empty file", "", "x.csv SYN009", 0, "no header"},
		{"blank lines only", "\n\n", "x.csv SYN009", 0, "no header"},
		{"same header", "id,a,b,a\n1,2,3,4\n", "x.csv:1:8 SYN009", 0, `"a" twice`},
		{"two headers without name", "id,,b,\n1,2,3,4\n", "x.csv:1:4 SYN009\nx.csv:1:7 SYN009", 0, "field 2 of the header has no name"},
		{"spaces in the header", "id, name\n1,2\n", "x.csv:1:4 SYN009", 0, "spaces"},
		{"semicolons", "id;name\n1;2\n", "x.csv:1:1 SYN009", 0, "commas"},
		{"a display name as header", "id,Employee count\n1,2\n", "x.csv:1:4 SYN009", 0, "field name"},
		{"header with an empty part", "id,a..b\n1,2\n", "x.csv:1:4 SYN009", 0, "not a field"},
		{"field and group", "id,a,a.b\n1,2,3\n", "x.csv:1:6 SYN009", 0, "column of its own"},
		{"group and field", "id,a.b,a\n1,2,3\n", "x.csv:1:8 SYN009", 0, "column of its own"},
		{"too many parts", "id,a" + strings.Repeat(".a", 64) + "\n1,2\n", "x.csv:1:4 SYN009", 0, "deep"},
		{"short and long row", "id,a\n1\n2,b\n3,c,d\n4,e\n", "x.csv:2:1 SYN009\nx.csv:4:1 SYN009", 2, "1 fields and the header has 2"},
		{"no id", "id,a\n,b\n2,c\n", "x.csv:2:1 SYN009", 1, "no id"},
		{"quote inside a cell", "id,a\n1,ü\"b\n2,c\n", "x.csv:2:4 SYN009", 1, "inside a cell"},
		{"text behind quotes", "id,a\n1,\"üb\"c\n2,c\n", "x.csv:2:6 SYN009", 1, "do not fit"},
		{"text behind quotes of several lines", "id,a\n1,\"ü\nb\"c\n2,c\n", "x.csv:3:2 SYN009", 1, "began at line 2"},
		{"quotes not closed", "id,a\n1,b\n2,\"c\n3,d\n", "x.csv:3:1 SYN009", 1, "not closed"},
		{"quote in the header", "id,a\"\n1,b\n", "x.csv:1:5 SYN009", 0, "inside a cell"},
		{"bare CR", "id,a\r1,b\r", "x.csv:1:5 SYN007\nx.csv:1:9 SYN007", 0, "U+000D"},
		{"bare CR in quotes", "id,a\n1,\"b\rc\"\n", "x.csv:2:5 SYN007", 0, "U+000D"},
		{"zero-width space", "id,a\n1,b\u200b\n2,c\n", "x.csv:2:4 SYN007", 2, "zero-width"},
		{"second mark", "id,a\n1,\ufeffb\n", "x.csv:2:3 SYN007", 0, "byte order mark"},
		{"Latin-1", "id,a\n1,Gr\xf6\xdfe\n", "x.csv:2:5 SYN001", 0, "0xF6"},
		{"merge conflict", "id,a\n<<<<<<< HEAD\n1,b\n=======\n1,c\n>>>>>>> x\n", "x.csv:2:1 CHG005", 0, "merge conflict"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree, findings := read(t, map[string]string{"x.csv": test.text})
			if diff := cmp.Diff(test.want, brief(findings)); diff != "" {
				t.Fatalf("findings (-want +got):\n%s", diff)
			}
			if !strings.Contains(findings[0].Message, test.says) {
				t.Errorf("message %q does not say %q", findings[0].Message, test.says)
			}
			if len(tree.Records) != test.records {
				t.Errorf("%d records, want %d", len(tree.Records), test.records)
			}
			if seen := test.name == "zero-width space"; tree.Complete != seen {
				t.Errorf("complete %t", tree.Complete)
			}
		})
	}
}

func TestCSVLimits(t *testing.T) {
	limits := load.Limits{Entries: 10, TotalBytes: 1 << 20, CSVBytes: 1 << 20, Depth: 8, ScalarBytes: 10, CSVFields: 3, CSVRows: 5, CSVRowBytes: 40, Repeats: 2}
	tests := []struct {
		name, text, want string
		records          int
	}{
		{"at every limit", "id,a,b\n1,2,3\n2,2,3\n3,,\n4,,\n0123456789,0123456789,0123456789\n", "", 5},
		{"fields", "id,a,b,c\n1,2,3,4\n", "x.csv:1:1 SYN008", 0},
		{"rows", "id\n1\n2\n3\n4\n5\n6\n7\n", "x.csv:7:1 SYN008", 5},
		{"cell", "id,a\n1,2\n2,01234567890\n3,4\n", "x.csv:3:3 SYN008", 2},
		{"row", "id,a\n1,2\n2,\"" + strings.Repeat("x", 40) + "\"\n3,4\n", "x.csv:3:1 SYN008", 2},
		{"row without end", "id,a\n1,2\n2,\"" + strings.Repeat("x\n", 5000) + "\n3,4\n", "x.csv:3:1 SYN008", 1},
		{"header without end", "id,\"" + strings.Repeat("x\n", 5000) + "\n3,4\n", "x.csv:1:1 SYN008", 0},
		{"many misplaced quotes", "id,a\n" + strings.Repeat("1,b\"\n", 9), "x.csv:2:4 SYN009\nx.csv:3:4 SYN009\nx.csv:4:4 SYN009", 0},
		{"many mistakes", "id,a\n1\n2\n3\n4\n5\n", "x.csv:2:1 SYN009\nx.csv:3:1 SYN009\nx.csv:4:1 SYN009", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree, findings, err := load.Plan(folder(map[string]string{"x.csv": test.text}), limits)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, brief(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if len(tree.Records) != test.records || tree.Complete != (test.want == "") {
				t.Errorf("%d records, want %d; complete %t", len(tree.Records), test.records, tree.Complete)
			}
			if test.name == "many mistakes" && !strings.Contains(findings[2].Message, "3 more of SYN009 csv-shape") {
				t.Errorf("the last finding does not say how many more there are: %s", findings[2].Message)
			}
		})
	}
}
