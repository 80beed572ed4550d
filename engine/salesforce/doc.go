// Package salesforce knows Salesforce territory metadata in source format, and
// how it and a plan say the same thing. It knows neither git nor the command
// line, and opens and writes no file itself.
//
// [Read] turns the files of a source folder into a [Model]; [Model.Files] lays
// the model into a plan folder, beside what people have written there;
// [Export] turns a plan back into source files.
//
// # What becomes what
//
//	Territory2Type        territory_type
//	Territory2            territory, with access and the rules it uses
//	Territory2Rule        assignment_rule; a rule item is a condition
//	Territory2Model       plan.extra: sf_model, sf_model_label, sf_model_description
//	User                  position, person and holder with one id
//	UserTerritory2Association  assignment
//
// Ids are developer names and user names in lower case with "-" between the
// words. Wherever the original cannot be had back from what the plan says
// anyway, it stands in an extra field: sf_developer_name, sf_username, sf_role,
// sf_boolean_filter, sf_value_N (the text of condition N), sf_folder.
//
// A developer name is had back from the id of a territory ("-" is "_"), and
// from the name of a rule or type if its id comes from that name.
//
// RoleInTerritory2 becomes a coverage: Owner is owner, Specialist is
// specialist, Temporary Cover is temporary_cover, no role is overlay; every
// other role is overlay and keeps its word in sf_role.
//
// # The round trip
//
// Exporting what was imported yields the same bytes for every file that is
// written as Salesforce writes it: elements in alphabetical order, four spaces
// of indentation, an association file with four columns, CRLF, and rows in
// order of user and territory. For every other file Read has a finding that
// says so. Associations with IsActive false are not imported, also with a
// finding.
package salesforce
