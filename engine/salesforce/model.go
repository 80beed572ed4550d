package salesforce

import "github.com/salesplan/salesplan/engine/source"

// Model is a territory model as Salesforce tells it: references are developer
// names, words are Salesforce's. Slices are in order of developer name,
// associations in order of user, territory and role.
type Model struct {
	DeveloperName string // of the Territory2Model; "" if it is not known
	Label         string // its display name; "" if there is none
	Description   string
	Types         []TerritoryType
	Territories   []Territory
	Rules         []Rule
	Associations  []Association

	folder string // slash path from the source folder to territory2Models
}

// standardFolder is where source format keeps metadata within a package.
const standardFolder = "main/default"

// TerritoryType is a Territory2Type.
type TerritoryType struct {
	DeveloperName, Name, Description string
	Priority                         string // a whole number; "" if not stated

	place source.Place
}

// Territory is a Territory2.
type Territory struct {
	DeveloperName, Name, Description string
	Parent                           string // developer name; "" for a root
	Type                             string // developer name
	Access                           Access
	Rules                            []RuleUse

	place source.Place
}

// Access is what members of a territory may do, by kind of record: None, Read,
// Edit, All, or "" where it is not stated.
type Access struct{ Account, Case, Contact, Opportunity string }

// RuleUse ties a rule to a territory.
type RuleUse struct {
	Rule      string // developer name
	Inherited bool   // the territories below use the rule too

	place source.Place
}

// Rule is a Territory2Rule.
type Rule struct {
	DeveloperName, Name string
	Object              string // such as Account
	Active              bool
	Filter              string // boolean filter such as "1 AND (2 OR 3)"; "" means all items
	Items               []RuleItem

	place source.Place
}

// RuleItem is one condition of a rule.
type RuleItem struct{ Field, Operation, Value string }

// Association is a UserTerritory2Association: a user works on a territory.
type Association struct {
	User      string // user name
	Territory string // developer name
	Role      string // RoleInTerritory2; "" for none

	place source.Place
}

// folderOrStandard returns where the metadata lies or goes.
func (m *Model) folderOrStandard() string {
	if m.folder == "" {
		return standardFolder
	}
	return m.folder
}
