package pipeline

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// deal is one deal in one snapshot. It holds no pointers, since there may be
// millions.
type deal struct {
	amount   money.Decimal // in the plan's currency
	weighted money.Decimal // amount × chance, where it is open
	close    int32         // days since the epoch; 0 if not stated
	since    int32         // when it entered its stage; 0 if not stated
	created  int32         // 0 if not stated
	node     int32         // of the tree; -1 for none
	group    int32         // of the column that is grouped by
	stage    int16
	category int16 // -1 for none
	state    plan.DealState
	there    bool // it is in the snapshot
	chosen   bool // the conditions hold
	inPeriod bool // it closes in the period, or no period is asked for
}

// scope reports whether the deal is among those forecast.
func (d *deal) scope() bool { return d.there && d.chosen && d.inPeriod }

// open reports whether the deal is open and among those forecast.
func (d *deal) open() bool { return d.scope() && d.state == plan.DealOpen }

// epoch is the day before the first day that deals may have.
var epoch = func() period.Date { day, _ := period.NewDate(1900, 1, 1); return day }()

// dayNumber returns the days since the epoch, from 1.
func dayNumber(day period.Date) int32 { return int32(day.DaysSince(epoch)) + 1 }

// days reads many dates, each day of the calendar once.
type days []int32

// daySlots is one slot for each day of a year in a table of 32 days a month.
const daySlots = 16 * 32

func newDays() days { return make(days, 300*daySlots) }

// read returns the number of a day written YYYY-MM-DD.
func (d days) read(cell []byte) (day int32, ok bool) {
	if len(cell) != len("2006-01-02") || cell[4] != '-' || cell[7] != '-' {
		return 0, false
	}
	year, ok1 := digitsOf(cell[:4])
	month, ok2 := digitsOf(cell[5:7])
	date, ok3 := digitsOf(cell[8:])
	if !ok1 || !ok2 || !ok3 || year < 1900 || year > 2199 || month > 12 || date > 31 {
		return 0, false
	}
	slot := (year-1900)*daySlots + month*32 + date
	if d[slot] == 0 {
		parsed, err := period.NewDate(year, month, date)
		if err != nil {
			return 0, false
		}
		d[slot] = dayNumber(parsed)
	}
	return d[slot], true
}

// digitsOf reads a number of a few digits.
func digitsOf(cell []byte) (n int, ok bool) {
	for _, c := range cell {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
