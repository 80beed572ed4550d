package main

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

const (
	seed            = 27
	officesBelow    = 6 // of each office that has any
	accountFiles    = 4 // of an office, at least
	filesOfAnOffice = 10 + accountFiles
	quarters        = 4
)

// company is the model from which the files are written.
type company struct {
	random  *rand.Rand
	offices []*office // parents first
}

// office is a group of the territory tree with the patches that are filed with
// it. Its first seat leads it and owns the group, the others own a patch each.
type office struct {
	id, name, folder, country string
	parent                    *office
	children                  []*office
	filed                     []*patch // written in this office's files
	members                   []*patch // of this office's quota
	seats                     []seat
	quota                     [quarters]int // thousands of euros
	accounts                  [][]account   // by file
}

// patch is a territory that one seller works.
type patch struct {
	id, name string
	office   *office // the territory above
	owner    int     // seat of the office that it is filed with
	quota    [quarters]int
}

// seat is a position and who holds it.
type seat struct{ position, person, hired, holder string }

// account is a customer.
type account struct {
	id, postalCode       string
	employees, potential int
}

// branch is a part of the office tree's ids and names.
type branch struct{ id, name, country string }

var (
	continents = [officesBelow]branch{
		{"emea", "EMEA", "DE"},
		{"amer", "Americas", "US"},
		{"apac", "Asia Pacific", "JP"},
		{"latam", "Latin America", "BR"},
		{"gulf", "Gulf", "AE"},
		{"nordics", "Nordics", "NO"},
	}
	quadrants = [officesBelow]branch{
		{"north", "North", ""},
		{"east", "East", ""},
		{"south", "South", ""},
		{"west", "West", ""},
		{"central", "Central", ""},
		{"coast", "Coast", ""},
	}
	segments = [...]string{"enterprise", "midmarket", "smb"}
)

// newCompany founds a company whose files come out at the sizes.
func newCompany(s sizes) *company {
	c := &company{random: rand.New(rand.NewPCG(seed, 0))}
	files := s.files - len(sharedFiles())
	count, spare := files/filesOfAnOffice, files%filesOfAnOffice
	for i := range count {
		o := c.place(i)
		c.staff(o, i*s.records, s.records)
		filesHere := accountFiles
		if i < spare {
			filesHere++
		}
		for j := range filesHere {
			o.accounts = append(o.accounts, c.customers(o, j, s.records))
		}
		c.offices = append(c.offices, o)
	}
	for _, o := range slices.Backward(c.offices) {
		for quarter := range quarters {
			o.promise(quarter)
		}
	}
	return c
}

// place puts an office into the tree; number 0 is the root.
func (c *company) place(number int) *office {
	if number == 0 {
		return &office{id: "global", name: "Worldwide", folder: "global", country: "DE"}
	}
	above := c.offices[(number-1)/officesBelow]
	part := quadrants[(number-1)%officesBelow]
	o := &office{id: above.id + "." + part.id, name: above.name + " " + part.name, country: above.country, parent: above}
	if above.parent == nil {
		part = continents[(number-1)%officesBelow]
		o.id, o.name, o.country = part.id, part.name, part.country
	}
	o.folder = path.Join(above.folder, part.id)
	above.children = append(above.children, o)
	return o
}

// staff gives an office a leader and, for each other record, a patch with its
// seller.
func (c *company) staff(o *office, firstPerson, records int) {
	for i := range records {
		position := o.id + ".lead"
		if i > 0 {
			position = fmt.Sprintf("%s.rep-%d", o.id, i)
			p := &patch{id: fmt.Sprintf("%s.p%d", o.id, i), name: fmt.Sprintf("%s patch %d", o.name, i), office: o, owner: i}
			for quarter := range quarters {
				p.quota[quarter] = 80 + c.random.IntN(300)
			}
			o.filed, o.members = append(o.filed, p), append(o.members, p)
		}
		person := fmt.Sprintf("p-%06d", firstPerson+i)
		hired := fmt.Sprintf("20%02d-%02d-01", 15+c.random.IntN(10), 1+c.random.IntN(12))
		o.seats = append(o.seats, seat{position: position, person: person, hired: hired, holder: person})
	}
}

// customers returns the accounts of one file.
func (c *company) customers(o *office, file, count int) []account {
	accounts := make([]account, count)
	for i := range accounts {
		accounts[i] = account{
			id:         fmt.Sprintf("acc.%s.%d", strings.ReplaceAll(o.id, ".", "-"), file*count+i),
			postalCode: fmt.Sprintf("%05d", c.random.IntN(100_000)),
			employees:  1 + c.random.IntN(20_000),
			potential:  1_000 * (1 + c.random.IntN(900)),
		}
	}
	return accounts
}

// promise sets an office's quota about five percent below the sum of those
// below it, inside the declared band.
func (o *office) promise(quarter int) {
	sum := 0
	for _, p := range o.members {
		sum += p.quota[quarter]
	}
	for _, child := range o.children {
		sum += child.quota[quarter]
	}
	o.quota[quarter] = sum * 100 / 105
}
