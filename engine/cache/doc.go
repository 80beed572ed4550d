// Package cache keeps the facts of files between runs: one block of bytes that
// holds them by key. It knows how facts are written and found again, not where
// the bytes are kept. Bytes of unknown origin are safe to open: an entry that
// is not what was written is not there. Its entry point is [Open].
package cache
