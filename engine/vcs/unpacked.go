package vcs

// place is where an object stands in a pack.
type place struct {
	pack   *pack
	offset int64
}

// built is an object with what unpacking it takes if nothing else is unpacked,
// so that what is refused does not depend on what was read before.
type built struct {
	object
	cost  int64 // bytes of differences and of objects on the way
	links int   // objects in its chain
}

// unpacked keeps objects of packs in memory, because others are differences to
// them. Those not used for a while are dropped: when the new half is full, the
// objects in the old half go, and the new half becomes the old one.
type unpacked struct {
	now, before map[place]built
	bytes       int // in now
}

// unpackedBytes is how much of the unpacked objects is kept at most.
const unpackedBytes = 128 << 20

// overheadBytes is about what an object takes beside its content.
const overheadBytes = 128

func newUnpacked() *unpacked { return &unpacked{now: make(map[place]built)} }

// get returns an object, whose data must not be changed.
func (u *unpacked) get(at place) (built, bool) {
	if found, ok := u.now[at]; ok {
		return found, true
	}
	found, ok := u.before[at]
	if ok {
		u.put(at, found)
	}
	return found, ok
}

// put keeps an object, whose data must not be changed from then on.
func (u *unpacked) put(at place, o built) {
	if u.bytes += len(o.data) + overheadBytes; u.bytes > unpackedBytes/2 {
		u.now, u.before = make(map[place]built), u.now
		u.bytes = len(o.data) + overheadBytes
	}
	u.now[at] = o
}
