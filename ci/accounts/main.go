// Command accounts writes a plan with very many accounts in one CSV file, and
// reads such a file with encoding/csv alone: what ci/bench measures the check of
// the plan against. The same number of rows gives the same bytes.
package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("accounts: ")
	rows := flag.Int("rows", 1_000_000, "accounts to write")
	out := flag.String("out", "", "folder of the plan to write")
	read := flag.String("read", "", "CSV file to read with encoding/csv")
	flag.Parse()
	err := errors.New("write a plan with -out DIR, or read a file with -read FILE")
	switch {
	case *out != "":
		err = write(*out, *rows)
	case *read != "":
		var n int
		n, err = readAll(*read)
		fmt.Println(n)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// write writes a plan that states nothing but its accounts.
func write(dir string, rows int) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	settings := "plan:\n  name: Accounts\n  currency: EUR\n"
	if err := os.WriteFile(filepath.Join(dir, "plan.yaml"), []byte(settings), 0o600); err != nil {
		return err
	}
	file, err := os.Create(filepath.Clean(filepath.Join(dir, "account.csv")))
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	writeAccounts(buffered, rows)
	return errors.Join(buffered.Flush(), file.Close())
}

// writeAccounts writes rows as a sales system exports them, in order of id. An
// error stays with the writer.
func writeAccounts(w *bufio.Writer, rows int) {
	countries := []string{"DE", "FR", "GB", "US", "JP"}
	segments := []string{"enterprise", "mid-market", "smb"}
	_, _ = w.WriteString("id,name,country,region,postal_code,industry,segment,employees\n")
	for i := range rows {
		_, _ = fmt.Fprintf(w, "acc-%07d,Company %d,%s,R%02d,%05d,manufacturing,%s,%d\n",
			i, i, countries[i%len(countries)], i%17, i%99_999, segments[i%len(segments)], i%50_000)
	}
}

// readAll reads a CSV file row by row and returns how many there are.
func readAll(name string) (rows int, err error) {
	file, err := os.Open(filepath.Clean(name))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	reader := csv.NewReader(bufio.NewReaderSize(file, 64<<10))
	reader.ReuseRecord = true
	for {
		switch _, err := reader.Read(); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return rows, err
		}
		rows++
	}
}
