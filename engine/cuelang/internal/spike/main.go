package main

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	_ "cuelang.org/go/pkg/strings"
	_ "cuelang.org/go/pkg/list"
	_ "cuelang.org/go/pkg/struct"
	"cuelang.org/go/cue/parser"
	"github.com/salesplan/salesplan/schemas"
)

func show(d int, v cue.Value) {
	in := strings.Repeat("  ", d)
	if d > 6 {
		return
	}
	op, args := v.Eval().Expr()
	fmt.Printf("%sk=%v op=%v n=%d err=%v closed=%v,%v pos=%v\n", in, v.IncompleteKind(), op, len(args), v.Err() != nil, v.IsClosed(), v.IsClosedRecursively(), v.Pos())
	if op != cue.NoOp {
		for _, a := range args {
			show(d+1, a)
		}
		return
	}
	if v.IncompleteKind()&cue.StructKind != 0 {
		it, err := v.Fields(cue.Optional(true), cue.Patterns(true))
		if err != nil {
			fmt.Println(in, "FIELDS ERR", err)
		}
		for it.Next() {
			s := it.Selector()
			fmt.Printf("%s- %v type=%v lt=%v def=%v\n", in, s, it.FieldType(), s.LabelType(), func() string { x, ok := it.Value().Default(); return fmt.Sprint(x, ok) }())
			if s.LabelType() == cue.StringLabel|cue.PatternConstraint || it.FieldType()&cue.PatternConstraint != 0 {
				fmt.Printf("%s  pattern:\n", in)
				show(d+2, s.Pattern())
			}
			show(d+1, it.Value())
		}
	} else {
		fmt.Printf("%s  = %v\n", in, v)
	}
}

func main() {
	inst := build.NewContext().NewInstance("", nil)
	es, _ := fs.ReadDir(schemas.Files, "v1")
	for _, e := range es {
		b, _ := fs.ReadFile(schemas.Files, "v1/"+e.Name())
		f, err := parser.ParseFile(e.Name(), b, parser.ParseComments)
		if err != nil {
			panic(err)
		}
		inst.AddSyntax(f)
	}
	_ = ast.File{}
	fmt.Println("complete", inst.Complete())
	t := time.Now()
	rt := new(cue.Runtime); rt.Compile("",""); ctx := (*cue.Context)(rt)
	v := ctx.BuildInstance(inst)
	fmt.Println(v.Err(), time.Since(t))
	for _, d := range []string{"#Position", "#Calendar", "#Extra", "#AssignmentRule", "#Assignment"} {
		fmt.Println("=====", d)
		show(0, v.LookupPath(cue.ParsePath(d)))
	}
	w := ctx.CompileString(`
#U: {kind!: "a", x!: int} | {kind!: "b", y?: string}
#V: {#B, k!: "z"}
#B: {n!: string}
#O: {a?: int, ...}
#I: {a?: int, if a != _|_ {b!: int}}
#P: {[string]: {q?: int}}
#M: {min!: int, max!: >=min}
#T: [int, string, ...bool]
#D: *"x" | "y"
#E: {e: #D, f: 1 | *2 | 3, g: {h: 1}, i: [...int]}
`)
	for _, d := range []string{"#U", "#V", "#O", "#I", "#P", "#M", "#T", "#D", "#E"} {
		fmt.Println("=====", d)
		show(0, w.LookupPath(cue.ParsePath(d)))
	}
}
