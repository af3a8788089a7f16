//! `outside`: work that somebody else does, and the lorry that brings parts there.

use jiff::civil::{Date, Weekday};

use super::compile::Compiler;
use super::{Model, Promise, Station, Workdays};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::StationId;
use crate::random::Distribution;
use crate::scenario;
use crate::units::{Duration, Span, Time, Weekdays};

/// `outside` of a station.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    /// How long parts are away.
    pub time: Away,
    /// When the lorry leaves.
    pub leaves: Lorry,
    /// Fewest parts with which it leaves.
    pub minimum: u32,
    /// When parts come back; `None` is at any time.
    pub returns: Option<Lorry>,
}

/// How long parts are away.
#[derive(Clone, Debug, PartialEq)]
pub enum Away {
    /// As long as this, or until the end of so many workdays.
    For(Promise),
    /// By chance. Unit: ticks.
    ByChance(Distribution),
}

/// Times of the week at which a lorry comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lorry {
    /// Lengths of time since the last Monday, 00:00; at least one, ascending.
    pub times: Vec<Span>,
    /// How long before the plant's start that Monday was.
    pub monday: Span,
}

impl Lorry {
    /// The first time at which it comes from `from` on.
    pub fn next(&self, from: Time) -> Time {
        const WEEK: Span = Span::from_days(7);
        let since = from.since_start() + self.monday;
        let within = Span::from_ticks(since.ticks().rem_euclid(WEEK.ticks()));
        let ahead = match self.times.iter().find(|&&time| time >= within) {
            Some(&time) => time - within,
            None => self.times[0] + WEEK - within,
        };
        from + ahead
    }

    /// The last time at which it comes until `until`.
    pub fn last(&self, until: Time) -> Time {
        const WEEK: Span = Span::from_days(7);
        let since = until.since_start() + self.monday;
        let within = Span::from_ticks(since.ticks().rem_euclid(WEEK.ticks()));
        let ago = match self.times.iter().rfind(|&&time| time <= within) {
            Some(&time) => within - time,
            None => within + WEEK - self.times[self.times.len() - 1],
        };
        Time::from_ticks(until.ticks().saturating_sub(ago.ticks()))
    }
}

impl Outside {
    /// The workdays that it counts, if it does.
    pub(super) const fn workdays_mut(&mut self) -> Option<&mut Workdays> {
        match &mut self.time {
            Away::For(Promise::Workdays { of, .. }) => Some(of),
            Away::For(Promise::After(_)) | Away::ByChance(_) => None,
        }
    }
}

impl Station {
    /// Whether its parts can stand aside: after their cycle, or away.
    pub const fn lets_stand_aside(&self) -> bool {
        self.hold.is_some() || self.outside.is_some()
    }

    /// Fewest parts that go together, in a batch or by a lorry.
    pub fn fewest_together(&self) -> u32 {
        let by_lorry = self.outside.as_ref().map(|outside| outside.minimum);
        by_lorry.or(self.batch.as_ref().map(|batch| batch.minimum)).unwrap_or(1)
    }

    /// Whether it has machines.
    pub const fn has_machines(&self) -> bool {
        self.outside.is_none() && self.store.is_none()
    }
}

