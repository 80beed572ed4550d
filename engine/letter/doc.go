// Package letter knows which letter everybody who is paid gets, what it says,
// and which version of it was issued: from a plan it makes the inputs of each
// letter, and from the inputs the letter as a document. It knows the words of
// every language in which there are letters, and when a letter that was issued
// says no longer what the plan says.
//
// It must not know pages, files or git. Its entry points are [Of] for the letters
// of a plan, [Letter.Document] for what one of them says, and [Check] for what
// is wrong with templates, clauses and issued letters.
package letter
