package diag

import (
	"slices"
	"strings"
)

// Code is the stable name of a kind of finding: three letters of the family
// and three digits. A code never changes its meaning and is never used again.
type Code string

// CodeInfo describes a code.
type CodeInfo struct {
	Code     Code
	Slug     string   // readable name, accepted wherever a code is
	Severity Severity // of findings with this code
}

// The codes. SYN come from reading files, SCH from the schema, REF from
// references, TER, QUO, POS, EFF, OPS from rules over a plan, PIP from snapshots of
// the pipeline, CYC from the monthly cycle, CHG from rules over a change, GAT from its gate, CMP from
// comp plans, DOC from letters and their templates, ACC from acceptances of letters, ALC from allocations of quotas, RLF from relief of quotas, COV from temporary cover, SCN from scenarios, KPI from computed key figures, GOA from goals and envelopes, CAP from capacity and hiring, CRD from credits, PAY from computing pay, GIT from the
// repository, INT from a mistake of ours.
const (
	NotUTF8          Code = "SYN001"
	Unreadable       Code = "SYN002"
	DuplicateKey     Code = "SYN003"
	SeveralDocuments Code = "SYN004"
	AliasOrMergeKey  Code = "SYN005"
	AmbiguousScalar  Code = "SYN006"
	HiddenCharacter  Code = "SYN007"
	LimitExceeded    Code = "SYN008"
	CSVShape         Code = "SYN009"
	UnknownFile      Code = "SYN010"
	NotAPlainFile    Code = "SYN011"
	CUERefused       Code = "SYN012"
	CUEFailed        Code = "SYN013"
	LFSPointer       Code = "SYN014"
	CUEStopped       Code = "SYN015"

	UnknownField      Code = "SCH001"
	MissingField      Code = "SCH002"
	WrongType         Code = "SCH003"
	OutOfRange        Code = "SCH004"
	NotAllowed        Code = "SCH005"
	BadID             Code = "SCH006"
	BadFormat         Code = "SCH007"
	ExactlyOneOf      Code = "SCH008"
	UnknownCollection Code = "SCH009"
	ConflictingRule   Code = "SCH010"
	OwnConstraint     Code = "SCH011"
	MissingChoice     Code = "SCH012"

	UnknownReference Code = "REF001"
	DuplicateID      Code = "REF002"
	ReferenceCycle   Code = "REF003"
	OutsideTarget    Code = "REF004"
	NotUnique        Code = "REF005"
	BadMove          Code = "REF006"
	LookAlikeID      Code = "REF007"

	OrphanTerritory       Code = "TER001"
	OverlappingRules      Code = "TER002"
	TerritoryWithoutOwner Code = "TER003"
	TerritoryTwoOwners    Code = "TER004"
	TerritoryWithoutRule  Code = "TER005"
	UnusedRule            Code = "TER006"
	BadFilter             Code = "TER007"
	PositionOverTwo       Code = "POS001"

	MissingQuota     Code = "QUO001"
	BandMismatch     Code = "QUO004"
	CurrencyMix      Code = "QUO006"
	QuotaPartsDiffer Code = "QUO007"
	QuotaTooLarge    Code = "QUO008"

	UnknownLetter       Code = "OPS001"
	NoAccountable       Code = "OPS002"
	SeveralAccountable  Code = "OPS003"
	NoResponsible       Code = "OPS004"
	OwnerToBeDecided    Code = "OPS005"
	OwnerWrittenTwoWays Code = "OPS006"
	OwnerHasLeft        Code = "OPS007"
	DecidesAlone        Code = "OPS008"
	OverloadedRole      Code = "OPS009"
	NobodyNamed         Code = "OPS010"
	SharedCollection    Code = "OPS011"
	WithoutActivity     Code = "OPS012"
	OwnerWithoutPart    Code = "OPS013"
	ConcentratedLetters Code = "OPS014"
	ReallocationDiffers Code = "OPS015"
	UnclearCriterion    Code = "OPS016"

	SnapshotShape    Code = "PIP001"
	BadDealCell      Code = "PIP002"
	DuplicateDeal    Code = "PIP003"
	UnknownStage     Code = "PIP004"
	UnknownCategory  Code = "PIP005"
	SnapshotOrder    Code = "PIP006"
	UnknownNode      Code = "PIP007"
	ProcessGap       Code = "PIP008"
	ProbabilityFalls Code = "PIP009"

	TargetMoved       Code = "CYC001"
	ActionDates       Code = "CYC002"
	DeliveryDates     Code = "CYC003"
	OwnDeputy         Code = "CYC004"
	InputMissing      Code = "CYC005"
	InputStale        Code = "CYC006"
	InputNotValidated Code = "CYC007"
	AttendeeMissing   Code = "CYC008"
	ActionOverdue     Code = "CYC009"
	DemandOverSupply  Code = "CYC010"
	KPIMissed         Code = "CYC011"

	DateGap     Code = "EFF001"
	DateOverlap Code = "EFF002"
	EmptyRange  Code = "EFF003"

	UndeclaredRename Code = "CHG003"
	MergeConflict    Code = "CHG005"
	OpenConflict     Code = "CHG006"
	OpenTogether     Code = "CHG007"

	PolicyExceeded    Code = "GAT001"
	PolicyUnanswered  Code = "GAT002"
	WaiverUnused      Code = "GAT003"
	WaiverExpired     Code = "GAT004"
	WaiverOtherValue  Code = "GAT005"
	WaiverSelfGranted Code = "GAT006"
	ApprovalMissing   Code = "GAT007"
	NobodyMayApprove  Code = "GAT008"
	PolicyUnreadable  Code = "GAT009"
	WaiverOfNothing   Code = "GAT010"
	ApprovalOfUnknown Code = "GAT011"

	ReliefOfNothing     Code = "RLF001"
	ReliefBeforeDiffers Code = "RLF002"
	ReliefExceedsDays   Code = "RLF003"
	ReliefsOverlap      Code = "RLF004"
	ReliefNotApproved   Code = "RLF005"
	ReliefOfClosed      Code = "RLF006"
	ReliefLarge         Code = "RLF007"
	ReliefUncounted     Code = "RLF008"
	ReliefTwice         Code = "RLF009"
	ReliefBeginsLate    Code = "RLF010"

	KPIRed           Code = "KPI001"
	KPIAmber         Code = "KPI002"
	KPIFormula       Code = "KPI003"
	KPIUnknownFigure Code = "KPI004"
	KPINoValue       Code = "KPI005"
	KPILevels        Code = "KPI006"

	ScenarioCycle         Code = "SCN001"
	ScenarioNoRecord      Code = "SCN002"
	ScenarioLeverMisses   Code = "SCN003"
	ScenarioWithoutEffect Code = "SCN004"
	ScenarioConflict      Code = "SCN005"
	ScenarioExists        Code = "SCN006"

	CoverOfItself  Code = "COV001"
	CoveredTwice   Code = "COV002"
	CoverGap       Code = "COV003"
	CoverNeedless  Code = "COV004"
	CoverByCovered Code = "COV005"
	CoverByNobody  Code = "COV006"

	NoWeight           Code = "ALC001"
	BlendShares        Code = "ALC002"
	SeasonalityOff     Code = "ALC003"
	NothingToAllocate  Code = "ALC004"
	KeptQuotas         Code = "ALC005"
	LimitsUnmet        Code = "ALC006"
	AllocationCurrency Code = "ALC007"
	NegativeQuota      Code = "ALC008"
	AllocatedTwice     Code = "ALC009"
	AllocationTooLarge Code = "ALC010"

	GoalsDiffer        Code = "GOA001"
	EnvelopesExceed    Code = "GOA002"
	GoalPartsDiffer    Code = "GOA003"
	QuotaBelowGoal     Code = "GOA004"
	CapacityBelowGoal  Code = "GOA005"
	CostAboveEnvelope  Code = "GOA006"
	SeatsAboveLimit    Code = "GOA007"
	SpanAboveLimit     Code = "GOA008"
	CostOfSalesTooHigh Code = "GOA009"
	NothingToDivideBy  Code = "GOA010"

	NotAccepted          Code = "ACC001"
	LateAcceptance       Code = "ACC002"
	SupersededAcceptance Code = "ACC003"
	WrongSigner          Code = "ACC004"
	UnknownAcceptance    Code = "ACC005"
	NoSigningKey         Code = "ACC006"
	UnreadableAcceptance Code = "ACC007"

	NoProductivity     Code = "CAP001"
	RampOutlastsTenure Code = "CAP002"
	HireOutsideYears   Code = "CAP003"
	HireDoesNotFit     Code = "CAP004"
	HireWithoutPay     Code = "CAP005"
	TwoCapacities      Code = "CAP006"

	BadCreditRow    Code = "CRD001"
	UnknownInCredit Code = "CRD002"
	CreditForNobody Code = "CRD003"
	MeasureNotPaid  Code = "CRD004"
	SharesNotOne    Code = "CRD005"
	NoExchangeRate  Code = "CRD006"
	UnmatchedEvent  Code = "CRD007"
	LargeDeal       Code = "CRD008"
	BadAttribute    Code = "CRD009"

	StaleLetter        Code = "DOC001"
	NoLetterTemplate   Code = "DOC002"
	TwoLetterTemplates Code = "DOC003"
	ClauseMissing      Code = "DOC004"
	NotTranslated      Code = "DOC005"
	UnknownValue       Code = "DOC006"
	NumberNotInPlan    Code = "DOC007"
	TemplateUnused     Code = "DOC008"
	UnknownWord        Code = "DOC009"
	LetterIncomplete   Code = "DOC010"
	CannotBeDrawn      Code = "DOC011"
	IssuesOutOfOrder   Code = "DOC012"
	ClauseUnused       Code = "DOC013"

	ExampleDiffers    Code = "PAY001"
	TwoCompPlans      Code = "PAY002"
	QuotaNeeded       Code = "PAY003"
	TargetNeeded      Code = "PAY004"
	BudgetSpent       Code = "PAY005"
	AdjustmentNotPaid Code = "PAY006"
	PayTooLarge       Code = "PAY007"
	OverEnvelope      Code = "PAY008"
	MixNotWhole       Code = "PAY009"

	SenselessTable     Code = "CMP001"
	WithoutEffect      Code = "CMP002"
	BandsOutOfOrder    Code = "CMP003"
	EmptyBand          Code = "CMP004"
	BandGap            Code = "CMP005"
	BandOverlap        Code = "CMP006"
	MatrixShape        Code = "CMP007"
	WeightsNotOne      Code = "CMP008"
	WeightAndTarget    Code = "CMP009"
	NoComponentTarget  Code = "CMP010"
	TargetPayDiffers   Code = "CMP011"
	UnreachableBand    Code = "CMP012"
	Cliff              Code = "CMP013"
	FallingPay         Code = "CMP014"
	UnreachableGate    Code = "CMP015"
	UnclearGate        Code = "CMP016"
	BadModifierLimit   Code = "CMP017"
	CapBelowTarget     Code = "CMP018"
	UnboundedPay       Code = "CMP019"
	TwoLimits          Code = "CMP020"
	UnknownInCompPlan  Code = "CMP021"
	RoleWithoutPlan    Code = "CMP022"
	UnusedCompPlan     Code = "CMP023"
	RampDays           Code = "CMP024"
	ManagerAccelerator Code = "CMP025"
	MeasureNamedTwice  Code = "CMP026"
	TextDiffers        Code = "CMP027"
	CurrencyInText     Code = "CMP028"
	OutsideDesign      Code = "CMP029"
	InstalmentsNotOne  Code = "CMP030"
	SilentDefault      Code = "CMP031"

	InternalError   Code = "INT001"
	EnginesDisagree Code = "INT002"
)

