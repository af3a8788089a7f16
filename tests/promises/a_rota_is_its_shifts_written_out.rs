//! A rota says what the same shifts say that are written down one by one with their dates: at every
//! instant, whatever its turns, its first day and the exceptions are.

use std::fmt::Write as _;

use gemba::model::{Calendar, Shift};
use gemba::units::{Span, Time};
use jiff::ToSpan as _;
use jiff::civil::Date;
use proptest::prelude::*;

use crate::support::model;

/// Days that are written out on either side of the plant's start, and days that are compared.
const WRITTEN: i64 = 150;
const COMPARED: i64 = 120;

/// The shifts that the calendars have on a day; no two of them overlap, whichever turn follows.
const SHIFTS: [&str; 3] = ["06:00-14:00", "14:00-20:00", "22:00-06:00"];

/// The shift that a calendar may have more on a date, and that of the rota.
const EXTRA: &str = "20:00-21:00";
const OWN_EXTRA: &str = "21:00-22:00";

/// Breaks that hold in all turns.
const BREAKS: &str = "breaks = [{ at = \"09:30\", for = \"15 min\" }, \
                      { at = \"01:00\", for = \"30 min\", paid = false }]\n";

#[derive(Clone, Debug)]
struct Rota {
    start: Date,
    /// What each calendar has on each weekday: one of the shifts, if any.
    weeks: Vec<[Option<usize>; 7]>,
    /// Days after the start on which a calendar is closed, or has a shift more.
    closed: Vec<(usize, i64)>,
    extra: Vec<(usize, i64)>,
    /// Whose turn it is; beyond the calendars it is nobody's.
    order: Vec<usize>,
    is_weekly: bool,
    first_day: Option<i64>,
    later_by: Option<i64>,
    own_closed: Vec<i64>,
    own_extra: Vec<i64>,
}

fn rota() -> impl Strategy<Value = Rota> {
    let weeks = prop::collection::vec(
        prop::array::uniform7(prop::option::weighted(0.7, 0..SHIFTS.len())),
        1..=4,
    );
    weeks.prop_flat_map(|weeks| {
        let count = weeks.len();
        let days = || prop::collection::btree_set(-20_i64..100, 0..=4);
        let dated = || {
            let dated = prop::collection::btree_set((0..count, -20_i64..100), 0..=6);
            dated.prop_map(|dated| dated.into_iter().collect::<Vec<_>>())
        };
        (
            (0_i64..400, dated(), dated(), prop::collection::vec(0..=count, 1..=9)),
            (any::<bool>(), prop::option::of(-500_i64..500), prop::option::of(0_i64..60)),
            (days(), days()),
        )
            .prop_map(move |(listed, first, own)| {
                let (start, closed, extra, mut order) = listed;
                let (is_weekly, first_day, later_by) = first;
                order[0] = 0;
                Rota {
                    start: Date::constant(2026, 1, 1).checked_add(start.days()).expect("a date"),
                    weeks: weeks.clone(),
                    closed,
                    extra,
                    order,
                    is_weekly,
                    first_day,
                    later_by,
                    own_closed: own.0.into_iter().collect(),
                    own_extra: own.1.into_iter().collect(),
                }
            })
    })
}

impl Rota {
    fn date(&self, day: i64) -> Date {
        self.start.checked_add(day.days()).expect("a date")
    }

    fn dates(&self, days: impl Iterator<Item = i64>) -> String {
        days.map(|day| self.date(day).to_string()).collect::<Vec<_>>().join(", ")
    }

    fn weekday(&self, day: i64) -> usize {
        usize::try_from(self.date(day).weekday().to_monday_zero_offset()).expect("0 to 6")
    }

    /// Whose turn it is on a day, counted from what is written.
    fn turn(&self, day: i64) -> usize {
        let monday = -i64::from(self.start.weekday().to_monday_zero_offset());
        let usual = if self.is_weekly { monday } else { 0 };
        let since = day - self.first_day.unwrap_or(usual) - self.later_by.unwrap_or(0);
        let turn = if self.is_weekly { since.div_euclid(7) } else { since };
        let turns = i64::try_from(self.order.len()).expect("a few");
        self.order[usize::try_from(turn.rem_euclid(turns)).expect("not negative")]
    }

