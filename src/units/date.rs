//! Instants as dates: `2026-03-20 14:00`.

use jiff::civil::Date;

use super::{Span, Time, clock_text};

const DAY: i64 = Span::from_days(1).ticks();
const MINUTE: i64 = Span::from_minutes(1).ticks();

/// The instant in a plant whose day 0 is `start`, rounded to the minute: `2026-03-20 14:00`.
///
/// A day that the calendar of years 1 to 9999 does not have is counted: `day 4000000 14:00`.
pub fn date_text(start: Date, at: Time) -> String {
    let ticks = at.ticks().saturating_add(MINUTE / 2);
    dated(start, ticks.div_euclid(DAY), ticks.rem_euclid(DAY))
}

/// The same for an end: midnight belongs to the day that it ends, `2026-03-20 24:00`.
pub fn deadline_text(start: Date, at: Time) -> String {
    let ticks = at.ticks().saturating_add(MINUTE / 2);
    match (ticks.div_euclid(DAY), ticks.rem_euclid(DAY)) {
        (day, rest) if rest < MINUTE && day != 0 => dated(start, day - 1, DAY),
        (day, rest) => dated(start, day, rest),
    }
}

/// The so many-th day of a plant whose day 0 is `start`, short and without its year: `20 Mar`.
/// `None` for a day that the calendar of years 1 to 9999 does not have.
pub fn day_text(start: Date, day: i64) -> Option<String> {
    let date = jiff::Span::new().try_days(day).and_then(|days| start.checked_add(days)).ok()?;
    Some(date.strftime("%-d %b").to_string())
}

/// A stretch of time by its days, or to the minute where it begins or ends within one: `from
/// 2026-04-06 to 2026-05-29`. Without a beginning it begins with the plant, without an end it does
/// not end.
pub fn stretch_text(start: Date, from: Option<Time>, until: Option<Time>) -> String {
    let date = |text: String| match text.split_once(' ') {
        Some((date, "00:00" | "24:00")) => date.to_owned(),
        _ => text,
    };
    let from = from.map(|from| date(date_text(start, from)));
    let until = until.map(|until| date(deadline_text(start, until)));
    match (from, until) {
        (Some(from), Some(until)) if from == until => format!("on {from}"),
        (Some(from), Some(until)) => format!("from {from} to {until}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "all the time".to_owned(),
    }
}

fn dated(start: Date, day: i64, rest: i64) -> String {
    let time = clock_text(Span::from_ticks(rest));
    let days = jiff::Span::new().try_days(day);
    match days.and_then(|days| start.checked_add(days)) {
        Ok(date) => format!("{date} {time}"),
        Err(_) => format!("day {day} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_a_date_and_a_time_of_day() {
        let start = jiff::civil::date(2026, 2, 27);
        let at = |hours| Time::ZERO + Span::from_hours(hours);
        assert_eq!(date_text(start, at(0)), "2026-02-27 00:00");
        assert_eq!(date_text(start, at(48 + 14)), "2026-03-01 14:00");
        let nearly = at(24) - Span::from_seconds(20);
        assert_eq!(date_text(start, nearly), "2026-02-28 00:00");
        assert_eq!(deadline_text(start, at(24)), "2026-02-27 24:00");
        assert_eq!(deadline_text(start, at(30)), "2026-02-28 06:00");
        assert_eq!(date_text(start, Time::NEVER), "day 106751991 04:00");
    }

    #[test]
    fn a_stretch_of_time_is_told_by_its_days() {
        let start = jiff::civil::date(2026, 2, 27);
        let at = |hours| Some(Time::ZERO + Span::from_hours(hours));
        assert_eq!(stretch_text(start, at(24), at(72)), "from 2026-02-28 to 2026-03-01");
        assert_eq!(stretch_text(start, at(24), at(48)), "on 2026-02-28");
        assert_eq!(stretch_text(start, at(30), None), "from 2026-02-28 06:00 on");
        assert_eq!(stretch_text(start, None, at(30)), "until 2026-02-28 06:00");
    }

    #[test]
    fn a_day_is_short_and_one_beyond_all_years_has_no_date() {
        let start = jiff::civil::date(2026, 2, 27);
        assert_eq!(day_text(start, 0).as_deref(), Some("27 Feb"));
        assert_eq!(day_text(start, 2).as_deref(), Some("1 Mar"));
        assert_eq!(day_text(start, 106_751_991), None);
    }
}