// catalogue lists every code once, in order.
var catalogue = []CodeInfo{
	{NotUTF8, "not-utf8", Error},
	{Unreadable, "unreadable", Error},
	{DuplicateKey, "duplicate-key", Error},
	{SeveralDocuments, "several-documents", Error},
	{AliasOrMergeKey, "alias-or-merge-key", Error},
	{AmbiguousScalar, "ambiguous-scalar", Error},
	{HiddenCharacter, "hidden-character", Error},
	{LimitExceeded, "limit-exceeded", Error},
	{CSVShape, "csv-shape", Error},
	{UnknownFile, "unknown-file", Warning},
	{NotAPlainFile, "not-a-plain-file", Error},
	{CUERefused, "cue-refused", Error},
	{CUEFailed, "cue-failed", Error},
	{LFSPointer, "lfs-pointer", Error},
	{CUEStopped, "cue-stopped", Error},
	{UnknownField, "unknown-field", Error},
	{MissingField, "missing-field", Error},
	{WrongType, "wrong-type", Error},
	{OutOfRange, "out-of-range", Error},
	{NotAllowed, "value-not-allowed", Error},
	{BadID, "bad-id", Error},
	{BadFormat, "bad-format", Error},
	{ExactlyOneOf, "exactly-one-of", Error},
	{UnknownCollection, "unknown-collection", Error},
	{ConflictingRule, "conflicting-constraint", Error},
	{OwnConstraint, "own-constraint", Error},
	{MissingChoice, "missing-choice", Error},
	{UnknownReference, "unknown-reference", Error},
	{DuplicateID, "duplicate-id", Error},
	{ReferenceCycle, "reference-cycle", Error},
	{OutsideTarget, "outside-target-dates", Warning},
	{NotUnique, "not-unique", Warning},
	{BadMove, "bad-move", Error},
	{LookAlikeID, "look-alike-id", Warning},
	{OrphanTerritory, "orphan-territory", Warning},
	{OverlappingRules, "value-claimed-twice", Warning},
	{TerritoryWithoutOwner, "territory-without-owner", Warning},
	{TerritoryTwoOwners, "two-owners", Error},
	{TerritoryWithoutRule, "territory-without-rule", Warning},
	{UnusedRule, "unused-rule", Warning},
	{BadFilter, "bad-filter", Error},
	{PositionOverTwo, "position-over-two-territories", Info},
	{MissingQuota, "missing-quota", Warning},
	{BandMismatch, "quota-outside-band", Error},
	{CurrencyMix, "currency-mix", Error},
	{QuotaPartsDiffer, "quota-parts-differ", Error},
	{QuotaTooLarge, "quota-too-large", Error},
	{UnknownLetter, "unknown-letter", Error},
	{NoAccountable, "no-accountable", Error},
	{SeveralAccountable, "several-accountable", Error},
	{NoResponsible, "no-responsible", Error},
	{OwnerToBeDecided, "owner-to-be-decided", Warning},
	{OwnerWrittenTwoWays, "owner-written-two-ways", Warning},
	{OwnerHasLeft, "owner-has-left", Warning},
	{DecidesAlone, "decides-alone", Warning},
	{OverloadedRole, "overloaded-role", Warning},
	{NobodyNamed, "nobody-named", Warning},
	{SharedCollection, "shared-collection", Warning},
	{WithoutActivity, "without-activity", Warning},
	{OwnerWithoutPart, "owner-without-part", Warning},
	{ConcentratedLetters, "concentrated-letters", Info},
	{ReallocationDiffers, "reallocation-differs", Warning},
	{UnclearCriterion, "unclear-criterion", Error},
	{SnapshotShape, "snapshot-shape", Error},
	{BadDealCell, "bad-deal-cell", Error},
	{DuplicateDeal, "duplicate-deal", Error},
	{UnknownStage, "unknown-stage", Error},
	{UnknownCategory, "unknown-category", Error},
	{SnapshotOrder, "snapshot-order", Error},
	{UnknownNode, "unknown-node", Warning},
	{ProcessGap, "process-gap", Warning},
	{ProbabilityFalls, "probability-falls", Warning},
	{TargetMoved, "target-moved", Warning},
	{ActionDates, "action-dates", Error},
	{DeliveryDates, "delivery-dates", Error},
	{OwnDeputy, "own-deputy", Error},
	{InputMissing, "input-missing", Warning},
	{InputStale, "input-stale", Warning},
	{InputNotValidated, "input-not-validated", Warning},
	{AttendeeMissing, "attendee-missing", Warning},
	{ActionOverdue, "action-overdue", Warning},
	{DemandOverSupply, "demand-over-supply", Warning},
	{KPIMissed, "kpi-missed", Info},
	{DateGap, "date-gap", Warning},
	{DateOverlap, "date-overlap", Error},
	{EmptyRange, "empty-range", Error},
	{UndeclaredRename, "undeclared-rename", Warning},
	{MergeConflict, "merge-conflict", Error},
	{OpenConflict, "open-change-conflict", Warning},
	{OpenTogether, "open-changes-together", Warning},
	{PolicyExceeded, "policy-exceeded", Warning},
	{PolicyUnanswered, "policy-unanswered", Error},
	{WaiverUnused, "waiver-unused", Info},
	{WaiverExpired, "waiver-expired", Warning},
	{WaiverOtherValue, "waiver-other-value", Warning},
	{WaiverSelfGranted, "waiver-self-granted", Warning},
	{ApprovalMissing, "approval-missing", Error},
	{NobodyMayApprove, "nobody-may-approve", Error},
	{PolicyUnreadable, "policy-unreadable", Error},
	{WaiverOfNothing, "waiver-of-nothing", Error},
	{ApprovalOfUnknown, "approval-of-unknown-commit", Warning},
	{ReliefOfNothing, "relief-of-nothing", Error},
	{ReliefBeforeDiffers, "relief-before-differs", Error},
	{ReliefExceedsDays, "relief-exceeds-days", Error},
	{ReliefsOverlap, "reliefs-overlap", Error},
	{ReliefNotApproved, "relief-not-approved", Error},
	{ReliefOfClosed, "relief-of-closed-period", Warning},
	{ReliefLarge, "relief-large", Warning},
	{ReliefUncounted, "relief-not-countable", Error},
	{ReliefTwice, "relief-counted-twice", Warning},
	{ReliefBeginsLate, "relief-begins-late", Error},
	{KPIRed, "kpi-red", Warning},
	{KPIAmber, "kpi-amber", Info},
	{KPIFormula, "kpi-formula", Error},
	{KPIUnknownFigure, "kpi-unknown-figure", Error},
	{KPINoValue, "kpi-no-value", Warning},
	{KPILevels, "kpi-levels", Error},
	{ScenarioCycle, "scenario-cycle", Error},
	{ScenarioNoRecord, "scenario-no-record", Error},
	{ScenarioLeverMisses, "scenario-lever-misses", Error},
	{ScenarioWithoutEffect, "scenario-without-effect", Warning},
	{ScenarioConflict, "scenario-conflict", Error},
	{ScenarioExists, "scenario-record-exists", Error},
	{CoverOfItself, "cover-of-itself", Error},
	{CoveredTwice, "covered-twice", Error},
	{CoverGap, "cover-gap", Warning},
	{CoverNeedless, "cover-without-need", Warning},
	{CoverByCovered, "cover-by-covered", Warning},
	{CoverByNobody, "cover-by-nobody", Warning},
	{NoWeight, "no-weight", Error},
	{BlendShares, "blend-shares", Error},
	{SeasonalityOff, "seasonality-off", Error},
	{NothingToAllocate, "nothing-to-allocate", Error},
	{KeptQuotas, "kept-quotas", Error},
	{LimitsUnmet, "limits-unmet", Error},
	{AllocationCurrency, "allocation-currency", Error},
	{NegativeQuota, "negative-quota", Error},
	{AllocatedTwice, "allocated-twice", Error},
	{AllocationTooLarge, "allocation-too-large", Error},
	{GoalsDiffer, "goals-differ", Error},
	{EnvelopesExceed, "envelopes-exceed", Error},
	{GoalPartsDiffer, "goal-parts-differ", Error},
	{QuotaBelowGoal, "quota-below-goal", Warning},
	{CapacityBelowGoal, "capacity-below-goal", Warning},
	{CostAboveEnvelope, "cost-above-envelope", Error},
	{SeatsAboveLimit, "seats-above-limit", Error},
	{SpanAboveLimit, "span-above-limit", Warning},
	{CostOfSalesTooHigh, "cost-of-sales-too-high", Warning},
	{NothingToDivideBy, "nothing-to-divide-by", Warning},
	{NotAccepted, "not-accepted", Info},
	{LateAcceptance, "late-acceptance", Warning},
	{SupersededAcceptance, "superseded-acceptance", Warning},
	{WrongSigner, "wrong-signer", Error},
	{UnknownAcceptance, "unknown-acceptance", Error},
	{NoSigningKey, "no-signing-key", Error},
	{UnreadableAcceptance, "unreadable-acceptance", Error},
	{NoProductivity, "no-productivity", Warning},
	{RampOutlastsTenure, "ramp-outlasts-tenure", Warning},
	{HireOutsideYears, "hire-outside-years", Warning},
	{HireDoesNotFit, "hire-does-not-fit", Error},
	{HireWithoutPay, "hire-without-pay", Warning},
	{TwoCapacities, "two-capacities", Error},
	{BadCreditRow, "bad-credit-row", Error},
	{UnknownInCredit, "unknown-in-credit", Error},
	{CreditForNobody, "credit-for-nobody", Warning},
	{MeasureNotPaid, "measure-not-paid", Info},
	{SharesNotOne, "shares-not-one", Error},
	{NoExchangeRate, "no-exchange-rate", Error},
	{UnmatchedEvent, "unmatched-event", Warning},
	{LargeDeal, "large-deal", Warning},
	{BadAttribute, "bad-attribute", Error},
	{StaleLetter, "stale-letter", Warning},
	{NoLetterTemplate, "no-letter-template", Warning},
	{TwoLetterTemplates, "two-letter-templates", Error},
	{ClauseMissing, "clause-missing", Error},
	{NotTranslated, "not-translated", Warning},
	{UnknownValue, "unknown-value", Error},
	{NumberNotInPlan, "number-not-in-plan", Error},
	{TemplateUnused, "template-unused", Warning},
	{UnknownWord, "unknown-word", Error},
	{LetterIncomplete, "letter-incomplete", Error},
	{CannotBeDrawn, "cannot-be-drawn", Error},
	{IssuesOutOfOrder, "issues-out-of-order", Error},
	{ClauseUnused, "clause-unused", Warning},
	{ExampleDiffers, "example-differs", Error},
	{TwoCompPlans, "two-comp-plans", Error},
	{QuotaNeeded, "quota-needed", Error},
	{TargetNeeded, "target-needed", Error},
	{BudgetSpent, "budget-spent", Warning},
	{AdjustmentNotPaid, "adjustment-not-paid", Warning},
	{PayTooLarge, "pay-too-large", Error},
	{OverEnvelope, "over-envelope", Error},
	{MixNotWhole, "mix-not-whole", Error},
	{SenselessTable, "senseless-table", Error},
	{WithoutEffect, "without-effect", Warning},
	{BandsOutOfOrder, "bands-out-of-order", Error},
	{EmptyBand, "empty-band", Error},
	{BandGap, "band-gap", Error},
	{BandOverlap, "band-overlap", Error},
	{MatrixShape, "matrix-shape", Error},
	{WeightsNotOne, "weights-not-one", Error},
	{WeightAndTarget, "weight-and-target", Error},
	{NoComponentTarget, "no-component-target", Error},
	{TargetPayDiffers, "target-pay-differs", Warning},
	{UnreachableBand, "unreachable-band", Warning},
	{Cliff, "cliff", Info},
	{FallingPay, "falling-pay", Warning},
	{UnreachableGate, "unreachable-gate", Error},
	{UnclearGate, "unclear-gate", Error},
	{BadModifierLimit, "bad-modifier-limit", Error},
	{CapBelowTarget, "cap-below-target", Warning},
	{UnboundedPay, "unbounded-pay", Info},
	{TwoLimits, "two-limits", Info},
	{UnknownInCompPlan, "unknown-in-comp-plan", Error},
	{RoleWithoutPlan, "role-without-plan", Info},
	{UnusedCompPlan, "unused-comp-plan", Warning},
	{RampDays, "ramp-days", Error},
	{ManagerAccelerator, "manager-accelerator", Info},
	{MeasureNamedTwice, "measure-named-twice", Warning},
	{TextDiffers, "text-differs", Warning},
	{CurrencyInText, "currency-in-text", Info},
	{OutsideDesign, "outside-design", Warning},
	{InstalmentsNotOne, "instalments-not-one", Error},
	{SilentDefault, "silent-default", Warning},
	{InternalError, "internal-error", Error},
	{EnginesDisagree, "engines-disagree", Error},
}

// Catalogue returns every code, in order of code.
func Catalogue() []CodeInfo {
	all := slices.Clone(catalogue)
	slices.SortFunc(all, func(a, b CodeInfo) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return all
}

// Info returns what is known of the code; an unknown code has no slug.
func (c Code) Info() CodeInfo {
	for _, info := range catalogue {
		if info.Code == c {
			return info
		}
	}
	return CodeInfo{Code: c, Severity: Error}
}

// Find returns the code that text names by code or slug.
func Find(text string) (CodeInfo, bool) {
	for _, info := range catalogue {
		if strings.EqualFold(text, string(info.Code)) || text == info.Slug {
			return info, true
		}
	}
	return CodeInfo{}, false
}
