package testforge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// longestGitLab is the most characters of a comment on GitLab.
const longestGitLab = 1_000_000

// GitLab serves the forge as the REST API of GitLab does, for the project
// acme/plans with the number 77. Its address ends in /api/v4.
func (f *Forge) GitLab() http.Handler {
	f.longest = longestGitLab
	mux := http.NewServeMux()
	handle := func(pattern string, answer func(w http.ResponseWriter, r *http.Request) (int, any)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			switch project := r.PathValue("project"); {
			case r.Header.Get("Private-Token") != Token:
				w.WriteHeader(http.StatusUnauthorized)
				json.NewEncoder(w).Encode(object{"message": "401 Unauthorized"})
			case project != "" && project != "77" && project != "acme/plans":
				w.WriteHeader(http.StatusNotFound)
				json.NewEncoder(w).Encode(object{"message": "404 Project Not Found"})
			default:
				f.serve(w, pattern, r.Method != http.MethodGet, func() (int, any) { return answer(w, r) })
			}
		})
	}
	handle("GET /api/v4/user", func(http.ResponseWriter, *http.Request) (int, any) {
		return http.StatusOK, object{"id": 1, "username": "project_77_bot"}
	})
	handle("GET /api/v4/projects/{project}/merge_requests", f.gitlabList)
	const one = "/api/v4/projects/{project}/merge_requests/{number}"
	handle("GET "+one, f.gitlabChange)
	handle("GET "+one+"/notes", f.gitlabNotes)
	handle("GET "+one+"/approvals", f.gitlabApprovals)
	handle("GET "+one+"/versions", f.gitlabVersions)
	handle("POST "+one+"/notes", f.gitlabWrite)
	handle("PUT "+one+"/notes/{note}", f.gitlabWrite)
	return mux
}

func (f *Forge) gitlabChange(_ http.ResponseWriter, r *http.Request) (int, any) {
	number, _ := strconv.Atoi(r.PathValue("number"))
	head, open := f.heads[number]
	if !open {
		return http.StatusNotFound, object{"message": "404 Not found"}
	}
	return http.StatusOK, object{"iid": number, "sha": head, "state": "opened"}
}

func (f *Forge) gitlabList(w http.ResponseWriter, r *http.Request) (int, any) {
	list := []object{}
	for _, number := range f.numbers() {
		list = append(list, object{"iid": number, "sha": f.heads[number]})
	}
	return http.StatusOK, paged(f, w, r, list)
}

func (f *Forge) gitlabNotes(w http.ResponseWriter, r *http.Request) (int, any) {
	list := []object{}
	for _, c := range f.comments {
		author := 2
		if c.Author == "me" || c.Author == "system" { // what a person does leaves notes of the system
			author = 1
		}
		list = append(list, object{"id": c.ID, "body": c.Body, "system": c.Author == "system", "author": object{"id": author}})
	}
	return http.StatusOK, paged(f, w, r, list)
}

// gitlabApprovals and gitlabVersions tell time by the order of approvals: the
// n-th was given at hour n, an hour after its commit became the head.
func (f *Forge) gitlabApprovals(http.ResponseWriter, *http.Request) (int, any) {
	list := []object{}
	for i, r := range f.reviews {
		if r.State == "APPROVED" {
			list = append(list, object{"user": object{"username": r.Login}, "approved_at": hour(2*i + 1)})
		}
	}
	return http.StatusOK, object{"approved_by": list}
}

func (f *Forge) gitlabVersions(w http.ResponseWriter, r *http.Request) (int, any) {
	list := []object{}
	for i := range f.reviews {
		list = append([]object{{"head_commit_sha": f.reviews[i].Commit, "created_at": hour(2 * i)}}, list...)
	}
	return http.StatusOK, paged(f, w, r, list)
}

func hour(n int) string { return fmt.Sprintf("2026-01-%02dT%02d:00:00.000Z", 1+n/24, n%24) }

// paged cuts a list to the page that was asked for and names the next one.
func paged(f *Forge, w http.ResponseWriter, r *http.Request, list []object) []object {
	page, _ := strconv.Atoi(r.FormValue("page"))
	start := min(max(page-1, 0)*f.page, len(list))
	end, more := f.window(start, len(list))
	w.Header().Set("X-Next-Page", "")
	if more {
		w.Header().Set("X-Next-Page", strconv.Itoa(max(page, 1)+1))
	}
	return list[start:end]
}

func (f *Forge) gitlabWrite(_ http.ResponseWriter, r *http.Request) (int, any) {
	f.write()
	var note struct{ Body string }
	if json.NewDecoder(r.Body).Decode(&note) != nil || note.Body == "" {
		return http.StatusBadRequest, object{"error": "body is missing, body is empty"}
	}
	if f.tooLong(note.Body) {
		return http.StatusBadRequest, object{"message": object{"note": []string{"is too long (maximum is 1000000 characters)"}}}
	}
	if r.Method == http.MethodPost {
		return http.StatusCreated, object{"id": f.say("me", note.Body)}
	}
	for i := range f.comments {
		if c := &f.comments[i]; strconv.Itoa(c.ID) == r.PathValue("note") {
			if c.Author != "me" {
				return http.StatusForbidden, object{"message": "403 Forbidden"}
			}
			c.Body = note.Body
			return http.StatusOK, object{"id": c.ID}
		}
	}
	return http.StatusNotFound, object{"message": "404 Note Not Found"}
}