impl Compiler<'_> {
    /// What is done outside.
    pub(super) fn outside(&mut self, table: &scenario::Station, who: &str) -> Option<Box<Outside>> {
        let given = table.outside.as_ref()?;
        let row = &given.value;
        let time = match &row.time.as_ref()?.value {
            scenario::Away::ByChance(time) => Away::ByChance(time.clone()),
            scenario::Away::For(Duration::Elapsed(span)) => Away::For(Promise::After(*span)),
            scenario::Away::For(Duration::Workdays(days)) => {
                let spot = row.time.as_ref()?.spot;
                let of = self.workdays("time", spot)?;
                if let Workdays::Of(calendar) = of
                    && !self.model.calendars[calendar].repeats()
                {
                    let name = &self.model.calendars[calendar].name;
                    let message =
                        format!("{who} counts workdays, which `{name}` has not in every week");
                    let hint = format!("give `{name}` weekly hours, or write a length of time");
                    self.complain(Diagnostic::error(code::DATE, message).at(spot).hint(hint));
                    return None;
                }
                Away::For(Promise::Workdays { days: *days, of })
            }
        };
        let leaves = self.lorry(&row.leaves.as_ref()?.value)?;
        let returns = row.returns.as_ref().and_then(|lorry| self.lorry(&lorry.value));
        let minimum = row.minimum.as_ref().map_or(1, |minimum| minimum.value);
        Some(Box::new(Outside { time, leaves, minimum, returns }))
    }

    pub(super) fn lorry(&self, lorry: &scenario::Lorry) -> Option<Lorry> {
        let at = lorry.at.as_ref()?.value.0;
        Some(self.times_of_week(lorry.days.as_ref().map(|days| &days.value), at))
    }

    /// A time of day on some days of the week, or on all.
    pub(super) fn times_of_week(&self, days: Option<&Weekdays>, at: Span) -> Lorry {
        let days: Vec<usize> = days.map_or_else(|| (0..7).collect(), |days| days.iter().collect());
        // Sunday 24:00 is where the week begins.
        let time = |day: usize| {
            let since = Span::from_days(i64::try_from(day).unwrap_or(0)) + at;
            Span::from_ticks(since.ticks().rem_euclid(Span::from_days(7).ticks()))
        };
        let first = self.model.start.map_or(Weekday::Monday, Date::weekday);
        let monday = Span::from_days(i64::from(first.to_monday_zero_offset()));
        let mut times: Vec<Span> = days.into_iter().map(time).collect();
        times.sort_unstable();
        Lorry { times, monday }
    }

    /// Complains about parts that stand aside where that cannot be, and about supplies that wait for a lorry.
    /// Comes after all that moves parts.
    pub(super) fn check_asides(&mut self) {
        let places: Vec<_> = self.model.places.ids().collect();
        for place in places {
            let (from, step) = (self.model.places[place].station, self.model.places[place].step);
            let row = &self.model.stations[from];
            if !row.lets_stand_aside() {
                continue;
            }
            let what = if row.hold.is_some() { "hold" } else { "outside" };
            let name = row.name.clone();
            let scenario = self.scenario;
            let table = scenario.station.get(&name);
            let spot = table.and_then(|table| {
                let hold = table.hold.as_ref().map(|hold| hold.spot);
                hold.or(table.outside.as_ref().map(|outside| outside.spot))
            });
            let mut complain = |message: String, hint: &str| {
                let complaint = Diagnostic::error(code::LATER, message).hint(hint);
                let complaint = Diagnostic { spot, ..complaint };
                if !self.complaints.iter().any(|known| *known == complaint) {
                    self.complaints.push(complaint);
                }
            };
            let model = &self.model;
            let moves = |to: StationId| {
                model.conveyor(from, to).is_some() || model.stand(from, to).is_some()
            };
            if model.followers(place).into_iter().any(moves) {
                let message = format!(
                    "parts of `{name}` stand aside by `{what}`, and a conveyor or a vehicle takes them"
                );
                complain(message, "put a station without `hold` between, or write a `[transfer]`");
            }
            if row.outside.is_none() {
                continue;
            }
            if model.control.around.contains_key(&step) {
                let message = format!("parts take or give back something of a pool at `{name}`");
                complain(message, "let the stretch begin or end at another station");
            }
            if model.steps[step].places.len() > 1 {
                let message = format!("a step is done at `{name}`, which is outside, or elsewhere");
                complain(message, "choose by `next` of the step before");
            }
            let is_supplied =
                |supply: &super::Supply| model.lines[supply.line].steps.iter().next() == Some(step);
            if model.supplies.iter().any(is_supplied) {
                let message = format!("an unlimited supply would wait for the lorry at `{name}`");
                complain(message, "let the line begin at another station, or write a demand");
            }
        }
    }
}

impl Model {
    /// The stations whose work is done outside.
    pub fn outside(&self) -> impl Iterator<Item = (StationId, &Station)> {
        self.stations.enumerated().filter(|(_, row)| row.outside.is_some())
    }

    /// When parts come back that leave now; `by_chance` draws how long they are away. Unit: ticks.
    pub fn back_from_outside(
        &self,
        outside: &Outside,
        by_chance: impl FnOnce(&Distribution) -> f64,
        now: Time,
    ) -> Time {
        let earliest = match &outside.time {
            Away::For(promise) => self.due(*promise, now),
            Away::ByChance(time) => now + Span::round(by_chance(time)),
        };
        outside.returns.as_ref().map_or(earliest, |lorry| lorry.next(earliest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lorry_comes_on_its_days_at_its_time() {
        let hours = Span::from_hours;
        // Tuesdays and Fridays at 14:00; the plant starts on a Wednesday.
        let lorry =
            Lorry { times: vec![hours(24 + 14), hours(4 * 24 + 14)], monday: Span::from_days(2) };
        let next = |from: i64| (lorry.next(Time::ZERO + hours(from)) - Time::ZERO).hours();
        let found = [0, 62, 63, 24 * 6 + 14, 24 * 6 + 15].map(next);
        let expected = [62.0, 62.0, 158.0, 158.0, 230.0];
        assert!(found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-9));
    }
}
