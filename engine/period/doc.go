// Package period knows the calendar of a plan: days, half-open ranges of days,
// and the fiscal years, halves, quarters and months that a plan's fiscal
// calendar lays over them.
//
// It must not know what day it is, time zones, plans or files: a date is a
// calendar day that someone wrote, and "today" is an argument of whoever asks.
//
// Its entry points are [ParseDate], [Range], [Parse] for period ids such as
// FY27-Q2, and [NewMonthCalendar] and [NewWeekCalendar], whose [Calendar] says
// which days a period covers.
package period
