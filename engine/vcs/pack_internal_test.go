package vcs

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"testing"
)

func TestApplyDelta(t *testing.T) {
	base := []byte("0123456789")
	sizes := func(from, to byte, steps ...byte) []byte { return append([]byte{from, to}, steps...) }
	for name, test := range map[string]struct {
		delta []byte
		want  string
		size  int64
	}{
		"copy and insert":    {sizes(10, 5, 0x91, 7, 3, 2, 'a', 'b'), "789ab", 5},
		"nothing":            {sizes(10, 0), "", 0},
		"copy from the top":  {sizes(10, 2, 0x90, 2), "01", 2},
		"wrong base":         {sizes(9, 2, 0x90, 2), "", -1},
		"too long":           {sizes(10, 2, 0x90, 3), "", -1},
		"too short":          {sizes(10, 2, 0x90, 1), "", -1},
		"behind the base":    {sizes(10, 2, 0x91, 9, 2), "", -1},
		"far behind":         {sizes(10, 2, 0x9f, 255, 255, 255, 255, 2), "", -1},
		"65,536 bytes":       {sizes(10, 2, 0x80), "", -1},
		"reserved":           {sizes(10, 2, 0), "", -1},
		"ends in an insert":  {sizes(10, 2, 2, 'a'), "", -1},
		"ends in an address": {sizes(10, 2, 0x91), "", -1},
		"no sizes":           {[]byte{0x80}, "", -1},
		"one size":           {[]byte{10}, "", -1},
	} {
		_, size, _, _ := deltaSizes(test.delta)
		got, err := applyDelta(base, test.delta, size)
		if (err == nil) != (test.size >= 0) || string(got) != test.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// Whatever a difference says, the result has the size that it declares, or
// there is none.
func FuzzApplyDelta(f *testing.F) {
	f.Add([]byte("0123456789"), []byte{10, 5, 0x91, 7, 3, 2, 'a', 'b'})
	f.Add([]byte{}, binary.AppendUvarint([]byte{0}, math.MaxUint64))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		_, size, _, err := deltaSizes(delta)
		if err != nil || size > 1<<16 {
			return
		}
		result, err := applyDelta(base, delta, size)
		if err == nil && int64(len(result)) != size {
			t.Errorf("%d bytes, declared %d", len(result), size)
		}
	})
}

// Whatever a header says, its numbers are in range.
func FuzzPackHeader(f *testing.F) {
	for _, seed := range []string{"", "\x30", "\xb5\x01", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "\x60\x05", "\x60\x80\x80\x00", "\xe5\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"} {
		f.Add([]byte(seed), int64(1000))
	}
	f.Fuzz(func(t *testing.T, data []byte, offset int64) {
		from := newPages(bytes.NewReader(data)).at(0)
		form, stored, err := readForm(from)
		if err != nil {
			return
		}
		if form > 7 || stored < 0 || from.offset() > int64(len(data)) {
			t.Errorf("form %d, %d bytes, offset %d", form, stored, from.offset())
		}
		if base, err := readBase(from, offset); err == nil && (base < 0 || base >= offset) {
			t.Errorf("base %d of %d", base, offset)
		}
	})
}

// A cursor reads the same as the file, across pages.
func TestCursor(t *testing.T) {
	data := make([]byte, 2*pageBytes+100)
	for i := range data {
		data[i] = byte(i * 7 >> 3)
	}
	held := newPages(bytes.NewReader(data))
	for _, offset := range []int{0, 1, pageBytes - 1, pageBytes, 2*pageBytes + 99} {
		c := held.at(int64(offset))
		first, err := c.ReadByte()
		if err != nil || first != data[offset] || c.offset() != int64(offset)+1 {
			t.Errorf("%d: %d, %v, at %d", offset, first, err, c.offset())
		}
		if rest, err := io.ReadAll(c); err != nil || !bytes.Equal(rest, data[offset+1:]) {
			t.Errorf("%d: %d bytes, %v", offset, len(rest), err)
		}
	}
	for _, offset := range []int64{int64(len(data)), math.MaxInt64} {
		if _, err := held.at(offset).ReadByte(); !errors.Is(err, io.EOF) {
			t.Errorf("%d: %v", offset, err)
		}
	}
}

// What was not used for a while is dropped, and what is used is not.
func TestUnpackedIsBounded(t *testing.T) {
	u := newUnpacked()
	const part = unpackedBytes / 16
	data := make([]byte, part)
	u.put(place{offset: -1}, built{object: object{data: data}})
	for offset := range int64(64) {
		u.put(place{offset: offset}, built{object: object{data: data}})
		if _, ok := u.get(place{offset: -1}); !ok {
			t.Fatalf("dropped although it is used, at %d", offset)
		}
		if held := len(u.now) + len(u.before); held > 16 {
			t.Fatalf("%d parts are held", held)
		}
	}
	if _, ok := u.get(place{offset: 0}); ok {
		t.Error("the first is still held")
	}
}
