//! When suppliers are down by chance, beside the dates that are known, and what that means for lead times.

use std::collections::VecDeque;

use crate::ids::{SupplierId, Table};
use crate::model::{Outages as Chance, Supplier};
use crate::random::Stream;
use crate::units::{Span, Time};

/// When a supplier is down by chance: drawn as far ahead as lead times reach.
#[derive(Clone, Debug, Default)]
struct Row {
    /// From when until when; none of them is over.
    times: VecDeque<(Time, Time)>,
    /// When the last one that was drawn is over.
    end: Time,
    /// How many were drawn.
    number: u64,
}

/// When all suppliers are down by chance; empty where none is.
#[derive(Debug, Default)]
pub(super) struct Outages {
    rows: Table<SupplierId, Row>,
}

impl Outages {
    pub(super) fn new(suppliers: &Table<SupplierId, Supplier>) -> Self {
        let any = suppliers.iter().any(|supplier| supplier.outages.is_some());
        Self { rows: Table::filled(if any { suppliers.len() } else { 0 }, Row::default()) }
    }

    /// When a time is over that begins `now` and stands still while a supplier is down.
    pub(super) fn after(
        &mut self,
        supplier: &Supplier,
        (id, streams): (SupplierId, &[Stream; 2]),
        (now, span): (Time, Span),
    ) -> Time {
        let mut chance = self.rows.get_mut(id).zip(supplier.outages.as_ref());
        if let Some((row, _)) = &mut chance {
            row.forget(now);
        }
        let (mut at, mut left) = (now, span);
        while at < Time::NEVER {
            let by_chance = chance.as_mut().map(|(row, law)| row.look(law, streams, at));
            let (until, next) = by_chance.unwrap_or_default();
            if let Some(until) = until.max(supplier.down_until(at)) {
                at = until;
                continue;
            }
            let next = [next, supplier.down_after(at)].into_iter().flatten().min();
            match next.filter(|&next| next - at < left) {
                Some(next) => {
                    left -= next - at;
                    at = next;
                }
                None => return at + left,
            }
        }
        Time::NEVER
    }

    /// Whether a supplier is down.
    pub(super) fn is_down(
        &mut self,
        supplier: &Supplier,
        (id, streams): (SupplierId, &[Stream; 2]),
        now: Time,
    ) -> bool {
        let chance = self.rows.get_mut(id).zip(supplier.outages.as_ref());
        let by_chance = chance.and_then(|(row, law)| {
            row.forget(now);
            row.look(law, streams, now).0
        });
        by_chance.is_some() || supplier.down_until(now).is_some()
    }
}

impl Row {
    /// Forgets what is over.
    fn forget(&mut self, now: Time) {
        while self.times.pop_front_if(|&mut (_, end)| end <= now).is_some() {}
    }

    /// Until when the supplier is down at an instant, if it is, and when it is down next.
    fn look(
        &mut self,
        law: &Chance,
        streams: &[Stream; 2],
        at: Time,
    ) -> (Option<Time>, Option<Time>) {
        while self.end < Time::NEVER && self.times.back().is_none_or(|&(begin, _)| begin <= at) {
            let [every, lasts] = *streams;
            let begin = self.end + Span::round(law.every.sample(every, self.number, 0));
            self.end = begin + Span::round(law.lasts.sample(lasts, self.number, 0));
            self.number += 1;
            if self.end > at {
                self.times.push_back((begin, self.end));
            }
        }
        let next = self.times.partition_point(|&(_, end)| end <= at);
        let is_down = self.times.get(next).filter(|&&(begin, _)| begin <= at);
        let after = self.times.partition_point(|&(begin, _)| begin <= at);
        (is_down.map(|&(_, end)| end), self.times.get(after).map(|&(begin, _)| begin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Distribution;

    fn hours(hours: i64) -> Time {
        Time::ZERO + Span::from_hours(hours)
    }

    fn supplier(down: &[(i64, i64)], outages: Option<Chance>) -> Supplier {
        Supplier {
            name: String::new(),
            lead_time: Distribution::from(0),
            late: None,
            short: None,
            days: None,
            at_least: 0,
            in_order: false,
            defective: None,
            inspection: None,
            expedite: None,
            outages,
            down: down.iter().map(|&(begin, end)| (hours(begin), hours(end))).collect(),
        }
    }

    /// When lead times that begin at an hour and last so many are over.
    fn assert_over(supplier: &Supplier, cases: &[(i64, i64, i64)]) {
        let id = crate::ids::Id::at(0);
        let streams = ["every", "lasts"].map(|what| Stream::new(1, &["supplier", what], 0));
        let suppliers: Table<SupplierId, Supplier> = [supplier.clone()].into_iter().collect();
        for &(from, span, over) in cases {
            let mut outages = Outages::new(&suppliers);
            let time = (hours(from), Span::from_hours(span));
            let found = outages.after(supplier, (id, &streams), time);
            assert_eq!(found, hours(over), "{from} {span}");
        }
    }

    #[test]
    fn lead_times_stand_still_while_the_supplier_is_down() {
        let by_date = supplier(&[(10, 20), (23, 24)], None);
        let cases = [
            (0, 0, 0),
            (0, 10, 10),
            (0, 11, 21),
            (0, 13, 23),
            (0, 14, 25),
            (9, 0, 9),
            (10, 0, 20),
            (15, 0, 20),
            (15, 3, 23),
            (15, 4, 25),
            (20, 0, 20),
            (23, 0, 24),
            (24, 5, 29),
        ];
        assert_over(&by_date, &cases);
        let down: Vec<i64> =
            (0..30).filter(|&at| by_date.down_until(hours(at)).is_some()).collect();
        let expected: Vec<i64> = (10..20).chain([23]).collect();
        assert_eq!(down, expected);
    }

    /// Down from 10 to 12, from 22 to 24, from 34 to 36, and by date from 11 to 23.
    #[test]
    fn dates_and_chance_are_one_when_they_meet() {
        let ticks = |hours: i64| Distribution::from(Span::from_hours(hours));
        let law = Chance { every: ticks(10), lasts: ticks(2) };
        assert_over(
            &supplier(&[], Some(law.clone())),
            &[(0, 10, 10), (0, 11, 13), (11, 0, 12), (0, 21, 25)],
        );
        assert_over(&supplier(&[(11, 23)], Some(law)), &[(0, 11, 25), (12, 10, 34), (12, 11, 37)]);
    }
}
