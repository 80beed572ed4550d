package main

import (
	"fmt"
	"path"
	"strings"
)

// file is one file of the plan.
type file struct{ name, text string }

// sharedFiles returns the files that hold for the whole plan.
func sharedFiles() []file {
	return []file{
		{"plan.yaml", `plan:
  name: Generated plan FY27
  schema: v1
  currency: EUR
  calendar:
    kind: months
    start_month: 2
    named_by: end
  years: [FY27]
  # Each group promises a little less than the quotas below it sum to.
  over_assignment:
    min: 1
    max: 1.10
`},
		{"measures.yaml", `measure:
  new_arr:
    name: New ARR
    unit: money
    quota_by: territory
    quota_grain: quarter
`},
		{"roles.yaml", `role:
  leader:
    name: Leader
    job_family: sales
    manager: true
    measures: [new_arr]
  seller:
    name: Seller
    job_family: sales
    measures: [new_arr]
`},
		{"types.yaml", `territory_type:
  group:
    name: Group
  patch:
    name: Patch
    priority: 100
`},
	}
}

// files returns the files of an office.
func (o *office) files() []file {
	files := []file{
		o.file("territories.yaml", "territory", o.territories),
		o.file("rules.yaml", "assignment_rule", o.rules),
		o.file("positions.yaml", "position", o.positions),
		o.file("people.yaml", "person", o.people),
		o.file("holders.yaml", "holder", o.holders),
		o.file("owners.yaml", "assignment", o.owners),
	}
	for quarter := range quarters {
		name := fmt.Sprintf("quota-q%d.yaml", quarter+1)
		files = append(files, o.file(name, "quota", func(b *strings.Builder) { o.quotas(b, quarter) }))
	}
	for i := range o.accounts {
		name := fmt.Sprintf("accounts-%d.yaml", i+1)
		files = append(files, o.file(name, "account", func(b *strings.Builder) { o.customers(b, o.accounts[i]) }))
	}
	return files
}

// file writes one file of one collection.
func (o *office) file(name, collection string, records func(*strings.Builder)) file {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n%s:\n", o.name, collection)
	records(&b)
	return file{path.Join(o.folder, name), b.String()}
}

func (o *office) territories(b *strings.Builder) {
	fmt.Fprintf(b, "  %s:\n    name: %s\n", o.id, o.name)
	if o.parent != nil {
		fmt.Fprintf(b, "    parent: %s\n", o.parent.id)
	}
	fmt.Fprintf(b, "    type: group\n    container: true\n    rules:\n      - rule: %s\n", o.id)
	for _, p := range o.filed {
		fmt.Fprintf(b, "  %s:\n    name: %s\n    parent: %s\n    type: patch\n    rules:\n      - rule: %s\n", p.id, p.name, p.office.id, p.id)
	}
}

func (o *office) rules(b *strings.Builder) {
	fmt.Fprintf(b, "  %s:\n    conditions:\n      - field: region\n        operator: equals\n        values: [%q]\n", o.id, o.id)
	for i, p := range o.filed {
		fmt.Fprintf(b, "  %s:\n    filter: 1 AND (2 OR 3)\n    conditions:\n", p.id)
		fmt.Fprintf(b, "      - field: region\n        operator: equals\n        values: [%q]\n", o.id)
		fmt.Fprintf(b, "      - field: postal_code\n        operator: starts_with\n        values: [\"%04d\"]\n", 2*i)
		fmt.Fprintf(b, "      - field: postal_code\n        operator: starts_with\n        values: [\"%04d\"]\n", 2*i+1)
	}
}

func (o *office) positions(b *strings.Builder) {
	for i, s := range o.seats {
		role, manager := "seller", o
		if i == 0 {
			role, manager = "leader", o.parent
		}
		fmt.Fprintf(b, "  %s:\n    title: %s %s\n    role: %s\n", s.position, o.name, role, role)
		if manager != nil {
			fmt.Fprintf(b, "    manager: %s\n", manager.seats[0].position)
		}
	}
}

func (o *office) people(b *strings.Builder) {
	for _, s := range o.seats {
		fmt.Fprintf(b, "  %s:\n    country: %q\n    from: %s\n", s.person, o.country, s.hired)
	}
}

func (o *office) holders(b *strings.Builder) {
	for _, s := range o.seats {
		fmt.Fprintf(b, "  - position: %s\n    person: %s\n    from: 2026-02-01\n", s.position, s.holder)
	}
}

func (o *office) owners(b *strings.Builder) {
	owns := func(territory string, by seat) {
		fmt.Fprintf(b, "  - territory: %s\n    position: %s\n    coverage: owner\n", territory, by.position)
	}
	owns(o.id, o.seats[0])
	for _, p := range o.filed {
		owns(p.id, o.seats[p.owner])
	}
}

func (o *office) quotas(b *strings.Builder, quarter int) {
	carries := func(territory string, thousands int) {
		fmt.Fprintf(b, "  - territory: %s\n    measure: new_arr\n    period: FY27-Q%d\n    amount: %d\n", territory, quarter+1, 1_000*thousands)
	}
	carries(o.id, o.quota[quarter])
	for _, p := range o.filed {
		carries(p.id, p.quota[quarter])
	}
}

func (o *office) customers(b *strings.Builder, accounts []account) {
	for i, a := range accounts {
		fmt.Fprintf(b, "  %s:\n    name: Customer %s\n    country: %q\n    region: %s\n    postal_code: %q\n", a.id, a.id, o.country, o.id, a.postalCode)
		fmt.Fprintf(b, "    segment: %s\n    employees: %d\n    potential: %d\n", segments[i%len(segments)], a.employees, a.potential)
	}
}
