//! `rates` of a demand: when more is ordered and when less, by time of day, day of the week and month.
//!
//! The time between two orders is that of a clock that goes faster where more is ordered (the inverse of the cumulated
//! rate): by chance, orders come as an inhomogeneous Poisson process; like clockwork, evenly in that clock.

use jiff::ToSpan;
use jiff::civil::Date;

use super::compile::Compiler;
use super::{Demand, Model};
use crate::diagnostic::{Diagnostic, code};
use crate::scenario::{self, Written};
use crate::units::{ClockRange, LONGEST, Span, Time, Weekdays};

const DAY: Span = Span::from_days(1);

/// How many times as often orders come as `every` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// From each time of day on, the first at midnight, ascending.
    pub hours: Vec<(Span, f64)>,
    /// On each day of the week, from Monday on.
    pub weekdays: [f64; 7],
    /// In each month.
    pub months: [f64; 12],
    /// The date of day 0; only days of the week and months need it.
    pub start: Option<Date>,
}

impl Rates {
    /// What `left` on the clock of the orders means from `now` on; never, if that is after all runs.
    ///
    /// Cost: a step for each time of day in between.
    pub fn after(&self, now: Time, mut left: f64) -> Time {
        let mut day = now.ticks().div_euclid(DAY.ticks());
        let mut from = Span::from_ticks(now.ticks().rem_euclid(DAY.ticks()));
        loop {
            let midnight = Time::from_ticks(day * DAY.ticks());
            if midnight > Time::ZERO + LONGEST {
                return Time::NEVER;
            }
            let of_day = self.of_day(day);
            for (begin, end, rate) in self.stretches() {
                let (begin, rate) = (begin.max(from), rate * of_day);
                if begin >= end || rate <= 0.0 {
                    continue;
                }
                let there = (end - begin).ticks() as f64 * rate;
                if there >= left {
                    return midnight + begin + Span::round(left / rate);
                }
                left -= there;
            }
            (day, from) = (day + 1, Span::ZERO);
        }
    }

    /// How many times as often orders come on average between two instants.
    ///
    /// Cost: a step for each time of each day.
    pub fn mean(&self, from: Time, until: Time) -> f64 {
        let days = |time: Time| time.ticks().div_euclid(DAY.ticks());
        // A part of a day counts as all of it.
        let (first, last) = (days(from), days(until).max(days(from) + 1));
        let of_clock =
            self.stretches().map(|(begin, end, rate)| (end - begin).ticks() as f64 * rate);
        let of_clock = of_clock.sum::<f64>() / DAY.ticks() as f64;
        let sum: f64 = (first..last).map(|day| self.of_day(day)).sum();
        of_clock * sum / (last - first) as f64
    }

    /// The stretches of a day.
    fn stretches(&self) -> impl Iterator<Item = (Span, Span, f64)> + '_ {
        let ends = self.hours.iter().skip(1).map(|(begin, _)| *begin).chain([DAY]);
        self.hours.iter().zip(ends).map(|(&(begin, rate), end)| (begin, end, rate))
    }

    fn of_day(&self, day: i64) -> f64 {
        let date = self.start.and_then(|start| start.checked_add(day.days()).ok());
        date.map_or(1.0, |date| {
            let weekday = date.weekday().to_monday_zero_offset();
            self.weekdays[usize::try_from(weekday).unwrap_or(0)]
                * self.months[usize::try_from(date.month() - 1).unwrap_or(0)]
        })
    }
}

impl Model {
    /// Mean time between two orders of a demand from one instant to another. Unit: ticks.
    pub fn mean_gap(&self, demand: &Demand, from: Time, until: Time) -> f64 {
        let every = demand.every.mean();
        demand.rates.as_ref().map_or(every, |rates| every / rates.mean(from, until))
    }

    /// The same over the whole run; without an end over a year.
    pub fn mean_gap_of_run(&self, demand: &Demand) -> f64 {
        let end = match self.run.length {
            super::Length::For(span) => Time::ZERO + self.run.warm_up.span() + span,
            super::Length::OrdersDone => Time::ZERO + Span::from_days(365),
        };
        self.mean_gap(demand, Time::ZERO, end)
    }
}

