//! Time that several calendars have in common.

use super::{Calendar, Shift};
use crate::units::{LONGEST, Span, Time};

/// After how long all calendars repeat; `None` if there is none. Exceptions on single days are left
/// out.
///
/// Bounds: at most a hundred years; rotas of many lengths together repeat later.
pub(in crate::model) fn common_cycle<'c>(
    calendars: impl Iterator<Item = &'c Calendar>,
) -> Option<Span> {
    let of_pieces = calendars.flat_map(|calendar| {
        calendar.pieces().map(|(_, _, piece)| piece.cycle() as u64).collect::<Vec<_>>()
    });
    let most = LONGEST.ticks().unsigned_abs() / Span::from_days(1).ticks().unsigned_abs();
    let days = of_pieces.reduce(|one, other| least_common_multiple(one, other).min(most))?;
    Some(Span::from_days(days.cast_signed()))
}

/// The least number that is a multiple of both.
const fn least_common_multiple(one: u64, other: u64) -> u64 {
    let (mut greater, mut less) = (one, other);
    while less > 0 {
        (greater, less) = (less, greater % less);
    }
    one / greater * other
}

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

    use super::super::{Hours, Rota, Turn};
    use super::*;

    fn daily(start: i64, end: i64) -> Calendar {
        let hours = Hours::new(Span::from_hours(start), Span::from_hours(end - start));
        let week = std::array::from_fn(|_| vec![hours]);
        Calendar::new("daily", week, Weekday::Monday)
    }

    #[test]
    fn calendars_repeat_together_after_the_least_common_multiple() {
        let of = |order: &[Option<usize>]| {
            let week = std::array::from_fn(|_| vec![Hours::new(Span::ZERO, Span::from_hours(8))]);
            let turns = vec![Turn { week, breaks: Vec::new() }];
            let rota = Rota::new((0, 1), order.to_vec(), turns, Weekday::Monday);
            daily(0, 8).in_turn(rota)
        };
        let (six, four) = (of(&[Some(0), Some(0), Some(0), Some(0), None, None]), {
            of(&[Some(0), Some(0), Some(0), None])
        });
        let days = |calendars: &[&Calendar]| common_cycle(calendars.iter().copied());
        assert_eq!(days(&[]), None);
        assert_eq!(days(&[&daily(6, 14)]), Some(Span::from_days(1)));
        assert_eq!(days(&[&six, &daily(6, 14), &four]), Some(Span::from_days(12)));
        // A calendar that another follows repeats with it.
        let later = four.clone().followed_by(vec![(Time::ZERO, six)]);
        assert_eq!(days(&[&later]), Some(Span::from_days(12)));
        // Rotas of 61, 67 and 71 days repeat together after 800 years.
        let long = [61, 67, 71].map(|days| {
            let mut order = vec![Some(0); days];
            order[0] = None;
            of(&order)
        });
        assert_eq!(days(&[&long[0], &long[1], &long[2]]), Some(LONGEST));
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
