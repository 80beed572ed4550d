package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/salesplan/salesplan/engine/render"
)

// output is where a report goes: one format on stdout and any number of files.
type output struct {
	format string
	files  []string // FORMAT=FILE
}

// flags adds --format and --out to a verb.
func (o *output) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.format, "format", "text", "format of the report on stdout: "+strings.Join(render.Formats(), ", "))
	cmd.Flags().StringArrayVar(&o.files, "out", nil, "also write the report to a file, as FORMAT=FILE; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(render.Formats(), cobra.ShellCompDirectiveNoFileComp))
}

// emit writes a report in every format asked for. Nothing is written before
// everything is drawn.
func (c *command) emit(o output, report any) error {
	return c.emitAs(o, func(format string, color bool) ([]byte, error) { return c.draw(format, report, color) })
}

// emitAs is emit with what draws a format.
func (c *command) emitAs(o output, draw func(format string, color bool) ([]byte, error)) error {
	shown, err := draw(o.format, c.color())
	if err != nil {
		return err
	}
	type file struct {
		name string
		data []byte
	}
	var files []file
	for _, out := range o.files {
		format, name, ok := strings.Cut(out, "=")
		if !ok || name == "" {
			return fmt.Errorf("--out %s: write FORMAT=FILE, such as json=report.json", out)
		}
		if slices.ContainsFunc(files, func(f file) bool { return filepath.Clean(f.name) == filepath.Clean(name) }) {
			return fmt.Errorf("--out %s: %s is named twice, and would hold the last report only", out, name)
		}
		data, err := draw(format, false)
		if err != nil {
			return err
		}
		files = append(files, file{name, data})
	}
	for _, f := range files {
		if err := writeFile(c.path(f.name), f.data); err != nil {
			return err
		}
	}
	_, err = c.Stdout.Write(shown)
	return err
}

// draw renders a report in one format.
func (c *command) draw(format string, report any, color bool) ([]byte, error) {
	var b bytes.Buffer
	err := render.Write(&b, format, report, render.Style{Color: color})
	return b.Bytes(), err
}

// color reports whether text on stdout may be coloured.
func (c *command) color() bool { return c.Terminal && c.Getenv("NO_COLOR") == "" }

// printable keeps an error message from acting on the terminal.
func printable(message string) string { return render.Visible(message) }