impl Compiler<'_> {
    /// Compiles the rates of a demand.
    pub(super) fn rates(&mut self, table: &scenario::Demand, who: &str) -> Option<Rates> {
        let given = table.rates.as_ref()?;
        let mut rates = Rates {
            hours: vec![(Span::ZERO, 1.0)],
            weekdays: [1.0; 7],
            months: [1.0; 12],
            start: None,
        };
        let (mut hours, mut days, mut months) = (Vec::new(), [false; 7], [false; 12]);
        for (name, rate) in given.value.iter() {
            let text = name.value.trim().to_lowercase();
            let mut taken = false;
            if let Some(range) = ClockRange::parse(&text) {
                hours.extend(within_a_day(range).map(|(begin, end)| (begin, end, rate.value.0)));
            } else if let Some(named) = Weekdays::parse(&text) {
                rates.start = self.start(name.spot).or(rates.start);
                for day in named.iter() {
                    taken |= std::mem::replace(&mut days[day], true);
                    rates.weekdays[day] = rate.value.0;
                }
            } else if let Some(named) = months_of(&text) {
                rates.start = self.start(name.spot).or(rates.start);
                for month in named {
                    taken |= std::mem::replace(&mut months[month], true);
                    rates.months[month] = rate.value.0;
                }
            } else {
                let message = format!("{who} has a rate for `{}`, which is no time", name.value);
                let hint =
                    "a time of day, `\"06:00-14:00\"`, days, `mon-fri`, or months, `nov-dec`";
                self.complain(
                    Diagnostic::error(code::WRONG_TYPE, message).at(name.spot).hint(hint),
                );
            }
            if taken {
                self.complain_of_two_rates(name, who);
            }
        }
        hours.sort_by_key(|&(begin, ..)| begin);
        if hours.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            let message = format!("the times of day of the rates of {who} overlap");
            self.complain(Diagnostic::error(code::GIVEN_TWICE, message).at(given.spot));
        }
        for (begin, end, rate) in hours {
            rates.hours.retain(|&(at, _)| at != begin);
            rates.hours.extend([(begin, rate), (end, 1.0)]);
        }
        rates.hours.retain(|&(begin, _)| begin < DAY);
        let never = rates.hours.iter().all(|&(_, rate)| rate <= 0.0)
            || rates.weekdays.iter().all(|&rate| rate <= 0.0)
            || rates.months.iter().all(|&rate| rate <= 0.0);
        if never {
            let message = format!("{who} never orders: all its rates are zero");
            self.complain(Diagnostic::error(code::NOTHING, message).at(given.spot));
        }
        Some(rates)
    }

    fn complain_of_two_rates(&mut self, name: &Written<String>, who: &str) {
        let message =
            format!("{who} has two rates for the same time: `{}` is the second", name.value);
        self.complain(Diagnostic::error(code::GIVEN_TWICE, message).at(name.spot));
    }
}

/// A range of the clock, in two where it passes midnight.
fn within_a_day(range: ClockRange) -> impl Iterator<Item = (Span, Span)> {
    let (begin, end) = (range.start(), range.end());
    let over = (end > DAY).then(|| (Span::ZERO, end - DAY));
    [Some((begin, end.min(DAY))), over].into_iter().flatten()
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Months by their short names: `nov`, `nov-feb`, `"jan,jul"`; from January (0).
fn months_of(text: &str) -> Option<Vec<usize>> {
    let position = |name: &str| MONTHS.iter().position(|known| *known == name.trim());
    let mut months = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (mut month, last) = (position(first)?, position(last)?);
        months.push(month);
        while month != last {
            month = (month + 1) % MONTHS.len();
            months.push(month);
        }
    }
    Some(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(hours: &[(i64, f64)]) -> Rates {
        let hours = hours.iter().map(|&(hour, rate)| (Span::from_hours(hour), rate)).collect();
        Rates { hours, weekdays: [1.0; 7], months: [1.0; 12], start: None }
    }

    fn hours(time: Time) -> f64 {
        time.since_start().hours()
    }

    /// Half as often until 6, twice as often until 14, half as often after that: an hour of the clock is two hours,
    /// half an hour, two hours.
    #[test]
    fn the_clock_of_orders_goes_as_the_rates_say() {
        let rates = rates(&[(0, 0.5), (6, 2.0), (14, 0.5)]);
        let hour = Span::from_hours(1).ticks() as f64;
        let at = |hours: i64| Time::ZERO + Span::from_hours(hours);
        assert_eq!(rates.after(at(0), hour), at(2));
        assert_eq!(rates.after(at(5), hour), at(6) + Span::from_minutes(15));
        assert_eq!(rates.after(at(14), hour), at(16));
        // 5 h of the clock are left of the first day, and 3 + 16 + 5 are a whole one.
        assert_eq!(rates.after(at(14), (5.0 + 24.0 + 3.0) * hour), at(2 * 24 + 6));
        assert!((rates.mean(at(0), at(48)) - 1.0).abs() < 1e-12);
        let never =
            Rates { weekdays: [0.0; 7], start: Some(jiff::civil::date(2026, 3, 2)), ..rates };
        assert_eq!(never.after(at(0), hour), Time::NEVER);
    }

    /// Monday, 30 November: as usual; from Tuesday on it is December, twice as often but on Sundays.
    #[test]
    fn days_and_months_multiply() {
        let mut rates = rates(&[(0, 1.0)]);
        rates.start = Some(jiff::civil::date(2026, 11, 30));
        (rates.months[11], rates.weekdays[6]) = (2.0, 0.0);
        let day = DAY.ticks() as f64;
        assert!((hours(rates.after(Time::ZERO, 2.0 * day)) - 36.0).abs() < 1e-9);
        // Six days until Sunday, 6 December: 1 + 5 * 2.
        assert!((hours(rates.after(Time::ZERO, 11.5 * day)) - (7.0 * 24.0 + 6.0)).abs() < 1e-9);
        assert!(
            (rates.mean(Time::ZERO, Time::ZERO + Span::from_days(7)) - 11.0 / 7.0).abs() < 1e-12
        );
    }

    #[test]
    fn names_of_months_are_read() {
        assert_eq!(months_of("nov-feb"), Some(vec![10, 11, 0, 1]));
        assert_eq!(months_of("jan,jul"), Some(vec![0, 6]));
        assert_eq!(months_of("june"), None);
    }
}
