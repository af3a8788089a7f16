//! Time that several calendars have in common.

use super::{Calendar, Shift};
use crate::units::{Span, Time};

/// How long in `[from, to)` it `holds` of what all calendars say at the same time.
///
/// Cost: one step for every change of a calendar in between.
pub(in crate::model) fn time_in_common(
    calendars: &[&Calendar],
    from: Time,
    to: Time,
    holds: impl Fn(&[Shift]) -> bool,
) -> Span {
    let next = |calendar: &Calendar, at| calendar.next_change(at).unwrap_or(Time::NEVER);
    let mut shifts: Vec<Shift> = calendars.iter().map(|calendar| calendar.shift_at(from)).collect();
    let mut changes: Vec<Time> = calendars.iter().map(|calendar| next(calendar, from)).collect();
    let (mut total, mut at) = (Span::ZERO, from);
    while at < to {
        let end = changes.iter().copied().fold(to, Time::min);
        if holds(&shifts) {
            total += end - at;
        }
        at = end;
        for ((calendar, shift), change) in calendars.iter().zip(&mut shifts).zip(&mut changes) {
            if *change == at && at < to {
                (*shift, *change) = (calendar.shift_at(at), next(calendar, at));
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::super::Hours;
    use super::*;

    fn daily(start: i64, end: i64) -> Calendar {
        let hours = Hours::new(Span::from_hours(start), Span::from_hours(end - start));
        let week = std::array::from_fn(|_| vec![hours]);
        Calendar::new("daily", week, Weekday::Monday)
    }

    #[test]
    fn an_early_and_a_late_shift_have_the_overlap_in_common() {
        let (early, late, night) = (daily(6, 14), daily(12, 20), daily(22, 30));
        let week = Time::ZERO + Span::from_days(7);
        let common = |calendars: &[&Calendar]| {
            let all_open = |shifts: &[Shift]| shifts.iter().all(|shift| *shift == Shift::Open);
            time_in_common(calendars, Time::ZERO, week, all_open)
        };
        assert_eq!(common(&[&early, &late]), Span::from_hours(7 * 2));
        assert_eq!(common(&[&early, &night]), Span::ZERO);
        assert_eq!(common(&[&early]), Span::from_hours(7 * 8));
        assert_eq!(common(&[]), Span::from_days(7));
    }
}
