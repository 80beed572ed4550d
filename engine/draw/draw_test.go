package draw_test

import (
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/draw"
	"github.com/salesplan/salesplan/engine/money"
)

func settle(t *testing.T, terms draw.Terms, earned []int64) (paid, owed []string) {
	t.Helper()
	var account draw.Account
	for _, amount := range earned {
		var s draw.Settlement
		s, account = account.Settle(money.FromInt(amount), terms)
		paid, owed = append(paid, s.Paid.String()), append(owed, s.Owed.String())
	}
	return paid, owed
}

// TestKinds: the same three months under each kind of draw.
func TestKinds(t *testing.T) {
	limit := money.FromInt(300)
	for _, c := range []struct {
		name       string
		terms      draw.Terms
		paid, owed [3]string
	}{
		{"nothing is carried on", draw.Terms{Kind: draw.NonRecoverable}, [3]string{"2000", "2300", "5000"}, [3]string{"0", "0", "0"}},
		{"all later pay repays", draw.Terms{Kind: draw.RecoverableFull, Recover: true}, [3]string{"2000", "1800", "5000"}, [3]string{"500", "0", "0"}},
		{"what exceeds the draw repays", draw.Terms{Kind: draw.RecoverableAboveDraw, Recover: true}, [3]string{"2000", "2000", "4800"}, [3]string{"500", "200", "0"}},
		{"an advance is settled", draw.Terms{Kind: draw.Advance, Recover: true}, [3]string{"2000", "2000", "4800"}, [3]string{"500", "200", "0"}},
		{"recovery has not begun", draw.Terms{Kind: draw.RecoverableFull}, [3]string{"2000", "2300", "5000"}, [3]string{"500", "500", "500"}},
		{"a limit of the balance", draw.Terms{Kind: draw.RecoverableFull, Recover: true, Limit: &limit}, [3]string{"1800", "2000", "5000"}, [3]string{"300", "0", "0"}},
	} {
		c.terms.Amount = money.FromInt(2000)
		paid, owed := settle(t, c.terms, []int64{1500, 2300, 5000})
		if [3]string(paid) != c.paid || [3]string(owed) != c.owed {
			t.Errorf("%s: paid %v, owed %v; want %v, %v", c.name, paid, owed, c.paid, c.owed)
		}
	}
}

// TestNothingIsLost: what is paid less what was earned is what is owed more, in
// every period; nobody ever owes less than nothing, and what is advanced is a
// part of what is paid.
func TestNothingIsLost(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := []draw.Kind{draw.NonRecoverable, draw.RecoverableFull, draw.RecoverableAboveDraw, draw.Advance}
	for range 2000 {
		var account draw.Account
		kind := kinds[r.IntN(len(kinds))]
		for range 12 {
			terms := draw.Terms{Kind: kind, Amount: money.FromInt(r.Int64N(3) * 1000), Recover: r.IntN(3) > 0}
			if r.IntN(3) == 0 {
				limit := money.FromInt(r.Int64N(2000))
				terms.Limit = &limit
			}
			earned, before := money.FromInt(r.Int64N(6000)-1000), account.Owed
			var s draw.Settlement
			s, account = account.Settle(earned, terms)
			lent := s.Paid.Sub(earned)
			if lent.Cmp(s.Lent.Sub(s.Repaid)) != 0 || s.Owed.Sign() < 0 || s.Lent.Sign() < 0 || s.Repaid.Sign() < 0 {
				t.Fatalf("%+v of %s earned: %+v", terms, earned, s)
			}
			if kind != draw.NonRecoverable && s.Owed.Sub(before).Cmp(lent) != 0 {
				t.Fatalf("%+v: paid %s beyond what was earned, owed %s more", terms, lent, s.Owed.Sub(before))
			}
			if s.Advanced.Cmp(s.Paid.Max(money.Ratio{})) > 0 {
				t.Fatalf("%+v: advanced %s of %s", terms, s.Advanced, s.Paid)
			}
		}
	}
}
