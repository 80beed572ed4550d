package seal

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Namespace keeps signatures of documents from being taken for signatures of
// anything else: ssh-keygen -Y sign -n salesplan makes them, too.
const Namespace = "salesplan"

// commitNamespace is that of git.
const commitNamespace = "git"

// longestSignature bounds armoured signatures.
const longestSignature = 16 << 10

// Key is somebody's public key.
type Key struct {
	Name   string // who signs with it
	Public ssh.PublicKey
}

// ParseKey reads a public key as SSH writes it, such as "ssh-ed25519 AAAA…".
func ParseKey(name, text string) (Key, error) {
	public, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(text))
	switch {
	case err != nil:
		return Key{}, errors.New("this is no public key of SSH: it begins with ssh-ed25519, ecdsa-sha2-… or ssh-rsa")
	case len(options) > 0 || len(bytes.TrimSpace(rest)) > 0:
		return Key{}, errors.New("there is more than one public key: give the type and the key alone")
	}
	return Key{Name: name, Public: public}, nil
}

// Sign signs a text with a private key as ssh-keygen keeps it, without a
// passphrase.
func Sign(text, private []byte) ([]byte, error) {
	signer, err := ssh.ParsePrivateKey(private)
	if _, locked := errors.AsType[*ssh.PassphraseMissingError](err); locked {
		return nil, errors.New("the private key needs a passphrase: sign the manifest with ssh-keygen -Y sign -n " + Namespace + ", or use a key without one")
	}
	if err != nil {
		return nil, errors.New("this is no private key of SSH")
	}
	signature, err := sshsig.Sign(bytes.NewReader(text), signer, sshsig.HashSHA512, Namespace)
	if err != nil {
		return nil, fmt.Errorf("the key cannot sign: %w", err)
	}
	return sshsig.Armor(signature), nil
}

// Verify checks an armoured signature of a text and returns the name of the key
// that made it. It fails with [ErrUnknownKey] or [ErrSignature].
func Verify(text, armoured []byte, namespace string, keys []Key) (signer string, err error) {
	if len(armoured) > longestSignature {
		return "", ErrSignature
	}
	signature, err := sshsig.Unarmor(armoured)
	if err != nil || signature.PublicKey == nil {
		return "", ErrSignature
	}
	key, known := keyOf(signature.PublicKey, keys)
	if !known {
		return "", ErrUnknownKey
	}
	if sshsig.Verify(bytes.NewReader(text), signature, key.Public, signature.HashAlgorithm, namespace) != nil {
		return "", ErrSignature
	}
	return key.Name, nil
}

// keyOf finds a public key among those that are known.
func keyOf(public ssh.PublicKey, keys []Key) (Key, bool) {
	for _, key := range keys {
		if bytes.Equal(key.Public.Marshal(), public.Marshal()) {
			return key, true
		}
	}
	return Key{}, false
}

// plainly reports whether an armoured signature is written as this program
// writes it, so that no byte of it can be changed without being noticed.
func plainly(armoured string) bool {
	if len(armoured) > longestSignature {
		return false
	}
	signature, err := sshsig.Unarmor([]byte(armoured))
	return err == nil && string(sshsig.Armor(signature)) == armoured
}