    /// The shifts that start on a day.
    fn shifts(&self, day: i64) -> Vec<&'static str> {
        let holder = self.turn(day);
        let mut shifts = Vec::new();
        if holder < self.weeks.len() && !self.own_closed.contains(&day) {
            let is_closed = self.closed.contains(&(holder, day));
            let usual = self.weeks[holder][self.weekday(day)];
            shifts.extend(usual.filter(|_| !is_closed).map(|shift| SHIFTS[shift]));
            shifts.extend(self.extra.contains(&(holder, day)).then_some(EXTRA));
        }
        shifts.extend(self.own_extra.contains(&day).then_some(OWN_EXTRA));
        shifts
    }

    fn head(&self) -> String {
        format!(
            "[plant]\nstart = {}\ncalendar = \"asked\"\n[run]\nlength = \"1 day\"\n[line.main]\n\
             stations = [\"saw\"]\n[station.saw]\ncycle = \"1 h\"\n",
            self.start
        )
    }

    /// The plant with the rota.
    fn in_turn(&self) -> String {
        let names = ["sun, moon", "b", "c", "d", "off"];
        let quoted = |&holder: &usize| {
            format!("\"{}\"", if holder < self.weeks.len() { names[holder] } else { names[4] })
        };
        let order = self.order.iter().map(quoted).collect::<Vec<_>>().join(", ");
        let key = if self.is_weekly { "week_by_week" } else { "day_by_day" };
        let mut text = self.head() + "[calendar.asked]\n" + BREAKS;
        let _ = writeln!(text, "{key} = [{order}]");
        if let Some(day) = self.first_day {
            let _ = writeln!(text, "first_day = {}", self.date(day));
        }
        if let Some(days) = self.later_by {
            let _ = writeln!(text, "later_by = \"{days} days\"");
        }
        let _ = writeln!(text, "closed = [{}]", self.dates(self.own_closed.iter().copied()));
        text += &self.extra_of(self.own_extra.iter().map(|&day| (day, OWN_EXTRA)));
        for (holder, week) in self.weeks.iter().enumerate() {
            let _ = writeln!(text, "[calendar.\"{}\"]", names[holder]);
            for (weekday, shift) in
                ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().zip(week)
            {
                if let Some(shift) = shift {
                    let _ = writeln!(text, "{weekday} = \"{}\"", SHIFTS[*shift]);
                }
            }
            let of = |dated: &[(usize, i64)]| -> Vec<i64> {
                dated.iter().filter(|(owner, _)| *owner == holder).map(|(_, day)| *day).collect()
            };
            let _ = writeln!(text, "closed = [{}]", self.dates(of(&self.closed).into_iter()));
            text += &self.extra_of(of(&self.extra).into_iter().map(|day| (day, EXTRA)));
        }
        text
    }

    /// The plant with all shifts written out.
    fn written_out(&self) -> String {
        let dated = (-WRITTEN..WRITTEN)
            .flat_map(|day| self.shifts(day).into_iter().map(move |hours| (day, hours)));
        self.head() + "[calendar.asked]\n" + BREAKS + &self.extra_of(dated)
    }

    fn extra_of(&self, dated: impl Iterator<Item = (i64, &'static str)>) -> String {
        let row = |(day, hours)| format!("{{ date = {}, hours = \"{hours}\" }}", self.date(day));
        format!("extra = [{}]\n", dated.map(row).collect::<Vec<_>>().join(", "))
    }
}

/// Every instant at which what a calendar says changes, with what it says from there.
fn course(calendar: &Calendar) -> Vec<(Time, Shift)> {
    let day = Span::from_days(1).ticks();
    let (mut at, end) = (Time::from_ticks(-COMPARED * day), Time::from_ticks(COMPARED * day));
    let mut course = vec![(at, calendar.shift_at(at))];
    while let Some(next) = calendar.next_change(at).filter(|&next| next < end) {
        course.push((next, calendar.shift_at(next)));
        at = next;
    }
    course
}

proptest! {
    #[test]
    fn a_rota_is_its_shifts_written_out(rota in rota()) {
        let [in_turn, written] =
            [rota.in_turn(), rota.written_out()].map(|text| model(&text));
        let [in_turn, written] = [&in_turn, &written].map(|model| {
            model.calendars.iter().next().expect("the plant works by one")
        });
        prop_assert_eq!(course(in_turn), course(written));
        for day in -COMPARED..COMPARED {
            prop_assert_eq!(in_turn.is_workday(day), written.is_workday(day), "day {}", day);
        }
    }
}
