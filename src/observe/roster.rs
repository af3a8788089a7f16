//! Who is at work when: the stretches of each person in two weeks of a run.
//!
//! They are those that begin with the week of the first day of which the roster says something; without a
//! roster the first two weeks measured, or those that begin with the week of the first overtime.
//!
//! Memory: at most [`MOST_STINTS`] stretches, twice, of [`MOST_PEOPLE`] people.

use super::OperatorState;
use super::hours::Presence;
use crate::ids::{Id, OperatorId, Table};
use crate::model::{Model, Weeks};
use crate::units::{Span, Time};

/// How long a roster is.
const LENGTH: Span = Span::from_days(14);

/// Most stretches that are kept.
pub const MOST_STINTS: usize = 20_000;

/// Most people of whom they are kept: the first ones.
pub const MOST_PEOPLE: usize = 200;

/// What a stretch of a roster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Mark {
    /// At work in the hours of the calendar.
    Work,
    /// At work outside of them.
    Overtime,
    /// On a break.
    Break,
    /// In a shift for which the person has not come.
    Absent,
    /// In training.
    Training,
}

impl Mark {
    /// All marks, in order.
    pub const ALL: [Self; 5] =
        [Self::Work, Self::Overtime, Self::Break, Self::Absent, Self::Training];

    /// The word in files and plots.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Overtime => "overtime",
            Self::Break => "break",
            Self::Absent => "absent",
            Self::Training => "training",
        }
    }

    /// What is seen of a presence; `None` outside of all hours.
    pub(super) fn of(presence: Presence, state: OperatorState) -> Option<Self> {
        match presence {
            Presence::Regular => Some(Self::Work),
            Presence::Overtime => Some(Self::Overtime),
            Presence::Break => Some(Self::Break),
            Presence::Absent { .. } | Presence::TimeOff => Some(Self::Absent),
            Presence::Training => Some(Self::Training),
            Presence::Away => (state == OperatorState::Break).then_some(Self::Break),
        }
    }
}

/// A stretch of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stint {
    /// The person.
    pub operator: OperatorId,
    /// What it is.
    pub mark: Mark,
    /// Since when.
    pub from: Time,
    /// Until when.
    pub to: Time,
}

/// Records the stretches of people.
#[derive(Clone, Debug)]
pub struct Roster {
    calendar: Weeks,
    /// What each person does, and since when.
    rows: Table<OperatorId, (Option<Mark>, Time)>,
    begin: Time,
    /// The first day of which a roster says something for a person, if it is in the run.
    planned: Option<Time>,
    /// The first weeks.
    first: Vec<Stint>,
    /// Those of the overtime, or the week under way until there is some.
    recent: Vec<Stint>,
    /// The week with which `recent` begins.
    week: i64,
    /// Whether there has been overtime, and whether only after the first weeks.
    is_found: bool,
    is_later: bool,
}

impl Roster {
    pub(super) fn new(model: &Model) -> Self {
        let people = model.operators.len().min(MOST_PEOPLE);
        let calendar = Weeks::of(model);
        let planned = model.first_planned_day();
        Self {
            calendar,
            rows: Table::filled(people, (None, Time::ZERO)),
            begin: planned.unwrap_or(Time::ZERO),
            planned,
            first: Vec::new(),
            recent: Vec::new(),
            week: calendar.week(Time::ZERO),
            is_found: planned.is_some(),
            is_later: false,
        }
    }

    /// Forgets what was recorded, keeps who is there: the end of the warm-up.
    pub(super) fn restart(&mut self, now: Time) {
        self.begin = self.planned.map_or(now, |planned| planned.max(now));
        self.first.clear();
        self.recent.clear();
        self.week = self.calendar.week(now);
        (self.is_found, self.is_later) = (self.planned.is_some(), false);
        self.rows.iter_mut().for_each(|row| row.1 = now);
    }

    /// A person does something else.
    pub(super) fn enter(&mut self, operator: OperatorId, mark: Option<Mark>, now: Time) {
        let Some(&(before, from)) = self.rows.get(operator) else { return };
        if before == mark {
            return;
        }
        self.rows[operator] = (mark, now);
        if let Some(mark) = before.filter(|_| from < now) {
            self.record(Stint { operator, mark, from, to: now });
        }
    }

