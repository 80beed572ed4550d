package allocate

import (
	"errors"
	"testing"
)

// FuzzSplit: whatever the rows, parts sum to the total within their bounds, or
// one of the errors says why that cannot be; a row without bounds that gets less
// than another has no larger weight.
func FuzzSplit(f *testing.F) {
	f.Add(int64(100), int64(1), []byte{3, 0, 200, 1, 10, 20, 9, 0, 255})
	f.Add(int64(1037), int64(100), []byte{1, 0, 255, 1, 0, 255, 1, 0, 255})
	f.Add(int64(0), int64(7), []byte{0, 0, 0})
	f.Add(int64(999), int64(10), []byte{0, 5, 5, 250, 0, 90, 2, 90, 255})
	f.Fuzz(func(t *testing.T, total, step int64, bytes []byte) {
		if total < 0 || total > 1e12 || step < 1 || step > 1e6 || len(bytes) > 300 {
			return
		}
		var rows []share
		var least, most int64
		for ; len(bytes) >= 3; bytes = bytes[3:] {
			row := share{weight: whole(int64(bytes[0])), least: int64(bytes[1]), most: int64(bytes[2])}
			if bytes[2] == 255 {
				row.most = unlimited
			}
			if row.most < row.least {
				row.most = row.least
			}
			least, most = least+row.least, capped(most+row.most)
			rows = append(rows, row)
		}
		err := split(total, step, rows)
		switch {
		case errors.Is(err, errTooLow):
			if least <= total {
				t.Errorf("least is %d of %d", least, total)
			}
			return
		case errors.Is(err, errTooHigh):
			if most >= total {
				t.Errorf("most is %d of %d", most, total)
			}
			return
		case errors.Is(err, errNoWeight):
			return
		case err != nil:
			t.Fatal(err)
		}
		var sum int64
		for i := range rows {
			row := &rows[i]
			sum += row.part
			if row.part < row.least || row.part > row.most {
				t.Errorf("row %d has %d, not within %d and %d", i, row.part, row.least, row.most)
			}
			for j := range rows {
				other := &rows[j]
				loose := row.part > row.least && row.part < row.most && other.part > other.least && other.part < other.most
				if loose && row.weight.Cmp(other.weight) > 0 && row.part+step < other.part {
					t.Errorf("row %d has %d, row %d with less weight %d", i, row.part, j, other.part)
				}
			}
		}
		if sum != total {
			t.Errorf("the parts sum to %d of %d", sum, total)
		}
	})
}
