//! Rotas: calendars whose weeks, or days, are those of others in turn.

use jiff::civil::Weekday;

use super::{Break, Hours, WEEK, midnight, weekday};

/// The hours of other calendars in turn, over and over, before day 0 too.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Rota {
    /// First day of a first turn. Unit: days since day 0. Bounds: within the first round.
    first_day: i64,
    /// Days of a turn: 7 or 1.
    days: i64,
    /// Whose turn it is, one after the other; `None` is nobody's.
    order: Vec<Option<usize>>,
    /// Those who have a turn.
    turns: Vec<Turn>,
    /// Days after which everything repeats.
    cycle: usize,
}

/// What a calendar gives to the days of its turn.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Turn {
    /// Shifts by the weekday on which they start, from Monday.
    pub(in crate::model) week: [Vec<Hours>; WEEK],
    /// Breaks in them, on whichever day they fall.
    pub(in crate::model) breaks: Vec<Break>,
}

impl Rota {
    /// A rota of turns of `days` days each, of which a first one begins on `first_day`; day 0 is a
    /// `first_weekday`.
    ///
    /// # Panics
    /// If nobody has a turn, or `order` names one that is not there.
    pub(super) fn new(
        (first_day, days): (i64, i64),
        order: Vec<Option<usize>>,
        turns: Vec<Turn>,
        first_weekday: Weekday,
    ) -> Self {
        assert!(!order.is_empty(), "somebody has a turn");
        assert!(order.iter().flatten().all(|&turn| turn < turns.len()), "every turn is there");
        let round = days * count(&order);
        let first_day = first_day.rem_euclid(round);
        let mut rota = Self { first_day, days, order, turns, cycle: 0 };
        rota.cycle = rota.shortest_cycle(first_weekday);
        rota
    }

    /// First day of a first turn, days of a turn, and whose turn it is.
    pub(in crate::model) fn parts(&self) -> (i64, i64, &[Option<usize>], &[Turn]) {
        (self.first_day, self.days, &self.order, &self.turns)
    }

    /// Changes the breaks of its turns: what is alike stays so.
    pub(super) fn change_breaks(&mut self, change: impl Fn(&mut Vec<Break>)) {
        self.turns.iter_mut().for_each(|turn| change(&mut turn.breaks));
    }

    /// Days after which all shifts and breaks repeat.
    pub(super) const fn cycle(&self) -> usize {
        self.cycle
    }

    /// The number of the turn to which a day belongs, from 0.
    fn place(&self, day: i64) -> usize {
        let turn = (day - self.first_day).div_euclid(self.days).rem_euclid(count(&self.order));
        usize::try_from(turn).expect("a remainder is not negative")
    }

    /// Whose turn it is on a day.
    pub(super) fn turn(&self, day: i64) -> Option<&Turn> {
        self.order[self.place(day)].map(|turn| &self.turns[turn])
    }

    /// Which calendar has its turn on a day.
    pub(super) fn number(&self, day: i64) -> Option<usize> {
        self.order[self.place(day)]
    }

    /// The turns that somebody has.
    pub(super) fn held(&self) -> impl Iterator<Item = &Turn> {
        self.order.iter().flatten().map(|&turn| &self.turns[turn])
    }

    /// The least number of days after which everything is as before.
    fn shortest_cycle(&self, first_weekday: Weekday) -> usize {
        let round = self.days * count(&self.order);
        // A round of nine days meets all weekdays in seven rounds.
        let all = if round % 7 == 0 { round } else { 7 * round };
        let of_day = |day: i64| {
            let turn = self.turn(day)?;
            let shifts = &turn.week[weekday(first_weekday, day)];
            (!shifts.is_empty()).then_some((shifts, &turn.breaks))
        };
        let days: Vec<_> = (0..all).map(of_day).collect();
        let repeats = |cycle: &usize| {
            days.len().is_multiple_of(*cycle)
                && days[*cycle..].iter().zip(&days).all(|(later, first)| later == first)
        };
        (1..=days.len()).find(repeats).unwrap_or(days.len())
    }
}

fn count(order: &[Option<usize>]) -> i64 {
    i64::try_from(order.len()).expect("a list in memory")
}

/// The part of a break inside a shift, as a break that starts on `day`, if it does: `shift` starts on
/// the day `start`, the break begins on the day `pause_day`.
pub(super) fn break_inside(
    day: i64,
    (start, shift): (i64, Hours),
    (pause_day, pause): (i64, Break),
) -> Option<Break> {
    let stretch = |day, hours: Hours| (midnight(day) + hours.start(), midnight(day) + hours.end());
    let (opens, closes) = stretch(start, shift);
    let (begins, ends) = stretch(pause_day, pause.hours());
    let (begins, ends) = (begins.max(opens), ends.min(closes));
    let is_of_day = midnight(day) <= begins && begins < midnight(day + 1);
    (is_of_day && begins < ends)
        .then(|| Break::new(begins - midnight(day), ends - begins, pause.is_paid()))
}
