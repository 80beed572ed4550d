package check

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// unknownReferences reports ids that no record has.
func unknownReferences(p *Pass) {
	finder := finderOf(p.Plan)
	for i := range p.Plan.References {
		ref := &p.Plan.References[i]
		if p.Plan.Broken[ref.From] || finder.exists(ref) {
			continue
		}
		f := diag.New(diag.UnknownReference, ref.From, ref.Place, "%q is not the id of %s in this plan%s",
			ref.ID, collectionNames(ref.Collections), finder.advice(ref))
		p.report(f.At(ref.Field))
	}
}

func unknownReferencesReach() reach.Reach {
	return reach.Reach{
		Paths:    []reach.Path{reach.Along(reach.Targets()).Reading(reach.Existence)},
		Whole:    []string{plan.MoveKind},
		Suggests: func(collection string) bool { return !slices.Contains(composed, collection) },
	}
}

// composed are collections whose ids are made of the fields of the record.
// Nothing refers to them.
var composed = []string{plan.HolderKind, plan.AssignmentKind, plan.QuotaKind, plan.MoveKind, comp.PayKind, comp.LeaveKind, comp.MarketRateKind}

// collectionNames says which collections an id may be of: "a territory".
func collectionNames(collections []string) string {
	names := make([]string, len(collections))
	for i, collection := range collections {
		names[i] = withArticle(collection)
	}
	return joined(names, "or")
}

// withArticle names one record of a collection: "an assignment rule".
func withArticle(collection string) string {
	name := strings.ReplaceAll(collection, "_", " ")
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// finder looks ids up in all collections and remembers what it found.
type finder struct {
	plan     *plan.Plan
	renamed  map[addr.Addr]addr.Addr
	lexicons map[string]lexicon // by names of the collections
	advices  map[string]string  // by names of the collections and id
}

func finderOf(p *plan.Plan) *finder {
	f := &finder{
		plan: p, renamed: make(map[addr.Addr]addr.Addr),
		lexicons: make(map[string]lexicon), advices: make(map[string]string),
	}
	for _, move := range p.Moves {
		f.renamed[move.From] = move.To
	}
	return f
}

// exists reports whether a record has the id, broken or not.
func (f *finder) exists(ref *plan.Reference) bool {
	return slices.ContainsFunc(ref.Collections, func(c string) bool { return f.plan.Has(addr.New(c, ref.ID)) })
}

// advice says what the author may have meant, as the end of a sentence, ""
// where nothing suggests itself.
func (f *finder) advice(ref *plan.Reference) string {
	collections := strings.Join(ref.Collections, ",")
	key := collections + "\x00" + ref.ID
	advice, known := f.advices[key]
	if !known {
		advice = f.newAdvice(ref, collections)
		f.advices[key] = advice
	}
	return advice
}

func (f *finder) newAdvice(ref *plan.Reference, collections string) string {
	for _, collection := range ref.Collections {
		if to, ok := f.renamed[addr.New(collection, ref.ID)]; ok {
			return "; it was renamed to \"" + to.ID + "\""
		}
	}
	if near := f.lexicon(collections, ref.Collections).nearest(ref.ID); len(near) > 0 {
		for i := range near {
			near[i] = "\"" + near[i] + "\""
		}
		return "; did you mean " + joined(near, "or") + "?"
	}
	for _, collection := range identified {
		if f.plan.Has(addr.New(collection, ref.ID)) {
			return "; it is the id of " + withArticle(collection)
		}
	}
	return ""
}

// identified are the collections whose ids people choose.
var identified = []string{
	plan.MeasureKind, plan.RoleKind, plan.PositionKind, plan.PersonKind,
	plan.TypeKind, plan.TerritoryKind, plan.RuleKind, plan.AccountKind,
}

func (f *finder) lexicon(key string, collections []string) lexicon {
	l, known := f.lexicons[key]
	if !known {
		var ids []string
		for _, collection := range collections {
			from, to := f.plan.Records.Collection(collection)
			for i := from; i < to; i++ {
				ids = append(ids, f.plan.Records.Addr(i).ID)
			}
		}
		slices.Sort(ids)
		l = lexiconOf(slices.Compact(ids))
		f.lexicons[key] = l
	}
	return l
}