    /// Records until the end of the run.
    pub(super) fn close(&mut self, end: Time) {
        for operator in self.rows.ids().collect::<Vec<_>>() {
            self.enter(operator, None, end);
        }
    }

    /// When the roster begins and ends, and its stretches, cut at both, person by person.
    pub fn stints(&self) -> (Time, Time, Vec<Stint>) {
        let (from, of) = if self.is_later {
            (self.calendar.begins(self.week), &self.recent)
        } else {
            (self.calendar.begins(self.calendar.week(self.begin)), &self.first)
        };
        let until = from + LENGTH;
        let cut =
            |stint: &Stint| Stint { from: stint.from.max(from), to: stint.to.min(until), ..*stint };
        let mut stints: Vec<Stint> = of.iter().map(cut).filter(|it| it.from < it.to).collect();
        stints.sort_by_key(|stint| (stint.operator.position(), stint.from));
        (from, until, stints)
    }

    fn record(&mut self, stint: Stint) {
        let start = self.calendar.begins(self.calendar.week(self.begin));
        if stint.to > start && stint.from < start + LENGTH {
            self.is_found |= stint.mark == Mark::Overtime;
            if self.first.len() < MOST_STINTS {
                self.first.push(stint);
            }
        }
        let week = self.calendar.week(stint.from);
        if !self.is_found {
            if week > self.week {
                let monday = self.calendar.begins(week);
                self.recent.retain(|stint| stint.to > monday);
                self.week = week;
            }
            self.is_later = stint.mark == Mark::Overtime;
            self.is_found = self.is_later;
        }
        let is_near = stint.from < self.calendar.begins(self.week) + LENGTH;
        if is_near && self.recent.len() < MOST_STINTS {
            self.recent.push(stint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hours: i64) -> Time {
        Time::ZERO + Span::from_hours(hours)
    }

    /// Days of eight hours, and overtime on the sixth day of some week.
    fn roster(overtime: i64) -> (Time, Time, Vec<Stint>) {
        let mut model = Model::default();
        let crew = crate::ids::CrewId::at(0);
        model.operators.push(crate::model::Operator { crew, number: 1 });
        let mut roster = Roster::new(&model);
        let operator = OperatorId::at(0);
        for week in 0..8 {
            for day in 7 * week..7 * week + 6 {
                let is_sixth = day % 7 == 5;
                let mark = if is_sixth { Mark::Overtime } else { Mark::Work };
                if !is_sixth || week == overtime {
                    roster.enter(operator, Some(mark), hour(24 * day + 6));
                    roster.enter(operator, None, hour(24 * day + 14));
                }
            }
        }
        roster.close(hour(8 * 168));
        roster.stints()
    }

    #[test]
    fn the_weeks_of_the_roster_are_shown_if_there_is_one() {
        let mut roster = Roster::new(&Model::default());
        roster.rows = Table::filled(1, (None, Time::ZERO));
        // From Wednesday of the fourth week on; the warm-up ends with the first one.
        (roster.planned, roster.begin) = (Some(hour(24 * 23)), hour(24 * 23));
        roster.is_found = true;
        let operator = OperatorId::at(0);
        for day in 0..56 {
            if day == 7 {
                roster.restart(hour(24 * 7));
            }
            let mark = if day == 10 { Mark::Overtime } else { Mark::Work };
            roster.enter(operator, Some(mark), hour(24 * day + 6));
            roster.enter(operator, None, hour(24 * day + 14));
        }
        roster.close(hour(24 * 56));
        let (from, until, found) = roster.stints();
        assert_eq!((from, until), (hour(168 * 3), hour(168 * 5)));
        assert_eq!((found.len(), found[0].from), (14, hour(168 * 3 + 6)));
    }

    #[test]
    fn the_first_weeks_are_shown_or_those_of_the_first_overtime() {
        for (overtime, shown, stints) in [(-1, 0, 10), (0, 0, 11), (1, 0, 11), (4, 4, 11)] {
            let (from, until, found) = roster(overtime);
            assert_eq!((from, until), (hour(168 * shown), hour(168 * (shown + 2))), "{overtime}");
            assert_eq!(found.len(), stints, "{overtime}");
            assert_eq!(found[0].from, hour(168 * shown + 6));
            let has_overtime = found.iter().any(|stint| stint.mark == Mark::Overtime);
            assert_eq!(has_overtime, overtime >= 0);
        }
    }
}
