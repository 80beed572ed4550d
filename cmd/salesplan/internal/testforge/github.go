package testforge

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

type object = map[string]any

// longestGitHub is the most characters of a comment on GitHub.
const longestGitHub = 65_536

// GitHub serves the forge as the GraphQL API of GitHub does, for the repository
// acme/plans.
func (f *Forge) GitHub() http.Handler {
	f.longest = longestGitHub
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+Token {
			w.WriteHeader(http.StatusUnauthorized)
			json.NewEncoder(w).Encode(object{"message": "Bad credentials", "documentation_url": "https://docs.github.com/graphql"})
			return
		}
		var asked struct {
			Query     string
			Variables struct {
				Owner, Name, After, Change, Comment, Body string
				Number                                    int
			}
		}
		if r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&asked) != nil {
			w.WriteHeader(http.StatusBadRequest)
			json.NewEncoder(w).Encode(object{"message": "Problems parsing JSON"})
			return
		}
		operation := regexp.MustCompile(`^(?:query|mutation) (\w+)`).FindStringSubmatch(asked.Query)
		v := asked.Variables
		f.serve(w, operation[1], strings.HasPrefix(asked.Query, "mutation"), func() (int, any) {
			if v.Owner != "" && v.Owner+"/"+v.Name != "acme/plans" {
				return gone("Could not resolve to a Repository with the name '" + v.Owner + "/" + v.Name + "'.")
			}
			switch operation[1] {
			case "Change":
				return f.githubChange(v.Number, v.After)
			case "Find":
				return f.githubFind(v.After)
			case "Reviews":
				return f.githubReviews(v.After)
			case "Add":
				f.write()
				if f.tooLong(v.Body) {
					return failing("UNPROCESSABLE", "Body is too long (maximum is 65536 characters)")
				}
				f.say("me", v.Body)
			case "Edit", "Hide":
				f.write()
				return f.githubEdit(operation[1], v.Comment, v.Body)
			}
			return http.StatusOK, object{"data": object{}}
		})
	})
}

func failing(kind, message string) (int, any) {
	return http.StatusOK, object{"data": nil, "errors": []object{{"type": kind, "message": message}}}
}

func gone(message string) (int, any) { return failing("NOT_FOUND", message) }

func (f *Forge) githubChange(number int, after string) (int, any) {
	head, open := f.heads[number]
	if !open {
		return gone("Could not resolve to a PullRequest with the number of " + strconv.Itoa(number) + ".")
	}
	start, _ := strconv.Atoi(after)
	nodes := []object{}
	end, more := f.window(start, len(f.comments))
	if number == f.Number {
		for _, c := range f.comments[start:end] {
			nodes = append(nodes, object{"id": "IC_" + strconv.Itoa(c.ID), "body": c.Body, "viewerDidAuthor": c.Author == "me", "isMinimized": c.Hidden})
		}
	}
	return http.StatusOK, object{"data": object{"repository": object{"pullRequest": object{
		"id": "PR_" + strconv.Itoa(number), "headRefOid": head,
		"comments": object{"nodes": nodes, "pageInfo": object{"hasNextPage": more && number == f.Number, "endCursor": strconv.Itoa(end)}},
	}}}}
}

func (f *Forge) githubFind(after string) (int, any) {
	start, _ := strconv.Atoi(after)
	numbers := f.numbers()
	end, more := f.window(start, len(numbers))
	nodes := []object{}
	for _, number := range numbers[start:end] {
		nodes = append(nodes, object{"number": number, "headRefOid": f.heads[number]})
	}
	return http.StatusOK, object{"data": object{"repository": object{"pullRequests": object{
		"nodes": nodes, "pageInfo": object{"hasNextPage": more, "endCursor": strconv.Itoa(end)},
	}}}}
}

func (f *Forge) githubReviews(after string) (int, any) {
	start, _ := strconv.Atoi(after)
	end, more := f.window(start, len(f.reviews))
	nodes := []object{}
	for _, r := range f.reviews[start:end] {
		teams := []object{}
		if r.Team != "" {
			teams = append(teams, object{"combinedSlug": r.Team})
		}
		nodes = append(nodes, object{
			"state": r.State, "author": object{"login": r.Login}, "commit": object{"oid": r.Commit}, "onBehalfOf": object{"nodes": teams},
		})
	}
	return http.StatusOK, object{"data": object{"repository": object{"pullRequest": object{
		"latestOpinionatedReviews": object{"nodes": nodes, "pageInfo": object{"hasNextPage": more, "endCursor": strconv.Itoa(end)}},
	}}}}
}

func (f *Forge) numbers() []int {
	var numbers []int
	for number := range f.heads {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

func (f *Forge) githubEdit(operation, id, body string) (int, any) {
	for i := range f.comments {
		c := &f.comments[i]
		switch {
		case "IC_"+strconv.Itoa(c.ID) != id:
			continue
		case c.Author != "me":
			return failing("FORBIDDEN", "Resource not accessible by integration")
		case operation == "Hide":
			c.Hidden = true
		case f.tooLong(body):
			return failing("UNPROCESSABLE", "Body is too long (maximum is 65536 characters)")
		default:
			c.Body = body
		}
		return http.StatusOK, object{"data": object{}}
	}
	return gone("Could not resolve to a node with the global id of '" + id + "'.")
}
