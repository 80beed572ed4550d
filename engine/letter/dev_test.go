package letter_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/period"
)

func TestDev(t *testing.T) {
	found, err := load.Find(os.DirFS(os.Getenv("PLAN")), load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	result, findings, err := compile.Folder(found, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Log(f.Code, f.Message)
	}
	as := map[string]letter.Issue{}
	if os.Getenv("EFFECTIVE") != "" {
		day, _ := period.ParseDate(os.Getenv("EFFECTIVE"))
		as["letter/ae-1/ae"] = letter.Issue{Number: 1, Effective: day, Revision: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"}
	}
	set, err := letter.Of(result.Plan, comp.Read(result.Plan), letter.Options{As: as})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range set.Findings {
		t.Log(f.Code, f.Place, f.Message)
	}
	for _, l := range set.Letters {
		if os.Getenv("ONLY") != "" && l.Payee.Position != os.Getenv("ONLY") {
			continue
		}
		d := l.Document()
		fmt.Println("=====", l.Address, d.Title, d.Version)
		show(d.Blocks, "")
		if os.Getenv("ONLY") != "" {
			fmt.Println(string(l.Record))
		}
	}
}

func show(blocks []document.Block, in string) {
	for _, b := range blocks {
		switch b := b.(type) {
		case document.Heading:
			fmt.Println(in+"#######"[:b.Level], document.Text(b.Text))
		case document.Paragraph:
			fmt.Println(in + document.Text(b.Text))
		case document.Notice:
			fmt.Println(in + "! " + document.Text(b.Text))
		case document.KeyFigures:
			for _, i := range b.Items {
				fmt.Println(in+"*", i.Label, document.Text(i.Value))
			}
		case document.Table:
			fmt.Println(in + "T " + b.Caption)
			for _, c := range b.Columns {
				fmt.Print(in, "| ", c.Label, " ")
			}
			fmt.Println()
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					fmt.Print(in, "| ", document.Text(c.Text), " ")
				}
				fmt.Println()
			}
		case document.Curve:
			fmt.Println(in+"C", b.Alt, b.Y.Ticks, b.Lines[0].Points)
		case document.List:
			for _, i := range b.Items {
				fmt.Print(in, " - ")
				show(i.Blocks, in)
			}
		case document.Clause:
			fmt.Println(in+b.Number+".", document.Text(b.Heading))
			show(b.Blocks, in+"  ")
		case document.Example:
			fmt.Println(in+"E", document.Text(b.Title))
			show(b.Blocks, in+"  ")
		case document.Signatures:
			fmt.Println(in, b.Parties)
		}
	}
}
